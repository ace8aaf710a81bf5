"""What a Chroma server holds is not ours alone: others' collections, and old ones of our own."""

import time
from pathlib import Path

import pytest

from index.generations import current_folder
from index.store import VectorStore
from index.store_files import collection_name
from index.store_process import end_spare
from index.types import Manifest, Snapshot
from tests.faults.chroma_server import RealServer
from tests.faults.served import PATIENCE_S, check
from tests.faults.world import wait_for

EVIL = {
    "type": "known",
    "name": "sentence_transformer",
    "config": {
        "model_name": "evil",
        "device": "cpu",
        "normalize_embeddings": False,
        "kwargs": {"trust_remote_code": True},
    },
}


@pytest.mark.parametrize(
    ("configuration", "trouble"),
    [
        ({"embedding_function": EVIL, "hnsw": {"space": "cosine"}}, "names an embedding function"),
        ({"hnsw": {"space": "l2"}}, "measures l2, not cosine; delete it"),
    ],
)
def test_a_collection_that_somebody_else_made_is_not_used(
    folder: Path,
    snapshot: Snapshot,
    server: RealServer,
    manifest: Manifest,
    configuration: dict[str, object],
    trouble: str,
) -> None:
    """Nothing it names is built; exact search until it is deleted, then it is filled."""
    name = collection_name(manifest)
    server.ask("DELETE", f"/{name}")
    made = server.ask("POST", "", name=name, configuration=configuration)
    assert made.status_code == 200
    index = current_folder(folder / "index")
    with VectorStore(index, manifest, snapshot, server.place) as opened:
        wait_for(lambda: opened.trouble is not None)
        assert trouble in str(opened.trouble) and not opened.wait_open(0)
        check(opened, snapshot)
        assert server.ask("GET", f"/{made.json()['id']}/count").json() == 0
        server.ask("DELETE", f"/{name}")
        assert opened.wait_open(PATIENCE_S) and opened.trouble is None
        check(opened, snapshot)


def test_vectors_of_another_length_are_not_used(
    folder: Path, snapshot: Snapshot, server: RealServer, manifest: Manifest
) -> None:
    """Told of in one line, and searched exactly."""
    name = collection_name(manifest)
    server.ask("DELETE", f"/{name}")
    made = server.ask("POST", "", name=name, configuration={"hnsw": {"space": "cosine"}}).json()
    stored = {"ids": ["x"], "embeddings": [[1.0, 0.0, 0.0]], "documents": ["x"]}
    assert server.ask("POST", f"/{made['id']}/add", **stored).status_code == 201
    index = current_folder(folder / "index")
    with VectorStore(index, manifest, snapshot, server.place) as opened:
        wait_for(lambda: opened.trouble is not None)
        assert "dimension" in str(opened.trouble)
        check(opened, snapshot)
        server.ask("DELETE", f"/{name}")
        assert opened.wait_open(PATIENCE_S)
        check(opened, snapshot)


def test_the_environment_does_not_send_it_elsewhere(
    folder: Path,
    snapshot: Snapshot,
    server: RealServer,
    manifest: Manifest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Chroma's own variables, and a proxy."""
    monkeypatch.setenv("CHROMA_SERVER_HOST", "elsewhere.invalid")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    end_spare()
    index = current_folder(folder / "index")
    with VectorStore(index, manifest, snapshot, server.place) as opened:
        assert opened.wait_open(PATIENCE_S) and opened.trouble is None
        check(opened, snapshot)


def test_old_collections_are_removed_but_for_the_last(
    folder: Path, snapshot: Snapshot, server: RealServer, manifest: Manifest
) -> None:
    """Ours alone, unused for a week; what others made is theirs, whatever it is called."""
    now, day = time.time(), 86400
    kept = {
        "article-young": {"used": now - day},
        "article-younger": {"used": now - day / 2},
        "article-unmarked": {"complete": 5},
        "other-old": {"used": now - 90 * day},
    }
    gone = {f"article-{age}-days": {"used": now - age * day} for age in (8, 9, 90)}
    for name, metadata in (kept | gone).items():
        assert server.ask("POST", "", name=name, metadata=metadata).status_code == 200
    index = current_folder(folder / "index")
    with VectorStore(index, manifest, snapshot, server.place) as opened:
        assert opened.wait_open(PATIENCE_S)
    assert set(server.names()) == {*kept, collection_name(manifest)}
    for name in kept:
        server.ask("DELETE", f"/{name}")
    for name in gone:
        server.ask("POST", "", name=name, metadata=gone[name])
    with VectorStore(index, manifest, snapshot, server.place) as opened:
        assert opened.wait_open(PATIENCE_S)
    assert set(server.names()) == {"article-8-days", collection_name(manifest)}
    server.ask("DELETE", "/article-8-days")
