"""Retrieval: dense, lexical and token-level evidence for passages, fused into one ranking."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex
from index.rows import RowsByDocument, highest, nearest
from index.soon import soon
from index.tokens import TokenReader, max_similarity
from index.types import Encoding, FloatArray, Hit, Passage, Representation, Snapshot

N_DENSE = 60
"""Representations asked of the store: enough for ten passages of a handful each."""
FEW = 5
"""If they stand for fewer passages, as hundreds of questions may stand for one, the texts of
passages and sentences are searched as well."""
N_LEXICAL = 10


class Searcher(Protocol):
    """Finds the nearest representations of a vector."""

    def search(
        self, vector: FloatArray, k: int, exclude: frozenset[str] = frozenset()
    ) -> list[tuple[int, float]]:
        """Row and cosine similarity of the k nearest, best first, without some documents."""
        ...


@dataclass(frozen=True, slots=True)
class PassageScores:
    """What speaks for a passage; cosine similarities, and the share of BM25 that it could have.

    ``dense`` is of the passage, ``sentence`` of its best sentence, ``token`` the mean over the
    question's tokens, by their shares, of their best match in the passage (MaxSim; Khattab and
    Zaharia, 2020) or in its document's title, ``lexical`` in [0, 1].
    """

    dense: float
    sentence: float
    token: float
    lexical: float


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """What each of ``PassageScores`` counts in the fused score."""

    dense: float = 0.5
    sentence: float = 0.5
    token: float = 2.0
    lexical: float = 0.15


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A hit with what its score was made of.

    ``in_title`` is what each token of the question finds in its document's title, (a,).
    """

    hit: Hit
    scores: PassageScores
    in_title: FloatArray


@dataclass(frozen=True, slots=True)
class Search:
    """A search under way: its question, ``lexical`` of each passage, and the nearest to come."""

    encoding: Encoding
    exclude: frozenset[str]
    lexical: NDArray[np.float64]
    nearest: Future[list[str]]


class ExactSearcher:
    """Exact search over the vectors: for an index in memory, and while Chroma is mended."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Search the vectors of a snapshot."""
        self._vectors = snapshot.vectors
        self._documents = RowsByDocument([r.doc_id for r in snapshot.representations])

    def search(
        self, vector: FloatArray, k: int, exclude: frozenset[str] = frozenset()
    ) -> list[tuple[int, float]]:
        """As ``Searcher.search``."""
        return nearest(
            self._vectors, vector, k, self._documents.shown(exclude) if exclude else None
        )


class Retriever:
    """Ranks the passages of a snapshot for a question."""

    def __init__(self, snapshot: Snapshot, searcher: Searcher, weights: FusionWeights) -> None:
        """Prepare the lexical index and the look-up tables; nothing is embedded here."""
        self._snapshot = snapshot
        self._searcher = searcher
        self._weights = weights
        self.passages = {p.passage_id: p for p in snapshot.passages}
        self._rows = _rows_by_passage(snapshot.representations)
        self.tokens = TokenReader(snapshot)
        texts = [(p.passage_id, t, lang) for p in snapshot.passages for t, lang in _texts(p)]
        self._passage_ids = tuple(self.passages)
        self._documents = RowsByDocument([p.doc_id for p in snapshot.passages])
        self._numbers = {passage_id: i for i, passage_id in enumerate(self._passage_ids)}
        self._text_passages = np.array([self._numbers[pid] for pid, _, _ in texts], dtype=np.intp)
        self.lexical = LexicalIndex([t for _, t, _ in texts], [lang for _, _, lang in texts])

    def retrieve(
        self, question: str, encoding: Encoding, k: int, exclude: frozenset[str] = frozenset()
    ) -> list[RankedPassage]:
        """Rank passages: ``search`` and ``rank`` at once."""
        return self.rank(self.search(question, encoding, exclude), k)

    def search(
        self, question: str, encoding: Encoding, exclude: frozenset[str] = frozenset()
    ) -> Search:
        """Begin to look for passages; what is nearest is found in another thread.

        Args:
            question: What was asked.
            encoding: The question, encoded.
            exclude: Documents to leave out, by id.
        """
        nearest = soon(partial(self._nearest, encoding, exclude))
        return Search(encoding, exclude, self._lexical_shares(question, exclude), nearest)

    def rank(self, search: Search, k: int, also: Sequence[str] = ()) -> list[RankedPassage]:
        """Rank what a search finds.

        Args:
            search: It is waited for.
            k: How many passages, at most.
            also: Passages to rank with them whatever their score, by id.

        Returns:
            The passages, best first, ranks from 1.
        """
        held = np.flatnonzero(search.lexical > 0)
        by_words = [self._passage_ids[held[at]] for at in highest(search.lexical[held], N_LEXICAL)]
        candidates = dict.fromkeys([*search.nearest.result(), *by_words, *also])
        doc_ids = {self.passages[pid].doc_id for pid in candidates}
        titles = {doc_id: self.tokens.in_title(search.encoding, doc_id) for doc_id in doc_ids}
        in_title = {pid: titles[self.passages[pid].doc_id] for pid in candidates}
        scored = [(self._score(pid, search, in_title[pid]), pid) for pid in candidates]
        fused = [(_fuse(scores, self._weights), scores, pid) for scores, pid in scored]
        fused.sort(key=lambda item: (-item[0], item[2]))
        return [
            RankedPassage(Hit(self.passages[pid], score, rank), scores, in_title[pid])
            for rank, (score, scores, pid) in enumerate(fused, start=1)
            if rank <= k or pid in also
        ]

    def _nearest(self, encoding: Encoding, exclude: frozenset[str]) -> list[str]:
        """The passages that the nearest representations stand for, nearest first."""
        near = self._searcher.search(encoding.vector, N_DENSE, exclude)
        found = self._passages_of(near)
        if len(found) < FEW < len(near):
            texts = np.zeros(len(self._snapshot.vectors), dtype=bool)
            for passage_id, rows in self._rows.items():
                texts[rows] = self.passages[passage_id].doc_id not in exclude
            near += nearest(self._snapshot.vectors, encoding.vector, N_DENSE, texts)
            found = self._passages_of(near)
        return found

    def _passages_of(self, near: Sequence[tuple[int, float]]) -> list[str]:
        """The passages that rows stand for, each once; a near miss stands for none."""
        passages = (self._snapshot.representations[row].passage_id for row, _ in near)
        return list(dict.fromkeys(pid for pid in passages if pid))

    def _lexical_shares(self, question: str, exclude: frozenset[str]) -> NDArray[np.float64]:
        """BM25 of each passage as a share of the best that the question allows, (n,)."""
        scores = self.lexical.scores(question)
        bound = sum(self.lexical.idf(token) for token in self.lexical.query_stems(question)) or 1.0
        shares = np.zeros(len(self._passage_ids))
        np.maximum.at(shares, self._text_passages, np.minimum(scores.astype(np.float64) / bound, 1))
        if exclude:
            shares[~self._documents.shown(exclude)] = 0
        return shares

    def _score(self, passage_id: str, search: Search, in_title: FloatArray) -> PassageScores:
        encoding = search.encoding
        best = {"passage": 0.0, "sentence": 0.0}
        rows = self._rows[passage_id]
        similar = self._snapshot.vectors[rows] @ encoding.vector
        for row, score in zip(rows, similar, strict=True):
            kind = self._snapshot.representations[row].kind
            best[kind] = max(best[kind], float(score))
        token = max(
            (
                max_similarity(encoding, version.rows, in_title)
                for version in self.tokens.of(passage_id)
            ),
            default=0.0,
        )
        lexical = float(search.lexical[self._numbers[passage_id]])
        return PassageScores(best["passage"], best["sentence"], token, lexical)


def _fuse(scores: PassageScores, weights: FusionWeights) -> float:
    return (
        weights.dense * scores.dense
        + weights.sentence * scores.sentence
        + weights.token * scores.token
        + weights.lexical * scores.lexical
    )


def _rows_by_passage(representations: Sequence[Representation]) -> dict[str, list[int]]:
    """The rows of each passage's own text; questions, hundreds maybe, are no part of its score."""
    rows: dict[str, list[int]] = {}
    for row, representation in enumerate(representations):
        if representation.kind in ("passage", "sentence"):
            rows.setdefault(representation.passage_id, []).append(row)
    return rows


def _texts(passage: Passage) -> list[tuple[str, str]]:
    own = (passage.text, passage.language)
    return [own, *((t.text, t.language) for t in passage.translations)]
