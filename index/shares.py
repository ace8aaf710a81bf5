"""How much each token of a question counts where tokens are compared.

A question's name and its verb do not tell sentences apart alike, and what a learnt vector says of
each token does so better than counting all the same (``docs/evals.md``).
"""

import numpy as np

from index.types import FloatArray


def even_shares(n: int) -> FloatArray:
    """The same for each of ``n`` tokens, (n,), 1 together."""
    return np.full(n, 1 / max(n, 1), dtype=np.float32)


def salient_shares(saliences: FloatArray) -> FloatArray:
    """The softmax of what speaks for each token, (t,): 1 together."""
    if not len(saliences):
        return even_shares(0)
    grown = np.exp(saliences - saliences.max())
    return np.asarray(grown / grown.sum(), dtype=np.float32)
