"""A Chroma server that several processes share: whatever becomes of it, answers stay the same."""

import shutil
import signal
import time
from pathlib import Path

import pytest

from index.__main__ import main as index_command
from index.store import VectorStore
from index.store_files import collection_name
from index.types import Manifest, Snapshot
from tests.chat_process import free_port
from tests.faults.chroma_server import RealServer
from tests.faults.processes import words
from tests.faults.served import PATIENCE_S, Asker, check
from tests.faults.world import QUESTIONS, wait_for


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
    assert found["metadata"]["complete"] == len(ids)
    assert time.time() - 600 < found["metadata"]["used"] <= time.time()
    assert server.ask("POST", f"/{found['id']}/delete", ids=ids[1:]).status_code == 200
    check(store, snapshot)
    wait_for(lambda: server.ask("GET", f"/{found['id']}/count").json() == len(ids))
    assert store.wait_open(PATIENCE_S)
    check(store, snapshot)


def test_a_search_from_the_shell_asks_it(
    folder: Path,
    server: RealServer,
    manifest: Manifest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As the settings say; it is filled if it is new, and done without if it is away."""
    server.ask("DELETE", f"/{collection_name(manifest)}")
    command = ["index", "search", QUESTIONS[0], "--json", "--sources", str(folder / "articles")]
    monkeypatch.setenv("INDEX_DIR", str(folder / "index"))
    monkeypatch.setenv("CHROMA_HTTP_HOST", "127.0.0.1")
    found = []
    for port in (server.port, free_port()):
        monkeypatch.setenv("CHROMA_HTTP_PORT", str(port))
        monkeypatch.setattr("sys.argv", command)
        with words(), pytest.raises(SystemExit) as end:
            index_command()
        assert end.value.code == 0
        found.append(capsys.readouterr().out)
    assert server.names() == [collection_name(manifest)]
    assert "5.000" in found[0] and found[0] == found[1]
