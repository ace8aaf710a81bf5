"""Risk-coverage and calibration on cases worked by hand."""

import numpy as np
import pytest

from evals.calibration import aurc, bins, expected_calibration_error, risk_coverage


def test_risk_coverage_by_hand() -> None:
    """Right, wrong, right, wrong from the most confident on."""
    confidence = np.array([0.2, 0.9, 0.4, 0.7])
    correct = np.array([False, True, True, False])
    assert risk_coverage(confidence, correct) == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert aurc(confidence, correct) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_equal_confidence_has_no_order() -> None:
    """One of two is wrong, whichever comes first."""
    confidence = np.array([0.5, 0.5])
    for correct in ([True, False], [False, True]):
        assert risk_coverage(confidence, np.array(correct)) == pytest.approx([0.5, 0.5])


def test_ordering_by_right_is_best() -> None:
    """A confidence that knows costs less than one that misleads."""
    correct = np.array([True] * 5 + [False] * 5)
    knowing = aurc(np.linspace(1, 0, 10), correct)
    misled = aurc(np.linspace(0, 1, 10), correct)
    assert knowing is not None and misled is not None
    assert knowing < 0.3 < 0.7 < misled
    assert aurc(np.array([]), np.array([], dtype=bool)) is None


def test_calibration_error_by_hand() -> None:
    """Bin 0.9 to 1: two questions, confidence 0.95, half answerable; bin 0.1: gap 0.1 of one."""
    confidence = np.array([0.92, 0.98, 0.1])
    answerable = np.array([True, False, False])
    assert expected_calibration_error(confidence, answerable) == pytest.approx(
        (2 * 0.45 + 1 * 0.1) / 3
    )
    assert [(b.low, b.n, b.share) for b in bins(confidence, answerable)] == [
        (0.1, 1, 0.0),
        (0.9, 2, 0.5),
    ]


def test_confidence_one_is_in_the_last_bin() -> None:
    """And perfect calibration has no error."""
    confidence = np.array([1.0, 1.0, 0.0])
    answerable = np.array([True, True, False])
    assert [b.high for b in bins(confidence, answerable)] == [0.1, 1.0]
    assert expected_calibration_error(confidence, answerable) == 0.0
    assert expected_calibration_error(np.array([]), np.array([], dtype=bool)) is None
