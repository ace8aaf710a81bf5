"""A Chroma server that several processes share: whatever becomes of it, answers stay the same."""

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.build import build
from index.generations import current_folder
from index.retrieve import ExactSearcher
from index.snapshot import read_manifest, read_snapshot
from index.store import SEARCH_S, VectorStore
from index.store_files import collection_name
from index.store_process import end_spare
from index.types import Manifest, Snapshot
from sources import load_documents
from tests.fakes import HashingEmbedder
from tests.faults.asker import serve
from tests.faults.chroma_server import RealServer
from tests.faults.processes import CONTEXT

ARTICLE = """# Die Firma

Die Firma hatte einst 5.000 Mitarbeiter, wie ihre Chefin Anna Berg in einem Gespräch sagte.

Der Börsenwert fiel im Jahr 2023 auf 6,7 Mrd. Dollar. Das nennt sie vorübergehend.
"""
QUESTIONS = ("Wie viele Mitarbeiter hatte die Firma?", "Wie hoch war der Börsenwert?", "Wer?")
PATIENCE_S = 90.0


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


def check(store: VectorStore, snapshot: Snapshot) -> None:
    """The store finds what exact search does, within the deadline."""
    for question in QUESTIONS:
        vector = HashingEmbedder().encode_query(question).vector
        began = time.monotonic()
        found = store.search(vector, 5)
        assert time.monotonic() - began < SEARCH_S + 1
        expected = ExactSearcher(snapshot).search(vector, 5)
        assert [s for _, s in found] == pytest.approx([s for _, s in expected], abs=1e-5)


def wait_for(what: Callable[[], bool]) -> None:
    """Until it is so."""
    until = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


class Asker:
    """An assistant in a process of its own."""

    def __init__(self, folder: Path, index: str, server: RealServer) -> None:
        """Start it; it gets ready by itself."""
        self.asked, there = CONTEXT.Pipe()
        where = (folder / "articles", folder / index, server.port)
        self.process = CONTEXT.Process(target=serve, args=(*where, there))
        self.process.start()
        there.close()

    def tell(self, line: str) -> dict[str, object]:
        """What it answers."""
        self.asked.send(line)
        assert self.asked.poll(PATIENCE_S + 30)
        told: dict[str, object] = self.asked.recv()
        return told

    def answers(self) -> list[dict[str, object]]:
        """What it answers to all questions."""
        return [self.tell(question) for question in QUESTIONS]

    def end(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.join(20)


def test_two_share_it_through_kills_of_one_and_of_the_server(
    folder: Path, server: RealServer, manifest: Manifest
) -> None:
    """The same answers throughout; the one that is left goes on, and comes back by itself."""
    shutil.copytree(folder / "index", folder / "other", symlinks=True)
    both = [Asker(folder, index, server) for index in ("index", "other")]
    try:
        expected = both[0].answers()
        assert "5.000" in str(expected[0]["text"])
        assert both[1].answers() == expected
        assert [asker.tell("") for asker in both] == [{"trouble": None}] * 2
        assert server.names() == [collection_name(manifest)]
        assert [asker.answers() for asker in both] == [expected] * 2
        both[0].end()
        assert both[1].answers() == expected
        server.kill()
        assert both[1].answers() == expected
        server.start()
        assert both[1].tell("") == {"trouble": None}
        assert both[1].answers() == expected
        assert server.names() == [collection_name(manifest)]
    finally:
        for asker in both:
            asker.end()


def test_a_server_that_stops_is_not_waited_for(
    store: VectorStore,
    snapshot: Snapshot,
    server: RealServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Within the deadline, whoever asks; and it is back when the server is."""
    assert store.wait_open(PATIENCE_S)
    server.send(signal.SIGSTOP)
    try:
        check(store, snapshot)
        assert store.trouble is not None
        assert store.trouble.startswith(f"Chroma at 127.0.0.1:{server.port} fails (")
        time.sleep(3)  # attempts in vain
        check(store, snapshot)
    finally:
        server.send(signal.SIGCONT)
    assert store.wait_open(PATIENCE_S) and store.trouble is None
    check(store, snapshot)
    assert [r.getMessage().split("(")[0].strip() for r in caplog.records] == [
        f"Chroma at 127.0.0.1:{server.port} fails",
        f"Chroma at 127.0.0.1:{server.port} answers again",
    ]


def test_a_collection_that_goes_or_loses_some_is_filled_again(
    store: VectorStore, snapshot: Snapshot, server: RealServer, manifest: Manifest
) -> None:
    """By whoever finds it so."""
    name = collection_name(manifest)
    assert store.wait_open(PATIENCE_S)
    assert server.ask("DELETE", f"/{name}").status_code == 200
    check(store, snapshot)
    assert store.trouble is not None
    assert store.wait_open(PATIENCE_S)
    check(store, snapshot)
    found = server.ask("GET", f"/{name}").json()
    ids = [r.representation_id for r in snapshot.representations]
    assert found["metadata"] == {"complete": len(ids)}
    assert server.ask("POST", f"/{found['id']}/delete", ids=ids[1:]).status_code == 200
    check(store, snapshot)
    wait_for(lambda: server.ask("GET", f"/{found['id']}/count").json() == len(ids))
    assert store.wait_open(PATIENCE_S)
    check(store, snapshot)


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
