"""The gate over the lists of lies and of honest paraphrases."""

import json
from pathlib import Path

import pytest

from app.gate import verify
from tests.adversarial.cases import Case, article, cases, cited

LISTS = ("before", "building", "second", "third", "fourth")
"""``before`` was written before the gate; the rest helped while it was built."""
MIN_HONEST = {"before": 0.95}
_RATES = Path(__file__).parent / "first-sight.json"


def passes(case: Case) -> bool:
    """Whether the gate lets a statement through."""
    return verify(case.text, cited(case), article()).passed


@pytest.mark.parametrize("name", LISTS)
def test_no_lie_passes(name: str) -> None:
    """No lie passes."""
    let_through = [case.text for case in cases(f"lies-{name}") if passes(case)]

    assert let_through == []


@pytest.mark.parametrize("name", LISTS)
def test_honest_paraphrases_pass(name: str) -> None:
    """Honest paraphrases pass."""
    honest = cases(f"honest-{name}")
    rate = sum(map(passes, honest)) / len(honest)

    assert rate >= MIN_HONEST.get(name, 0.8)


def test_the_lists_together_are_many_and_in_both_languages() -> None:
    """The lists together are many, and in both languages."""
    honest = [case for name in LISTS for case in cases(f"honest-{name}")]
    lies = [case for name in LISTS for case in cases(f"lies-{name}")]

    assert sum(map(passes, honest)) / len(honest) >= 0.85
    assert {case.language for case in honest} == {"de", "en"}
    assert len(honest) >= 60
    assert len(lies) >= 60


def test_no_statement_is_in_two_lists() -> None:
    """No statement is in two lists."""
    names = [f"{kind}-{name}" for name in LISTS for kind in ("lies", "honest")]
    found = [(case.text, case.cites) for name in names for case in cases(name)]

    assert sorted(found) == sorted(set(found))


def test_figures_at_first_sight_are_of_these_lists() -> None:
    """Figures at first sight are of these lists."""
    figures = json.loads(_RATES.read_text())

    for name, row in figures.items():
        assert row["n_lies"] == len(cases(f"lies-{name}"))
        assert row["n_honest"] == len(cases(f"honest-{name}"))
