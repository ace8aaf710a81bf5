"""Figures and their intervals, by hand and against libraries."""

import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn.metrics import roc_auc_score

from evals.figures import Figure, auroc, bootstrapped, percentiles, share


def test_share_by_hand() -> None:
    """Three of four, and proving citations among all of them."""
    assert share(np.array([1.0, 1.0, 0.0, 1.0])).value == 0.75
    ratio = share(np.array([1.0, 0.0, 2.0]), np.array([1.0, 0.0, 3.0]))
    assert (ratio.value, ratio.n) == (0.75, 2)


def test_interval_is_scipys() -> None:
    """The percentile bootstrap of a mean, within what two seeds differ by."""
    values = (np.arange(80) % 5 > 0).astype(float)
    ours = share(values, seed=1)
    theirs = bootstrap(
        (values,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(2)
    ).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.02)
    assert ours.high == pytest.approx(theirs.high, abs=0.02)


def test_the_seed_decides() -> None:
    """The same seed gives the same interval, another one another."""
    values = (np.arange(37) % 3 > 0).astype(float)
    assert share(values, seed=5) == share(values, seed=5)
    assert share(values, seed=5) != share(values, seed=6)


def test_undefined_is_none_and_not_zero() -> None:
    """No denominator, no value."""
    assert share(np.array([0.0, 0.0]), np.array([0.0, 0.0])) == Figure(None, None, None, 0)
    assert str(share(np.array([]))) == "–"
    assert bootstrapped(lambda at: None, 3).value is None


def test_shown_with_its_interval() -> None:
    """As the tables have it."""
    assert str(Figure(0.91234, 0.874, 0.951, 9)) == "0.912 (0.87 to 0.95)"


def test_auroc_by_hand_and_by_scikit_learn() -> None:
    """0.9 beats both, 0.5 ties one and beats one: 3.5 of 4 pairs."""
    assert auroc(np.array([0.9, 0.5]), np.array([0.5, 0.1])) == 3.5 / 4
    rng = np.random.default_rng(3)
    positives = rng.normal(0.5, 1, 200).round(1)
    negatives = rng.normal(0, 1, 150).round(1)
    labels = [1] * 200 + [0] * 150
    expected = roc_auc_score(labels, np.concatenate([positives, negatives]))
    assert auroc(positives, negatives) == pytest.approx(expected)
    assert auroc(positives, np.array([])) is None


def test_resamples_without_a_value_are_left_out() -> None:
    """An interval of an AUROC over few questions, where some resamples have one class only."""
    scores = np.array([0.9, 0.8, 0.1])
    label = np.array([True, True, False])
    figure = bootstrapped(lambda at: auroc(scores[at][label[at]], scores[at][~label[at]]), 3)
    assert (figure.value, figure.low, figure.high) == (1.0, 1.0, 1.0)


def test_percentiles() -> None:
    """Of 1 to 101 ms."""
    assert percentiles(np.arange(1.0, 102.0)) == (51.0, 96.0)
    assert percentiles(np.array([])) == (0.0, 0.0)
