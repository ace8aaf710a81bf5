"""How far the confidence tells right from wrong: risk-coverage and calibration."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.figures import Floats

N_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence; ``share`` of them are answerable."""

    low: float
    high: float
    confidence: float
    share: float
    n: int


def risk_coverage(confidence: Floats, correct: NDArray[np.bool_]) -> Floats:
    """The share of wrong answers among the k most confident questions, for k = 1 to n.

    El-Yaniv and Wiener, 2010, "On the Foundations of Noise-free Selective Classification".

    Args:
        confidence: (n,) in [0, 1].
        correct: (n,) whether a correct answer was given. A question on which the assistant
            abstained counts as wrong here: what it would have said is not known.

    Returns:
        (n,) risks; coverage of the k-th is k / n. Questions of equal confidence are taken together.
    """
    order = np.argsort(-confidence, kind="stable")
    _, group = np.unique(-confidence[order], return_inverse=True)
    wrong = (~correct[order]).astype(np.float64)
    # Within a tie every order is as good: each question takes the tie's mean.
    means = np.bincount(group, weights=wrong) / np.maximum(np.bincount(group), 1)
    return np.cumsum(means[group]) / np.arange(1, len(wrong) + 1)


def aurc(confidence: Floats, correct: NDArray[np.bool_]) -> float | None:
    """The area under the risk-coverage curve, in [0, 1], lower is better.

    Geifman, Uziel and El-Yaniv, 2019, "Bias-Reduced Uncertainty Estimation for Deep Neural
    Classifiers", section 3.
    """
    return float(risk_coverage(confidence, correct).mean()) if len(confidence) else None


def bins(confidence: Floats, answerable: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """Ten bins of equal width, empty ones left out; the last one includes 1."""
    places = np.minimum((confidence * N_BINS).astype(np.intp), N_BINS - 1)
    return tuple(
        Bin(
            low=int(place) / N_BINS,
            high=(int(place) + 1) / N_BINS,
            confidence=float(confidence[places == place].mean()),
            share=float(answerable[places == place].mean()),
            n=int((places == place).sum()),
        )
        for place in np.unique(places)
    )


def expected_calibration_error(confidence: Floats, answerable: NDArray[np.bool_]) -> float | None:
    """The mean gap between confidence and the share answerable, over ten bins of equal width.

    Naeini, Cooper and Hauskrecht, 2015, "Obtaining Well Calibrated Probabilities Using Bayesian
    Binning". The event is "the sources answer this question", which is what the confidence is
    said to be the probability of.
    """
    if not len(confidence):
        return None
    gaps = [b.n * abs(b.confidence - b.share) for b in bins(confidence, answerable)]
    return sum(gaps) / len(confidence)
