"""Records and protocols of the evals room."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from app.types import Answer, Turn
from index.types import Encoding, Hit, Sentence

Part = Literal["dev", "test"]


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A half-open range of characters in a document's text that proves a fact."""

    doc_id: str
    start: int
    end: int

    def overlaps(self, doc_id: str, start: int, end: int) -> bool:
        """Whether ``[start, end)`` of ``doc_id`` shares a character with this span."""
        return self.doc_id == doc_id and self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Question:
    """One known fact to ask for, or a question the article does not answer.

    ``must`` holds groups of alternatives (regular expressions, case ignored): a right answer
    matches one of each group. It matches none of ``must_not``. ``evidence`` holds groups of
    alternative spans: any one of a group proves the fact. ``also`` is what a complete answer may
    cite beside these, proving nothing of what it must say. ``max_chars`` is the longest answer
    that counts.
    """

    qid: str
    text: str
    language: str
    kind: str
    topic: str
    part: Part
    history: tuple[Turn, ...]
    answerable: bool
    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]
    evidence: tuple[tuple[EvidenceSpan, ...], ...]
    max_chars: int
    also: tuple[EvidenceSpan, ...] = ()

    def proved_by(self, doc_id: str, start: int, end: int) -> bool:
        """Whether ``[start, end)`` of ``doc_id`` touches any evidence span."""
        return any(span.overlaps(doc_id, start, end) for group in self.evidence for span in group)

    def is_asked_for(self, doc_id: str, start: int, end: int) -> bool:
        """Whether ``[start, end)`` of ``doc_id`` belongs to a complete answer."""
        beside = any(span.overlaps(doc_id, start, end) for span in self.also)
        return beside or self.proved_by(doc_id, start, end)


class Grade(StrEnum):
    """What an assistant did with a question."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    ABSTAINED = "abstained"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one answer measures up.

    ``right`` is ``correct`` for an answerable question and ``abstained`` for another one.
    ``missing`` are the groups of ``must`` that no alternative matched, ``forbidden`` the patterns
    of ``must_not`` that did. ``unproven`` says of which sentences the citations do not carry
    the words or numbers; ``broken_citations`` are those whose quote is not the document's text
    at their offsets. ``cited`` says for each citation whether it belongs to a complete answer, and
    ``groups_cited`` for each evidence group whether a citation touches it.

    ``hits_prove`` says for each hit which of the question's ``n_units`` it holds. A unit is
    evidence that stands in the same paragraphs of the document: what a perfect ranking would have
    to find, known from the document alone and so the same however it was cut.
    """

    grade: Grade
    right: bool
    missing: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    too_long: bool = False
    uncited: bool = False
    unproven: tuple[str, ...] = ()
    broken_citations: tuple[str, ...] = ()
    cited: tuple[bool, ...] = ()
    groups_cited: tuple[bool, ...] = ()
    hits_prove: tuple[tuple[int, ...], ...] = ()
    n_units: int = 0

    @property
    def false_statement(self) -> bool:
        """Whether the answer says what the article denies, or what its citations do not say."""
        return bool(self.forbidden or self.unproven)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, what came back, and the verdict; ``answer`` is ``None`` after an error."""

    question: Question
    answer: Answer | None
    verdict: Verdict
    elapsed_ms: float
    error: str = ""


class Ask(Protocol):
    """What is evaluated: an assistant's ``ask``, a baseline, a server, a fake."""

    def __call__(
        self, question: str, history: list[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer one question."""
        ...


class ScoredSentence(Protocol):
    """A sentence that was read, higher scores better."""

    @property
    def sentence(self) -> Sentence:
        """The sentence."""
        ...

    @property
    def score(self) -> float:
        """How well it answers the question; comparable within one reading."""
        ...


class Reading(Protocol):
    """What the engine found for one question, before anything is decided."""

    @property
    def hits(self) -> Sequence[Hit]:
        """Passages, best first, ten or more where there are as many."""
        ...

    @property
    def candidates(self) -> Sequence[ScoredSentence]:
        """Sentences, best first."""
        ...

    @property
    def confidence(self) -> float:
        """The probability in [0, 1] that the sources answer the question."""
        ...


class ReadingEngine(Protocol):
    """Retrieval and reading over documents that are already indexed."""

    def encode(self, question: str) -> Encoding:
        """Encode a question, to be read several times."""
        ...

    def read(
        self,
        question: str,
        language: str | None,
        exclude: frozenset[str] = frozenset(),
        encoding: Encoding | None = None,
    ) -> Reading:
        """Read as if the documents in ``exclude`` (their ``doc_id``) were not there."""
        ...
