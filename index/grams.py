"""How alike short texts are by their words, word pairs and letters: no meaning, no model.

TF-IDF with hashed features (Weinberger et al., 2009): words and pairs of neighbours are one
block, runs of three to five letters within a word the other, which misspellings hardly change.
Each block is of unit length, so that neither outweighs the other.
"""

import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from index.lexical import fold, words
from index.types import FloatArray, GramTable

N_BUCKETS = 2**17
BLOCK_WEIGHT = 0.3
"""Of two equal texts the similarity is twice this; 0.3 of 0 to 0.6 measured best."""
_LETTERS = (3, 4, 5)
_ROWS_AT_ONCE = 512


def fit_grams(texts: Sequence[str]) -> GramTable:
    """Lay texts out to be compared with; features that are rare among them count more."""
    blocks = [_blocks(text) for text in texts]
    counts = np.zeros(N_BUCKETS, dtype=np.int64)
    for pair in blocks:
        for block in pair:
            counts[list(block)] += 1
    rarity = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)
    rows = [_weighted(pair, rarity) for pair in blocks]
    return GramTable(
        starts=np.cumsum([0, *(len(buckets) for buckets, _ in rows)]),
        buckets=np.concatenate([np.zeros(0, np.int32), *(buckets for buckets, _ in rows)]),
        weights=np.concatenate([np.zeros(0, np.float32), *(weights for _, weights in rows)]),
        rarity=rarity,
    )


class GramSimilarity:
    """Compares texts with those of a table; similarities lie in [0, 2 * ``BLOCK_WEIGHT``]."""

    def __init__(self, table: GramTable) -> None:
        """Make the sparse matrix once."""
        self._rarity = table.rarity
        shape = (len(table.starts) - 1, N_BUCKETS)
        rows = csr_array((table.weights, table.buckets, table.starts), shape=shape)
        # By bucket: a text has some hundred, of which most are rare.
        self._by_bucket = rows.tocsc()

    def add_among(self, kernel: FloatArray) -> None:
        """Add that of each text with each to an (n, n) array, in place and a few rows at a time."""
        rows = self._by_bucket.tocsr()
        for first in range(0, len(kernel), _ROWS_AT_ONCE):
            some = slice(first, first + _ROWS_AT_ONCE)
            kernel[some] += (rows[some] @ rows.T).toarray()

    def of(self, text: str) -> FloatArray:
        """Of a text with each, (n,) float32."""
        buckets, weights = _weighted(_blocks(text), self._rarity)
        return np.asarray(self._by_bucket[:, buckets] @ weights, dtype=np.float32)


def _blocks(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """The buckets of a text's words and pairs, and of its letters."""
    spelt = [fold(word) for word in words(text)]
    pairs = (f"{one} {other}" for one, other in pairwise(spelt))
    padded = [f" {word} " for word in spelt]
    letters = (
        word[at : at + n] for word in padded for n in _LETTERS for at in range(len(word) - n + 1)
    )
    return _hashed("w", [*spelt, *pairs]), _hashed("c", letters)


def _hashed(block: str, grams: Iterable[str]) -> frozenset[int]:
    return frozenset(zlib.crc32(f"{block}{gram}".encode()) % N_BUCKETS for gram in grams)


def _weighted(
    blocks: Iterable[frozenset[int]], rarity: FloatArray
) -> tuple[np.ndarray, FloatArray]:
    """Buckets and weights of a text; each block's squares sum to ``BLOCK_WEIGHT``."""
    buckets, weights = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    for block in blocks:
        own = np.array(sorted(block), dtype=np.int32)
        length = float(np.linalg.norm(rarity[own])) or 1.0
        buckets.append(own)
        weights.append(rarity[own] * np.float32(BLOCK_WEIGHT**0.5 / length))
    return np.concatenate(buckets), np.concatenate(weights)
