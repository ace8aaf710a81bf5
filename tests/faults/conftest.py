"""A real Chroma server, an index, and the store over both, which several tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.generations import current_folder
from index.snapshot import read_manifest, read_snapshot
from index.store import VectorStore
from index.types import Manifest, Snapshot
from sources import load_documents
from tests.fakes import HashingEmbedder
from tests.faults.chroma_server import RealServer
from tests.faults.world import ARTICLE


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A real one."""
    running = RealServer(tmp_path_factory.mktemp("chroma"))
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one article and its index."""
    path = tmp_path_factory.mktemp("shared")
    (path / "articles").mkdir()
    (path / "articles" / "firma.md").write_text(ARTICLE, encoding="utf-8")
    documents = load_documents(path / "articles").documents
    build(documents, path / "index", HashingEmbedder())
    return path


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Manifest:
    """Of its index."""
    return read_manifest(current_folder(folder / "index"))


@pytest.fixture(scope="module")
def snapshot(folder: Path, manifest: Manifest) -> Snapshot:
    """The plain files of its index."""
    return read_snapshot(current_folder(folder / "index"), manifest)


@pytest.fixture
def store(
    folder: Path, manifest: Manifest, snapshot: Snapshot, server: RealServer
) -> Iterator[VectorStore]:
    """The store over the server, open."""
    with VectorStore(current_folder(folder / "index"), manifest, snapshot, server.place) as opened:
        yield opened
