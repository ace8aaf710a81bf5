"""The reader's linear models: weights over named features, kept as a reviewed JSON file."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from app.decision import DecisionFeatures
from app.evidence import SentenceFeatures
from app.passage import PassageFeatures
from index.retrieve import FusionWeights

PATH = Path(__file__).parent / "data" / "reader.json"


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A bias and a weight for each feature by name; features not named count nothing."""

    bias: float
    weights: dict[str, float]

    def score(self, features: tuple[tuple[str, float], ...]) -> float:
        """The weighted sum."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features)


@dataclass(frozen=True, slots=True)
class Weights:
    """Models for documents of one sort, and the confidence from which an answer is given.

    ``sentence`` and ``passage`` tell whether a sentence or its passage answers. ``decision`` has a
    model for each way in which nothing does, by its name, of the log odds that something does
    instead: the sources may be about something else, or about just this and yet not say it.
    """

    sentence: LinearModel
    passage: LinearModel
    decision: Annotated[dict[str, LinearModel], Field(min_length=1)]
    threshold: float


@dataclass(frozen=True, slots=True)
class ReaderModel:
    """All fitted numbers of the reader.

    ``plain`` is for documents without hypothetical questions, ``expanded`` for those with;
    ``description`` says on what data they were fitted and what they reached on data held out.
    """

    description: str
    fusion: FusionWeights
    plain: Weights
    expanded: Weights

    def of(self, expanded: bool) -> Weights:
        """The weights for documents with or without hypothetical questions."""
        return self.expanded if expanded else self.plain

    def score(self, features: SentenceFeatures, expanded: bool) -> float:
        """How well a sentence answers, as a probability in [0, 1]."""
        return sigmoid(self.of(expanded).sentence.score(features.named()))

    def passage_score(self, features: PassageFeatures, expanded: bool) -> float:
        """How well a passage answers, as a probability in [0, 1]."""
        return sigmoid(self.of(expanded).passage.score(features.named()))

    def confidence(self, features: DecisionFeatures, expanded: bool) -> float:
        """The probability in [0, 1] that the sources answer the question."""
        return confidence(self.of(expanded).decision, features.named())


def load_reader_model(path: Path = PATH) -> ReaderModel:
    """Read the weights from their JSON file."""
    return TypeAdapter(ReaderModel).validate_json(path.read_bytes())


def confidence(decision: Mapping[str, LinearModel], named: tuple[tuple[str, float], ...]) -> float:
    """The probability in [0, 1] that the sources answer, by named features: a multinomial logit."""
    return against_all(model.score(named) for model in decision.values())


def sigmoid(value: float) -> float:
    """The logistic function, from a real number to [0, 1]."""
    return against_all((value,))


def against_all(log_odds: Iterable[float]) -> float:
    """The probability of what has these log odds against each of the alternatives."""
    return 1.0 / (1.0 + sum(math.exp(-max(min(value, 60.0), -60.0)) for value in log_odds))
