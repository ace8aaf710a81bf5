"""Fits the reader's weights: which sentence and which passage answers, and whether any does.

Sentences and passages are ranked by a conditional logit (``evals/ranking.py``). The decision is a
logistic regression on the features of the reading, its threshold the one that decides most
questions rightly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from app.decision import decision_features
from app.evidence import ScoredSentence, SentenceFeatures
from app.model import LinearModel, Weights, sigmoid
from app.passage import PassageFeatures, passage_features
from evals.fit_data import Example
from evals.ranking import fit_ranking, named

Array = NDArray[np.float64]
PLAIN_SENTENCE = ("dense", "context", "token", "least", "kind", "passage", "rank")
EXPANDED_SENTENCE = ("question", "expansion")
PLAIN_DECISION = (
    *("top", "margin", "token", "least", "lexical", "dense", "context", "passage", "gap"),
    *("best_token", "best_least", "best_lexical"),
)
EXPANDED_DECISION = ("unsaid", "expansion")
PASSAGE = ("fused", "top")
DECISION_C = 0.1
NEAR_MISS_WEIGHT = 3.0
"""Of the decision: there are few near misses, and people ask them. On articles held out they are
told from answerable questions with an AUROC of 0.75, where with 1 it is 0.69 and with 8 it is 0.79;
XQuAD whose own paragraph is left out with 0.919, 0.922 and 0.910."""
THRESHOLD_TOLERANCE = 0.002
"""Share of the questions that a stricter threshold may decide worse."""


@dataclass(frozen=True, slots=True)
class Features:
    """Which features the models of sentences and of the decision use, for a sort of document."""

    sentence: tuple[str, ...]
    decision: tuple[str, ...]


PLAIN = Features(PLAIN_SENTENCE, PLAIN_DECISION)
EXPANDED = Features(EXPANDED_SENTENCE, EXPANDED_DECISION)


@dataclass(frozen=True, slots=True)
class Score:
    """What weights reach: shares in [0, 1] of answerable questions, and an area in [0, 1]."""

    hit_at_1: float
    hit_at_3: float
    passage_at_1: float
    auroc: float


def fit_weights(examples: Sequence[Example], features: Features) -> Weights:
    """Fit the three models.

    Args:
        examples: Readings, answerable and not.
        features: What the models may use.
    """
    sentence = _fit_sentence(examples, features.sentence)
    passage = _fit_passage(examples, sentence)
    x = _decision_matrix(examples, sentence, features.decision)
    y = np.array([example.answerable for example in examples])
    counts = np.array([NEAR_MISS_WEIGHT if example.near_miss else 1.0 for example in examples])
    decision = _fit_decision(x, y, counts, features.decision)
    model = LogisticRegression(C=DECISION_C, max_iter=2000)
    held_out = cross_val_predict(
        model, _standard(x), y, cv=5, method="predict_proba", params={"sample_weight": counts}
    )[:, 1]
    return Weights(sentence, passage, decision, _best_threshold([(y, held_out)]))


def shared_threshold(sets: Sequence[Sequence[Example]], weights: Weights) -> float:
    """The threshold that suits several sorts of questions, each sort counting the same."""
    decided = []
    for examples in sets:
        x = _decision_matrix(examples, weights.sentence, tuple(weights.decision.weights))
        logits = weights.decision.bias + x @ np.array(list(weights.decision.weights.values()))
        answerable = np.array([example.answerable for example in examples])
        decided.append((answerable, 1 / (1 + np.exp(-logits))))
    return _best_threshold(decided)


def score_weights(examples: Sequence[Example], weights: Weights) -> Score:
    """Measure weights on readings that they were not fitted on."""
    ranked = [_rescored(example, weights.sentence) for example in examples]
    right = [
        [row_right(example, c) for c in candidates[:3]]
        for example, candidates in zip(examples, ranked, strict=True)
        if example.answerable
    ]
    found = [
        _first_passage_right(example, candidates, weights.passage)
        for example, candidates in zip(examples, ranked, strict=True)
        if example.answerable
    ]
    x = [
        weights.decision.score(decision_features(c, e.nearby).named())
        for e, c in zip(examples, ranked, strict=True)
    ]
    return Score(
        float(np.mean([row[0] for row in right])),
        float(np.mean([any(row) for row in right])),
        float(np.mean(found)),
        float(roc_auc_score([e.answerable for e in examples], x)),
    )


def row_right(example: Example, candidate: ScoredSentence) -> bool:
    """Whether a candidate is one of the example's right sentences."""
    return any(row.right and row.sentence == candidate.sentence for row in example.rows)


def _first_passage_right(
    example: Example, candidates: Sequence[ScoredSentence], model: LinearModel
) -> bool:
    """Whether the passage that a model puts first has one of the example's right sentences."""
    features = dict(passage_features(candidates))
    first = max(features, key=lambda passage_id: model.score(features[passage_id].named()))
    return any(row.right and row.sentence.passage_id == first for row in example.rows)


def _fit_sentence(examples: Sequence[Example], names: tuple[str, ...]) -> LinearModel:
    choices = [
        (
            _matrix([row.features for row in example.rows], names),
            np.array([row.right for row in example.rows]),
        )
        for example in examples
    ]
    return fit_ranking(choices, names)


def _fit_passage(examples: Sequence[Example], sentence: LinearModel) -> LinearModel:
    choices = []
    for example in examples:
        found = passage_features(_rescored(example, sentence))
        right = {row.sentence.passage_id for row in example.rows if row.right}
        x = _matrix([features for _, features in found], PASSAGE)
        choices.append((x, np.array([passage_id in right for passage_id, _ in found])))
    return fit_ranking(choices, PASSAGE)


def _fit_decision(
    x: Array, y: NDArray[np.bool_], counts: Array, names: tuple[str, ...]
) -> LinearModel:
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=DECISION_C, max_iter=2000).fit(_standard(x), y, counts)
    weights = model.coef_[0] / spread
    return LinearModel(float(model.intercept_[0] - weights @ mean), named(names, weights))


def _best_threshold(sets: Sequence[tuple[NDArray[np.bool_], Array]]) -> float:
    """The strictest confidence that decides nearly most questions rightly, on held-out ones.

    A reader is worse served by an answer that the sources do not give than by none.

    Args:
        sets: Of each, which questions are answerable, and their probability to be.
    """
    candidates = np.arange(0.1, 0.9, 0.05)
    right = np.array(
        [np.mean([np.mean((p >= at) == answerable) for answerable, p in sets]) for at in candidates]
    )
    good_enough = candidates[right >= right.max() - THRESHOLD_TOLERANCE]
    return round(float(good_enough[-1]), 4)


def _decision_matrix(
    examples: Sequence[Example], sentence: LinearModel, names: tuple[str, ...]
) -> Array:
    rows = []
    for example in examples:
        grounds = decision_features(_rescored(example, sentence), example.nearby)
        named = dict(grounds.named())
        rows.append([named[name] for name in names])
    return np.array(rows)


def _rescored(example: Example, sentence: LinearModel) -> list[ScoredSentence]:
    scored = [
        ScoredSentence(row.sentence, sigmoid(sentence.score(row.features.named())), row.features)
        for row in example.rows
    ]
    return sorted(scored, key=lambda candidate: -candidate.score)


def _matrix(
    records: Sequence[SentenceFeatures] | Sequence[PassageFeatures], names: tuple[str, ...]
) -> Array:
    return np.array([[getattr(record, name) for name in names] for record in records])


def _standard(x: Array) -> Array:
    return np.asarray((x - x.mean(axis=0)) / (x.std(axis=0) + 1e-9))
