"""The same question gives the same answer and citations through page, HTTP, shell and Python."""

import json
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app import __main__ as door
from app.assistant import Assistant
from tests.app.questions import FOUR
from tests.browser.drive import Chat, reader
from tests.chat_process import Server, call

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Seen = dict[str, object]


def in_page(chat: Chat, question: str) -> tuple[list[str], list[str | None]]:
    """The sentences that the page shows, and the places that its marks lead to."""
    reply = chat.ask(question)
    said = reply.locator(".text .said").all_inner_texts() or [reply.locator(".text").inner_text()]
    return said, [link.get_attribute("href") for link in reply.locator(".text a.cite").all()]


def timeless(data: object) -> Seen:
    """An answer as JSON without the time that it took."""
    assert isinstance(data, dict)
    plain: Seen = json.loads(json.dumps(data))
    return {name: value for name, value in plain.items() if name != "elapsed_ms"}


def test_four_doors_say_the_same(
    browser: Browser,
    real_assistant: Assistant,
    article_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """To the last digit, times aside; the page has a server of its own over the same index."""

    def in_shell(question: str) -> Seen:
        monkeypatch.setattr(sys, "argv", ["app", "ask", "--json", question])
        with pytest.raises(SystemExit):
            door.main()
        return timeless(json.loads(capsys.readouterr().out))

    monkeypatch.setattr(door, "Assistant", lambda *_: real_assistant)
    server = Server(tmp_path, ("--index", str(article_index)), real=True)
    server.start()
    try:
        context = reader(browser, "de-DE")
        with server.client() as client:
            asked = {one.question: call(client, "ask", one.question) for one in FOUR}
        chat = Chat.open(context, server.address)
        for question, (event, data) in asked.items():
            # A new conversation each: a follow-up may be another question.
            chat.page.get_by_role("button", name="Neu", exact=True).click()
            expect(chat.replies).to_have_count(0)
            assert event == "complete" and isinstance(data, list)
            answer = real_assistant.ask(question)
            assert timeless(data[0]) == in_shell(question) == timeless(answer.to_dict())
            said, shown = in_page(chat, question)
            assert said == [sentence.text for sentence in answer.sentences]
            assert shown == [f"#text={c.start},{c.end},{c.doc_id}" for c in answer.citations]
        context.close()
    finally:
        server.stop()
