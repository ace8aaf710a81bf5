"""How the encoder's threads wait."""

import os

import pytest

from index.threads import share_cores


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
