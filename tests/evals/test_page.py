"""The HTML page and the JUnit file: whole, escaped, and without a word from elsewhere."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from junitparser import JUnitXml

from app.types import Answer, Turn
from evals.junit import write_junit
from evals.page import render, write_page
from evals.report import ASSISTANT, report
from evals.run import run
from evals.types import Outcome, Question
from sources.types import Document
from tests.evals.fakes import KnowingAssistant

ATTACK = '<img src="http://evil.example/x.png" onerror="alert(1)"><script>alert(2)</script>'


@pytest.fixture
def outcomes(
    questions: tuple[Question, ...], document: Document, assistant: KnowingAssistant
) -> tuple[Outcome, ...]:
    """One wrong answer full of markup, the rest right; the last question is an error."""

    def ask(question: str, history: list[Turn] | None = None, language: str = "auto") -> Answer:
        if question == "What is the capital of France?":
            raise ValueError(f"bell \a and {ATTACK}")
        answer = assistant(question)
        return replace(answer, text=ATTACK) if question.startswith("How far") else answer

    return run(questions, ask, [document])


@pytest.fixture
def html(outcomes: tuple[Outcome, ...], questions: tuple[Question, ...], document: Document) -> str:
    """The page over two systems."""
    systems = {ASSISTANT: outcomes, "other": outcomes}
    run_report = report("dev", questions, systems, {"llm_model": "none"})
    return render(run_report, systems, {document.doc_id: document})


def test_needs_nothing_from_elsewhere(html: str) -> None:
    """No link, no picture, no script of another place; the policy forbids them too."""
    references = re.findall(r"""<[^>]*?\s(?:src|href|action)=["']?([^\s>"']*)""", html)
    references += re.findall(r"""url\(["']?([^)"']*)""", html)
    assert references
    assert [found for found in references if not found.startswith("#")] == []
    assert "default-src 'none'" in html
    assert html.count("<script>") == 1


def test_markup_in_answers_is_text(html: str) -> None:
    """Escaped wherever it stands."""
    assert "<img" not in html
    assert "&lt;img src=&#34;http://evil.example" in html


def test_the_worst_stands_before_everything_else(html: str) -> None:
    """An error goes first, and its kind is named."""
    first = html.index("error: 1 of 2 failures, most in off_topic (1).")
    assert first < html.index("<table")
    assert html.index("<details") > first


def test_failed_questions_tell_why(html: str) -> None:
    """Question, gold, what lacks, citation and passages of the wrong one; none of the right."""
    assert html.count("<details") == 2
    wrong = html[html.index("<code>m1</code>") :]
    for text in ("How far did the market value fall?", "6,7 Mrd. Dollar", "lacks", "asked for<"):
        assert text in wrong
    assert "<code>n1</code>" not in html


def test_plots_are_inline_and_take_the_pages_colour(html: str) -> None:
    """Five of them; no colour of ours for text is left."""
    assert html.count("<svg role=") == 5
    assert "currentColor" in html
    assert "#010203" not in html


def test_nothing_failed(
    questions: tuple[Question, ...],
    document: Document,
    assistant: KnowingAssistant,
    tmp_path: Path,
) -> None:
    """The page says so."""
    outcomes = {ASSISTANT: run(questions, assistant, [document])}
    html = render(report("dev", questions, outcomes, {}), outcomes, {document.doc_id: document})
    assert "Nothing failed." in html
    assert write_page(html, tmp_path).read_text(encoding="utf-8") == html


def test_junit(outcomes: tuple[Outcome, ...], tmp_path: Path) -> None:
    """A suite a kind, failures and errors as CI shows them, control characters gone."""
    write_junit(outcomes, "dev", tmp_path)
    xml = JUnitXml.fromfile(str(tmp_path / "junit.xml"))
    assert (xml.tests, xml.failures, xml.errors) == (6, 1, 1)
    suites = {suite.name: suite.tests for suite in xml}
    assert suites == {"number": 3, "who": 1, "near_miss": 1, "off_topic": 1}
    text = (tmp_path / "junit.xml").read_text()
    assert "\a" not in text
    assert "evil.example" in text
