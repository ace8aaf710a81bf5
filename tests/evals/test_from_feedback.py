"""Verdicts become known facts: approved ones whole, the others refused until they are written."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.feedback import Feedback, append
from evals.dataset import load_facts
from evals.errors import DatasetError
from evals.from_feedback import from_feedback, read_verdicts
from evals.skeleton import write_lines
from evals.validate import validate
from index.chunk import chunk
from sources.types import Document

QUOTE = "Die Firma Beispiel hatte einst 5.000 Mitarbeiter."
GOOD = Feedback(
    "a",
    "2026-01-01T00:00:00+00:00",
    True,
    "",
    "Wie viele?",
    QUOTE,
    "de",
    None,
    ("b:1-2",),
    (QUOTE,),
)
ABSTAINED = replace(
    GOOD, feedback_id="b", question="Wer?", abstained="not_in_sources", cited=(), quotes=()
)
BAD = replace(GOOD, feedback_id="c", question="Und dann?", helpful=False, reason="falscher Satz")


def test_an_approved_answer_is_a_known_fact(document: Document) -> None:
    """Its quotes are the evidence, its numbers what a right answer states."""
    (item,) = from_feedback([GOOD], [document])
    assert item.waits == ""
    assert (item.line.answerable, item.line.evidence) == (True, [[QUOTE]])
    (number,), name = item.line.must
    assert re.search(number, "5,000 people") and name == [r"Firma\ Beispiel"]


def test_an_approved_abstention_has_no_answer(document: Document) -> None:
    """It is whole: nothing is to be stated or proved."""
    (item,) = from_feedback([ABSTAINED], [document])
    assert (item.waits, item.line.answerable, item.line.must, item.line.evidence) == (
        *("", False),
        *([], []),
    )


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        (BAD, "falscher Satz"),
        (replace(BAD, reason=""), "not helpful"),
        (replace(ABSTAINED, helpful=False), "not helpful"),
        (replace(GOOD, quotes=("Steht nicht da.",)), "in no article"),
        (replace(GOOD, quotes=()), "in no article"),
    ],
)
def test_the_rest_waits_for_a_person(document: Document, verdict: Feedback, why: str) -> None:
    """With the reader's reason, and no evidence guessed."""
    (item,) = from_feedback([verdict], [document])
    assert why in item.waits
    assert (item.line.must, item.line.evidence) == ([["TODO"]], [])


def test_the_last_verdict_on_a_question_counts_and_follow_ups_stay_apart(
    document: Document,
) -> None:
    """The same words after another conversation are another question."""
    history = (
        {"role": "user", "content": "Wer?"},
        {"role": "assistant", "content": "Berta Klug."},
    )
    items = from_feedback(
        [GOOD, replace(GOOD, helpful=False), replace(GOOD, history=history)], [document]
    )
    assert [bool(item.waits) for item in items] == [True, False]
    assert [turn.content for turn in items[1].line.history] == ["Wer?", "Berta Klug."]


def test_the_validator_names_what_is_missing(tmp_path: Path, document: Document) -> None:
    """From the chat's file to the validator, whole and unwritten items together."""
    for verdict in (GOOD, ABSTAINED, BAD):
        append(tmp_path / "feedback.jsonl", verdict)
    items = from_feedback(read_verdicts(tmp_path / "feedback.jsonl"), [document])
    path = write_lines([item.line for item in items], tmp_path / "facts")
    problems = validate(load_facts(path.parent, [document]), chunk(document), [document])
    assert {problem.qid for problem in problems} == {"feedback-003"}
    said = " ".join(problem.text for problem in problems)
    assert "needs must and evidence" in said and "not written yet" in said


def test_no_file_is_one_clear_line(tmp_path: Path) -> None:
    """It says where the chat keeps it."""
    with pytest.raises(DatasetError, match=r"DATA_DIR/feedback\.jsonl"):
        read_verdicts(tmp_path / "feedback.jsonl")
