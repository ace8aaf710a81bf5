"""What a conversation can do: stop, retry, edit, copy, clear, keep, export, be judged."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.feedback import read
from tests.browser.conftest import OpenChat
from tests.browser.drive import Chat, reader
from tests.chat_process import Server

pytestmark = pytest.mark.browser
PEAK = "Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?"
FALL = "By how much did Klarna's valuation fall?"


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers for one test, with arguments of their own, and ends them."""
    servers: list[Server] = []

    def starting(*arguments: str) -> Server:
        servers.append(Server(tmp_path, arguments))
        servers[-1].start()
        return servers[-1]

    yield starting
    for server in servers:
        server.stop()


def test_answer_again_and_edit_replace_the_old_answer(open_chat: OpenChat) -> None:
    """Neither leaves the old answer behind."""
    chat = open_chat()
    chat.ask(PEAK)
    chat.page.get_by_role("button", name="Noch einmal antworten").click()
    expect(chat.replies).to_have_count(1)
    chat.page.get_by_role("button", name="Frage bearbeiten").click()
    area = chat.page.locator("#chat textarea")
    expect(area).to_have_value(PEAK)
    area.fill("Wer hat den Artikel & <b>mehr</b> geschrieben?")
    chat.page.get_by_role("button", name="Senden").first.click()
    expect(chat.replies.first.locator(".text")).to_contain_text("Autor: Sam Jeans")
    expect(chat.replies).to_have_count(1)
    asked = chat.page.locator('#chat [data-testid="user"]')
    expect(asked).to_have_text("Wer hat den Artikel & <b>mehr</b> geschrieben?")


def test_copy_gives_answer_quote_and_source(open_chat: OpenChat) -> None:
    """What is copied can stand in a letter: answer, number, original, publisher."""
    chat = open_chat("en-US")
    reply = chat.ask(FALL)
    reply.get_by_role("button", name="Copy", exact=True).click()
    expect(reply.locator(".tool.copy")).to_have_text("Copied")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "$6.7 billion last year. [1]" in copied
    assert "[1] “Das Unternehmen hofft" in copied
    assert "DailyAI" in copied
    reply.get_by_role("button", name="Copy link").click()
    expect(reply.locator(".tool.share")).to_have_text("Copied")
    link = chat.page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("?q=By+how+much+did+Klarna%27s+valuation+fall%3F&lang=en")


def test_export_holds_questions_answers_and_citations(open_chat: OpenChat) -> None:
    """Markdown and JSON carry every citation."""
    chat = open_chat("en-US")
    chat.page.locator("#export summary").click()
    expect(chat.page.get_by_role("button", name="As Markdown")).to_be_disabled()
    expect(chat.page.locator("#export .hint .t-en")).to_be_visible()
    chat.page.keyboard.press("Escape")
    chat.ask(FALL)

    def export(name: str) -> str:
        chat.page.locator("#export summary").click()
        with chat.page.expect_download() as started:
            chat.page.get_by_role("button", name=name).click()
        return Path(started.value.path()).read_text(encoding="utf-8")

    markdown = export("As Markdown")
    assert "## By how much did Klarna's valuation fall?" in markdown
    assert "\\$6,7 Mrd" in markdown
    assert "\\[1\\]" in markdown
    turns = json.loads(export("As JSON"))["turns"]
    citation = turns[0]["reply"]["citations"][0]
    assert turns[0]["question"] == FALL
    assert citation["end"] - citation["start"] == len(citation["original_quote"])
    chat.page.get_by_role("button", name="New", exact=True).click()
    chat.page.locator("#export summary").click()
    expect(chat.page.get_by_role("button", name="As JSON")).to_be_disabled()


def test_conversations_survive_a_restart_and_can_be_opened_again(
    browser: Browser, own_server: Callable[..., Server]
) -> None:
    """The browser keeps them; the page even goes on without a reload."""
    server = own_server()
    context = reader(browser, "de-DE")
    chat = Chat.open(context, server.address)
    chat.ask(PEAK)
    chat.page.get_by_role("button", name="Neu").click()
    expect(chat.replies).to_have_count(0)
    chat.ask(FALL)
    assert server.stop() == 0
    server.start()
    # The page goes on without a reload, and the conversation it sends along is whole.
    chat.ask("Wer hat den Artikel geschrieben?")
    expect(chat.replies).to_have_count(2)
    chat.page.reload()
    chat.ready()
    expect(chat.replies).to_have_count(2)
    expect(chat.replies.first.locator(".text")).to_contain_text("$46 billion")
    chat.page.locator("#history summary").click()
    chat.page.get_by_role("button", name=PEAK, exact=True).click()
    expect(chat.replies).to_have_count(1)
    expect(chat.replies.first).to_contain_text("5.000 Mitarbeitern")
    assert chat.outside() == []
    context.close()


def test_two_tabs_keep_their_conversations_apart(browser: Browser, server: Server) -> None:
    """Neither tab overwrites what the other keeps."""
    context = reader(browser, "de-DE")
    first = Chat.open(context, server.address)
    first.ask(PEAK)
    second = Chat.open(context, server.address)
    expect(second.replies).to_have_count(0)
    second.ask(FALL)
    first.ask("Wer hat den Artikel geschrieben?")
    first.page.locator("#history summary").click()
    titles = first.page.locator("#conversations .conversation").all_inner_texts()
    assert sorted(titles) == sorted([PEAK, FALL])
    context.close()


def test_clearing_deletes_the_conversation(open_chat: OpenChat) -> None:
    """It is gone from the browser too."""
    chat = open_chat()
    chat.ask(PEAK)
    chat.page.get_by_role("button", name="Gespräch löschen").click()
    expect(chat.page.locator(".welcome")).to_be_visible()
    chat.page.reload()
    chat.ready()
    expect(chat.replies).to_have_count(0)


def test_feedback_is_kept_with_its_reason(open_chat: OpenChat, server: Server) -> None:
    """A thumb and a reason become one line in the file."""
    chat = open_chat()
    chat.ask(PEAK)
    chat.page.get_by_role("button", name="Nicht hilfreich").click()
    reason = chat.page.locator("#reasons textarea")
    reason.fill("Zu lang")
    reason.press("Enter")
    expect(reason).to_be_hidden()
    kept = [f for f in read(server.data / "feedback.jsonl") if f.reason == "Zu lang"]
    assert [(f.helpful, f.question) for f in kept] == [(False, PEAK)]
    assert kept[0].cited[0].startswith("klarna-ki-personalabbau:")


def test_a_slow_answer_streams_and_can_be_stopped(
    browser: Browser, own_server: Callable[..., Server], tmp_path: Path
) -> None:
    """The first question waits with a message; what there was of an answer stays."""
    # Neither the model nor the rest of the answer is there before the test has seen what it waits
    # for: with fixed times, a busy machine saw the message go before it had looked.
    server = own_server("--gate", str(tmp_path))
    context = reader(browser, "en-US")
    chat = Chat.open(context, server.address)
    chat.box.fill("What is it about?")
    chat.box.press("Enter")
    expect(chat.page.locator(".reply.status .t-en")).to_contain_text("is warming up")
    (tmp_path / "warm").touch()
    partial = chat.page.locator("#chat .reply.partial")
    expect(partial).to_contain_text("let go of almost 50%")
    chat.page.get_by_role("button", name="Stop").click()
    expect(chat.replies).to_have_count(1)
    expect(chat.replies.first).to_contain_text("Stopped.")
    assert "eager to drive forward" not in chat.replies.first.inner_text()
    expect(chat.page.get_by_role("button", name="Send")).to_be_visible()
    context.close()
