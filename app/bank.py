"""The hypothetical questions of an index: which of them a question is near, what they teach."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from index.expand import Predictor
from index.represent import is_question
from index.rows import RowsByDocument, highest
from index.types import Encoding, FloatArray, Representation, Snapshot

N_MATCHES = 10
LATER_ANSWER = 0.01
"""What a hypothetical question's cosine loses with each answer after its best."""


@dataclass(frozen=True, slots=True)
class QuestionMatch:
    """A hypothetical question near the one asked; ``score`` is their cosine."""

    representation: Representation
    score: float


@dataclass(frozen=True, slots=True)
class Nearby:
    """What a question comes near to; empty where there are no hypothetical questions.

    ``matches`` are the nearest ten, best first, then the nearest answered and the nearest missed
    where they are not among them; ``by_sentence`` is the best cosine of a question that a
    sentence answers, by its id. ``expected`` says how far each sentence is expected to answer,
    about 0 to 1, ``unsaid`` by document how far it does not say, and ``broad`` how far an answer
    from it takes three sentences or more.
    """

    matches: tuple[QuestionMatch, ...] = ()
    by_sentence: Mapping[str, float] = field(default_factory=dict)
    expected: Mapping[str, float] = field(default_factory=dict)
    unsaid: Mapping[str, float] = field(default_factory=dict)
    broad: Mapping[str, float] = field(default_factory=dict)


class QuestionBank:
    """Compares a question with all hypothetical ones at once."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Lay the questions of a snapshot out in arrays."""
        rows = [i for i, r in enumerate(snapshot.representations) if is_question(r)]
        self._questions = [snapshot.representations[row] for row in rows]
        self._vectors = snapshot.vectors[rows]
        self._answered = np.array([bool(r.sentence_ids) for r in self._questions], dtype=bool)
        self._documents = RowsByDocument([r.doc_id for r in self._questions])
        self.doc_ids = frozenset(r.doc_id for r in self._questions)
        answers = [
            (row, sentence_id, place)
            for row, question in enumerate(self._questions)
            for place, sentence_id in enumerate(question.sentence_ids)
        ]
        self._sentence_ids = sorted({sentence_id for _, sentence_id, _ in answers})
        number = {sentence_id: i for i, sentence_id in enumerate(self._sentence_ids)}
        place_of = {row: place for place, row in enumerate(rows)}
        self._predictors = [
            (Predictor(e), np.array([place_of[row] for row in e.rows.tolist()], dtype=np.intp))
            for e in snapshot.expansions
        ]
        self._answer_rows = np.array([row for row, _, _ in answers], dtype=np.intp)
        self._answer_ids = np.array([number[sid] for _, sid, _ in answers], dtype=np.intp)
        self._answer_loss = np.array([LATER_ANSWER * p for _, _, p in answers], dtype=np.float32)

    def near(
        self, question: str, encoding: Encoding, exclude: frozenset[str] = frozenset()
    ) -> Nearby:
        """Compare a question with all of them.

        Args:
            question: What was asked.
            encoding: The question, encoded.
            exclude: Documents whose questions are left out, by id.
        """
        if not self._questions:
            return Nearby()
        scores = self._vectors @ encoding.vector
        if exclude:
            scores = np.where(self._documents.shown(exclude), scores, -1.0)
        chosen = highest(scores, N_MATCHES)
        for mask in (self._answered, ~self._answered):
            if mask.any():
                best = int(np.argmax(np.where(mask, scores, -2.0)))
                chosen += [best] if best not in chosen else []
        matches = tuple(
            QuestionMatch(self._questions[i], float(scores[i])) for i in chosen if scores[i] > -1
        )
        nearest = np.zeros(len(self._sentence_ids), dtype=np.float32)
        np.maximum.at(nearest, self._answer_ids, scores[self._answer_rows] - self._answer_loss)
        by_sentence = dict(zip(self._sentence_ids, nearest.tolist(), strict=True))
        return Nearby(matches, by_sentence, *self._learnt(question, encoding, scores, exclude))

    def _learnt(
        self, question: str, encoding: Encoding, scores: FloatArray, exclude: frozenset[str]
    ) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
        """``Nearby.expected``, ``Nearby.unsaid`` and ``Nearby.broad``."""
        expected: dict[str, float] = {}
        unsaid: dict[str, float] = {}
        broad: dict[str, float] = {}
        for predictor, places in self._predictors:
            expansion = predictor.expansion
            if expansion.doc_id not in exclude:
                found = predictor.expected(question, encoding, scores[places]).tolist()
                unsaid[expansion.doc_id], broad[expansion.doc_id] = found[:2]
                expected.update(zip(expansion.sentence_ids, found[2:], strict=True))
        return expected, unsaid, broad
