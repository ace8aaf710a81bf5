"""The highest of scores."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from index.rows import highest


@example([-1.0, np.nan, np.nan], 2)
@given(st.lists(st.sampled_from([-1.0, 0.0, 0.5, 1.0, -np.inf, np.nan])), st.integers(-1, 8))
def test_the_highest_are_those_that_sorting_gives(values: list[float], k: int) -> None:
    """Of equals the first ones, of what is no number none."""
    scores = np.array(values, dtype=np.float32)
    order = [at for at in np.argsort(-scores, kind="stable") if np.isfinite(scores[at])]
    assert highest(scores, k) == order[: max(k, 0)]
