"""Records and protocols of the index room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
RepresentationKind = Literal["passage", "sentence", "question", "near_miss", "written"]


@dataclass(frozen=True, slots=True)
class Translated:
    """The text of a passage or sentence in another language (ISO 639-1)."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document: ``document.text[start:end] == text``."""

    sentence_id: str
    passage_id: str
    doc_id: str
    text: str
    start: int
    end: int
    translations: tuple[Translated, ...]

    @property
    def wordings(self) -> tuple[str, ...]:
        """The sentence in every language that it is at hand in, the original first."""
        return (self.text, *(t.text for t in self.translations))

    def in_language(self, language: str) -> str:
        """The sentence in ``language``, or the original where no translation is at hand."""
        return next((t.text for t in self.translations if t.language == language), self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored span of a document: ``document.text[start:end] == text``, in characters."""

    passage_id: str
    doc_id: str
    title: str
    url: str
    language: str
    text: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    translations: tuple[Translated, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: ``score`` higher is better, ``rank`` from 1 without gaps."""

    passage: Passage
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Representation:
    """A text that stands for a passage in the index.

    ``sentence_ids`` are the sentences it points to: all of them for a passage, one for a
    sentence, those that answer it for a question, best first, none for a near miss, which
    belongs to no passage (``passage_id`` is empty). A question that a language model has
    ``written`` points to its whole passage, and helps to find it, not to decide. A follow-up begins
    at ``start``, in characters, behind the question before it; else that is 0.
    """

    representation_id: str
    kind: RepresentationKind
    doc_id: str
    passage_id: str
    sentence_ids: tuple[str, ...]
    language: str
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text's vectors from one pass of the encoder.

    ``vector`` is (d,) float32 and unit length; ``tokens`` is (t, d) float32 with unit rows, one
    a token, without the special tokens, less what all tokens share (``index/centres.py``);
    ``offsets`` holds each token's ``(start, end)`` in the text, in characters; ``shares``, (t,),
    says how much each counts where a question's tokens are compared, 1 together. A follow-up
    begins at ``start``, in characters, behind the question before it, and ``own`` is its vector by
    itself; for other texts these are 0 and ``None``.
    """

    vector: FloatArray
    tokens: FloatArray
    offsets: tuple[tuple[int, int], ...]
    shares: FloatArray
    start: int = 0
    own: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class TokenTable:
    """The token vectors of passages and their translations, as read in their paragraph.

    ``rows`` is (t, d) int8: unit vectors times 127. ``spans`` is (t, 2) int32: each token's
    place in its passage's text, in characters. ``units`` says which rows are whose.
    """

    rows: NDArray[np.int8]
    spans: NDArray[np.int32]
    units: tuple["TokenUnit", ...]


@dataclass(frozen=True, slots=True)
class TokenUnit:
    """Rows ``[first, last)`` of a token table are those of a passage in a language."""

    passage_id: str
    language: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made of; ``files`` holds the SHA-256 of each of its files by name."""

    format_version: int
    sources_sha256: str
    embedder_id: str
    dimension: int
    max_passage_chars: int
    n_documents: int
    n_passages: int
    n_representations: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server listens that several processes share."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class GramTable:
    """Texts by their words and letters: a sparse matrix by rows, and each column's rarity.

    Text i has the columns ``buckets[starts[i] : starts[i + 1]]``, int32, with ``weights``,
    float32; ``starts`` is (n + 1,) int64 and ``rarity`` float32, one for each column.
    """

    starts: NDArray[np.int64]
    buckets: NDArray[np.int32]
    weights: FloatArray
    rarity: FloatArray


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The follow-ups among a document's questions, each by itself, without the one before it.

    ``places``, (m,) int32, are those in ``Expansion.rows``; ``vectors`` is (m, d) float32, and
    ``width`` and ``grams`` are as of ``Expansion``.
    """

    places: NDArray[np.int32]
    vectors: FloatArray
    width: float
    grams: GramTable


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a document's hypothetical questions taught: which of its sentences answers what.

    ``rows``, (n,) int32, are the representations that the questions are. ``weights`` is (n, 2 + s)
    float32 and ``prior`` (2 + s,): column 0 stands for "the sources do not say", column 1 for "it
    takes three sentences or more", column 2 + i for ``sentence_ids[i]``. ``width`` is the
    distance, 1 - cosine, at which a question counts 1/e; ``grams`` are the questions' words and
    letters, and ``followups`` those that follow another question.
    """

    doc_id: str
    rows: NDArray[np.int32]
    sentence_ids: tuple[str, ...]
    weights: FloatArray
    prior: FloatArray
    width: float
    grams: GramTable
    followups: FollowUps


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole index as plain data.

    Row i of ``vectors``, (n, d) float32 with unit rows, is that of representation i.
    ``expansions`` has one for each document with enough hypothetical questions.
    """

    passages: tuple[Passage, ...]
    representations: tuple[Representation, ...]
    vectors: FloatArray
    tokens: TokenTable
    expansions: tuple[Expansion, ...]


Written = Mapping[str, tuple[str, ...]]
"""Questions that a language model wrote, by the id of the passage that answers them."""
QuestionWriter = Callable[[Sequence[Passage]], Written]
"""Gives questions for passages, for some or for none of them; never fails."""


class Embedder(Protocol):
    """Turns texts into vectors; the index remembers which one made it."""

    @property
    def embedder_id(self) -> str:
        """Name and revision; an index made by another id is stale."""
        ...

    @property
    def dimension(self) -> int:
        """The length d of a vector."""
        ...

    def encode_query(self, text: str) -> Encoding:
        """Encode one question."""
        ...

    def encode_queries(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode questions, each as ``encode_query`` does; ``progress`` shows a bar on stderr."""
        ...

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode texts to be found; ``progress`` shows a bar on stderr."""
        ...
