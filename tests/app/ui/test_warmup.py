"""Questions while the assistant gets ready: they wait, for a while, and their time begins then."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import gradio as gr
import httpx
import pytest

from app.desk import Desk
from app.errors import Closing
from app.ui.api import add_endpoints
from app.ui.served import ServedAssistant, Service
from app.ui.talk import Talk
from app.ui.warmup import WarmUp
from sources import AssistantError
from tests.chat_process import ROOT, Server, call
from tests.fakes_ui import FakeAssistant

BUILD_S = 8.0
"""Four times the limit of a question."""


@pytest.fixture
def let() -> Iterator[threading.Event]:
    """Ends the loading, at the latest when the test ends."""
    event = threading.Event()
    yield event
    event.set()


def served(load: threading.Event, patience_s: float) -> tuple[ServedAssistant, Service]:
    """An assistant that gets ready when ``load`` is set."""

    def wait() -> None:
        load.wait(20)

    service = Service(Desk(1, 10), Desk(1, 10), WarmUp(wait, patience_s))
    service.warm_up.start()
    return service.over(FakeAssistant()), service


def test_a_question_over_http_outwaits_the_first_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait is no part of its time limit; ``health`` tells of it meanwhile."""
    monkeypatch.setenv("QUESTION_TIMEOUT_S", "2")
    monkeypatch.setenv("SOURCES_DIR", str(ROOT / "tests/evals/article"))
    server = Server(tmp_path, ("--build", str(BUILD_S)))
    server.start()
    with server.client() as client:
        assert health(client) == "warming"
        began = time.monotonic()
        event, data = call(client, "ask", "Who wrote the article?", None, "en")
        assert event == "complete" and isinstance(data, list)
        assert data[0]["language"] == "en" and data[0]["text"]
        assert time.monotonic() - began > 2 and data[0]["elapsed_ms"] < 2000
        assert health(client) == "ready"
    assert server.stop() == 0


def health(client: httpx.Client) -> object:
    """What ``health`` says."""
    event, data = call(client, "health")
    assert event == "complete" and isinstance(data, list)
    return data[0]["status"]


@pytest.mark.parametrize(
    ("question", "language", "line"),
    [
        ("Who wrote the article?", "auto", "The assistant is still warming up; please ask again"),
        ("Wer hat den Artikel geschrieben?", "auto", "Der Assistent wird noch vorbereitet; bitte"),
        ("Who wrote the article?", "de", "Der Assistent wird noch vorbereitet; bitte in einer"),
    ],
)
def test_who_comes_after_a_long_warm_up_is_told_in_their_language(
    let: threading.Event, monkeypatch: pytest.MonkeyPatch, question: str, language: str, line: str
) -> None:
    """At once, and the desk is left free."""
    endpoints: dict[str, Callable[..., object]] = {}
    monkeypatch.setattr("app.ui.api.api", lambda f, api_name: endpoints.update({api_name: f}))
    assistant, service = served(let, 0.05)
    add_endpoints(assistant)
    time.sleep(0.1)
    with pytest.raises(gr.Error, match=line):
        endpoints["ask"](question, None, language)
    with pytest.raises(gr.Error, match="still warming up"):
        endpoints["search"]("who wrote the article")
    assert service.desk.idle
    shown = list(Talk(assistant, service.warm_up).ask(question, None))[-1].messages[-1]["content"]
    assert "Der Assistent wird noch vorbereitet" in shown and "still warming up" in shown
    let.set()
    until(lambda: not service.warm_up.running)
    assert assistant.ask(question).text


def test_an_assistant_is_warming_until_all_is_loaded(let: threading.Event) -> None:
    """Also while what readers added is still read."""
    assistant, service = served(let, 20)
    assistant._assistant.warm = True  # type: ignore[attr-defined]  # it is the fake
    assert assistant.health().status == "warming" and not service.idle
    let.set()
    until(lambda: not service.warm_up.running)
    assert assistant.health().status == "ready" and service.idle


def test_who_waits_is_let_go_when_the_server_stops(let: threading.Event) -> None:
    """But what is still loading is not taken away from under it."""
    assistant, service = served(let, 20)
    threading.Timer(0.1, service.close).start()
    with pytest.raises(Closing, match="The server is stopping"):
        assistant.ask("Who wrote the article?")
    assert not service.idle


def test_a_failure_is_told_and_tried_again_by_the_next_question() -> None:
    """The load belongs to no question's time, however often it takes."""
    loads = iter([AssistantError("The disk is full"), None])

    def load() -> None:
        if error := next(loads):
            raise error

    warm_up = WarmUp(load)
    warm_up.start()
    until(lambda: not warm_up.running)
    warm_up.wait()
    assert not warm_up.running
    warm_up.wait()
    assert next(loads, "tried twice") == "tried twice"


def until(what: object) -> None:
    """Wait until a call gives something true."""
    assert callable(what)
    ends = time.monotonic() + 10
    while not what():
        assert time.monotonic() < ends
        time.sleep(0.005)
