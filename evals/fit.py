"""Fits the reader's weights: which sentence and which passage answers, and whether any does.

Sentences and passages are ranked by a conditional logit (``evals/ranking.py``). The decision is a
multinomial logit on the features of the reading, an answer or one of the ways to have none, fitted
a way at a time (Begg and Gray, 1984): what tells that nothing is there about the subject does not
tell that it is there and says something else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from app.decision import decision_features
from app.evidence import ScoredSentence, SentenceFeatures
from app.model import LinearModel, Weights, confidence, sigmoid
from app.passage import PassageFeatures, passage_features
from evals.fit_data import Example
from evals.ranking import fit_ranking, named

Array = NDArray[np.float64]
PLAIN_SENTENCE = ("token", "least", "kind", "passage", "rank")
EXPANDED_SENTENCE = ("question", "expansion")
PLAIN_ABSENT = ("top", "margin", "lexical", "passage", "gap", "best_token", "best_lexical")
PLAIN_NEAR_MISS = ("best_token", "best_least")
EXPANDED_UNANSWERED = ("unsaid", "expansion")
PASSAGE = ("fused", "top")
DECISION_C = 0.1
ANSWERED, ABSENT, NEAR_MISS = "answered", "absent", "near_miss"
"""Of a reading: what the question is about is not there, or only what it asks of it."""
NEAR_MISS_SHARE = 1 / 2
"""What near misses count together, where what is answered counts 1. With 1, 2/3 and 1/2 questions
about added articles (dev) are told from their near misses with an AUROC of 0.876, 0.867 and 0.859,
and XQuAD from itself with the own paragraph left out with 0.926, 0.932 and 0.936 in one language;
by one model of both ways, with more features, it was 0.756 and 0.941."""
_FOLDS = 5
THRESHOLD_TOLERANCE = 0.005
"""Share of the questions that a stricter threshold may decide worse."""


@dataclass(frozen=True, slots=True)
class Features:
    """Which features the models use, for a sort of document.

    ``decision`` has them for each way to have no answer, the only one standing for both, and
    ``shares`` what all readings of that way count together, where those with an answer count 1; as
    many as there are, if not given.
    """

    sentence: tuple[str, ...]
    decision: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, float] = field(default_factory=dict)


PLAIN = Features(
    PLAIN_SENTENCE,
    {ABSENT: PLAIN_ABSENT, NEAR_MISS: PLAIN_NEAR_MISS},
    {ABSENT: 1.0, NEAR_MISS: NEAR_MISS_SHARE},
)
EXPANDED = Features(EXPANDED_SENTENCE, {NEAR_MISS: EXPANDED_UNANSWERED})


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
    read = [_read(example, sentence) for example in examples]
    decision = _fit_decision(read, features)
    ways = np.array([one.way for one in read])
    held_out = np.zeros(len(read))
    for seen, unseen in StratifiedKFold(_FOLDS).split(ways, ways):
        fitted = _fit_decision([read[i] for i in seen], features)
        held_out[unseen] = [confidence(fitted, read[i].named) for i in unseen]
    return Weights(
        sentence, passage, decision, _best_threshold([(ways == ANSWERED, held_out)], _accuracy)
    )


def shared_threshold(sets: Sequence[Sequence[Example]], weights: Weights) -> float:
    """The threshold that suits several sorts of questions, each sort counting the same.

    How many of a sort are answerable is chance, of how often each was read: both count the same.
    """
    decided = []
    for examples in sets:
        answerable = np.array([example.answerable for example in examples])
        decided.append((answerable, _confidences(examples, weights)))
    return _best_threshold(decided, _balanced_accuracy)


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
    return Score(
        float(np.mean([row[0] for row in right])),
        float(np.mean([any(row) for row in right])),
        float(np.mean(found)),
        float(roc_auc_score([e.answerable for e in examples], _confidences(examples, weights))),
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


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading: why it has no answer, if it has none, and the named grounds to tell by."""

    way: str
    named: tuple[tuple[str, float], ...]


def _read(example: Example, sentence: LinearModel) -> _Read:
    way = ANSWERED if example.answerable else NEAR_MISS if example.near_miss else ABSENT
    return _Read(way, decision_features(_rescored(example, sentence), example.nearby).named())


def _fit_decision(read: Sequence[_Read], features: Features) -> dict[str, LinearModel]:
    """Of each way to have no answer that was read, the log odds of an answer against it."""
    only = len(features.decision) == 1
    found: dict[str, LinearModel] = {}
    for way, names in features.decision.items():
        both = [one for one in read if only or one.way in (ANSWERED, way)]
        x = np.array([[g[name] for name in names] for g in (dict(one.named) for one in both)])
        y = np.array([one.way == ANSWERED for one in both])
        if y.all():  # nothing to tell an answer from
            continue
        share = features.shares.get(way, float((~y).sum() / y.sum()))
        counts = np.where(y, 1.0, share * y.sum() / (~y).sum())
        found[way] = _fit_logit(x, y, counts, names)
    return found


def _fit_logit(
    x: Array, y: NDArray[np.bool_], counts: Array, names: tuple[str, ...]
) -> LinearModel:
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=DECISION_C, max_iter=2000).fit((x - mean) / spread, y, counts)
    weights = model.coef_[0] / spread
    return LinearModel(float(model.intercept_[0] - weights @ mean), named(names, weights))


def _best_threshold(
    sets: Sequence[tuple[NDArray[np.bool_], Array]],
    rightly: Callable[[NDArray[np.bool_], NDArray[np.bool_]], float],
) -> float:
    """The strictest confidence that decides nearly most questions rightly.

    A reader is worse served by an answer that the sources do not give than by none.

    Args:
        sets: Of each, which questions are answerable, and their probability to be.
        rightly: How rightly questions are decided, of which are answerable and answered.
    """
    candidates = np.arange(0.1, 0.9, 0.1)  # few questions lie between finer steps
    right = np.array([np.mean([rightly(y, p >= at) for y, p in sets]) for at in candidates])
    good_enough = candidates[right >= right.max() - THRESHOLD_TOLERANCE]
    return round(float(good_enough[-1]), 4)


def _accuracy(answerable: NDArray[np.bool_], answered: NDArray[np.bool_]) -> float:
    """The share of the questions that was decided rightly."""
    return float(np.mean(answered == answerable))


def _balanced_accuracy(answerable: NDArray[np.bool_], answered: NDArray[np.bool_]) -> float:
    """The mean over answerable questions and others of the share that was decided rightly."""
    sorts = [sort for sort in (answerable, ~answerable) if sort.any()]
    return float(np.mean([np.mean(answered[sort] == answerable[sort]) for sort in sorts]))


def _confidences(examples: Sequence[Example], weights: Weights) -> Array:
    return np.array(
        [confidence(weights.decision, _read(e, weights.sentence).named) for e in examples]
    )


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
