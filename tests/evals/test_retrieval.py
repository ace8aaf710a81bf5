"""Retrieval measures on rankings worked by hand."""

from math import log2

import pytest

from evals.grade import evidence_units
from evals.retrieval import retrieval
from evals.types import EvidenceSpan, Grade, Outcome, Question, Verdict
from sources.types import Document


def outcome(question: Question, hits: tuple[tuple[int, ...], ...], n_units: int) -> Outcome:
    """An outcome whose hits hold these units."""
    verdict = Verdict(Grade.ABSTAINED, right=False, hits_prove=hits, n_units=n_units)
    return Outcome(question, None, verdict, elapsed_ms=1.0)


@pytest.mark.parametrize(
    ("hits", "n_units", "expected"),
    [
        (((0,), ()), 1, {"recall@1": 1, "recall@5": 1, "MRR@10": 1, "nDCG@10": 1}),
        (((), (0,)), 1, {"recall@1": 0, "recall@3": 1, "MRR@10": 0.5, "nDCG@10": 1 / log2(3)}),
        (
            ((0,), (), (1,)),
            2,
            {"recall@1": 0.5, "recall@3": 1, "nDCG@10": (1 + 1 / log2(4)) / (1 + 1 / log2(3))},
        ),
        # Found twice counts once; one hit with two units ranks them one after the other.
        (((0,), (0,), (1,)), 2, {"recall@3": 1, "nDCG@10": 1}),
        (((0, 1),), 2, {"recall@3": 1, "MRR@10": 1, "nDCG@10": 1}),
        # What was never found costs recall, also if it was never indexed.
        (((0,), ()), 2, {"recall@5": 0.5, "nDCG@10": 1 / (1 + 1 / log2(3))}),
        ((), 1, {"recall@5": 0, "MRR@10": 0, "nDCG@10": 0}),
    ],
)
def test_by_hand(
    questions: tuple[Question, ...],
    hits: tuple[tuple[int, ...], ...],
    n_units: int,
    expected: dict[str, float],
) -> None:
    """Each measure of one ranking."""
    found = retrieval([outcome(questions[0], hits, n_units)])
    assert {name: found[name][0] for name in expected} == pytest.approx(expected)


def test_values_stay_with_their_questions(questions: tuple[Question, ...]) -> None:
    """Three outcomes, the middle one with nothing found."""
    rows = [outcome(questions[0], hits, 1) for hits in (((0,),), ((),), ((), (0,)))]
    assert retrieval(rows)["MRR@10"].tolist() == [1.0, 0.0, 0.5]


def test_evidence_of_one_paragraph_is_one_unit(
    questions: tuple[Question, ...], document: Document
) -> None:
    """The two groups of one question in one paragraph, and a third elsewhere."""
    at = document.text.index
    starts = [at("5.000"), at("3 800"), at("6,7")]
    groups = tuple((EvidenceSpan("beispiel", start, start + 3),) for start in starts)
    question = Question(
        "x", "?", "de", "k", "t", "dev", (), True, (("5",),), (), groups, max_chars=900
    )
    units = evidence_units(question, {"beispiel": document})
    assert units == ((*groups[0], *groups[1]), groups[2])
