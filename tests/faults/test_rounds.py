"""Every fault of the table, at some random moments; ``python -m tests.faults`` makes more."""

import os
from collections.abc import Iterator

import pytest

from tests.faults.processes import end_children
from tests.faults.table import FAULTS, Fault, run, table
from tests.faults.world import Round

TIMES = int(os.environ.get("FAULT_TIMES", "1"))
"""``FAULT_TIMES=10 make test`` makes ten times as many rounds."""


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No child goes on after a test that failed."""
    yield
    end_children()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.make.__name__)
def test_nothing_is_lost_wrong_or_late(fault: Fault) -> None:
    """Whenever it happens, whoever asks gets the old answer or the new one, in time."""
    if not fault.possible:
        pytest.skip("needs root, and a machine that lets it mount")
    made = run(fault, fault.n_tested * TIMES)
    assert len(made) == fault.n_tested * TIMES
    assert sum(r.n_asked for r in made) > len(made)
    assert [(r.n_wrong, r.n_lost, r.n_hung) for r in made] == [(0, 0, 0)] * len(made)


def test_the_table_is_computed() -> None:
    """Sums of what went wrong, and the median of the times."""
    made = [Round(10, 1, 0, 2, 0.5), Round(1000, 0, 3, 0, 1.5), Round(1, 0, 0, 0, 1.0)]
    assert table([(FAULTS[0], made)]).splitlines()[2] == (
        "| `kill -9` of a builder | 3 | 1,011 | 1 | 3 | 2 | 1.00 s |"
    )
