"""The highest of scores."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.rows import highest, nearest


@example([-1.0, np.nan, np.nan], 2)
@given(st.lists(st.sampled_from([-1.0, 0.0, 0.5, 1.0, -np.inf, np.nan])), st.integers(-1, 8))
def test_the_highest_are_those_that_sorting_gives(values: list[float], k: int) -> None:
    """Of equals the first ones, of what is no number none."""
    scores = np.array(values, dtype=np.float32)
    order = [at for at in np.argsort(-scores, kind="stable") if np.isfinite(scores[at])]
    assert highest(scores, k) == order[: max(k, 0)]


@given(st.lists(st.booleans(), min_size=6, max_size=6), st.integers(0, 7))
def test_the_nearest_are_looked_for_among_those_that_may_be_found(
    shown: list[bool], k: int
) -> None:
    """Few of them or most, the same as sorting gives; all without a choice."""
    angles = np.array([0.3, 1.2, 0.1, 2.0, 0.7, 0.2])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    asked = np.array([1, 0], dtype=np.float32)
    expected = [row for row in np.argsort(angles).tolist() if shown[row]][:k]
    found = nearest(vectors, asked, k, np.array(shown))
    assert [row for row, _ in found] == expected
    assert [score for _, score in found] == pytest.approx(np.cos(angles[expected]).tolist())
    assert nearest(vectors, asked, k) == nearest(vectors, asked, k, np.ones(6, dtype=bool))
