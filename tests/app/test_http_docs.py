"""The examples of docs/http.md, run as they stand."""

import re
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError

from tests.chat_process import ROOT, Server, call

PAGE = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running chat."""
    started = Server(tmp_path_factory.mktemp("chat"))
    started.start()
    yield started
    started.stop()


def code(language: str, number: int = 0) -> str:
    """One of the page's examples in a language."""
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found[number]


def run(server: Server, language: str, *command: str) -> str:
    """What the page's example in a language prints against this server."""
    example = code(language).replace("http://127.0.0.1:7860", server.address)
    done = subprocess.run(
        [*command, example], capture_output=True, text=True, timeout=60, check=False
    )
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


@contextmanager
def running(folder: Path, *arguments: str, **settings: str) -> Iterator[Server]:
    """A chat of its own, with settings from the environment."""
    started = Server(folder, arguments)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        started.start()
    yield started
    started.stop()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_a_retry_waits_as_long_as_it_is_told(tmp_path: Path) -> None:
    """The second call of a second is refused with how long to wait, and curl waits."""
    with running(tmp_path, RATE_LIMIT="1/second") as limited, limited.client() as client:
        example = f'URL="{limited.address}/gradio_api/call/ask"\n{code("bash", 1)}'
        command = ["bash", "-c", f"{example}\n{example}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        assert re.fullmatch(r'(\{"event_id":"\w+"\}){2}', done.stdout.replace("\n", ""))
        refused = [
            client.post("/gradio_api/call/ask", json={"data": ["x"]}) for _ in range(2)
        ].pop()
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
        with pytest.raises(httpx.HTTPStatusError, match="429"):
            for _ in range(3):
                Client(limited.address, verbose=False).predict("x", api_name="/ask")


def test_an_answer_that_takes_too_long_ends_in_an_error(tmp_path: Path) -> None:
    """So do a fault and a parameter that is not what it should be; each has its one line."""
    line = re.escape("No answer within 60 s; …").replace("60", r"\d+")
    assert re.search(line, PAGE)
    with (
        running(tmp_path, "--delay", "9", QUESTION_TIMEOUT_S="0.5") as slow,
        slow.client() as client,
    ):
        event, data = call(client, "ask", "Who wrote the article?")
        assert event == "error" and isinstance(data, dict)
        assert data["error"] == "No answer within 0.5 s; please try again in a moment"
        for name, value, said in (
            ("ask", ("fault",), "The server failed at this request"),
            ("ask", ("Who?", None, "german!"), "The language is auto or a code"),
            ("ask", ("Who?", ["x"]), "Each turn of the history has a role"),
            ("search", ("Who?", 51), "k must be a whole number from 1 to 50"),
        ):
            event, data = call(client, name, *value)
            assert event == "error" and isinstance(data, dict)
            assert data["error"].startswith(said)


def test_a_password_is_wanted_on_every_request(tmp_path: Path) -> None:
    """The refusal's body is the page's; the library's client brings the password in a header."""
    basic = b64encode(b"user:password").decode()
    with running(tmp_path, "--auth", "user:password") as closed, closed.client() as client:
        refused = client.post("/gradio_api/call/ask", json={"data": ["x"]})
        assert refused.status_code == 401 and "Retry-After" not in refused.headers
        assert refused.json()["error"] == "A password is needed."
        assert f"(`{refused.json()['error']}`)" in PAGE
        asked = Client(
            closed.address, verbose=False, headers={"Authorization": f"Basic {basic}"}
        ).predict("Who wrote the article?", api_name="/ask")
        assert asked["text"] == "Author: Sam Jeans"
        with pytest.raises(AuthenticationError):
            Client(closed.address, verbose=False, auth=("user", "password"))


def test_what_cannot_be_asked_is_refused_at_once(server: Server) -> None:
    """Empty, too long, no text: 400; a body that is too large: 413; each with one line."""
    with server.client() as client:
        for question in ("", "x" * 2001, 5, None):
            refused = client.post("/gradio_api/call/ask", json={"data": [question]})
            assert refused.status_code == 400 and refused.json()["error"]
        unknown = client.get(f"/gradio_api/call/ask/{'0' * 32}")
        assert unknown.text == 'event: error\ndata: "404: Not Found"\n\n'
        refused = client.post("/gradio_api/call/ask", content=b"x" * (4 * 2**20 + 1))
        assert refused.status_code == 413 and refused.json()["error"]
