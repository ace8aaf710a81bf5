"""What tells whether the sources answer a question: named features of a whole reading."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.bank import Nearby, QuestionMatch
from app.evidence import ScoredSentence

_NEIGHBOURS = 8
_EDGE = 1e-6
_TEMPERATURE = 0.02
"""Cosine at which a neighbour's vote falls to 1/e; e5 packs questions between 0.8 and 1."""


@dataclass(frozen=True, slots=True)
class DecisionFeatures:
    """Grounds for answering or abstaining.

    ``top``: log odds of the best sentence; ``margin``: its lead over the best one of another
    passage. ``token``, ``least``, ``lexical``, ``dense``, ``passage``, ``kind``,
    ``expansion``: features of the best sentence. ``gap``: lead of the first passage's fused score
    over the second's. ``best_token``, ``best_least``, ``best_lexical``: highest of any sentence.
    ``answered``: best cosine of a hypothetical question, ``missed`` of a near miss, 0 without
    one. ``vote``: share of the nearest eight hypothetical questions that the sources answer, by
    closeness. ``agreement``: 1 if the nearest answered question points to the best sentence.
    ``unsaid``: how far what hypothetical questions taught expects the best sentence's document
    not to say, 0 where there is nothing to learn from.
    """

    top: float
    margin: float
    token: float
    least: float
    lexical: float
    dense: float
    passage: float
    kind: float
    expansion: float
    gap: float
    best_token: float
    best_least: float
    best_lexical: float
    answered: float
    missed: float
    vote: float
    agreement: float
    unsaid: float

    def named(self) -> tuple[tuple[str, float], ...]:
        """Name and value of each feature."""
        return tuple((name, getattr(self, name)) for name in self.__slots__)


def decision_features(candidates: Sequence[ScoredSentence], nearby: Nearby) -> DecisionFeatures:
    """Compute the grounds of a decision.

    Args:
        candidates: Sentences, best first.
        nearby: What hypothetical questions and near misses say.

    Raises:
        ValueError: If there is no candidate.
    """
    if not candidates:
        raise ValueError("a decision needs at least one candidate")
    best, matches = candidates[0], nearby.matches
    own = best.features
    passage_id = best.sentence.passage_id
    others = [c.score for c in candidates if c.sentence.passage_id != passage_id]
    answered = next((m for m in matches if m.representation.sentence_ids), None)
    missed = next((m for m in matches if not m.representation.sentence_ids), None)
    agrees = answered is not None and best.sentence.sentence_id in (
        answered.representation.sentence_ids
    )
    return DecisionFeatures(
        top=log_odds(best.score),
        margin=log_odds(best.score) - log_odds(max(others, default=0.0)),
        token=own.token,
        least=own.least,
        lexical=own.lexical,
        dense=own.dense,
        passage=own.passage,
        kind=own.kind,
        expansion=own.expansion,
        gap=_gap(candidates),
        best_token=max(c.features.token for c in candidates),
        best_least=max(c.features.least for c in candidates),
        best_lexical=max(c.features.lexical for c in candidates),
        answered=answered.score if answered else 0.0,
        missed=missed.score if missed else 0.0,
        vote=_vote(matches[:_NEIGHBOURS]),
        agreement=float(agrees),
        unsaid=nearby.unsaid.get(best.sentence.doc_id, 0.0),
    )


def log_odds(probability: float) -> float:
    """The logit of a probability, held between those of a millionth and its complement."""
    held = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(held / (1 - held))


def _gap(candidates: Sequence[ScoredSentence]) -> float:
    fused = {c.sentence.passage_id: c.features.passage for c in candidates}
    ordered = sorted(fused.values(), reverse=True)
    return ordered[0] - ordered[1] if len(ordered) > 1 else 0.0


def _vote(nearest: Sequence[QuestionMatch]) -> float:
    if not nearest:
        return 0.0
    scores = np.array([match.score for match in nearest])
    weights = np.exp((scores - scores.max()) / _TEMPERATURE)
    for_it = np.array([bool(match.representation.sentence_ids) for match in nearest])
    return float(weights[for_it].sum() / weights.sum())
