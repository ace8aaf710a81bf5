"""How far a run is, where nobody sees a bar."""

import pytest

from evals.progress import shown


def test_a_log_gets_a_line_at_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    """Twenty-five items: ten lines, the last one says all, and every item comes through."""
    assert list(shown(range(25), "Asking")) == list(range(25))
    lines = capsys.readouterr().err.splitlines()
    assert [lines[0], lines[1], lines[-1]] == [
        "Asking: 3 of 25",
        "Asking: 5 of 25",
        "Asking: 25 of 25",
    ]
    assert len(lines) == 10


def test_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """No line."""
    assert list(shown([], "Asking")) == []
    assert capsys.readouterr().err == ""
