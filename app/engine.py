"""The engine: retrieval and reading over one snapshot of the index, nothing decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from app.bank import Nearby, QuestionBank, QuestionMatch
from app.decision import decision_features
from app.evidence import AskedBefore, EvidenceReader, ScoredSentence
from app.model import ReaderModel, load_reader_model
from app.stages import Stages
from index.build import make_snapshot
from index.expand import expansion_probabilities
from index.retrieve import ExactSearcher, RankedPassage, Retriever, Searcher
from index.types import Embedder, Encoding, Hit, Snapshot
from sources.types import Document

N_PASSAGES = 10
POINTED_SHARE = 0.1
"""Probability from which a sentence is read though its passage was not retrieved."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for one question.

    ``hits`` and ``candidates`` are best first; ``matches`` are the nearest hypothetical
    questions and near misses, best first; ``confidence`` in [0, 1] is the probability that the
    sources answer the question, of which ``decision`` names the grounds.
    """

    hits: tuple[Hit, ...]
    candidates: tuple[ScoredSentence, ...]
    matches: tuple[QuestionMatch, ...]
    confidence: float
    decision: tuple[tuple[str, float], ...]


class Engine:
    """Reads a snapshot of the index; safe to share between threads."""

    def __init__(
        self, snapshot: Snapshot, searcher: Searcher, embedder: Embedder, model: ReaderModel
    ) -> None:
        """Prepare the look-up tables; nothing is embedded here."""
        self.snapshot = snapshot
        self.embedder = embedder
        self.model = model
        self.retriever = Retriever(snapshot, searcher, model.fusion)
        self._reader = EvidenceReader(snapshot, self.retriever)
        self._bank = QuestionBank(snapshot)

    @classmethod
    def from_documents(
        cls, documents: Sequence[Document], embedder: Embedder, progress: bool = False
    ) -> Self:
        """Index documents in memory, searched exactly."""
        snapshot = make_snapshot(documents, embedder, progress)
        return cls(snapshot, ExactSearcher(snapshot), embedder, load_reader_model())

    def encode(self, question: str) -> Encoding:
        """Encode a question, to be read several times."""
        return self.embedder.encode_query(question)

    def read(
        self,
        question: str,
        language: str | None = None,
        exclude: frozenset[str] = frozenset(),
        encoding: Encoding | None = None,
        stages: Stages | None = None,
    ) -> Reading:
        """Find and score what may answer a question.

        Args:
            question: A question that stands alone.
            language: Its language, where known (ISO 639-1).
            exclude: Documents to read as if they were not there, by id.
            encoding: The question, if it was encoded before.
            stages: Gets the time of each stage.
        """
        stages = stages or Stages()
        encoding = encoding or self.encode(question)
        stages.end("encode")
        nearby = self._bank.near(encoding.vector, exclude)
        asked = self._asked_before(encoding, nearby)
        pointed = _pointed_passages(nearby.matches, asked)
        also = [pid for pid in pointed if self.retriever.passages[pid].doc_id not in exclude]
        ranked = self.retriever.retrieve(question, encoding, N_PASSAGES, exclude, also)
        stages.end("retrieve")
        scored = (
            ScoredSentence(s, self.model.score(f, s.doc_id in self._bank.doc_ids), f)
            for s, f in self._reader.read(question, encoding, ranked, asked)
        )
        candidates = sorted(scored, key=lambda candidate: -candidate.score)
        stages.end("read")
        if not candidates:
            return Reading((), (), (), 0.0, ())
        grounds = decision_features(candidates, nearby.matches, asked.unsaid)
        expanded = candidates[0].sentence.doc_id in self._bank.doc_ids
        reading = Reading(
            _rerank(ranked, candidates),
            tuple(candidates),
            nearby.matches,
            self.model.confidence(grounds, expanded),
            grounds.named(),
        )
        stages.end("decide")
        return reading

    def _asked_before(self, encoding: Encoding, nearby: Nearby) -> AskedBefore:
        expansion = self.snapshot.expansion
        if expansion is None:
            return AskedBefore(nearby.by_sentence, {}, 0.0)
        shares = expansion_probabilities(expansion, encoding.vector)
        said = max(1.0 - float(shares[0]), 1e-6)
        by_id = zip(expansion.sentence_ids, (shares[1:] / said).tolist(), strict=True)
        return AskedBefore(nearby.by_sentence, dict(by_id), 1.0 - said)


def _pointed_passages(matches: Sequence[QuestionMatch], asked: AskedBefore) -> tuple[str, ...]:
    """Passages that the nearest hypothetical question or their classifier points to."""
    nearest = next((m for m in matches if m.representation.sentence_ids), None)
    ids = list(nearest.representation.sentence_ids) if nearest else []
    ids += [sid for sid, share in asked.probability.items() if share >= POINTED_SHARE]
    return tuple(dict.fromkeys(sid.rpartition(".")[0] for sid in ids))


def _rerank(
    ranked: Sequence[RankedPassage], candidates: Sequence[ScoredSentence]
) -> tuple[Hit, ...]:
    """The passages by their best sentence, whose score becomes theirs."""
    best: dict[str, float] = {}
    for candidate in candidates:
        best.setdefault(candidate.sentence.passage_id, candidate.score)
    passages = {found.hit.passage.passage_id: found.hit.passage for found in ranked}
    return tuple(
        Hit(passages[passage_id], score, rank)
        for rank, (passage_id, score) in enumerate(best.items(), start=1)
    )
