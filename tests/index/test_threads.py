"""How the threads of the encoder wait, and how many multiply."""

import os

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from index.threads import multiply_alone, share_cores


@pytest.mark.parametrize(("own", "kept"), [(None, "PASSIVE"), ("ACTIVE", "ACTIVE")])
def test_threads_sleep_unless_the_user_says_otherwise(
    own: str | None, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable that OpenMP looks at."""
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    if own is not None:
        monkeypatch.setenv("OMP_WAIT_POLICY", own)
    share_cores()
    assert os.environ["OMP_WAIT_POLICY"] == kept


@pytest.mark.parametrize(("own", "n_threads"), [(None, 1), ("2", 2)])
def test_numpy_multiplies_in_one_thread_unless_the_user_says_otherwise(
    own: str | None, n_threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the libraries say of themselves."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if own is not None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", own)
    with threadpool_limits(2, user_api="blas"):
        multiply_alone()
        found = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
    assert found == {n_threads}
