"""Articles that readers add from the page: each reader's own, in memory, limited, removable."""

import threading
from base64 import b64decode
from binascii import Error as Base64Error
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from app.ui.needs import ChatAssistant
from sources import Document, parse_text

MAX_FILE_BYTES = 2 * 2**20
MAX_ARTICLES = 5
MAX_READERS = 50
_READER_CHARS = 64


@runtime_checkable
class ExtendableAssistant(Protocol):
    """An assistant that can be asked about more articles."""

    def with_added(self, documents: Sequence[Document]) -> ChatAssistant:
        """The same assistant over its own articles and these."""
        ...


@dataclass(frozen=True, slots=True)
class _Added:
    documents: tuple[Document, ...]
    assistant: ChatAssistant


class Shelf:
    """What each reader added; safe to share between threads.

    A reader is a random id that the browser made. The reader who was there longest ago makes way
    when there are too many.
    """

    def __init__(self, assistant: ChatAssistant, uploads: bool) -> None:
        """Use an assistant; ``uploads`` says whether readers may add articles."""
        self._base = assistant
        self._extendable = assistant if isinstance(assistant, ExtendableAssistant) else None
        self.open = uploads and self._extendable is not None
        self._added: OrderedDict[str, _Added] = OrderedDict()
        self._lock = threading.Lock()

    def assistant(self, reader: object) -> ChatAssistant:
        """The assistant over what this reader can see."""
        added = self._of(reader)
        return added.assistant if added else self._base

    def removable(self, reader: object) -> frozenset[str]:
        """Ids of the articles that this reader added."""
        added = self._of(reader)
        return frozenset(d.doc_id for d in added.documents) if added else frozenset()

    def add(self, reader: object, name: object, content: object) -> Document:
        """Read an article and make it answerable for this reader.

        Args:
            reader: The reader's id.
            name: File name; its ending says what the content is.
            content: The file in base64.

        Raises:
            ValueError: If readers may not add articles, or this one is too large or one too many.
            SourceError: If the file cannot be read.
        """
        if not (self.open and isinstance(reader, str) and 0 < len(reader) <= _READER_CHARS):
            raise ValueError("Articles cannot be added here")
        data = _decoded(content)
        before = self._of(reader)
        kept = before.documents if before else ()
        if len(kept) >= MAX_ARTICLES:
            raise ValueError(f"At most {MAX_ARTICLES} articles can be added; remove one first")
        taken = {d.doc_id for d in (*self._base.documents, *kept)}
        document = _named_apart(parse_text(str(name)[:200], data), taken)
        self._put(reader, (*kept, document))
        return document

    def remove(self, reader: object, doc_id: object) -> None:
        """Take one article away; an unknown one is no matter."""
        before = self._of(reader)
        if isinstance(reader, str) and before is not None:
            self._put(reader, tuple(d for d in before.documents if d.doc_id != doc_id))

    def _of(self, reader: object) -> _Added | None:
        with self._lock:
            return self._added.get(reader) if isinstance(reader, str) else None

    def _put(self, reader: str, documents: tuple[Document, ...]) -> None:
        """Index what the reader has now; the index is made before the old one is let go."""
        made = None
        if documents and self._extendable is not None:
            made = _Added(documents, self._extendable.with_added(documents))
        with self._lock:
            self._added.pop(reader, None)
            if made is not None:
                self._added[reader] = made
            while len(self._added) > MAX_READERS:
                self._added.popitem(last=False)


def _decoded(content: object) -> bytes:
    try:
        data = b64decode(content, validate=True) if isinstance(content, str) else b""
    except (Base64Error, ValueError):
        data = b""
    if not data:
        raise ValueError("The article is empty")
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"An article has at most {MAX_FILE_BYTES // 2**20} MiB")
    return data


def _named_apart(document: Document, taken: set[str]) -> Document:
    """The document under an id that no other has."""
    doc_id, number = document.doc_id, 2
    while doc_id in taken:
        doc_id, number = f"{document.doc_id}-{number}", number + 1
    return replace(document, doc_id=doc_id)
