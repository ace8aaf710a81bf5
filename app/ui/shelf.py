"""Articles that readers add: each reader's own, or everybody's; limited and removable."""

import threading
from base64 import b64decode
from binascii import Error as Base64Error
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from app.spelling import load_dictionaries
from app.told import Told
from app.ui.errors import NotAdded
from app.ui.kept import KeptArticles
from app.ui.needs import ChatAssistant
from app.ui.served import Waiter
from index.soon import soon
from sources import Document, parse_text

MAX_FILE_BYTES = 2 * 2**20
MAX_ARTICLES = 5
MAX_SHARED = 20
MAX_READERS = 50
_READER_CHARS = 64
_EVERYBODY = ""


@runtime_checkable
class ExtendableAssistant(Protocol):
    """An assistant that can be asked about more articles."""

    def with_added(self, documents: Sequence[Document], told: Told | None = None) -> ChatAssistant:
        """The same assistant over its own articles and these; ``told`` hears how far it is."""
        ...


@dataclass(frozen=True, slots=True)
class _Added:
    documents: tuple[Document, ...]
    assistant: ChatAssistant


class Shelf:
    """What readers added; safe to share between threads.

    A reader is a random id that the browser made. The reader who was there longest ago makes way
    when there are too many. With ``kept`` there is one shelf for everybody, which is on disk.
    """

    def __init__(
        self, assistant: ChatAssistant, uploads: bool, kept: KeptArticles | None = None
    ) -> None:
        """Use an assistant; ``uploads`` says whether readers may add articles."""
        self._base = assistant
        self._kept = kept
        self.open = uploads and isinstance(assistant, ExtendableAssistant)
        self._added: OrderedDict[str, _Added] = OrderedDict()
        self._lock = threading.Lock()
        # Held while articles are read and indexed, so that two additions at once both stay.
        self._changing = threading.Lock()

    @property
    def shared(self) -> bool:
        """Whether everybody sees what anybody adds."""
        return self._kept is not None

    def warm_up(self) -> None:
        """Load the assistant, then what was added for everybody before.

        The dictionaries come after it, while questions are answered already.

        Raises:
            AssistantError: If there is no usable article, index or model.
        """
        self._base.warm_up()
        soon(load_dictionaries)
        with self._changing:
            documents = self._kept.read() if self._kept is not None else ()
            if documents:
                self._put(_EVERYBODY, self._widened(self._base, documents, documents))

    def assistant(self, reader: object) -> ChatAssistant:
        """The assistant over what this reader can see."""
        added = self._of(reader)
        return added.assistant if added else self._base

    def removable(self, reader: object) -> frozenset[str]:
        """Ids of the articles that this reader may take away."""
        added = self._of(reader) if self.open else None
        return frozenset(d.doc_id for d in added.documents) if added else frozenset()

    def add(
        self,
        reader: object,
        name: object,
        content: object,
        waiter: Waiter | None = None,
    ) -> Document:
        """Read an article and make it answerable for this reader, or for everybody.

        Args:
            reader: The reader's id.
            name: File name; its ending says what the content is.
            content: The file in base64.
            waiter: Hears how far it is; if nobody waits any more, it is not added.

        Raises:
            ValueError: If readers may not add articles, or this one is too large or one too many,
                or not wanted any more.
            SourceError: If the file cannot be read.
            ServerError: If it cannot be kept.
        """
        if not (self.open and isinstance(reader, str) and 0 < len(reader) <= _READER_CHARS):
            raise NotAdded("Articles cannot be added here", "closed")
        data, waiter = _decoded(content), waiter or Waiter()
        named = str(name)[:200]
        with self._changing:
            before = self._of(reader) or _Added((), self._base)
            most = MAX_SHARED if self.shared else MAX_ARTICLES
            if len(before.documents) >= most:
                raise NotAdded(f"At most {most} articles can be added; remove one first", "full")
            taken = {d.doc_id for d in (*self._base.documents, *before.documents)}
            document = _named_apart(parse_text(named, data), taken)
            after = self._widened(
                before.assistant, (document,), (*before.documents, document), waiter.told
            )
            if not waiter.waits:
                raise NotAdded("Nobody waits for the article any more", "too_slow")
            if self._kept is not None:
                self._kept.write(document.doc_id, named, data)
            self._put(reader, after)
        return document

    def remove(self, reader: object, doc_id: object) -> None:
        """Take one article away; an unknown one is no matter."""
        with self._changing:
            before = self._of(reader)
            if not (self.open and isinstance(reader, str) and before is not None):
                return
            left = tuple(d for d in before.documents if d.doc_id != doc_id)
            if len(left) == len(before.documents):
                return
            if self._kept is not None:
                self._kept.remove(str(doc_id))
            self._put(reader, self._widened(self._base, left, left) if left else None)

    def _of(self, reader: object) -> _Added | None:
        with self._lock:
            key = _EVERYBODY if self.shared else reader
            return self._added.get(key) if isinstance(key, str) else None

    def _widened(
        self,
        assistant: ChatAssistant,
        more: Sequence[Document],
        added: tuple[Document, ...],
        told: Told | None = None,
    ) -> _Added:
        """An assistant with more articles, ``added`` being all that were ever added to it."""
        if not isinstance(assistant, ExtendableAssistant):
            raise NotAdded("Articles cannot be added here", "closed")
        return _Added(added, assistant.with_added(more, told))

    def _put(self, reader: str, made: _Added | None) -> None:
        """What the reader has now; it was indexed before the old one is let go."""
        key = _EVERYBODY if self.shared else reader
        with self._lock:
            self._added.pop(key, None)
            if made is not None:
                self._added[key] = made
            while len(self._added) > MAX_READERS:
                self._added.popitem(last=False)


def _decoded(content: object) -> bytes:
    try:
        data = b64decode(content, validate=True) if isinstance(content, str) else b""
    except (Base64Error, ValueError):
        data = b""
    if not data:
        raise NotAdded("The article is empty", "empty")
    if len(data) > MAX_FILE_BYTES:
        raise NotAdded(f"An article has at most {MAX_FILE_BYTES // 2**20} MiB", "too_large")
    return data


def _named_apart(document: Document, taken: set[str]) -> Document:
    """The document under an id that no other has."""
    doc_id, number = document.doc_id, 2
    while doc_id in taken:
        doc_id, number = f"{document.doc_id}-{number}", number + 1
    return replace(document, doc_id=doc_id)
