"""The gate over the lists of lies and of honest paraphrases."""

import json
from pathlib import Path

import pytest

from app.gate import verify
from tests.adversarial.cases import Case, article, cases, cited

LIES = ("before", "building", "second", "third", "fourth", "sixth", "after")
HONEST = (*LIES[:-1], "fifth", "after")
"""``before`` was written before the gate, ``after`` when it was finished and not touched again;
the others were first a trial of it, round by round, and then helped to build it."""
_MIN_HONEST = {"before": 0.95, "after": 0.9, "sixth": 0.65}
_HERE = Path(__file__).parent
_DOCS = _HERE.parents[1] / "docs" / "language-models.md"


def passes(case: Case) -> bool:
    """Whether the gate lets a statement through."""
    return verify(case.text, cited(case), article()).passed


@pytest.mark.parametrize("name", LIES)
def test_no_lie_passes(name: str) -> None:
    """Not one of them, in any list."""
    let_through = [case.text for case in cases(f"lies-{name}") if passes(case)]

    assert let_through == []


@pytest.mark.parametrize("name", HONEST)
def test_honest_paraphrases_pass(name: str) -> None:
    """Most of them; a true sentence that fails costs wording, not truth."""
    honest = cases(f"honest-{name}")
    rate = sum(map(passes, honest)) / len(honest)

    assert rate >= _MIN_HONEST.get(name, 0.8)


def test_both_halves_together_reach_what_was_asked() -> None:
    """At least 60 of each, in both languages; 95% of the honest ones pass."""
    honest = [*cases("honest-before"), *cases("honest-after")]
    lies = [*cases("lies-before"), *cases("lies-after")]

    assert sum(map(passes, honest)) / len(honest) >= 0.95
    assert {case.language for case in honest} == {"de", "en"}
    assert len(honest) >= 60
    assert len(lies) >= 60


def test_no_statement_is_in_two_lists() -> None:
    """With the same citation, that is."""
    names = [f"lies-{name}" for name in LIES] + [f"honest-{name}" for name in HONEST]
    found = [(case.text, case.cites) for name in names for case in cases(name)]

    assert sorted(found) == sorted(set(found))


def test_the_figures_in_the_docs_are_of_these_lists() -> None:
    """What each list gave when the gate first saw it is kept, and told."""
    figures = json.loads((_HERE / "first-sight.json").read_text())
    docs = _DOCS.read_text(encoding="utf-8")

    for name, row in figures.items():
        assert row["n_lies"] == (len(cases(f"lies-{name}")) if name in LIES else 0)
        assert row["n_honest"] == len(cases(f"honest-{name}"))
        caught = f"{row['n_lies'] - row['n_lies_passed']} of {row['n_lies']}"
        assert f"| {name} | {caught if row['n_lies'] else '–'} |" in docs
        assert f"| {row['n_honest_passed']} of {row['n_honest']} |" in docs
