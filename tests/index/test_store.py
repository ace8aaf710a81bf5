"""The vector store: the same neighbours as exact search, or an error that says why not."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import make_snapshot
from index.errors import StaleIndex
from index.retrieve import ExactSearcher
from index.snapshot import hash_files
from index.store import FOLDER, VectorStore, write_collection
from index.types import FloatArray, Snapshot
from sources.types import Document
from tests.fakes import HashingEmbedder
from tests.index.documents import example, make_document


@pytest.fixture(scope="module")
def snapshot(article: Document) -> Snapshot:
    """The shipped article and a small one, by the embedder of words."""
    # Without answers nothing is learnt from the questions, which would take seconds.
    unanswered = tuple(replace(question, answers=()) for question in article.questions)
    return make_snapshot([replace(article, questions=unanswered), example()], HashingEmbedder())


@pytest.fixture(scope="module")
def folder(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with their collection."""
    path = tmp_path_factory.mktemp("store")
    write_collection(path, snapshot.representations, snapshot.vectors)
    return path


@pytest.fixture(scope="module")
def store(folder: Path, snapshot: Snapshot) -> Iterator[VectorStore]:
    """The collection, open."""
    with VectorStore(folder, snapshot.representations) as opened:
        yield opened


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


def test_finds_nearly_all_where_nothing_is_near(store: VectorStore, snapshot: Snapshot) -> None:
    """Chroma's graph is approximate; arbitrary directions are the hardest for it."""
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


def test_searching_leaves_the_built_files_alone(folder: Path, snapshot: Snapshot) -> None:
    """Chroma rewrites what it opens, so it gets a copy."""
    before = hash_files(folder)
    with VectorStore(folder, snapshot.representations) as opened:
        opened.search(queries(snapshot)[0], 5)
    assert hash_files(folder) == before
    assert any(name.endswith("chroma.sqlite3") for name in before)


def test_two_may_be_open_at_once(store: VectorStore, folder: Path, snapshot: Snapshot) -> None:
    """Each works on its own copy; closing one does not close the other."""
    with VectorStore(folder, snapshot.representations) as other:
        assert other.search(queries(snapshot)[0], 3) == store.search(queries(snapshot)[0], 3)
    assert len(store.search(queries(snapshot)[0], 3)) == 3


def test_the_copy_goes_when_it_is_closed(
    folder: Path, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left in the folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    opened = VectorStore(folder, snapshot.representations)
    assert len(list(tmp_path.iterdir())) == 1
    opened.close()
    assert list(tmp_path.iterdir()) == []


def test_one_representation_too_few_is_noticed(folder: Path, snapshot: Snapshot) -> None:
    """A collection of another index, or half of one."""
    wanted = (*snapshot.representations, *make_snapshot_of_one().representations)
    with pytest.raises(StaleIndex, match=rf"holds {len(wanted) - 2} of {len(wanted)} vectors"):
        VectorStore(folder, wanted)


def test_a_broken_collection_is_noticed(
    folder: Path, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No database, an empty one, or no database at all: never fewer hits, never a vendor error."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_of(tmp_path, "temporary")))
    for content in (None, b"", b"not a database, not at all" * 300):
        broken = tmp_path_of(tmp_path, "broken")
        shutil.copytree(folder / FOLDER, broken / FOLDER)
        database = broken / FOLDER / "chroma.sqlite3"
        database.unlink()
        if content is not None:
            database.write_bytes(content)
        with pytest.raises(StaleIndex, match="Chroma collection in"):
            VectorStore(broken, snapshot.representations)
        shutil.rmtree(broken)
    with pytest.raises(StaleIndex, match="cannot be opened"):
        VectorStore(tmp_path_of(tmp_path, "nothing"), snapshot.representations)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_no_representation_is_a_collection_too(tmp_path: Path) -> None:
    """Of nothing, in which nothing is found."""
    write_collection(tmp_path, (), np.zeros((0, 256), dtype=np.float32))
    with VectorStore(tmp_path, ()) as opened:
        assert opened.search(HashingEmbedder().encode_query("Wer?").vector, 5) == []


def make_snapshot_of_one() -> Snapshot:
    """A document of one sentence: a passage and a sentence."""
    return make_snapshot([make_document("Ein Satz.", "eins")], HashingEmbedder())


def tmp_path_of(folder: Path, name: str) -> Path:
    """A folder in a folder."""
    path = folder / name
    path.mkdir(exist_ok=True)
    return path
