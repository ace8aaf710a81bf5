"""The examples of docs/http.md, run as they stand."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.chat_process import ROOT, Server

PAGE = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running chat."""
    started = Server(tmp_path_factory.mktemp("chat"))
    started.start()
    yield started
    started.stop()


def run(server: Server, language: str, *command: str) -> str:
    """What the page's example in a language prints against this server."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    code = found[1].replace("http://127.0.0.1:7860", server.address)
    done = subprocess.run([*command, code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(server: Server) -> None:
    """Two calls, and the answer is in the last event."""
    said = run(server, "bash", "bash", "-c")
    assert "event: complete" in said
    assert '"text": "Author: Sam Jeans"' in said


def test_python_client(server: Server) -> None:
    """The library's own client finds the endpoint and its parameters."""
    said = run(server, "python", sys.executable, "-c")
    assert said.splitlines() == ["Author: Sam Jeans", "99 115 Autor: Sam Jeans"]
