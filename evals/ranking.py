"""Fits a linear model that ranks, by a conditional logit (McFadden, 1974).

The probability of what is right, among all that there is to choose from, is as high as it can be.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

from app.model import LinearModel

Array = NDArray[np.float64]
RANK_PENALTY = 1e-3


def fit_ranking(
    choices: Sequence[tuple[Array, NDArray[np.bool_]]], names: tuple[str, ...]
) -> LinearModel:
    """Fit the model.

    Args:
        choices: Features of what there is to choose from, (n, f), and which of it is right, (n,);
            those without anything right teach nothing.
        names: Of the f features.

    Returns:
        Log odds that one is right.
    """
    usable = [(rows, right) for rows, right in choices if right.any()]
    x = np.concatenate([rows for rows, _ in usable])
    right = np.concatenate([right for _, right in usable])
    starts = np.cumsum([0, *(len(rows) for rows, _ in usable)])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    weights = _conditional_logit((x - mean) / spread, right, starts) / spread
    # The ranking has no zero of its own: a second fit turns it into a probability.
    line = LogisticRegression(C=1e3).fit((x @ weights)[:, None], right)
    scale = float(line.coef_[0, 0])
    return LinearModel(float(line.intercept_[0]), named(names, weights * scale))


def named(names: tuple[str, ...], values: Array) -> dict[str, float]:
    """Weights by their names, rounded as they are kept."""
    return {name: round(float(value), 5) for name, value in zip(names, values, strict=True)}


def _conditional_logit(x: Array, right: NDArray[np.bool_], starts: NDArray[np.int64]) -> Array:
    pairs = list(pairwise(starts.tolist()))

    def loss(weights: Array) -> tuple[float, Array]:
        scores = x @ weights
        total, gradient = 0.0, np.zeros_like(weights)
        for first, last in pairs:
            part, rows, gold = scores[first:last], x[first:last], right[first:last]
            total += logsumexp(part) - logsumexp(part[gold])
            gradient += _softmax(part) @ rows - _softmax(part[gold]) @ rows[gold]
        n = len(pairs)
        penalty = RANK_PENALTY * float(weights @ weights)
        return total / n + penalty, np.asarray(gradient / n + 2 * RANK_PENALTY * weights)

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


def _softmax(scores: Array) -> Array:
    return np.asarray(np.exp(scores - logsumexp(scores)))
