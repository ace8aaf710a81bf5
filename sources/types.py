"""Records of the sources room: documents, their translations and hypothetical questions."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of characters in a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Translation:
    """A document in another language, paragraph by paragraph.

    ``text`` has as many paragraphs (divided by one blank line) as the document's text, and each
    pair of paragraphs says the same.
    """

    language: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class HypotheticalQuestion:
    """A question written from the document alone, for document expansion.

    The source of the method is docTTTTTquery (Nogueira and Lin, 2019). ``answers`` are the spans
    of the document's text that answer it, in order; no span says that the document does not
    answer it (a near miss, kept so that such questions can be told apart). A follow-up has the
    question ``earlier`` before it, which is empty for one that stands alone.
    """

    text: str
    language: str
    answers: tuple[Span, ...]
    earlier: str = ""

    @property
    def start(self) -> int:
        """Where a follow-up begins in ``whole``, in characters, 0 for one that stands alone."""
        return len(self.earlier) + 1 if self.earlier else 0

    @property
    def whole(self) -> str:
        """The question behind the earlier one, as a conversation is read."""
        return f"{self.earlier} {self.text}" if self.earlier else self.text


@dataclass(frozen=True, slots=True)
class Document:
    """A whole article, cleaned; every offset anywhere points into ``text``.

    ``text`` is paragraphs divided by one blank line: the title, a line each for author, publisher
    and date as far as they are known, then the body. Empty strings say "not known".
    ``language`` is ISO 639-1; ``published`` is ISO 8601.
    """

    doc_id: str
    title: str
    text: str
    url: str
    language: str
    author: str
    publisher: str
    published: str
    translations: tuple[Translation, ...]
    questions: tuple[HypotheticalQuestion, ...]


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that could not be used, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class SourceSet:
    """What a folder gave: the documents, by ``doc_id``, and the files that were skipped."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]
