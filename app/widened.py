"""Knowledge of more articles than an index holds, as readers add them."""

import threading
from collections.abc import Sequence

from app.knowledge import Knowledge
from app.parts import Parts, added_snapshot, widened
from app.settings import Settings
from app.told import Told
from index.merge import merge
from index.types import Snapshot
from sources import Document, SourceSet


def widen(
    knowledge: Knowledge,
    settings: Settings,
    documents: Sequence[Document],
    told: Told | None = None,
) -> "Widened":
    """Knowledge of what is known and of more documents, these indexed in memory alone.

    ``told`` hears how far it is.

    Raises:
        AssistantError: If there is no usable article, index or model.
    """
    snapshot = added_snapshot(knowledge.parts(), settings, documents, told)
    if isinstance(knowledge, Widened):
        return knowledge.and_more(documents, snapshot)
    return Widened(knowledge, documents, snapshot)


class Widened:
    """What another knows, and what was added to it.

    When the other has moved to a newer index, so does this one. If that holds an article of an
    added one's id, both cannot stand side by side, and this one stays with the index it knows.
    """

    error = None

    def __init__(self, base: Knowledge, added: Sequence[Document], snapshot: Snapshot) -> None:
        """Add ``added``, which ``snapshot`` holds, to what ``base`` knows."""
        self._base = base
        self._added = tuple(added)
        self._snapshot = snapshot
        self._made_of: Parts | None = None
        self._lock = threading.Lock()
        self.loaded, self._found = self.whole()

    def and_more(self, documents: Sequence[Document], snapshot: Snapshot) -> "Widened":
        """One of these, too."""
        both = merge(self._snapshot, snapshot)
        return Widened(self._base, (*self._added, *documents), both)

    def parts(self, progress: bool = False) -> Parts:
        """What answers from both."""
        return self.whole()[0]

    def sources(self) -> SourceSet:
        """The articles of both."""
        return self.whole()[1]

    def whole(self) -> tuple[Parts, SourceSet]:
        """What answers from both, and the articles of both."""
        base, found = self._base.whole()
        with self._lock:
            if base is not self._made_of:
                first, self._made_of = self._made_of is None, base
                documents = (*found.documents, *self._added)
                if first or len({d.doc_id for d in documents}) == len(documents):
                    self.loaded = widened(base, documents, self._snapshot)
                    self._found = SourceSet(documents, found.skipped)
            return self.loaded, self._found

    def close(self) -> None:
        """Leave what is open to the other, whose it is."""
