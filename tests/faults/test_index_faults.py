"""The index under fire: kills, a full disk, damaged bytes, readers and builders at once."""

import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from index.build import build, check_current
from index.errors import IndexMissing, StaleIndex
from index.generations import current_folder
from index.open import open_index
from index.snapshot import read_manifest, read_snapshot
from index.store_names import FOLDERS
from sources.types import Document
from tests.fakes import HashingEmbedder
from tests.faults import builders
from tests.faults.processes import Child, end_children

N_KILLS = 3
"""The rest is in ``rounds_build``, where Chroma need not be started anew for each."""
NOBODY = 65534
QUESTION = "Wie viele Mitarbeiter hatte die Firma Beispiel?"


@pytest.fixture(autouse=True)
def no_child_left() -> Iterator[None]:
    """What a failed test leaves at work is ended with it."""
    yield
    end_children()


def state(folder: Path) -> str:
    """Which article the index holds, whole, and answers from."""
    articles = {"old": builders.old(), "new": builders.new()}
    for _ in range(50):  # a swap may fall between two looks, but not always
        for name, document in articles.items():
            try:
                opened = open_index([document], folder, HashingEmbedder().embedder_id)
            except StaleIndex as error:
                assert "sources have changed" in str(error)
                continue
            with opened.store as store:
                assert len(store.search(HashingEmbedder().encode_query(QUESTION).vector, 5)) == 5
            assert [p.text for p in opened.snapshot.passages] == document.text.split("\n\n")
            return name
    raise AssertionError("neither the old index nor the new one")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index to be copied and damaged."""
    folder = tmp_path_factory.mktemp("kept") / "index"
    build([builders.old()], folder, HashingEmbedder())
    return folder


def test_a_killed_build_leaves_a_whole_index(tmp_path: Path) -> None:
    """Whenever it is killed: the old generation or the new one, and the next build runs."""
    build([builders.old()], tmp_path, HashingEmbedder())
    drawn = random.Random(7)  # a seed, so that a failure can be run again
    seen = []
    for number in range(N_KILLS):
        # Starting Chroma takes longest by far, so some are killed only once it is under way.
        warm = number % 2 == 1
        child = Child(builders.build_on_and_on, tmp_path, warm)
        child.hear()
        time.sleep(drawn.uniform(0, 0.8))
        child.kill()
        seen.append(state(tmp_path))
    build([builders.new()], tmp_path, HashingEmbedder())
    assert state(tmp_path) == "new"
    left = {path.name for path in tmp_path.iterdir()} - {"build.lock", "current"}
    assert left == {os.readlink(tmp_path / "current")}
    assert len(seen) == N_KILLS


def test_readers_see_whole_generations_while_two_build(tmp_path: Path) -> None:
    """Each opens the old index or the new one; of two builders at once one is refused."""
    build([builders.old()], tmp_path, HashingEmbedder())
    children = [Child(builders.build_often, tmp_path, 6) for _ in range(2)]
    seen = []
    while any(child.process.is_alive() for child in children):
        seen.append(state(tmp_path))
    refused = [child.hear() for child in children]
    for child in children:
        child.end()
    assert len(seen) > 3
    assert sum(int(str(n)) for n in refused) < 12
    assert state(tmp_path) in ("old", "new")


@pytest.mark.parametrize("limit_bytes", [500, 30_000, 100_000, 150_000])
def test_a_full_disk_is_one_line_and_the_old_index_stays(tmp_path: Path, limit_bytes: int) -> None:
    """Wherever the space ends, in the plain files or in Chroma's."""
    build([builders.old()], tmp_path, HashingEmbedder())
    child = Child(builders.build_on_a_full_disk, tmp_path, limit_bytes)
    failure = str(child.hear(timeout_s=60))
    child.end()
    assert failure.startswith("IndexNotWritten: Cannot write ") and "\n" not in failure
    assert "is the disk full?" in failure
    assert state(tmp_path) == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"build.lock", "current", "gen-1"}


def test_a_turned_bit_is_noticed_or_harmless(kept: Path, tmp_path: Path) -> None:
    """A hundred places in plain files, a hundred in the manifest: never another answer."""
    expected = read(kept, builders.old())
    inside = [path for path in current_folder(kept).iterdir() if path.is_file()]
    drawn = random.Random(23)  # a seed, so that a failure can be run again
    manifest = current_folder(kept) / "manifest.json"
    chosen = [drawn.choice(inside) for _ in range(100)] + 100 * [manifest]
    for number, path in enumerate(chosen):
        harmed = path.read_bytes() or b"\0"
        at = drawn.randrange(len(harmed))
        bit = bytes([harmed[at] ^ (1 << drawn.randrange(8))])
        folder = tmp_path / str(number)
        with damaged(kept, folder, path, harmed[:at] + bit + harmed[at + 1 :]):
            try:
                found = read(folder, builders.old())
            except (StaleIndex, IndexMissing):
                continue
            assert found == expected
            assert path == manifest


@contextmanager
def damaged(kept: Path, folder: Path, path: Path, content: bytes) -> Iterator[None]:
    """``folder`` is a copy of the index ``kept`` whose file ``path`` holds ``content``."""
    shutil.copytree(kept, folder, symlinks=True)
    (folder / path.relative_to(kept)).write_bytes(content)
    yield
    shutil.rmtree(folder)


def read(folder: Path, document: Document) -> tuple[object, ...]:
    """What the plain files of an index say, checked for these sources and this embedder."""
    generation = current_folder(folder)
    manifest = read_manifest(generation)
    check_current(manifest, [document], HashingEmbedder().embedder_id)
    snapshot = read_snapshot(generation, manifest)
    vectors = snapshot.vectors.tobytes()
    return (snapshot.passages, snapshot.representations, vectors, snapshot.tokens.units)


def test_a_full_disk_takes_no_answer_along(kept: Path, tmp_path: Path) -> None:
    """Chroma can have no copy of its own: the vectors answer, and it is told of in one line."""
    child = Child(builders.open_on_a_full_disk, kept, 30_000)
    same, trouble = cast("tuple[bool, str]", child.hear())
    child.end()
    assert same
    assert trouble.startswith("Chroma fails (") and "\n" not in trouble


@pytest.mark.skipif(os.getuid() != 0, reason="needs root to be somebody else")
def test_a_folder_that_may_only_be_read_answers(kept: Path) -> None:
    """And Chroma's copy with it; to build there is refused in one line."""
    with tempfile.TemporaryDirectory() as public:
        Path(public).chmod(0o755)
        folder = Path(public) / "index"
        shutil.copytree(kept, folder, symlinks=True)
        child = Child(builders.open_what_is_not_ours, folder, NOBODY)
        # Chroma may be in trouble: this Python may be out of that user's reach.
        same, _ = cast("tuple[bool, str | None]", child.hear())
        failure = str(child.hear())
        child.end()
    assert same
    assert failure.startswith(f"IndexNotWritten: Cannot write the index at {folder} (")
    assert failure.endswith("; make it writable, or set INDEX_DIR")


def test_chroma_goes_with_whoever_asked_for_it(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed as by a power cut: neither a process nor a folder is left."""
    child = Child(builders.open_and_wait, kept)
    pid = int(str(child.hear()))
    folders = list(Path(tempfile.gettempdir()).glob(f"{FOLDERS}*"))
    child.kill()
    until = time.monotonic() + 20
    while os.path.exists(f"/proc/{pid}") and time.monotonic() < until:
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{pid}")
    left = set(Path(tempfile.gettempdir()).glob(f"{FOLDERS}*"))
    assert set(folders) - left != set()
