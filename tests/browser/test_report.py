"""The report of an evaluation in a real browser: found by keyboard, read on a phone, no network."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evals.dataset import load_facts
from evals.page import render, write_page
from evals.report import ASSISTANT, report
from evals.run import run
from tests.evals.fakes import FACTS, KnowingAssistant, document, write_facts

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A report in which both questions that cannot be answered are, and nothing else is wrong."""
    questions = load_facts(write_facts(tmp_path, FACTS), [document()])
    knowing = KnowingAssistant(questions, document())
    outcomes = {
        ASSISTANT: run(
            questions,
            lambda text, history=None, language="auto": knowing(
                "Wer leitet die Firma?" if text == questions[4].text else questions[0].text
            ),
            [document()],
        )
    }
    made = report("dev", questions, outcomes, {})
    page = render(made, outcomes, {document().doc_id: document()})
    return write_page(page, tmp_path).as_uri()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_number_leads_to_its_questions(browser: Browser, address: str, width: int) -> None:
    """By keyboard: a number of the table shows its questions, the first of them is next to open."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_role(
        "button", name="show 1: answers what the article does not say, off_topic"
    ).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#shown")).to_have_text("1 of 5 questions")
    page.keyboard.press("Enter")
    opened = page.locator("#questions details[open]")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("What is the capital of France?")
    expect(opened.locator("summary")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert asked == [address]
    page.close()
