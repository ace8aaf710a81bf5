"""The figures of a run over known facts, worked by hand, and the runner itself."""

import logging

import pytest

from app.types import Answer, Turn
from evals.metrics import count, slices, summarise
from evals.run import run
from evals.types import Grade, Outcome, Question
from sources.types import Document
from tests.evals.fakes import KnowingAssistant


class Shaky(KnowingAssistant):
    """Knows all, but fails on one question, invents on one, and is silent on a third."""

    def __call__(
        self, question: str, history: list[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer by looking up, unless it is one of the three."""
        if question == "How far did the market value fall?":
            raise RuntimeError("out of memory")
        if question == "Wann wurde die Firma gegründet?":
            question = "Wer leitet die Firma?"
        elif question == "Wie viele Mitarbeiter hatte die Firma?":
            question = "What is the capital of France?"
        return super().__call__(question, history, language)


@pytest.fixture
def outcomes(
    questions: tuple[Question, ...], document: Document, caplog: pytest.LogCaptureFixture
) -> tuple[Outcome, ...]:
    """Six questions: right 3, false silence 1, invented 1, error 1."""
    with caplog.at_level(logging.CRITICAL):
        return run(questions, Shaky(questions, document), [document])


def test_an_exception_is_an_error_and_the_run_goes_on(outcomes: tuple[Outcome, ...]) -> None:
    """Counted apart from wrong answers, with its text kept."""
    assert [o.verdict.grade for o in outcomes] == [
        Grade.ABSTAINED,
        Grade.CORRECT,
        Grade.CORRECT,
        Grade.ERROR,
        Grade.INCORRECT,
        Grade.ABSTAINED,
    ]
    assert outcomes[3].error == "RuntimeError: out of memory"
    assert outcomes[3].answer is None


def test_counts_add_up(outcomes: tuple[Outcome, ...]) -> None:
    """Answerable and not, apart."""
    summary = summarise(outcomes)
    for counts, n_questions in ((summary.answerable, 4), (summary.unanswerable, 2)):
        parts = (counts.n_correct, counts.n_incorrect, counts.n_abstained, counts.n_errors)
        assert sum(parts) == counts.n_questions == n_questions
    assert count(outcomes).n_errors == 1


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("right", 3 / 6, 6),
        ("right, answerable", 2 / 4, 4),
        ("accuracy given attempted", 2 / 3, 3),
        ("proved", 1.0, 2),
        ("citation precision", 1.0, 2),
        ("citation recall", 1.0, 2),
        ("abstention precision", 1 / 2, 2),
        ("abstention recall", 1 / 2, 2),
        # Silent, Shaky shows the closest passages in the article's order: the proof is third.
        ("recall@1", 2 / 4, 4),
        ("recall@3", 3 / 4, 4),
        ("MRR@10", (1 / 3 + 1 + 1 + 0) / 4, 4),
        # 0.1, 0.9, 0.9 answerable; 0.9, 0.1 not: 0 + 0.5, then 0.5 + 1 twice, of 6 pairs.
        ("AUROC", (0.5 + 1.5 + 1.5) / 6, 5),
        # Confidences 0.1 (1 of 2 answerable) and 0.9 (2 of 3).
        ("expected calibration error", (2 * 0.4 + 3 * (0.9 - 2 / 3)) / 5, 5),
    ],
)
def test_figure(outcomes: tuple[Outcome, ...], name: str, value: float, n: int) -> None:
    """Each figure by hand."""
    figure = summarise(outcomes).figures[name]
    assert figure.value == pytest.approx(value)
    assert figure.n == n


def test_lower_is_better_for_areas_and_gaps(outcomes: tuple[Outcome, ...]) -> None:
    """So that a gate knows which way is a drop."""
    figures = summarise(outcomes).figures
    lower = {name for name, figure in figures.items() if figure.better == "lower"}
    assert lower == {"area under risk-coverage", "expected calibration error"}


def test_slices(outcomes: tuple[Outcome, ...]) -> None:
    """By kind, each with its own questions."""
    by_kind = slices(outcomes, "kind")
    assert list(by_kind) == ["near_miss", "number", "off_topic", "who"]
    assert by_kind["number"].figures["right"].value == pytest.approx(1 / 3)
    assert by_kind["number"].answerable.n_errors == 1
    assert by_kind["off_topic"].figures["right"].value == 1.0


def test_history_and_language_reach_the_assistant(
    questions: tuple[Question, ...], document: Document, assistant: KnowingAssistant
) -> None:
    """A follow-up is asked with what was said before."""
    heard: list[tuple[list[Turn] | None, str]] = []

    def ask(question: str, history: list[Turn] | None = None, language: str = "auto") -> Answer:
        heard.append((history, language))
        return assistant(question)

    run(questions[:1], ask, [document])
    assert heard == [([], "auto")]
