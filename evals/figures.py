"""Figures with confidence intervals, by a seeded bootstrap over questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 1000
SEED = 20240828
# Two-sided 95 %.
_QUANTILES = (0.025, 0.975)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its 95 % interval.

    ``value`` is ``None`` where it is not defined, as the precision of abstaining is for who
    never abstains; the interval is then empty too. ``n`` is how many questions it rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    better: Literal["higher", "lower"] = "higher"

    def __str__(self) -> str:
        """As ``0.912 (0.87 to 0.95)``."""
        if self.value is None or self.low is None or self.high is None:
            return "–"
        return f"{self.value:.3f} ({self.low:.2f} to {self.high:.2f})"


Figures = Mapping[str, Figure]


def share(values: Floats, of: Floats | None = None, seed: int = SEED) -> Figure:
    """A ratio of sums, such as right answers among questions, or proving citations among all.

    Args:
        values: (n,) numerators, one a question.
        of: (n,) denominators, one a question; 1 each if left out.
        seed: Seed of the bootstrap (percentile method; Efron, 1979).
    """
    over = np.ones_like(values) if of is None else of
    n = int(np.count_nonzero(over))
    if n == 0:
        return Figure(None, None, None, 0)
    picks = np.random.default_rng(seed).integers(0, len(values), (N_RESAMPLES, len(values)))
    sums = over[picks].sum(axis=1)
    ratios = values[picks].sum(axis=1)[sums > 0] / sums[sums > 0]
    return _figure(float(values.sum() / over.sum()), ratios, n)


def bootstrapped(
    statistic: Callable[[NDArray[np.intp]], float | None], n: int, seed: int = SEED
) -> Figure:
    """Any statistic of questions, with its interval.

    Args:
        statistic: Takes positions of questions (with repeats) and gives the value, or ``None``
            where it is not defined for these.
        n: How many questions there are.
        seed: Seed of the bootstrap.
    """
    value = statistic(np.arange(n)) if n else None
    if value is None:
        return Figure(None, None, None, n)
    rng = np.random.default_rng(seed)
    resampled = [statistic(rng.integers(0, n, n)) for _ in range(N_RESAMPLES)]
    return _figure(value, np.array([v for v in resampled if v is not None]), n)


def auroc(positives: Floats, negatives: Floats) -> float | None:
    """The chance that a positive scores above a negative, ties half; ``None`` if either lacks.

    The Mann-Whitney form, since scikit-learn's takes 4 ms a call, and the bootstrap wants
    thousands; the tests hold the two against each other.
    """
    if not len(positives) or not len(negatives):
        return None
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, side="left")
    not_above = np.searchsorted(ordered, positives, side="right")
    return float((below + not_above).sum() / (2 * len(positives) * len(negatives)))


def percentiles(values_ms: Floats) -> tuple[float, float]:
    """The median and the 95th percentile of times."""
    if not len(values_ms):
        return 0.0, 0.0
    return float(np.percentile(values_ms, 50)), float(np.percentile(values_ms, 95))


def _figure(value: float, resampled: Floats, n: int) -> Figure:
    low, high = np.quantile(resampled, _QUANTILES)
    return Figure(value, float(low), float(high), n)
