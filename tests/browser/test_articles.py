"""Articles that a reader adds from the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser.drive import Chat, reader
from tests.chat_process import Server

pytestmark = pytest.mark.browser
CROSSWALK = "A crosswalk gives pedestrians priority wherever its stripes are painted."
MARKUP = """# Zebrastreifen <img src=x onerror="window.pwned=1">

Der Zebrastreifen <script>window.pwned=1</script> wurde 1951 eingeführt.
[Klick](javascript:window.pwned=1)

Seither gehört er zum Straßenbild, in dem Fußgänger Vorrang haben und Autos warten müssen.
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A chat whose operator lets readers add articles."""
    started = Server(tmp_path_factory.mktemp("chat"), ("--uploads",))
    started.start()
    yield started
    started.stop()


def test_an_article_is_added_answered_from_and_removed(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    """For this reader alone; markup in it does nothing."""
    context = reader(browser, "de-DE")
    chat = Chat.open(context, server.address)
    path = tmp_path / "zebra.md"
    path.write_text(MARKUP, encoding="utf-8")
    panel = chat.page.locator("#panel")
    panel.get_by_text("Artikel hinzufügen").click()
    panel.locator("input[type=file]").set_input_files(path)
    panel.get_by_role("button", name="Hinzufügen").click()
    expect(panel.locator("article.source")).to_contain_text("wurde 1951 eingeführt")
    reply = chat.ask("Wann wurde das eingeführt?")
    expect(reply.locator(".text")).to_contain_text("1951")
    reply.locator(".text a.cite").click()
    expect(panel.locator(".sentence.found")).to_contain_text("1951")
    for tag in ("img", "script", "a[href^=javascript]"):
        expect(chat.page.locator(f"#panel {tag}, #chat .message-content {tag}")).to_have_count(0)
    assert chat.page.evaluate("window.pwned") is None

    other = Chat.open(reader(browser, "de-DE"), server.address)
    expect(other.page.locator("#panel .picker")).to_have_count(0)
    stranger = other.ask("Wann wurde das eingeführt?")
    expect(stranger.locator(".verdict")).to_be_visible()
    other.page.context.close()

    panel.get_by_role("button", name="Diesen Artikel entfernen").click()
    expect(panel.locator(".picker")).to_have_count(0)
    expect(chat.ask("Wann wurde das eingeführt?").locator(".verdict")).to_be_visible()
    assert chat.outside() == []
    context.close()


def test_what_cannot_be_read_is_said_in_one_line(browser: Browser, server: Server) -> None:
    """And typed text is as good as a file."""
    context = reader(browser, "en-US")
    chat = Chat.open(context, server.address)
    panel = chat.page.locator("#panel")
    panel.get_by_text("Add an article").click()
    file: FilePayload = {
        "name": "a.exe",
        "mimeType": "application/octet-stream",
        "buffer": b"MZ\x00",
    }
    panel.locator("input[type=file]").set_input_files(file)
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(panel.locator(".adding-state .t-en")).to_have_text(
        ["Not added", "Please choose a .md .txt .html .pdf or .docx file."]
    )
    assert "\n" not in panel.locator(".adding-state").inner_text()
    panel.locator("textarea").fill(f"Crosswalks\n\n{CROSSWALK}\n\nThey were introduced in 1951.")
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(panel.locator("article.source")).to_contain_text(CROSSWALK)
    context.close()


def test_adding_says_how_far_it_is_and_what_is_too_large(browser: Browser, tmp_path: Path) -> None:
    """In the page's language, also after a switch; and whatever happens, it can be tried again."""
    server = Server(tmp_path, ("--uploads", "--gate", str(tmp_path)))
    (tmp_path / "warm").touch()
    server.start()
    context = reader(browser, "de-DE")
    chat = Chat.open(context, server.address)
    panel = chat.page.locator("#panel")
    panel.get_by_text("Artikel hinzufügen").click()
    state, add = panel.locator(".adding-state"), panel.locator("button.add")
    large: FilePayload = {"name": "a.txt", "mimeType": "", "buffer": b"x" * (2 * 2**20 + 1)}
    panel.locator("input[type=file]").set_input_files(large)
    add.click()
    expect(state).to_have_text("Nicht hinzugefügt: Die Datei ist zu groß.", use_inner_text=True)

    panel.locator("textarea").fill(f"Crosswalks\n\n{CROSSWALK}\n\nThey were introduced in 1951.")
    chat.page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"error": "x"}))
    add.click()
    expect(state).to_have_text("Das hat nicht geklappt")
    expect(panel.locator("progress")).to_be_hidden()
    chat.page.unroute("**/queue/join*")

    add.click()
    expect(state).to_have_text("Der Artikel wird durchsuchbar gemacht … 50 %")
    expect(panel.locator("progress")).to_have_attribute("value", "50")
    expect(add).to_be_disabled()
    chat.page.get_by_role("button", name="English").click()
    expect(state).to_have_text("Making the article searchable … 50 %")
    (tmp_path / "article").touch()
    expect(state.locator(".t-en")).to_have_text("Added. You can ask about it now.")
    expect(panel.locator("progress")).to_be_hidden()
    expect(add).to_be_enabled()
    context.close()
    server.stop()


def test_shared_articles_are_everybodys_and_survive_a_restart(
    browser: Browser, tmp_path: Path
) -> None:
    """Added by one, seen by another after a restart, and taken away."""
    server = Server(tmp_path, ("--uploads", "--share"))
    server.start()
    chat = Chat.open(reader(browser, "en-US"), server.address)
    panel = chat.page.locator("#panel")
    panel.get_by_text("Add an article").click()
    expect(panel.locator(".hint")).to_contain_text("Seen by everybody")
    panel.locator("textarea").fill(f"Crosswalks\n\n{CROSSWALK}\n\nThey were introduced in 1951.")
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(panel.locator(".adding-state .t-en")).to_have_text("Added. You can ask about it now.")
    chat.page.context.close()
    assert server.stop() == 0
    server.start()
    try:
        other = Chat.open(reader(browser, "en-US"), server.address)
        shelf = other.page.locator("#panel")
        shelf.locator(".picker select").select_option("Crosswalks")
        expect(shelf.locator("article.source")).to_contain_text(CROSSWALK)
        shelf.get_by_role("button", name="Remove this article").click()
        expect(shelf.locator(".picker")).to_have_count(0)
        other.page.context.close()
    finally:
        server.stop()
