"""The server under more questions than it can take, and at its end; over the fake assistant."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.chat import CONCURRENT
from app.metrics import HOST
from app.ui.traffic import MAX_WAITING
from tests.chat_process import Server, call, free_port

ASK = "/gradio_api/call/ask"
METRICS_PORT = free_port()
LIMITED = {
    "RATE_LIMIT": "5/hour",
    "TRUSTED_PROXIES": "127.0.0.1,10.0.0.0/8",
    "QUESTION_TIMEOUT_S": "0.4",
    "METRICS_PORT": str(METRICS_PORT),
}


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that takes half a minute for an answer, with every limit set low."""
    server = Server(tmp_path_factory.mktemp("limited"), ("--delay", "30"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in LIMITED.items():
            patch.setenv(name, value)
        server.start()
    with server.client() as client:
        yield client
    server.stop()


def statuses(client: httpx.Client, forwarded: str, n: int) -> list[int]:
    """The status of each of ``n`` calls that a proxy passes on."""
    headers = {"x-forwarded-for": forwarded}
    return [client.post(ASK, json={"data": [""]}, headers=headers).status_code for _ in range(n)]


def test_a_question_that_takes_too_long_gets_a_message(limited: httpx.Client) -> None:
    """Long before its answer."""
    began = time.monotonic()
    event, data = call(limited, "ask", "Who wrote the article?")
    assert event == "error" and isinstance(data, dict)
    assert data["error"] == "No answer within 0.4 s; please try again in a moment"
    assert time.monotonic() - began < 20


def test_each_client_behind_a_trusted_proxy_has_its_own_limit(limited: httpx.Client) -> None:
    """By the last address that no proxy of ours added; what a client forges does not count."""
    assert statuses(limited, "192.0.2.1", 6) == [400] * 5 + [429]
    assert statuses(limited, "192.0.2.2, 10.1.2.3", 1) == [400]
    assert statuses(limited, "198.51.100.9, 192.0.2.1", 1) == [429]
    refused = limited.post(ASK, json={"data": ["a"]}, headers={"x-forwarded-for": "192.0.2.1"})
    assert refused.json()["error"].startswith("Too many questions from this address")
    assert 1 <= int(refused.headers["retry-after"]) <= 3600


def test_metrics_are_on_a_port_of_their_own(limited: httpx.Client) -> None:
    """And nowhere on the page's."""
    assert limited.get("/metrics").status_code == 404
    told = httpx.get(f"http://{HOST}:{METRICS_PORT}/metrics", trust_env=False).text
    assert 'assistant_refused_total{reason="late"}' in told
    assert 'assistant_health{state="ready"} 1.0' in told
    assert "assistant_queue_length 0.0" in told


def test_without_a_trusted_proxy_nobody_says_who_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All these are one client, whatever they write."""
    monkeypatch.setenv("RATE_LIMIT", "3/hour")
    server = Server(tmp_path)
    server.start()
    with server.client() as client:
        found = [status for n in range(4) for status in statuses(client, f"192.0.2.{n}", 1)]
    assert found == [400] * 3 + [429]
    assert server.stop() == 0


async def ask(client: httpx.AsyncClient, posted: asyncio.Semaphore) -> str:
    """What becomes of a question: ``complete``, or the error's text."""
    answer = await client.post(ASK, json={"data": ["Who wrote the article?"]})
    posted.release()
    if answer.status_code != 200:
        assert answer.headers["retry-after"] and answer.status_code == 503
        return str(answer.json()["error"])
    said = (await client.get(f"{ASK}/{answer.json()['event_id']}")).text.strip().split("\n")
    event, data = said[-2].removeprefix("event: "), json.loads(said[-1].removeprefix("data: "))
    return event if event == "complete" else str(data["error"])


async def crowd(server: Server, n: int) -> tuple[list[str], str]:
    """What becomes of ``n`` questions at once when SIGTERM follows; and of one that comes later."""
    limits = httpx.Limits(max_connections=n + 1)
    async with httpx.AsyncClient(
        base_url=server.address, timeout=90, trust_env=False, limits=limits
    ) as client:
        posted = asyncio.Semaphore(0)
        asked = [asyncio.create_task(ask(client, posted)) for _ in range(n)]
        for _ in range(n):
            await posted.acquire()
        assert server.process is not None
        server.process.terminate()
        await asyncio.sleep(0.2)
        later = await ask(client, posted)
        return list(await asyncio.gather(*asked)), later


def test_nobody_is_left_without_a_word(tmp_path: Path) -> None:
    """More than can wait, none of them answered for a minute, then SIGTERM: a message for each."""
    server, n_more = Server(tmp_path, ("--delay", "60")), 8
    server.start()
    found, later = asyncio.run(crowd(server, CONCURRENT + MAX_WAITING + n_more))
    assert server.stop() == 0
    count = Counter(found)
    busy = "Busy: 64 questions are waiting; please try again in a moment."
    stopping = "The server is stopping; please ask again in a moment"
    assert set(count) == {busy, stopping}
    # Those that come before the first ones have left the queue find it full sooner.
    assert n_more <= count[busy] <= n_more + CONCURRENT
    assert later == "The server is stopping; please try again in a moment."


def test_questions_under_way_still_get_their_answers(tmp_path: Path) -> None:
    """SIGTERM lets nobody in any more; who was in is answered, and the exit code is 0."""
    server = Server(tmp_path, ("--delay", "1"))
    server.start()
    found, later = asyncio.run(crowd(server, CONCURRENT))
    assert server.stop() == 0
    assert found == ["complete"] * CONCURRENT
    assert later == "The server is stopping; please try again in a moment."
