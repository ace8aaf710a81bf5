"""The vector store: the same neighbours as exact search, whatever becomes of Chroma."""

import logging
import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.generations import current_folder
from index.retrieve import ExactSearcher
from index.snapshot import hash_files, read_manifest, read_snapshot
from index.store import SEARCH_S, VectorStore
from index.store_files import FOLDER, collection_name
from index.store_process import end_spare, give_back, take_process
from index.types import FloatArray, Snapshot
from sources.types import Document
from tests.fakes import HashingEmbedder
from tests.index.documents import example, make_document

OPEN_S = 60.0


@pytest.fixture(scope="module")
def folder(article: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped article and a small one, by the embedder of words."""
    # Without answers nothing is learnt from the questions, which would take seconds.
    some = tuple(replace(question, answers=()) for question in article.questions[:1000])
    path = tmp_path_factory.mktemp("store")
    build([replace(article, questions=some), example()], path, HashingEmbedder())
    return current_folder(path)


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    """The plain files of that index."""
    return read_snapshot(folder, read_manifest(folder))


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[VectorStore]:
    """Its collection, open."""
    with open_store(folder) as opened:
        yield opened


@pytest.fixture
def own(folder: Path) -> Iterator[VectorStore]:
    """Another one, open, to be harmed."""
    with open_store(folder) as opened:
        yield opened


def open_store(folder: Path, wait: bool = True) -> VectorStore:
    """The store of an index folder, Chroma open and well."""
    manifest = read_manifest(folder)
    opened = VectorStore(folder, manifest, read_snapshot(folder, manifest))
    assert not wait or (opened.wait_open(OPEN_S) and opened.trouble is None)
    return opened


def unit(vectors: FloatArray) -> FloatArray:
    """The same directions at unit length."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def queries(snapshot: Snapshot) -> list[FloatArray]:
    """Questions of all sorts, and vectors as near to stored ones as real questions are."""
    embedder = HashingEmbedder()
    asked = ["Wie viele Mitarbeiter hatte Klarna?", "Who wrote the article?", "der die das"]
    rng = np.random.default_rng(11)
    near = snapshot.vectors[:: len(snapshot.vectors) // 12]
    noise = rng.normal(scale=0.02, size=near.shape).astype(np.float32)
    return [*(embedder.encode_query(text).vector for text in asked), *unit(near + noise)]


@pytest.mark.parametrize("k", [1, 5, 60])
def test_finds_what_exact_search_finds(store: VectorStore, snapshot: Snapshot, k: int) -> None:
    """As near, best first, and each score is the cosine of its row."""
    exact = ExactSearcher(snapshot)
    for query in queries(snapshot):
        found, expected = store.search(query, k), exact.search(query, k)
        assert [score for _, score in found] == pytest.approx([s for _, s in expected], abs=1e-5)
        for row, score in found:
            assert score == pytest.approx(float(snapshot.vectors[row] @ query), abs=1e-5)
        assert len({row for row, _ in found}) == k
    assert store.trouble is None


def test_chroma_finds_nearly_all_where_nothing_is_near(
    store: VectorStore, snapshot: Snapshot
) -> None:
    """Its graph is approximate; arbitrary directions are the hardest for it."""
    exact = ExactSearcher(snapshot)
    drawn = np.random.default_rng(12).normal(size=(20, 256)).astype(np.float32)
    for query in unit(drawn):
        least = exact.search(query, 60)[-1][1]
        found = store.search(query, 60)
        assert len(found) == 60
        assert sum(score >= least - 1e-5 for _, score in found) >= 54


def test_leaves_documents_out(store: VectorStore, snapshot: Snapshot) -> None:
    """All that is left is found, however little it is."""
    query = queries(snapshot)[0]
    hidden = frozenset({"klarna-ki-personalabbau"})
    found = store.search(query, 60, exclude=hidden)
    rows = {i for i, r in enumerate(snapshot.representations) if r.doc_id == "beispiel"}
    assert {row for row, _ in found} == rows
    expected = ExactSearcher(snapshot).search(query, 60, exclude=hidden)
    assert [s for _, s in found] == pytest.approx([s for _, s in expected], abs=1e-5)
    assert store.search(query, 5, exclude=hidden | {"beispiel"}) == []


def test_searching_leaves_the_built_files_alone(
    store: VectorStore, folder: Path, snapshot: Snapshot
) -> None:
    """Chroma rewrites what it opens, so it gets a copy."""
    store.search(queries(snapshot)[0], 5)
    assert {name: h for name, h in hash_files(folder).items() if name != "manifest.json"} == (
        read_manifest(folder).files
    )
    assert f"{FOLDER}/chroma.sqlite3" in read_manifest(folder).files


def test_nobody_waits_for_chroma_to_start(folder: Path, snapshot: Snapshot) -> None:
    """Exact search meanwhile, and no trouble to tell of; the same with Chroma."""
    end_spare()
    with open_store(folder, wait=False) as opened:
        assert opened.pid is None and opened.trouble is None
        first = [opened.search(query, 60) for query in queries(snapshot)]
        assert opened.pid is None
        assert opened.wait_open(OPEN_S)
        for query, expected in zip(queries(snapshot), first, strict=True):
            assert [s for _, s in opened.search(query, 60)] == pytest.approx(
                [s for _, s in expected], abs=1e-5
            )
        assert opened.pid is not None


def test_a_kept_process_that_is_going_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It still runs, and answers no more, as one does whose half a minute is over."""
    end_spare()
    going = take_process()
    going.folder()
    give_back(going)
    monkeypatch.setattr("index.store_process._END_S", 1.0)
    os.kill(going.pid, signal.SIGSTOP)
    taken = take_process()
    try:
        assert taken.pid != going.pid and not going.alive
        assert taken.ask(OPEN_S, "leave").error == ""
    finally:
        taken.kill()


@pytest.mark.parametrize("harm", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_a_process_that_dies_or_hangs_takes_no_answer_along(
    own: VectorStore, snapshot: Snapshot, caplog: pytest.LogCaptureFixture, harm: signal.Signals
) -> None:
    """Answered exactly within the deadline, one line in the log; then it comes back by itself."""
    assert own.pid is not None
    before, query = own.pid, queries(snapshot)[3]
    os.kill(before, harm)
    began = time.monotonic()
    assert own.search(query, 60) == ExactSearcher(snapshot).search(query, 60)
    assert time.monotonic() - began < SEARCH_S + 1
    assert own.trouble is not None and own.trouble.startswith("Chroma fails (")
    assert own.wait_open(OPEN_S) and own.trouble is None
    assert own.pid not in (None, before)
    assert [score for _, score in own.search(query, 60)] == pytest.approx(
        [score for _, score in ExactSearcher(snapshot).search(query, 60)], abs=1e-5
    )
    lines = [record.getMessage() for record in caplog.records if record.name == "index.store"]
    assert len(lines) == 2 and all("\n" not in line for line in lines)
    assert lines[0].endswith("the vectors are searched exactly meanwhile")
    assert lines[1] == "Chroma answers again"


def test_closed_it_still_answers(folder: Path, snapshot: Snapshot) -> None:
    """A question that was on its way when a newer index was opened."""
    opened = open_store(folder)
    opened.close()
    opened.close()
    query = queries(snapshot)[0]
    assert opened.search(query, 5) == ExactSearcher(snapshot).search(query, 5)
    assert opened.trouble is None and opened.pid is None


def test_nothing_is_left_when_it_is_closed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a folder nor, once nobody takes it over, a process."""
    end_spare()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    opened = open_store(folder)
    pid = opened.pid
    assert len(list(tmp_path.iterdir())) == 1 and pid is not None
    opened.close()
    assert os.path.exists(f"/proc/{pid}") or not os.path.exists("/proc")
    end_spare()
    assert not os.path.exists(f"/proc/{pid}")
    assert list(tmp_path.iterdir()) == []


def broken(folder: Path, to: Path, database: bytes | None) -> Path:
    """A copy of an index whose database is another, or none."""
    shutil.copytree(folder, to)
    (to / FOLDER / "chroma.sqlite3").unlink()
    if database is not None:
        (to / FOLDER / "chroma.sqlite3").write_bytes(database)
    return to


@pytest.mark.parametrize("database", [None, b"", b"not a database, not at all" * 300])
def test_damaged_files_of_chroma_are_made_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, database: bytes | None
) -> None:
    """From the vectors, in the copy; never fewer hits, never a vendor's error."""
    build([example()], tmp_path / "whole", HashingEmbedder())
    folder = broken(current_folder(tmp_path / "whole"), tmp_path / "broken", database)
    files = hash_files(folder)
    with open_store(folder) as opened:
        query = HashingEmbedder().encode_query("Wie viele Mitarbeiter?").vector
        snapshot = read_snapshot(folder, read_manifest(folder))
        exact = ExactSearcher(snapshot).search(query, 60)
        assert len(exact) == len(snapshot.representations)
        assert sorted(opened.search(query, 60)) == sorted(exact)
    assert hash_files(folder) == files
    (line,) = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert line == f"Chroma's files in {folder} are damaged; made anew from the vectors"


def test_no_representation_is_a_collection_too(tmp_path: Path) -> None:
    """Of nothing, in which nothing is found."""
    build([make_document("")], tmp_path, HashingEmbedder())
    with open_store(current_folder(tmp_path)) as opened:
        assert opened.search(HashingEmbedder().encode_query("Wer?").vector, 5) == []


def test_other_content_has_another_name(folder: Path) -> None:
    """So that replicas with other articles or models never read each other's vectors."""
    manifest = read_manifest(folder)
    others = [
        replace(manifest, sources_sha256="0" * 64),
        replace(manifest, embedder_id="other"),
        replace(manifest, dimension=128),
        replace(manifest, max_passage_chars=10),
        replace(manifest, format_version=0),
        replace(manifest, n_representations=1),
    ]
    names = {collection_name(m) for m in (manifest, *others)}
    assert len(names) == 7
    assert collection_name(replace(manifest, files={})) == collection_name(manifest)
    assert all(3 <= len(name) <= 512 for name in names)
