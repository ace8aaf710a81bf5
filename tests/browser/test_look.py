"""The page itself: two languages, light and dark, narrow screens, names for screen readers."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenChat
from tests.browser.drive import in_view

pytestmark = pytest.mark.browser
PEAK = "Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?"


def test_language_follows_the_browser_and_can_be_switched(open_chat: OpenChat) -> None:
    """Gradio's own texts too, and the choice is kept."""
    chat = open_chat("de-DE")
    html = chat.page.locator("html")
    expect(html).to_have_attribute("lang", "de")
    expect(chat.box).to_have_attribute("placeholder", "Frage zum Artikel …")
    chat.ask(PEAK)
    expect(chat.page.get_by_role("button", name="Noch einmal antworten")).to_be_visible()
    chat.page.get_by_role("button", name="English").click()
    expect(html).to_have_attribute("lang", "en")
    expect(chat.box).to_have_attribute("placeholder", "Ask about the article …")
    expect(chat.page.get_by_role("button", name="Answer again")).to_be_visible()
    expect(chat.page.locator("h1")).to_have_text("Article assistant", use_inner_text=True)
    expect(chat.page).to_have_title("Article assistant")
    assert chat.page.get_by_text("Weiterfragen").locator("visible=true").count() == 0
    chat.page.reload()
    chat.ready()
    expect(html).to_have_attribute("lang", "en")
    expect(chat.box).to_have_attribute("placeholder", "Ask about the article …")


def test_a_page_that_still_loads_says_so(open_chat: OpenChat) -> None:
    """In its language, as long as the box to ask in is not there."""
    chat = open_chat("de-DE")
    said = "getComputedStyle(document.body, '::before').content"
    assert chat.page.evaluate(said) == "none"
    chat.page.evaluate("document.getElementById('box').id = 'not-there'")
    assert chat.page.evaluate(said) == '"Lädt …"'
    chat.page.get_by_role("button", name="English").click()
    assert chat.page.evaluate(said) == '"Loading …"'


def test_dark_follows_the_system_and_can_be_switched(open_chat: OpenChat) -> None:
    """The choice is kept over a reload."""
    chat = open_chat(dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert chat.page.evaluate(ground) == "rgb(20, 23, 27)"
    chat.page.get_by_role("button", name="Hell oder dunkel").click()
    assert chat.page.evaluate(ground) == "rgb(250, 249, 246)"
    chat.page.reload()
    chat.ready()
    assert chat.page.evaluate(ground) == "rgb(250, 249, 246)"


def test_phone_has_no_sideways_scrolling_and_a_sheet(open_chat: OpenChat) -> None:
    """At 390 px the article is a sheet that opens on the sentence and gives the focus back."""
    chat = open_chat("en-US", width=390)
    overflow = "document.documentElement.scrollWidth - innerWidth"
    reply = chat.ask("By how much did Klarna's valuation fall?")
    assert chat.page.evaluate(overflow) <= 0
    panel = chat.page.locator("#panel")
    expect(panel).to_be_hidden()
    reply.locator(".text a.cite").click()
    expect(panel).to_be_visible()
    found = panel.locator(".original .sentence.found")
    expect(found).to_be_focused()
    assert in_view(panel, found)
    panel.get_by_role("button", name="Both").click()
    assert chat.page.evaluate(overflow) <= 0
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    expect(reply.locator(".text a.cite")).to_be_focused()


def test_names_for_screen_readers_follow_the_language(open_chat: OpenChat) -> None:
    """Names that Gradio gives in English, or as markup, are ours."""
    chat = open_chat("de-DE")
    chat.ask(PEAK)
    mark = chat.page.locator(".text a.cite")
    assert (mark.get_attribute("aria-label") or "").startswith("Beleg 1: Klarna-Geschäftsführer")
    expect(chat.page.locator('[role="log"]')).to_have_attribute("aria-label", "Gespräch")
    message = chat.page.locator('#chat [data-testid="bot"]')
    expect(message).to_have_attribute("aria-label", "Assistent")
    chat.page.get_by_role("button", name="English").click()
    expect(message).to_have_attribute("aria-label", "Assistant")


def test_views_of_the_article_are_kept(open_chat: OpenChat) -> None:
    """Original, translation or both, over a reload."""
    chat = open_chat("en-US")
    panel = chat.page.locator("#panel")
    expect(panel.locator(".translation").first).to_be_hidden()
    panel.get_by_role("button", name="Both").click()
    expect(panel.locator(".translation").first).to_be_visible()
    expect(panel.locator(".original").first).to_be_visible()
    chat.page.reload()
    chat.ready()
    expect(panel.locator(".translation").first).to_be_visible()
