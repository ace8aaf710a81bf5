"""Two runs question by question, with a paired test of whether one is better."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.table import Table
from scipy.stats import binomtest

from evals.errors import ResultsError
from evals.results import Result


@dataclass(frozen=True, slots=True)
class Change:
    """One question in both runs."""

    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another, over the questions that both asked.

    ``p_value`` is that of McNemar's exact test (McNemar, 1947): the chance of so uneven a split
    of the changed questions if neither run were better. ``n_only`` are questions of one run only.
    """

    n_both: int
    n_only: int
    n_right_before: int
    n_right_after: int
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    reworded: tuple[Change, ...]
    p_value: float


def compare(before: Mapping[str, Result], after: Mapping[str, Result]) -> Comparison:
    """Compare two runs.

    Raises:
        ResultsError: If they have no question in common.
    """
    both = [qid for qid in before if qid in after]
    if not both:
        raise ResultsError("The two runs have no question in common")
    changes = [Change(before[qid], after[qid]) for qid in both]
    better = tuple(c for c in changes if c.after.right and not c.before.right)
    worse = tuple(c for c in changes if c.before.right and not c.after.right)
    reworded = tuple(
        c
        for c in changes
        if c.before.right == c.after.right and c.before.answer_text != c.after.answer_text
    )
    return Comparison(
        n_both=len(both),
        n_only=len(before) + len(after) - 2 * len(both),
        n_right_before=sum(c.before.right for c in changes),
        n_right_after=sum(c.after.right for c in changes),
        better=better,
        worse=worse,
        reworded=reworded,
        p_value=mcnemar(len(better), len(worse)),
    )


def mcnemar(n_better: int, n_worse: int) -> float:
    """The exact two-sided p-value, 1.0 if nothing changed."""
    n = n_better + n_worse
    return float(binomtest(n_better, n, 0.5).pvalue) if n else 1.0


def comparison_lines(comparison: Comparison) -> tuple[str, ...]:
    """What the comparison says, for people."""
    c = comparison
    verdict = "significant at 5 %" if c.p_value < 0.05 else "could be chance"
    return (
        f"right: {c.n_right_before} before, {c.n_right_after} after, of {c.n_both} questions",
        f"better: {len(c.better)}, worse: {len(c.worse)}, worded otherwise: {len(c.reworded)}",
        f"McNemar's exact test: p = {c.p_value:.3g} ({verdict})",
        f"questions in one run only: {c.n_only}",
    )


def changes_table(comparison: Comparison) -> Table:
    """A row for each question that got better or worse, worse ones first."""
    table = Table(title="what changed", show_lines=True)
    for column in ("", "question", "kind", "before", "after"):
        table.add_column(column, overflow="fold")
    for word, changes in (("worse", comparison.worse), ("better", comparison.better)):
        for change in changes:
            table.add_row(
                word,
                f"{change.after.qid} {change.after.text}",
                change.after.kind,
                _told(change.before),
                _told(change.after),
            )
    return table


def _told(result: Result) -> str:
    text = result.answer_text if len(result.answer_text) <= 200 else result.answer_text[:199] + "…"
    return f"{result.grade}: {text}"
