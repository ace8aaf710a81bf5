"""How much each token of a question counts."""

import numpy as np
import pytest

from index.shares import even_shares, fewer_before, salient_shares
from index.types import Encoding


@pytest.mark.parametrize("n", [1, 3, 40])
def test_even_shares_are_one_together(n: int) -> None:
    """Each the same."""
    assert even_shares(n) == pytest.approx([1 / n] * n)


def test_shares_grow_with_what_speaks_for_a_token() -> None:
    """By hand: e to the difference is the ratio; a constant for all changes nothing."""
    shares = salient_shares(np.log(np.array([1, 3, 4], dtype=np.float32)))
    assert shares == pytest.approx([1 / 8, 3 / 8, 4 / 8])
    high = salient_shares(np.array([1000, 1000 + np.log(3)], dtype=np.float32))
    assert high == pytest.approx([0.25, 0.75], abs=1e-4)


def test_a_text_without_tokens_has_no_shares() -> None:
    """Nothing to compare, and nothing to warn of."""
    nothing = np.zeros(0, dtype=np.float32)
    assert len(even_shares(0)) == len(salient_shares(nothing)) == 0


def test_what_stands_before_counts_less() -> None:
    """By hand: two tokens before the place count a quarter each, then 1 together again."""
    tokens = np.eye(3, dtype=np.float32)
    encoding = Encoding(tokens[0], tokens, ((0, 4), (5, 9), (10, 14)), even_shares(3))
    assert fewer_before(encoding, 10, 0.25).shares == pytest.approx([1 / 6, 1 / 6, 4 / 6])
    assert fewer_before(encoding, 0, 0.25).shares == pytest.approx([1 / 3] * 3)
    assert fewer_before(encoding, 99, 0.0).shares == pytest.approx([0, 0, 0])
