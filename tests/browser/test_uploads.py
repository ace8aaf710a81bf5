"""A real PDF and a real Word file through the page of the real assistant: added, asked, removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser.drive import Chat, reader
from tests.chat_process import Server
from tests.sources.files import make_docx, make_pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PDF = make_pdf(
    "The tidal plant of Northport\nThe tidal plant of Northport was opened by the harbour\n"
    "authority in 1987.\nIt supplies 41,000 homes with electricity.\n"
    "Its six turbines are serviced every spring, when the lagoon is drained.",
)
DOCX = make_docx(
    "Eva Muster",
    "Das Gezeitenkraftwerk von Nordhafen",
    "Das Gezeitenkraftwerk von Nordhafen wurde 1987 von der Hafenbehörde eröffnet.",
    "Es versorgt 41.000 Haushalte mit Strom.",
    "Seine sechs Turbinen werden jedes Frühjahr gewartet, wenn die Lagune abgelassen ist.",
)


@pytest.fixture(scope="module")
def server(article_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The chat as it is shipped, with additions switched on."""
    started = Server(tmp_path_factory.mktemp("chat"), ("--index", str(article_index)), real=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALLOW_UPLOADS", "true")
        started.start()
    yield started
    started.stop()


@pytest.mark.parametrize(
    ("name", "content", "question", "answer"),
    [
        ("a.pdf", PDF, "How many homes does the plant supply with electricity?", "41,000 homes"),
        ("a.docx", DOCX, "Wie viele Haushalte versorgt das Kraftwerk?", "41.000 Haushalte"),
    ],
    ids=["pdf", "docx"],
)
def test_it_is_answered_from_until_it_is_removed(
    browser: Browser, server: Server, name: str, content: bytes, question: str, answer: str
) -> None:
    """The shipped article does not hold the answer before, nor afterwards."""
    context = reader(browser, "en-US")
    chat = Chat.open(context, server.address)
    panel = chat.page.locator("#panel")
    expect(chat.ask(question).locator(".verdict")).to_be_visible()

    panel.get_by_text("Add an article").click()
    file: FilePayload = {"name": name, "mimeType": "", "buffer": content}
    panel.locator("input[type=file]").set_input_files(file)
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(panel.locator(".adding-state .t-en")).to_have_text("Added. You can ask about it now.")
    reply = chat.ask(question)
    expect(reply.locator(".text")).to_contain_text(answer)
    reply.locator(".text a.cite").first.click()
    expect(panel.locator(".sentence.found").first).to_contain_text(answer)

    panel.get_by_role("button", name="Remove this article").click()
    expect(panel.locator(".picker")).to_have_count(0)
    expect(chat.ask(question).locator(".verdict")).to_be_visible()
    assert chat.outside() == []
    context.close()
