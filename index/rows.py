"""Rows of scores: the highest of them, and those of some documents left out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.types import FloatArray


def highest(scores: NDArray[np.floating], k: int) -> list[int]:
    """Places of the k highest, highest first; of equals the first ones, of no number none."""
    if k <= 0:
        return []
    found = np.flatnonzero(np.isfinite(scores))
    if len(found) > k:
        least = np.partition(scores[found], -k)[-k]
        found = found[scores[found] >= least]
    order = np.argsort(-scores[found], kind="stable")[:k]
    return [int(at) for at in found[order]]


def nearest(
    vectors: FloatArray, vector: FloatArray, k: int, among: NDArray[np.bool_] | None = None
) -> list[tuple[int, float]]:
    """Row and cosine of the k nearest of unit vectors, (n, d), best first.

    Args:
        vectors: All of them.
        vector: (d,), of unit length.
        k: How many, at most.
        among: Which may be found, (n,); all if not given.
    """
    if among is None:
        scores = vectors @ vector
        return [(row, float(scores[row])) for row in highest(scores, k)]
    rows = np.flatnonzero(among)
    # To copy most of the vectors takes longer than to score them all.
    few = len(rows) < len(vectors) / 2
    scores = vectors[rows] @ vector if few else (vectors @ vector)[rows]
    return [(int(rows[at]), float(scores[at])) for at in highest(scores, k)]


class RowsByDocument:
    """Which rows belong to which document, to leave documents out without comparing their ids."""

    def __init__(self, doc_ids: Sequence[str]) -> None:
        """Take the document of each row."""
        numbers: dict[str, int] = {}
        self._of_row = np.array([numbers.setdefault(i, len(numbers)) for i in doc_ids], np.intp)
        self._numbers = numbers

    def shown(self, exclude: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each row belongs to none of some documents, (n,)."""
        kept = np.ones(len(self._numbers), dtype=bool)
        kept[[self._numbers[i] for i in exclude if i in self._numbers]] = False
        return np.asarray(kept[self._of_row], dtype=bool)
