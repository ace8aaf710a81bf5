"""Each way to fail has its name, and the worst is named first."""

from dataclasses import replace

import pytest

from evals.failures import Failure, failure, failure_counts, worst
from evals.run import run
from evals.types import Grade, Outcome, Question, Verdict
from sources.types import Document
from tests.evals.fakes import KnowingAssistant

MISSING = (("5000",),)
FOUND = Verdict(Grade.INCORRECT, False, missing=MISSING, hits_prove=((0,),))


@pytest.fixture
def right(
    questions: tuple[Question, ...], document: Document, assistant: KnowingAssistant
) -> tuple[Outcome, ...]:
    """Six right outcomes."""
    return run(questions, assistant, [document])


def judged(outcome: Outcome, verdict: Verdict) -> Outcome:
    """The outcome with another verdict."""
    return replace(outcome, verdict=verdict)


@pytest.mark.parametrize(
    ("verdict", "name"),
    [
        (Verdict(Grade.CORRECT, True, unproven=("x",)), Failure.FALSE),
        (Verdict(Grade.INCORRECT, False, forbidden=("x",), missing=MISSING), Failure.FALSE),
        (Verdict(Grade.CORRECT, True, broken_citations=("x",)), Failure.BROKEN),
        (Verdict(Grade.ERROR, False), Failure.ERROR),
        (Verdict(Grade.ABSTAINED, False), Failure.SILENT),
        (Verdict(Grade.INCORRECT, False, missing=MISSING, hits_prove=((), ())), Failure.NOT_FOUND),
        # What belongs to a complete answer without being evidence proves no part of it.
        (replace(FOUND, cited=(True,), groups_cited=(False,)), Failure.NOT_READ),
        (replace(FOUND, cited=(True,), groups_cited=(True,)), Failure.INCOMPLETE),
        (Verdict(Grade.INCORRECT, False, uncited=True), Failure.UNCITED),
        (Verdict(Grade.INCORRECT, False, too_long=True), Failure.TOO_LONG),
        (Verdict(Grade.CORRECT, True), None),
    ],
)
def test_name_of_a_failure(
    right: tuple[Outcome, ...], verdict: Verdict, name: Failure | None
) -> None:
    """Of an answerable question."""
    assert failure(judged(right[0], verdict)) == name


def test_answering_the_unanswerable(right: tuple[Outcome, ...]) -> None:
    """Whatever the verdict lacks otherwise."""
    assert failure(right[4]) is None
    assert failure(judged(right[4], Verdict(Grade.INCORRECT, False))) is Failure.INVENTED


def test_the_most_frequent_is_worst_unless_one_must_never_happen(
    right: tuple[Outcome, ...],
) -> None:
    """One false statement goes before three silences."""
    silent = [judged(outcome, Verdict(Grade.ABSTAINED, False)) for outcome in right[:3]]
    long = judged(right[3], Verdict(Grade.INCORRECT, False, too_long=True))
    assert worst([*silent, long]) == (
        "abstains although the article says it: 3 of 4 failures, most in number (2), who (1)."
    )
    false = judged(right[3], Verdict(Grade.CORRECT, True, unproven=("x",)))
    assert worst([*silent, false]).startswith("says what is false or unproven: 1 of 4 failures")
    assert worst(right) == "Nothing failed."
    assert list(failure_counts([long, *silent])) == [Failure.SILENT, Failure.TOO_LONG]
