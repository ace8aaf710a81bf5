"""What the page says when the server refuses, fails or is away: in its language, never Gradio's."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from app.ui.failsafe import SENTENCE
from tests.browser.drive import Chat, reader
from tests.chat_process import Server

pytestmark = pytest.mark.browser
PEAK = "Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?"
REFUSALS = (
    (503, "Busy: 64 questions are waiting; please try again in a moment.", "nimmt gerade keine"),
    (429, "Too many questions from this address; please try again in 42 s.", "in 42 Sekunden"),
    (500, SENTENCE, "Der Server hatte einen Fehler. Bitte versuchen Sie es noch einmal."),
    (413, "At most 4194304 bytes are taken.", "Bitte beginnen Sie ein neues."),
)


@pytest.fixture
def chat(browser: Browser, server: Server) -> Iterator[Chat]:
    """A German page whose browser may report failed requests, since they are meant to fail."""
    context = reader(browser, "de-DE")
    yield Chat.open(context, server.address)
    context.close()


def test_a_refused_question_stays_and_is_told_in_german(chat: Chat) -> None:
    """And in English once the page is switched."""
    answer: list[tuple[int, str]] = []

    def refuse(route: Route) -> None:
        status, line = answer[-1]
        route.fulfill(status=status, json={"error": line})

    chat.page.route("**/queue/join*", refuse)
    chat.box.fill(PEAK)
    note = chat.page.get_by_test_id("toast-body")
    for status, line, german in REFUSALS:
        answer.append((status, line))
        chat.box.press("Enter")
        expect(note.get_by_test_id("toast-text")).to_contain_text(german)
        expect(note.locator(".toast-title")).to_have_text("Das hat nicht geklappt")
        expect(chat.box).to_have_value(PEAK)
        if status == 429:
            chat.page.get_by_role("button", name="English").click()
            expect(note.get_by_test_id("toast-text")).to_contain_text("ask again in 42 seconds")
            chat.page.get_by_role("button", name="Deutsch").click()
        close = note.get_by_test_id("toast-close")
        expect(close).to_have_attribute("aria-label", "Schließen")
        close.click()
        expect(note).to_have_count(0)
    assert json.dumps(chat.page.locator("#chat").inner_text()).count("Error") == 0
    chat.page.unroute("**/queue/join*")
    chat.box.press("Enter")
    expect(chat.replies).to_have_count(1)


def test_a_server_that_is_away_is_told_and_the_question_kept(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The page comes back by itself, with the question still in the box."""
    server = Server(tmp_path_factory.mktemp("chat"))
    server.start()
    context = reader(browser, "de-DE")
    chat = Chat.open(context, server.address)
    server.stop()
    chat.box.fill(PEAK)
    chat.box.press("Enter")
    expect(chat.page.get_by_test_id("toast-text")).to_contain_text("Der Server antwortet nicht.")
    server.start()
    expect(chat.page.get_by_test_id("toast-text")).to_have_count(0)
    chat.ready()
    expect(chat.box).to_have_value(PEAK)
    chat.box.press("Enter")
    expect(chat.replies).to_have_count(1)
    context.close()
    server.stop()
