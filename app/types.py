"""Records of the app room: answers, citations and what proves them."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Literal, TypedDict

from index.types import Hit
from sources import SkippedFile


class Abstention(StrEnum):
    """Why no answer is given."""

    OFF_TOPIC = "off_topic"
    NOT_IN_SOURCES = "not_in_sources"
    UNSUPPORTED = "unsupported"


class Turn(TypedDict):
    """One message of the conversation so far, oldest first in a history."""

    role: Literal["user", "assistant"]
    content: str


SentenceStatus = Literal["extracted", "verified", "replaced", "fixed"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof of a statement: ``document.text[start:end] == original_quote``, always.

    A sentence, with the one before it where that is needed to know who "he" is, even if that one
    ends the passage before ``passage_id``. ``quote`` is the same in the answer's language, equal
    to ``original_quote`` where no translation is at hand; ``score`` in [0, 1] is how well it
    answers the question.
    """

    doc_id: str
    passage_id: str
    quote: str
    start: int
    end: int
    original_quote: str
    score: float

    def is_at(self, other: "Citation") -> bool:
        """Whether both are of the same place, however well it answers either question."""
        place = (other.doc_id, other.start, other.end)
        return (self.doc_id, self.start, self.end) == place

    def overlaps(self, other: "Citation") -> bool:
        """Whether both have a character in common."""
        return self.doc_id == other.doc_id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of the answer and the citations that prove it.

    ``citations`` are positions in ``Answer.citations``, from 0. ``status`` is ``extracted`` (a
    sentence of the article), ``verified`` (a model's sentence that passed the gate), ``replaced``
    (an extracted one in place of a model's sentence that failed) or ``fixed`` (a greeting or a
    notice of ours, which claims nothing about the article).
    """

    text: str
    citations: tuple[int, ...]
    status: SentenceStatus


@dataclass(frozen=True, slots=True)
class DroppedSentence:
    """A sentence of a model that did not pass the gate, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that was considered: its named features, and the score made of them."""

    sentence_id: str
    text: str
    score: float
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why this answer: what was asked of the index, what was weighed, what decided."""

    standalone_question: str
    candidates: tuple[Candidate, ...]
    decision_features: tuple[tuple[str, float], ...]
    threshold: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person gets: text, its proof, or a reason why there is none.

    If ``abstained`` is set, ``citations`` is empty and ``hits`` are the closest passages.
    ``confidence`` in [0, 1] is the probability that the sources answer the question as given;
    ``backend`` is ``extractive`` or the model's name; ``notice`` is one line to show beside the
    answer, such as that a model could not be reached.
    """

    question: str
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    abstained: Abstention | None
    language: str
    confidence: float
    backend: str
    elapsed_ms: float
    sentences: tuple[AnswerSentence, ...] = ()
    dropped: tuple[DroppedSentence, ...] = ()
    notice: str | None = None
    explanation: Explanation | None = None

    def to_dict(self) -> dict[str, object]:
        """The answer as plain JSON data, the same at every door; hits without their sentences."""
        data = asdict(self)
        data["hits"] = [_hit_to_dict(hit) for hit in self.hits]
        return data


@dataclass(frozen=True, slots=True)
class Health:
    """How the assistant is, and over what.

    ``status`` is ``ready``, ``warming`` (nothing is loaded yet), ``degraded`` (it answers, but the
    store or the language model fails) or ``failed``; ``error`` is what is wrong, in one line.
    """

    status: str
    n_documents: int
    n_passages: int
    skipped: tuple[SkippedFile, ...]
    error: str | None


def _hit_to_dict(hit: Hit) -> dict[str, object]:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": hit.score,
        "doc_id": passage.doc_id,
        "passage_id": passage.passage_id,
        "title": passage.title,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
    }
