"""The engine: retrieval and reading over one snapshot of the index, nothing decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

from app.bank import Nearby, QuestionBank
from app.decision import decision_features
from app.evidence import EvidenceReader, ScoredSentence
from app.model import ReaderModel, load_reader_model
from app.passage import passage_features
from app.stages import Stages
from index.build import make_snapshot
from index.retrieve import ExactSearcher, RankedPassage, Retriever, Searcher
from index.shares import fewer_before
from index.types import Embedder, Encoding, Hit, Passage, Sentence, Snapshot
from sources.types import Document

N_PASSAGES = 10
EARLIER_SHARE = 0.3
"""What a token of the earlier question counts that a follow-up leans on, where one of its own
counts 1. Of the 62 follow-ups among the known facts to tune on, read without hypothetical
questions, tokens alone put the right sentence first for 41 so, for 35 with 1; 0.2 to 0.5 measured
alike."""
POINTED_SHARE = 0.1
"""How far a sentence is expected to answer to be read though its passage was not retrieved."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for one question.

    ``hits`` and ``candidates`` are best first; ``nearby`` is what hypothetical
    questions and near misses say; ``confidence`` in [0, 1] is the probability that the
    sources answer the question, of which ``decision`` names the grounds.
    """

    hits: tuple[Hit, ...]
    candidates: tuple[ScoredSentence, ...]
    nearby: Nearby
    confidence: float
    decision: tuple[tuple[str, float], ...]

    @property
    def doc_id(self) -> str:
        """The article of the best candidate, by id; empty without one."""
        return self.candidates[0].sentence.doc_id if self.candidates else ""


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
        self.expanded = self._bank.doc_ids
        """The articles with hypothetical questions, by id."""
        self.passages: dict[str, list[Passage]] = {}
        """Those of each article, by its id, in its order."""
        for passage in snapshot.passages:
            self.passages.setdefault(passage.doc_id, []).append(passage)
        self.doc_ids = frozenset(self.passages)
        ordered = [sentence for passage in snapshot.passages for sentence in passage.sentences]
        self._before = {
            sentence.sentence_id: other
            for other, sentence in pairwise(ordered)
            if sentence.doc_id == other.doc_id
        }

    @classmethod
    def from_documents(
        cls, documents: Sequence[Document], embedder: Embedder, progress: bool = False
    ) -> Self:
        """Index documents in memory, searched exactly."""
        snapshot = make_snapshot(documents, embedder, progress)
        return cls(snapshot, ExactSearcher(snapshot), embedder, load_reader_model())

    def threshold(self, reading: Reading) -> float:
        """The confidence from which a reading is answered from, in [0, 1]."""
        return self.model.of(reading.doc_id in self.expanded).threshold

    def before(self, sentence: Sentence) -> Sentence | None:
        """The sentence before another in its document."""
        return self._before.get(sentence.sentence_id)

    def encode(self, question: str, start: int = 0) -> Encoding:
        """Encode a question, to be read several times.

        Args:
            question: A question that stands alone.
            start: Where the follow-up begins behind an earlier question, whose tokens count less.
        """
        if not start:
            return self.embedder.encode_query(question)
        both, own = self.embedder.encode_queries([question, question[start:]])
        return replace(fewer_before(both, start, EARLIER_SHARE), start=start, own=own.vector)

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
        search = self.retriever.search(question, encoding, exclude)
        nearby = self._bank.near(question, encoding, exclude)
        pointed = _pointed_passages(nearby)
        also = [pid for pid in pointed if self.retriever.passages[pid].doc_id not in exclude]
        ranked = self.retriever.rank(search, N_PASSAGES, also)
        stages.end("retrieve")
        scored = (
            ScoredSentence(s, self.model.score(f, s.doc_id in self.expanded), f)
            for s, f in self._reader.read(question, encoding, ranked, nearby)
        )
        candidates = sorted(scored, key=lambda candidate: -candidate.score)
        stages.end("read")
        if not candidates:
            return Reading((), (), nearby, 0.0, ())
        grounds = decision_features(candidates, nearby)
        expanded = candidates[0].sentence.doc_id in self.expanded
        reading = Reading(
            self._rerank(ranked, candidates),
            tuple(candidates),
            nearby,
            self.model.confidence(grounds, expanded),
            grounds.named(),
        )
        stages.end("decide")
        return reading

    def _rerank(
        self, ranked: Sequence[RankedPassage], candidates: Sequence[ScoredSentence]
    ) -> tuple[Hit, ...]:
        """The passages that have a sentence, by their own score and that of their best one."""
        passages = {found.hit.passage.passage_id: found.hit.passage for found in ranked}
        scores = [
            (self.model.passage_score(features, passages[pid].doc_id in self.expanded), pid)
            for pid, features in passage_features(candidates)
        ]
        scores.sort(key=lambda scored: -scored[0])
        return tuple(
            Hit(passages[pid], score, rank) for rank, (score, pid) in enumerate(scores, start=1)
        )


def _pointed_passages(nearby: Nearby) -> tuple[str, ...]:
    """Passages that the nearest hypothetical question, or what all teach, points to."""
    nearest = next((m for m in nearby.matches if m.representation.sentence_ids), None)
    ids = list(nearest.representation.sentence_ids) if nearest else []
    ids += [sid for sid, share in nearby.expected.items() if share >= POINTED_SHARE]
    return tuple(dict.fromkeys(sid.rpartition(".")[0] for sid in ids))
