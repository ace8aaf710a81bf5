"""Records and protocols of the index room."""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
RepresentationKind = Literal["passage", "sentence", "question", "near_miss"]


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
    sentence, those that answer it for a question, none for a near miss.
    """

    representation_id: str
    kind: RepresentationKind
    passage_id: str
    sentence_ids: tuple[str, ...]
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text's vectors from one pass of the encoder.

    ``vector`` is (d,) float32 and unit length; ``tokens`` is (t, d) float32 with unit rows, one
    a token, without the special tokens; ``offsets`` holds each token's ``(start, end)`` in the
    text, in characters.
    """

    vector: FloatArray
    tokens: FloatArray
    offsets: tuple[tuple[int, int], ...]


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

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode texts to be found; ``progress`` shows a bar on stderr."""
        ...
