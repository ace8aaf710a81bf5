"""A failure below the guard is told in a sentence, whenever it happens."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.ui.failsafe import SENTENCE, Failsafe

EVENTS = {"type": "http.response.start", "status": 200, "headers": []}
PLAIN_500 = {"type": "http.response.start", "status": 500, "headers": []}


def part(body: bytes, more: bool) -> Message:
    """A piece of a body."""
    return {"type": "http.response.body", "body": body, "more_body": more}


@pytest.mark.parametrize(
    ("messages", "status", "whole"),
    [
        ([], 500, f'{{"error":"{SENTENCE}"}}'),
        ([PLAIN_500, part(b"Internal Server Error", False)], 500, f'{{"error":"{SENTENCE}"}}'),
        ([EVENTS, part(b"a", True)], 200, f'aevent: error\ndata: {{"error": "{SENTENCE}"}}\n\n'),
        ([EVENTS, part(b"a", False)], 200, "a"),
    ],
)
def test_a_failure_is_a_sentence(messages: list[Message], status: int, whole: str) -> None:
    """Before an answer, after a bare 500, in the middle of events, and after the end."""

    async def broken(_scope: Scope, _receive: Receive, send: Send) -> None:
        for message in messages:
            await send(message)
        raise RuntimeError("of ours")

    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    asyncio.run(Failsafe(broken)(scope, receive, send))
    assert sent[0]["status"] == status
    assert b"".join(message.get("body", b"") for message in sent).decode() == whole
    assert not sent[-1].get("more_body")
