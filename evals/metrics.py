"""The figures of a run over known facts, as a whole and by language, kind and topic."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evals.calibration import aurc, expected_calibration_error
from evals.figures import SEED, Figure, Figures, Floats, auroc, bootstrapped, percentiles, share
from evals.retrieval import retrieval
from evals.types import Grade, Outcome

OFF_TOPIC = "other"


@dataclass(frozen=True, slots=True)
class Counts:
    """What was done with the questions; the four add up to ``n_questions``."""

    n_questions: int
    n_correct: int
    n_incorrect: int
    n_abstained: int
    n_errors: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is said of some outcomes.

    ``n_false`` are answers with a false statement, ``n_broken`` those with a citation that is not
    the document's text, ``n_unproven`` those with a sentence that its citations do not carry.
    """

    answerable: Counts
    unanswerable: Counts
    n_false: int
    n_broken: int
    n_unproven: int
    figures: Figures
    p50_ms: float
    p95_ms: float


def summarise(outcomes: Sequence[Outcome], seed: int = SEED) -> Summary:
    """Counts, figures and times of some outcomes."""
    figures = share_figures(outcomes, seed) | _confidence_figures(outcomes, seed)
    return _summary(outcomes, figures)


def slices(outcomes: Sequence[Outcome], by: str, seed: int = SEED) -> dict[str, Summary]:
    """The summary of each language, kind or topic, without the figures of the confidence.

    Args:
        outcomes: All outcomes.
        by: ``language``, ``kind`` or ``topic``.
        seed: Seed of the bootstrap.
    """
    keys: dict[str, Callable[[Outcome], str]] = {
        "language": lambda o: o.question.language,
        "kind": lambda o: o.question.kind,
        "topic": lambda o: o.question.topic,
    }
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(keys[by](outcome), []).append(outcome)
    return {
        name: _summary(groups[name], share_figures(groups[name], seed)) for name in sorted(groups)
    }


def count(outcomes: Sequence[Outcome]) -> Counts:
    """How many of each grade."""
    grades = Counter(outcome.verdict.grade for outcome in outcomes)
    return Counts(
        n_questions=len(outcomes),
        n_correct=grades[Grade.CORRECT],
        n_incorrect=grades[Grade.INCORRECT],
        n_abstained=grades[Grade.ABSTAINED],
        n_errors=grades[Grade.ERROR],
    )


def share_figures(outcomes: Sequence[Outcome], seed: int = SEED) -> dict[str, Figure]:
    """The figures that are ratios of counts.

    Citation precision is the share of the citations that belong to a complete answer, recall that
    of the evidence groups that are cited, in answers given to answerable questions; "proved" is
    the share of these answers that have proof among their first three citations. Abstention
    precision is the share of unanswerable questions among those abstained on, recall that of those
    abstained on among the unanswerable.
    """
    answerable = _array([o.question.answerable for o in outcomes])
    right = _array([o.verdict.right for o in outcomes])
    abstained = _array([o.verdict.grade is Grade.ABSTAINED for o in outcomes])
    attempted = _array([o.verdict.grade in (Grade.CORRECT, Grade.INCORRECT) for o in outcomes])
    proved = _array([not o.verdict.uncited for o in outcomes])
    proving = _array([sum(o.verdict.cited) for o in outcomes])
    citations = _array([len(o.verdict.cited) for o in outcomes])
    groups_cited = _array([sum(o.verdict.groups_cited) for o in outcomes])
    groups = _array([len(o.verdict.groups_cited) for o in outcomes])
    given = answerable * attempted
    figures = {
        "right": share(right, seed=seed),
        "right, answerable": share(right * answerable, answerable, seed),
        "accuracy given attempted": share(right * attempted, attempted, seed),
        "proved": share(proved * given, given, seed),
        "citation precision": share(proving * given, citations * given, seed),
        "citation recall": share(groups_cited * given, groups * given, seed),
        "abstention precision": share(abstained * (1 - answerable), abstained, seed),
        "abstention recall": share(abstained * (1 - answerable), 1 - answerable, seed),
    }
    for name, values in retrieval(outcomes).items():
        figures[name] = share(values * answerable, answerable, seed)
    return figures


def _confidence_figures(outcomes: Sequence[Outcome], seed: int) -> dict[str, Figure]:
    """Figures of the confidence; an error has none and is left out."""
    answered = [o for o in outcomes if o.answer is not None]
    confidence = _array([o.answer.confidence for o in answered if o.answer is not None])
    answerable = np.array([o.question.answerable for o in answered], dtype=bool)
    off_topic = np.array([o.question.topic == OFF_TOPIC for o in answered], dtype=bool)
    correct = np.array([o.verdict.grade is Grade.CORRECT for o in answered], dtype=bool)
    near = ~answerable & ~off_topic
    n = len(answered)
    area = bootstrapped(lambda at: aurc(confidence[at], correct[at]), n, seed)
    gap = bootstrapped(
        lambda at: expected_calibration_error(confidence[at], answerable[at]), n, seed
    )
    return {
        "AUROC": bootstrapped(
            lambda at: auroc(confidence[at][answerable[at]], confidence[at][~answerable[at]]),
            n,
            seed,
        ),
        "AUROC, near misses": bootstrapped(
            lambda at: auroc(confidence[at][answerable[at]], confidence[at][near[at]]), n, seed
        ),
        "area under risk-coverage": replace(area, better="lower"),
        "expected calibration error": replace(gap, better="lower"),
    }


def _summary(outcomes: Sequence[Outcome], figures: Figures) -> Summary:
    p50_ms, p95_ms = percentiles(_array([o.elapsed_ms for o in outcomes]))
    return Summary(
        answerable=count([o for o in outcomes if o.question.answerable]),
        unanswerable=count([o for o in outcomes if not o.question.answerable]),
        n_false=sum(o.verdict.false_statement for o in outcomes),
        n_broken=sum(bool(o.verdict.broken_citations) for o in outcomes),
        n_unproven=sum(bool(o.verdict.unproven) for o in outcomes),
        figures=figures,
        p50_ms=p50_ms,
        p95_ms=p95_ms,
    )


def _array(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)
