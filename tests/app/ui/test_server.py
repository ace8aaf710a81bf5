"""The server: where it listens, and how it begins and ends."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from app.settings import Settings
from app.ui.errors import ServerError
from app.ui.server import check_exposure, is_loopback, known_hosts
from tests.chat_process import ROOT, Server


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the fake server until it ends by itself."""
    command = [sys.executable, "-m", "tests.fake_server", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_busy_port_is_one_clear_line(tmp_path: Path) -> None:
    """No move to the next port, no trace."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = start(port, str(tmp_path))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert f"127.0.0.1:{port}" in done.stderr


def test_it_does_not_open_itself_to_others_without_a_password(tmp_path: Path) -> None:
    """One line that says what to set."""
    done = start("0", str(tmp_path), "--host", "0.0.0.0")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "CHAT_AUTH" in done.stderr


@pytest.mark.parametrize(
    "settings",
    [
        {"server_name": "127.0.0.1"},
        {"server_name": "localhost"},
        {"server_name": "0.0.0.0", "chat_auth": "a:b"},
        {"server_name": "0.0.0.0", "allow_public": True},
    ],
)
def test_these_may_listen(settings: dict[str, object]) -> None:
    """On this machine, behind a password, or because it is wanted."""
    check_exposure(Settings.load(**settings))


@pytest.mark.parametrize("auth", ["secret", ":secret", "user:"])
def test_half_a_password_is_refused(auth: str) -> None:
    """Both parts are needed."""
    with pytest.raises(ServerError, match="user:password"):
        check_exposure(Settings.load(chat_auth=auth))


@pytest.mark.parametrize(
    ("settings", "host", "answers"),
    [
        ({}, "127.0.0.1", True),
        ({}, "assistant.example.org", False),
        ({"allowed_hosts": "other.example, assistant.example.org"}, "assistant.example.org", True),
        ({"allowed_hosts": "other.example"}, "assistant.example.org", False),
        ({"allowed_hosts": "other.example"}, "localhost", True),
        ({"server_name": "0.0.0.0", "chat_auth": "a:b"}, "anything.example", True),
        (
            {"server_name": "0.0.0.0", "chat_auth": "a:b", "allowed_hosts": "other.example"},
            "anything.example",
            False,
        ),
    ],
)
def test_names_it_answers_to(settings: dict[str, object], host: str, answers: bool) -> None:
    """This machine's own, and those a proxy asks by; a foreign page must not reach a loopback."""
    known = known_hosts(Settings.load(**settings))
    app = TrustedHostMiddleware(PlainTextResponse("here"), allowed_hosts=known)
    assert TestClient(app, base_url=f"http://{host}").get("/").is_success == answers


def test_loopback() -> None:
    """Names and addresses of this machine alone."""
    assert [is_loopback(n) for n in ("127.0.0.1", "::1", "[::1]", "localhost")] == [True] * 4
    assert [is_loopback(n) for n in ("0.0.0.0", "::", "192.0.2.1", "example.org")] == [False] * 4


def test_the_page_is_up_while_the_model_loads_and_ends_cleanly(tmp_path: Path) -> None:
    """Long before a model of half a minute; SIGTERM ends it with exit code 0, at once."""
    server = Server(tmp_path, ("--warm", "30"))
    assert server.start() < 25
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 10
