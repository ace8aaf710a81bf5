"""The validator accepts fit questions, and names each way in which one is not fit."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.types import Turn
from evals.dataset import load_facts
from evals.types import EvidenceSpan, Question
from evals.validate import validate
from index.chunk import chunk
from sources.types import Document, HypotheticalQuestion
from tests.evals.fakes import FACTS, write_facts


def problems(questions: tuple[Question, ...], document: Document) -> list[str]:
    """Each problem as one line."""
    return [f"{p.qid} {p.text}" for p in validate(questions, chunk(document), [document])]


def test_fit_questions_have_no_problem(questions: tuple[Question, ...], document: Document) -> None:
    """Fit questions have no problem."""
    assert problems(questions, document) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"must": []}, "needs must and evidence"),
        ({"evidence": []}, "needs must and evidence"),
        ({"must": [["5001"]]}, "cannot be won: no evidence sentence in de matches ['5001']"),
        ({"must": [["employees"]]}, "no evidence sentence in de matches"),
        ({"must_not": ["einst"]}, "an evidence sentence matches must_not 'einst'"),
        ({"must_not": ["once had"]}, "an evidence sentence matches must_not 'once had'"),
        ({"max_chars": 48}, "the shortest proof has 49 characters"),
        ({"must": [[r"\w"]]}, "is not discriminating: 6 of 6 other sentences satisfy it"),
        ({"answerable": False}, "must have neither must nor evidence"),
        ({"history": [{"role": "user", "content": "x"}]}, "has a history that is not user"),
    ],
)
def test_unfit_question_is_named(
    tmp_path: Path, document: Document, change: dict[str, object], message: str
) -> None:
    """Unfit question is named."""
    questions = load_facts(write_facts(tmp_path, [{**FACTS[0], **change}]), [document])
    (problem,) = problems(questions, document)
    assert problem.startswith("n1 ")
    assert message in problem


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (30, 32, "has evidence that is in no sentence"),
        (0, 30, "cannot be won: no evidence sentence in de matches"),
    ],
)
def test_shifted_span(
    questions: tuple[Question, ...], document: Document, start: int, end: int, message: str
) -> None:
    """Onto the blank line below the title, and onto the title."""
    shifted = replace(questions[0], evidence=((EvidenceSpan(document.doc_id, start, end),),))
    assert any(message in problem for problem in problems((shifted,), document))


def test_the_same_question_in_both_parts(
    questions: tuple[Question, ...], document: Document
) -> None:
    """What was tuned on is not reported; after another conversation it is another question."""
    twin = replace(questions[0], qid="t1", part="test")
    (problem,) = problems((*questions, twin), document)
    assert problem == "t1 asks what n1 asks, in the same words"
    said = (Turn(role="user", content="x"), Turn(role="assistant", content="y"))
    other = replace(twin, history=said)
    assert problems((*questions, other), document) == []


def test_the_same_words_twice(questions: tuple[Question, ...], document: Document) -> None:
    """The same words twice."""
    again = replace(questions[0], qid="n9", text="wie viele mitarbeiter HATTE die Firma")
    (problem,) = problems((*questions, again), document)
    assert problem == "n9 asks what n1 asks, in the same words"


def test_leaked_question(questions: tuple[Question, ...], document: Document) -> None:
    """Leaked question."""
    leak = HypotheticalQuestion("Wie viele Mitarbeiter hatte die Firma", "de", ())
    (problem,) = problems(questions, replace(document, questions=(leak,)))
    assert problem == "n1 is one of the article's hypothetical questions"
    followup = replace(leak, earlier="Wer leitet sie?")
    (problem,) = problems(questions, replace(document, questions=(followup,)))
    assert problem.startswith("n1 is one of")


def test_leaked_follow_up(questions: tuple[Question, ...], document: Document) -> None:
    """With the question before it, however both are written down."""
    said: tuple[Turn, ...] = (
        {"role": "user", "content": "Wer leitet die Firma?"},
        {"role": "assistant", "content": "Berta Klug."},
    )
    asked = (replace(questions[0], text="Und seit wann?", history=said),)
    leak = HypotheticalQuestion("Und seit wann?", "de", (), "Wer leitet die Firma?")
    joined = HypotheticalQuestion("Wer leitet die Firma? Und seit wann?", "de", ())
    for one in (leak, joined):
        (problem,) = problems(asked, replace(document, questions=(one,)))
        assert problem.startswith("n1 is one of")
