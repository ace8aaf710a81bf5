"""Opening: a whole index is used as it is, any other is rebuilt with one line of notice."""

import logging
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from index.build import build
from index.errors import IndexBusy, IndexMissing, StaleIndex
from index.generations import current_folder
from index.open import open_index, open_or_build
from index.retrieve import FusionWeights, Retriever
from index.snapshot import read_manifest, read_snapshot, write_manifest
from index.store_files import check_collection
from index.types import Manifest, Snapshot
from sources.types import Document
from tests.fakes import HashingEmbedder
from tests.index.documents import example, make_document

OTHER = make_document("Nichts davon steht hier.", "anders")


def answers(documents: list[Document], folder: Path, embedder: HashingEmbedder) -> list[str]:
    """Open or build, and give the best passage for each of two questions."""
    opened = open_or_build(documents, folder, embedder)
    with opened.store as store:
        retriever = Retriever(opened.snapshot, store, FusionWeights())
        asked = ["Wie viele Mitarbeiter hatte die Firma Beispiel?", "How far did the market fall?"]
        found = [retriever.retrieve(q, embedder.encode_query(q), 1)[0] for q in asked]
    return [ranked.hit.passage.passage_id for ranked in found]


RIGHT = ["beispiel#1", "beispiel#2"]


def remove(folder: Path) -> None:
    """No folder at all."""
    shutil.rmtree(folder)


def empty(folder: Path) -> None:
    """A folder with nothing in it."""
    shutil.rmtree(folder)
    folder.mkdir()


def empty_generation(folder: Path) -> None:
    """A generation with nothing in it."""
    empty(current_folder(folder))


def empty_files(folder: Path) -> None:
    """Every file there, none with content."""
    for path in current_folder(folder).rglob("*"):
        if path.is_file():
            path.write_bytes(b"")


def half_files(folder: Path) -> None:
    """Every file cut in the middle."""
    for path in current_folder(folder).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lose_generation(folder: Path) -> None:
    """A link to nothing."""
    shutil.rmtree(current_folder(folder))


def current_is_a_file(folder: Path) -> None:
    """As a copy without links may leave it."""
    (folder / "current").unlink()
    (folder / "current").write_text("gen-1")


def other_embedder(folder: Path) -> None:
    """Vectors of another model."""
    build([example()], folder, HashingEmbedder("other"))


def other_dimension(folder: Path) -> None:
    """Vectors of another length."""
    build([example()], folder, HashingEmbedder(dimension=128))


def other_sources(folder: Path) -> None:
    """Passages of another article."""
    build([OTHER], folder, HashingEmbedder())


def other_format(folder: Path) -> None:
    """An older version's."""
    generation = current_folder(folder)
    write_manifest(generation, replace(read_manifest(generation), format_version=0))


@pytest.mark.parametrize(
    ("harm", "notice"),
    [
        (remove, "No index at"),
        (empty, "No index at"),
        (empty_generation, "No index at"),
        (empty_files, "manifest.json is damaged"),
        (half_files, "manifest.json is damaged"),
        (lose_generation, "No index at"),
        (current_is_a_file, "damaged"),
        (other_embedder, "The index was made by embedder fake:other@256, not fake:words@256"),
        (other_dimension, "The index was made by embedder fake:words@128"),
        (other_sources, "The sources have changed since the index was made"),
        (other_format, "has format 0, this version reads"),
    ],
)
def test_what_is_not_whole_and_current_is_rebuilt(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    harm: Callable[[Path], None],
    notice: str,
) -> None:
    """One line of notice, then right answers; the next start is silent and builds nothing."""
    folder = tmp_path / "index"
    build([example()], folder, HashingEmbedder())
    harm(folder)
    with caplog.at_level(logging.INFO, logger="index"):
        assert answers([example()], folder, HashingEmbedder()) == RIGHT
        (record,) = caplog.records
        assert notice in record.getMessage() and "\n" not in record.getMessage()
        assert record.getMessage().endswith(f"building the index at {folder}")
        caplog.clear()
        again = HashingEmbedder()
        assert answers([example()], folder, again) == RIGHT
    assert caplog.records == []
    assert again.n_encoded == 0


def test_every_file_may_be_lost_or_damaged(tmp_path: Path) -> None:
    """Each alone: rebuilt, and never an answer from what is left."""
    kept, folder = tmp_path / "kept", tmp_path / "index"
    build([example()], kept, HashingEmbedder())
    inside = [path.relative_to(kept) for path in current_folder(kept).iterdir() if path.is_file()]
    assert len(inside) >= 7
    for name in inside:
        for harm in (Path.unlink, _flip_middle):
            shutil.copytree(kept, folder, symlinks=True)
            harm(folder / name)
            with pytest.raises((IndexMissing, StaleIndex)):
                open_index([example()], folder, HashingEmbedder().embedder_id)
            shutil.rmtree(folder)
    shutil.copytree(kept, folder, symlinks=True)
    _flip_middle(folder / inside[0])
    assert answers([example()], folder, HashingEmbedder()) == RIGHT


def test_without_chroma_the_plain_files_answer(tmp_path: Path) -> None:
    """Each of its files may be lost or damaged: told of, and nothing is embedded again."""
    build([example()], tmp_path, HashingEmbedder())
    generation = current_folder(tmp_path)
    manifest = read_manifest(generation)
    inside = [path for path in (generation / "chroma").rglob("*") if path.is_file()]
    assert len(inside) >= 3
    for path in inside:
        data = path.read_bytes()
        for harm in (Path.unlink, _flip_middle):
            harm(path)
            with pytest.raises(StaleIndex, match=r"Chroma's files in .* are missing or damaged"):
                check_collection(generation, manifest)
            path.write_bytes(data)
    check_collection(generation, manifest)
    shutil.rmtree(generation / "chroma")
    embedder = HashingEmbedder()
    assert answers([example()], tmp_path, embedder) == RIGHT
    assert embedder.n_encoded == 0


def _flip_middle(path: Path) -> None:
    data = bytearray(path.read_bytes() or b"\0")
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def test_a_builder_at_work_is_waited_for(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With a line that says so; what it built is opened, not built twice."""
    embedder, folder, kept = HashingEmbedder(), tmp_path / "index", tmp_path / "kept"
    build([example()], kept, HashingEmbedder())
    lock = FileLock(folder / "build.lock", thread_local=False)
    folder.mkdir()
    lock.acquire()

    def finish() -> None:
        shutil.copytree(kept, folder, symlinks=True, dirs_exist_ok=True)
        lock.release()

    threading.Timer(0.5, finish).start()
    assert answers([example()], folder, embedder) == RIGHT
    assert embedder.n_encoded == 0
    assert [r.getMessage() for r in caplog.records if r.name == "index.open"] == [
        f"No index at {folder}; building the index at {folder}",
        f"The index at {folder} is in use by another build; wait for it to end",
    ]


def test_a_builder_that_never_ends_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a long wait."""
    monkeypatch.setattr("index.open._WAIT_S", 0.1)
    with FileLock(tmp_path / "build.lock"), pytest.raises(IndexBusy, match="in use"):
        open_or_build([example()], tmp_path, HashingEmbedder())


def test_an_index_swapped_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The generation looked at first is gone by then; the new one is whole, and no notice due."""
    embedder = HashingEmbedder()
    build([example()], tmp_path, embedder)
    generations = []

    def build_then_read(folder: Path, manifest: Manifest) -> Snapshot:
        generations.append(folder.name)
        if len(generations) == 1:
            build([example()], tmp_path, embedder)
        return read_snapshot(folder, manifest)

    monkeypatch.setattr("index.open.read_snapshot", build_then_read)
    open_index([example()], tmp_path, embedder.embedder_id).store.close()
    assert generations == ["gen-1", "gen-2"]


def test_an_index_in_use_survives_a_rebuild(tmp_path: Path) -> None:
    """Who has it open goes on with what was opened."""
    embedder = HashingEmbedder()
    opened = open_or_build([example()], tmp_path, embedder)
    with opened.store as store:
        retriever = Retriever(opened.snapshot, store, FusionWeights())
        build([OTHER], tmp_path, embedder)
        question = "Wie viele Mitarbeiter hatte die Firma?"
        found = retriever.retrieve(question, embedder.encode_query(question), 1)
    assert found[0].hit.passage.passage_id == "beispiel#1"
