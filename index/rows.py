"""Rows of scores: the highest of them, and those of some documents left out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


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
