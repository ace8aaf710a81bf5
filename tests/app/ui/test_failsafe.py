"""What an unexpected failure below the guard ends in."""

import asyncio
import json
import logging

import httpx
import pytest
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from app.ui.failsafe import SENTENCE, Failsafe

STARTED = {"type": "http.response.start", "status": 200, "headers": []}
PIECE = {"type": "http.response.body", "body": b"event: error\n\n", "more_body": True}


async def get(error: Exception, cause: Exception | None, started: bool) -> httpx.Response:
    """The response to a request that fails, after it has begun or before."""

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        if started:
            await send(STARTED)
            await send(PIECE)
        raise error from cause

    transport = httpx.ASGITransport(Failsafe(failing))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.get("/")


def run(error: Exception, cause: Exception | None, started: bool) -> httpx.Response:
    """The same from a test."""
    return asyncio.run(get(error, cause, started))


def test_a_failure_is_a_sentence_before_the_stream_and_in_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With its trace in the log."""
    before = run(RuntimeError("x"), None, started=False)
    assert (before.status_code, before.json()) == (500, {"error": SENTENCE})
    within = run(RuntimeError("x"), HTTPException(500), started=True)
    assert json.loads(within.text.rsplit("data: ", 1)[1]) == {"error": SENTENCE}
    assert caplog.messages == ["GET / failed"] * 2


def test_a_mistake_of_the_caller_is_said_once_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Gradio says in the stream that an id is not known, and then fails."""
    with caplog.at_level(logging.INFO, "app"):
        found = run(RuntimeError("x"), HTTPException(404), started=True)
    assert found.text == "event: error\n\n"
    assert caplog.messages == []
