"""How much each token of a question counts where tokens are compared.

A question's name and its verb do not tell sentences apart alike, and what a learnt vector says of
each token does so better than counting all the same (``docs/evals.md``).
"""

from dataclasses import replace

import numpy as np

from index.types import Encoding, FloatArray


def even_shares(n: int) -> FloatArray:
    """The same for each of ``n`` tokens, (n,), 1 together."""
    return np.full(n, 1 / max(n, 1), dtype=np.float32)


def salient_shares(saliences: FloatArray) -> FloatArray:
    """The softmax of what speaks for each token, (t,): 1 together."""
    if not len(saliences):
        return even_shares(0)
    grown = np.exp(saliences - saliences.max())
    return np.asarray(grown / grown.sum(), dtype=np.float32)


def fewer_before(encoding: Encoding, start: int, share: float) -> Encoding:
    """The same text, of which the tokens before ``start``, in characters, count ``share`` as much.

    Together they count 1 as before.
    """
    before = np.array([end <= start for _, end in encoding.offsets], dtype=bool)
    shares = np.where(before, np.float32(share), np.float32(1)) * encoding.shares
    return replace(encoding, shares=shares / max(float(shares.sum()), 1e-9))
