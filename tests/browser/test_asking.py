"""Asking in a real browser: answers, evidence, abstention, suggestions, bad input."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenChat
from tests.browser.drive import in_view
from tests.fakes_ui import GERMAN

pytestmark = pytest.mark.browser
PEAK = "Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?"
FALL = "By how much did Klarna's valuation fall?"


def test_german_answer_marks_its_sentence_in_the_article(open_chat: OpenChat) -> None:
    """A click on citation 1 brings its sentence into view, marked, exact to the character."""
    chat = open_chat()
    reply = chat.ask(PEAK)
    expect(reply.locator(".text")).to_contain_text("5.000 Mitarbeitern")
    reply.locator(".text a.cite").click()
    found = chat.page.locator("#panel .original .sentence.found")
    expect(found).to_have_count(1)
    expect(found).to_be_focused()
    start, end = (int(found.get_attribute(f"data-{edge}") or -1) for edge in ("start", "end"))
    assert found.inner_text() == GERMAN[start:end]
    assert "5.000 Mitarbeitern" in GERMAN[start:end]
    assert in_view(chat.page.locator("#panel"), found)


def test_english_answer_shows_the_german_original(open_chat: OpenChat) -> None:
    """The German original stands below an English answer, and both are marked in the article."""
    chat = open_chat("en-US")
    reply = chat.ask(FALL)
    expect(reply.locator(".text")).to_contain_text("from $46 billion in 2021 to $6.7 billion")
    expect(reply.locator('.evidence q[lang="de"]')).to_contain_text("$46 Mrd. im Jahr 2021")
    # The original and its translation are marked, whichever is shown.
    chat.page.get_by_role("button", name="Translation").click()
    marked = chat.page.locator("#panel .translation .sentence.found")
    expect(marked).to_contain_text("its valuation fell from $46 billion")
    assert in_view(chat.page.locator("#panel"), marked)


def test_a_citation_of_two_sentences_is_marked_whole_in_each_view(open_chat: OpenChat) -> None:
    """Its second sentence does not lose its mark where the other view is opened."""
    chat = open_chat()
    mark = chat.ask(PEAK).locator(".text a.cite")
    mark.evaluate(
        "a => a.setAttribute('href', a.getAttribute('href')"
        ".replace(/,(\\d+),/, (_, end) => `,${+end + 60},`))"
    )
    mark.click()
    expect(chat.page.locator("#panel .original .sentence.found")).to_have_count(2)
    for view in ("translation", "original"):
        chat.page.locator(f'#panel [data-show="{view}"]').click()
        expect(chat.page.locator(f"#panel .{view} .sentence.found")).to_have_count(2)


def test_keyboard_alone_reaches_the_evidence(open_chat: OpenChat) -> None:
    """Focus shows the quote, Enter opens it, a slash goes back to the box."""
    chat = open_chat()
    reply = chat.ask(PEAK)
    mark = reply.locator(".text a.cite")
    mark.focus()
    expect(chat.page.locator("#tip")).to_contain_text("5.000 Mitarbeitern")
    mark.press("Enter")
    expect(chat.page.locator("#panel .sentence.found:focus")).to_have_count(1)
    chat.page.keyboard.press("Escape")
    chat.page.locator("body").press("/")
    expect(chat.box).to_be_focused()


def test_hover_shows_the_quote(open_chat: OpenChat) -> None:
    """A citation's words appear under the pointer."""
    chat = open_chat()
    chat.ask(PEAK).locator(".text a.cite").hover()
    expect(chat.page.locator("#tip")).to_contain_text("zielgerichtete")


def test_quote_stays_with_its_citation_while_the_page_scrolls(open_chat: OpenChat) -> None:
    """A reply that scrolls under a focused citation moves its quote, until it is out of view."""
    chat = open_chat(width=390)
    chat.ask(PEAK)
    mark = chat.ask(PEAK).locator(".text a.cite")
    mark.focus()
    tip = chat.page.locator("#tip")
    expect(tip).to_be_visible()
    scroll = """(link, by) => {
        for (let box = link; box; box = box.parentElement) box.scrollTop += by;
        document.dispatchEvent(new Event("scroll"));
    }"""
    mark.evaluate(scroll, -20)
    expect(tip).to_contain_text("5.000 Mitarbeitern")
    mark.evaluate(scroll, -5000)
    expect(tip).to_have_count(0)


def test_abstention_looks_different_and_offers_passages(open_chat: OpenChat) -> None:
    """No answer comes with the closest passages and with questions that have one."""
    chat = open_chat("en-US")
    reply = chat.ask("What is Klarna's share price today?")
    expect(reply).to_have_class(re.compile("abstention"))
    expect(reply.locator(".verdict .t-en")).to_have_text("No answer in the article")
    expect(reply.locator("a.cite")).to_have_count(0)
    expect(reply.locator("a.passage")).to_have_count(3)
    reply.locator("a.passage").nth(2).click()
    found = chat.page.locator("#panel .original .sentence.found")
    expect(found.first).to_contain_text("Der schwedische Fintech-Gigant")
    reply.locator(".next button.ask").first.click()
    expect(chat.replies).to_have_count(2)


def test_follow_up_suggestion_is_asked_and_not_offered_again(open_chat: OpenChat) -> None:
    """A suggestion asks itself, once."""
    chat = open_chat()
    reply = chat.ask(PEAK)
    suggestion = reply.locator(".next button.ask").first
    question = suggestion.inner_text()
    suggestion.click()
    expect(chat.replies).to_have_count(2)
    expect(chat.page.locator('#chat [data-testid="user"]').last).to_have_text(question)
    offered = chat.replies.last.locator(".next button.ask").all_inner_texts()
    assert question not in offered


def test_an_empty_page_says_what_can_be_asked(open_chat: OpenChat) -> None:
    """It names the article and offers questions in the page's language."""
    chat = open_chat()
    expect(chat.page.locator(".welcome .about")).to_contain_text("DailyAI · Sam Jeans")
    examples = chat.page.locator(".welcome button.ask:visible")
    assert {example.get_attribute("lang") for example in examples.all()} == {"de"}
    chat.page.get_by_role("button", name="English").click()
    assert {example.get_attribute("lang") for example in examples.all()} == {"en"}
    examples.first.click()
    expect(chat.replies).to_have_count(1)


def test_link_with_a_question_asks_it(open_chat: OpenChat) -> None:
    """The question is asked in the language of the link, and leaves the address."""
    chat = open_chat("de-DE", query="?q=Who%20wrote%20the%20article%3F&lang=en")
    expect(chat.replies).to_have_count(1)
    expect(chat.replies.first.locator(".text")).to_contain_text("Author: Sam Jeans")
    assert "q=" not in chat.page.url


PAYLOADS = (
    "<script>window.pwned=1</script> <img src=x onerror='window.pwned=1'>",
    "![x](http://198.51.100.7/a.png) [klick](javascript:window.pwned=1) **fett** $$x$$",
    "<form action='http://198.51.100.7/'><input type=password></form><p style='position:fixed'>",
)


def test_markup_in_a_question_is_text(open_chat: OpenChat) -> None:
    """HTML, Markdown and formulas are shown as they were typed and do nothing."""
    chat = open_chat()
    for number, payload in enumerate(PAYLOADS):
        chat.ask(payload)
        asked = chat.page.locator('#chat [data-testid="user"]').nth(number)
        expect(asked).to_have_text(payload)
    for tag in ("img", "script", "form", "input", "strong", "[style*=fixed]"):
        expect(chat.page.locator(f"#chat .message-content {tag}")).to_have_count(0)
    assert chat.page.evaluate("window.pwned") is None


def test_bad_questions_get_one_clear_line(open_chat: OpenChat) -> None:
    """A problem is said in one line, and the next question goes on as if nothing had been."""
    chat = open_chat()
    problem = chat.page.locator("#chat .reply.problem p")
    for question, line in (
        ("   ", "Bitte eine Frage eingeben."),
        ("x" * 100_000, "höchstens 2.000 Zeichen"),
        ("crash", "Das hat nicht geklappt"),
        ("fault", "Der Server hatte einen Fehler."),
    ):
        chat.box.fill(question)
        chat.box.press("Enter")
        expect(problem).to_contain_text(line)
    expect(chat.replies).to_have_count(0)
    expect(chat.page.get_by_role("button", name="Senden")).to_be_visible()
    expect(chat.box).to_have_value("")  # emptied later, it would lose the next question
    chat.ask(PEAK)
    expect(problem).to_have_count(0)


def test_why_this_answer_is_told_in_words(open_chat: OpenChat) -> None:
    """How sure it is stands there; grounds unfold by keyboard, figures below them."""
    chat = open_chat()
    why = chat.ask(PEAK).locator("details.why")
    expect(why.locator(".confidence")).to_have_text("Sicherheit: hoch · 87 %", use_inner_text=True)
    expect(why.locator(".grounds")).to_be_hidden()
    why.locator("> summary").press("Enter")
    weighed = why.locator(".weighed li").first
    expect(weighed).to_contain_text("5.000 Mitarbeitern")
    expect(weighed.locator(".used")).to_have_text("in der Antwort", use_inner_text=True)
    expect(weighed).to_contain_text("50 % der Wörter gemeinsam")
    expect(why.locator(".figures table")).to_be_hidden()
    why.locator(".figures > summary").press("Enter")
    expect(why.locator(".figures table")).to_contain_text("0.80")
    chat.page.get_by_role("button", name="English").click()
    expect(why.locator(".confidence")).to_have_text("Confidence: high · 87%", use_inner_text=True)
