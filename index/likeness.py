"""How alike questions are, the kernel of what hypothetical ones teach.

Two are alike by the frozen encoder's vectors and by their words and letters. A follow-up is read
behind the question before it, whose words are most of what is compared: so two follow-ups are as
alike as both together are and as both are by themselves, and a follow-up and a question that stands
alone less than they seem.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from index.grams import BLOCK_WEIGHT, N_BUCKETS, GramSimilarity, fit_grams
from index.types import Encoding, FloatArray, FollowUps, GramTable

KERNEL_WIDTH = 0.4
"""Distance at which a question counts 1/e, as a share of the mean; 0.3 to 0.6 measured alike."""
APART_SHARE = 0.4
"""How alike a follow-up and a question that stands alone are, of what their texts are, and two
follow-ups that by themselves have nothing in common. Of the follow-ups among the known facts to
tune on this finds the right sentence for 98 %, with 0.7 for 95 and with 1 for 90; the other
questions fare alike."""
MIN_FOLLOWUPS = 50
"""With fewer there is nothing to learn how they are answered from, and all questions are alike by
their texts alone."""
LIKENESS_CONSTANTS = (KERNEL_WIDTH, APART_SHARE, MIN_FOLLOWUPS, BLOCK_WEIGHT, N_BUCKETS)
_ROWS_AT_ONCE = 4096


def width_of(vectors: FloatArray) -> float:
    """The distance at which one of these questions, (n, d), counts 1/e for another."""
    if not len(vectors):
        return 1.0
    return max(KERNEL_WIDTH * (1 - float(np.square(vectors.mean(axis=0)).sum())), 1e-6)


def follow_ups(asked: Sequence[tuple[str, int]], alone: Mapping[str, FloatArray]) -> FollowUps:
    """The follow-ups among questions; none of fewer than ``MIN_FOLLOWUPS``.

    Args:
        asked: The text of each question, and where a follow-up begins in it, else 0.
        alone: The vector of each follow-up by itself, by its text.
    """
    places = [place for place, (_, start) in enumerate(asked) if start]
    if len(places) < MIN_FOLLOWUPS:
        places = []
    texts = [asked[place][0][asked[place][1] :] for place in places]
    vectors = np.array([alone[text] for text in texts], dtype=np.float32)
    numbers = np.array(places, dtype=np.int32)
    return FollowUps(numbers, vectors, width_of(vectors), fit_grams(texts))


class Likeness:
    """Compares questions with those of a document; a question with itself is at most 1.6."""

    def __init__(self, width: float, grams: GramTable, followups: FollowUps) -> None:
        """As of ``Expansion``."""
        self._width = width
        self._grams = GramSimilarity(grams)
        self._followups = followups
        self._own_grams = GramSimilarity(followups.grams)
        self._n = len(grams.starts) - 1

    def of(self, question: str, encoding: Encoding, cosines: FloatArray) -> FloatArray:
        """Of a question with each, (n,).

        Args:
            question: What was asked.
            encoding: The same, encoded.
            cosines: (n,) with each.
        """
        similar = _near(cosines, self._width) + self._grams.of(question)
        followups = self._followups
        if not len(followups.places):
            return similar
        own = None
        if encoding.own is not None:
            own = _near(followups.vectors @ encoding.own, followups.width)
            own += self._own_grams.of(question[encoding.start :])
        return similar * self._shares(own)

    def among(self, vectors: FloatArray) -> FloatArray:
        """Of each with each, (n, n), whose vectors, (n, d), are given."""
        kernel = _near_among(vectors, self._width)
        self._grams.add_among(kernel)
        places = self._followups.places
        if len(places):
            own = _near_among(self._followups.vectors, self._followups.width)
            self._own_grams.add_among(own)
            followed = dict(zip(places.tolist(), own, strict=True))
            for row, similar in enumerate(kernel):  # no second array of that size
                similar *= self._shares(followed.get(row))
        return kernel

    def _shares(self, own: FloatArray | None) -> FloatArray:
        """What counts of a question's likeness with each, (n,).

        ``own``, (m,), says how alike the follow-ups are to it by themselves; it is ``None`` for a
        question that stands alone.
        """
        places = self._followups.places
        shares = np.full(self._n, 1 if own is None else APART_SHARE, dtype=np.float32)
        shares[places] = APART_SHARE if own is None else _share(own)
        return shares


def _near(cosines: FloatArray, width: float) -> FloatArray:
    return np.asarray(np.exp((cosines - 1) / width), dtype=np.float32)


def _near_among(vectors: FloatArray, width: float) -> FloatArray:
    """Of each with each, (n, n), in one array of that size."""
    kernel = np.empty((len(vectors), len(vectors)), dtype=np.float32)
    for first in range(0, len(vectors), _ROWS_AT_ONCE):  # OpenBLAS crashed on 29,000 at once
        some = slice(first, first + _ROWS_AT_ONCE)
        np.matmul(vectors[some], vectors.T, out=kernel[some])
    kernel -= 1
    kernel /= width
    return np.exp(kernel, out=kernel)


def _share(own: FloatArray) -> FloatArray:
    """What counts of two follow-ups' likeness, by how alike they are by themselves."""
    return APART_SHARE + (1 - APART_SHARE) * own / np.float32(1 + 2 * BLOCK_WEIGHT)
