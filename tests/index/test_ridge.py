"""A large system solved in its own memory."""

import numpy as np
import pytest
from torch.linalg import LinAlgError  # type: ignore[attr-defined]  # torch's

from index.ridge import solve_in_place


@pytest.mark.parametrize("n", [1, 3, 4, 5, 8, 23])
def test_the_solution_is_numpy_s(n: int) -> None:
    """Whatever the number of blocks of four, and whether the last is full."""
    rng = np.random.default_rng(n)
    root = rng.normal(size=(n, n))
    matrix = (root @ root.T + n * np.eye(n)).astype(np.float32)
    targets = rng.normal(size=(n, 2)).astype(np.float32)
    kept = targets.copy()
    found = solve_in_place(matrix.copy(), targets, block=4)
    assert found == pytest.approx(np.linalg.solve(matrix, targets), abs=1e-4)
    assert found.dtype == np.float32 and np.array_equal(targets, kept)


def test_what_is_not_positive_definite_is_refused() -> None:
    """A kernel that is none shows at once."""
    with pytest.raises(LinAlgError):
        solve_in_place(np.diag([1.0, -1.0]).astype(np.float32), np.ones((2, 1), np.float32))
