"""Two runs question by question."""

from dataclasses import replace

import pytest
from rich.console import Console

from evals.compare import changes_table, compare, comparison_lines, mcnemar
from evals.errors import ResultsError
from evals.results import Result
from evals.types import Grade


def result(qid: str, right: bool, text: str = "same") -> Result:
    """A result of a question."""
    grade = Grade.CORRECT if right else Grade.INCORRECT
    return Result(qid, f"{qid}?", "de", "who", "boss", grade, right, False, text, 1.0)


def runs(pattern: str) -> tuple[dict[str, Result], dict[str, Result]]:
    """Two runs: ``+`` got better, ``-`` worse, ``=`` stayed right."""
    before = {f"q{i}": result(f"q{i}", mark != "+") for i, mark in enumerate(pattern)}
    after = {f"q{i}": result(f"q{i}", mark != "-") for i, mark in enumerate(pattern)}
    return before, after


@pytest.mark.parametrize(
    ("n_better", "n_worse", "p_value"),
    # Exact binomial: 2 · (1/2)^5; 2 · (1 + 6) / 2^6; 1 when even or nothing changed.
    [(5, 0, 2 / 32), (1, 5, 14 / 64), (2, 2, 1.0), (0, 0, 1.0)],
)
def test_mcnemar_by_hand(n_better: int, n_worse: int, p_value: float) -> None:
    """The exact two-sided test."""
    assert mcnemar(n_better, n_worse) == pytest.approx(p_value)


def test_better_worse_and_the_same() -> None:
    """Counted over the questions of both."""
    before, after = runs("++-===")
    after["q9"] = result("q9", True)
    after["q3"] = replace(after["q3"], answer_text="other words")
    found = compare(before, after)
    assert [c.after.qid for c in found.better] == ["q0", "q1"]
    assert [c.after.qid for c in found.worse] == ["q2"]
    assert [c.after.qid for c in found.reworded] == ["q3"]
    assert (found.n_both, found.n_only) == (6, 1)
    assert (found.n_right_before, found.n_right_after) == (4, 5)


def test_what_people_read() -> None:
    """The verdict, and each changed question with both answers."""
    found = compare(*runs("------"))
    lines = comparison_lines(found)
    assert lines[0] == "right: 6 before, 0 after, of 6 questions"
    assert lines[2] == "McNemar's exact test: p = 0.0312 (significant at 5 %)"
    console = Console(record=True, width=120)
    console.print(changes_table(found))
    text = console.export_text()
    assert text.count("worse") == 6
    assert "q5 q5?" in text
    assert "could be chance" in comparison_lines(compare(*runs("+")))[2]


def test_nothing_in_common() -> None:
    """Runs of other questions cannot be compared."""
    with pytest.raises(ResultsError, match="no question in common"):
        compare({"a": result("a", True)}, {"b": result("b", True)})
