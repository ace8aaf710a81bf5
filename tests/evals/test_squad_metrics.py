"""The SQuAD figures on outcomes worked by hand."""

import pytest

from evals.squad_data import SquadQuestion
from evals.squad_metrics import squad_figures, times_ms
from evals.squad_run import SquadOutcome
from evals.squad_text import exact_match, normalise, token_f1
from sources.types import Span


def outcome(
    number: int,
    rank: int,
    sentence_rank: int,
    confidences: tuple[float, float | None, float | None],
    answerable: bool = True,
) -> SquadOutcome:
    """An outcome whose gold paragraph ``g`` has this rank (0: not found)."""
    spans = (Span(0, 1),) if answerable else ()
    others = tuple(f"x{i}" for i in range(11))
    ranking = (*others[: rank - 1], "g", *others[rank - 1 :]) if rank else others
    return SquadOutcome(
        SquadQuestion(f"q{number}", "?", "g", 0, ("a",) if answerable else (), spans),
        ranking,
        sentence_rank,
        "a",
        confidences[0],
        confidences[1],
        confidences[2],
        exact_match=float(number == 0),
        token_f1=0.5,
        best_f1=0.75,
        elapsed_ms=float(10 * (number + 1)),
    )


@pytest.fixture
def outcomes() -> tuple[SquadOutcome, ...]:
    """Four answerable questions and one impossible one."""
    return (
        outcome(0, 1, 1, (0.9, 0.1, 0.0)),
        outcome(1, 2, 3, (0.8, 0.5, 0.1)),
        outcome(2, 4, 4, (0.4, 0.5, 0.2)),
        outcome(3, 0, 0, (0.5, None, None)),
        outcome(4, 1, 0, (0.6, None, None), answerable=False),
    )


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("paragraph R@1", 1 / 4, 4),
        ("paragraph R@3", 2 / 4, 4),
        ("paragraph R@5", 3 / 4, 4),
        ("paragraph MRR@10", (1 + 1 / 2 + 1 / 4) / 4, 4),
        ("answer sentence hit@1", 1 / 4, 4),
        ("answer sentence hit@3", 2 / 4, 4),
        # 0.9 and 0.8 beat 0.1, 0.5, 0.5; 0.4 beats 0.1 only: 7 of 9 pairs.
        ("AUROC, paragraph out", 7 / 9, 3),
        ("AUROC, article out", 1.0, 3),
        # 0.9 and 0.8 beat 0.6; 0.4 and 0.5 do not.
        ("AUROC, impossible questions", 2 / 4, 5),
        ("exact match", 1 / 4, 4),
        ("token F1", 0.5, 4),
        ("token F1, best sentence", 0.75, 4),
    ],
)
def test_figure(outcomes: tuple[SquadOutcome, ...], name: str, value: float, n: int) -> None:
    """Each figure by hand."""
    figure = squad_figures(outcomes)[name]
    assert figure.value == pytest.approx(value)
    assert figure.n == n
    assert figure.low is not None and figure.high is not None
    assert figure.low <= value + 1e-9 and value - 1e-9 <= figure.high


def test_times(outcomes: tuple[SquadOutcome, ...]) -> None:
    """10 to 50 ms: the median is 30, the 95th percentile 48."""
    assert times_ms(outcomes) == pytest.approx((30.0, 48.0))


def test_impossible_questions_alone(outcomes: tuple[SquadOutcome, ...]) -> None:
    """Nothing is defined, and nothing breaks."""
    (figure,) = squad_figures(outcomes[4:]).values()
    assert figure.value is None


@pytest.mark.parametrize(
    ("answer", "gold", "language", "expected"),
    [
        ("The Broncos!", "broncos", "en", (1.0, 1.0)),
        ("Die Broncos", "broncos", "de", (1.0, 1.0)),
        ("die Broncos", "broncos", "en", (0.0, 2 / 3)),
        ("In Paris, 1999", "Paris", "en", (0.0, 0.5)),
        ("", "Paris", "en", (0.0, 0.0)),
    ],
)
def test_em_and_f1(answer: str, gold: str, language: str, expected: tuple[float, float]) -> None:
    """As the official scripts have it."""
    golds = ("something else", gold)
    found = (exact_match(answer, golds, language), token_f1(answer, golds, language))
    assert found == pytest.approx(expected)


def test_normalise() -> None:
    """Case, punctuation and articles go; the rest stays in order."""
    assert normalise("The „quick“ Fox, a fox.", "en") == ["quick", "fox", "fox"]
