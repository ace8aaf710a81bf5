"""Who is let in, and whether anybody is left."""

import json

import pytest
from starlette.responses import Response
from starlette.types import Scope

from app.ui.rate import Rate
from app.ui.traffic import MAX_WAITING, Traffic

ASK = "/gradio_api/call/ask"


def post(path: str = ASK, client: str = "192.0.2.1") -> Scope:
    """A request as the server sees it."""
    return {"type": "http", "method": "POST", "path": path, "client": (client, 1)}


def told(response: Response | None) -> tuple[int, str, str]:
    """Status, text and when to come again."""
    assert response is not None
    text = json.loads(bytes(response.body))["error"]
    return response.status_code, text, response.headers["retry-after"]


@pytest.mark.parametrize("path", [ASK, "/gradio_api/call/v2/search", "/gradio_api/queue/join"])
def test_a_full_queue_says_so(path: str) -> None:
    """In one line, with the seconds to wait; health is asked all the same."""
    waiting, refused = [MAX_WAITING - 1], list[str]()
    traffic = Traffic(lambda: waiting[0], on_refusal=refused.append)
    assert traffic.full(post(path)) is None
    waiting[0] += 1
    text = "Busy: 64 questions are waiting; please try again in a moment."
    assert told(traffic.full(post(path))) == (503, text, "3")
    assert traffic.full(post("/gradio_api/call/health")) is None
    assert traffic.full({**post(path), "method": "GET"}) is None
    assert refused == ["busy"]


def test_questions_on_their_way_into_the_queue_count() -> None:
    """Many that come at once cannot all find it empty."""
    traffic = Traffic(lambda: MAX_WAITING - 1)
    with traffic.entering(post("/gradio_api/call/health")):
        assert traffic.full(post()) is None
        with traffic.entering(post()):
            assert traffic.full(post()) is not None
        assert traffic.full(post()) is None


def test_a_client_that_asks_too_often_is_told_when_to_come_again() -> None:
    """Only those requests count that cost something, and other clients are not held up."""
    refused: list[str] = []
    traffic = Traffic(rate=Rate("2/hour"), on_refusal=refused.append)
    for path in ("/gradio_api/cancel", "/gradio_api/run/predict", "/"):
        assert [traffic.refusal(post(path)) for _ in range(3)] == [None] * 3
    assert [traffic.refusal(post()) for _ in range(2)] == [None] * 2
    status, text, wait_s = told(traffic.refusal(post()))
    assert status == 429 and 1 <= int(wait_s) <= 3600
    assert text == f"Too many questions from this address; please try again in {wait_s} s."
    assert traffic.refusal(post(client="192.0.2.2")) is None
    assert refused == ["rate"]


def test_nobody_is_let_in_while_the_server_stops() -> None:
    """Answers are still fetched."""
    traffic = Traffic()
    traffic.stopping = True
    assert told(traffic.refusal(post()))[0] == 503
    assert traffic.refusal({**post(f"{ASK}/1"), "method": "GET"}) is None


def test_it_is_quiet_when_nobody_waits() -> None:
    """A page that is merely open does not count; a question in the queue does."""
    waiting = [0]
    traffic = Traffic(lambda: waiting[0])
    with traffic.request(post("/gradio_api/heartbeat/abc")):
        assert traffic.quiet
        with traffic.request(post()):
            assert not traffic.quiet
        assert traffic.quiet
    waiting[0] = 1
    assert not traffic.quiet
