"""An assistant over more articles than its index holds, as readers add them."""

from collections.abc import Sequence

from app.assistant import Assistant
from app.parts import Parts, added_snapshot, widened
from app.told import Told
from index.merge import merge
from index.types import Snapshot
from sources import Document, SourceSet


def widen(
    assistant: Assistant, documents: Sequence[Document], told: Told | None = None
) -> Assistant:
    """An assistant over its own and more documents, these indexed in memory alone.

    ``told`` hears how far it is.

    Raises:
        AssistantError: If there is no usable article, index or model.
    """
    snapshot = added_snapshot(assistant._ready(), assistant.settings, documents, told)
    if isinstance(assistant, WidenedAssistant):
        return assistant.and_more(documents, snapshot)
    return WidenedAssistant(assistant, documents, snapshot)


class WidenedAssistant(Assistant):
    """Answers from what another answers from, and from what was added to it.

    When the other has moved to a newer index, so does this one. If that holds an article of an
    added one's id, both cannot stand side by side, and this one stays with the index it knows.
    """

    def __init__(self, base: Assistant, added: Sequence[Document], snapshot: Snapshot) -> None:
        """Add ``added``, which ``snapshot`` holds, to what ``base`` knows."""
        super().__init__(base.settings)
        self._listeners = base._listeners
        self._base = base
        self._added = tuple(added)
        self._snapshot = snapshot
        self._made_of: Parts | None = None
        self._ready()

    def and_more(self, documents: Sequence[Document], snapshot: Snapshot) -> "WidenedAssistant":
        """One over these, too."""
        both = merge(self._snapshot, snapshot)
        return WidenedAssistant(self._base, (*self._added, *documents), both)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles that answers come from."""
        self._ready()
        return super().documents

    def _ready(self, progress: bool = False) -> Parts:
        base, found = self._base._now()
        with self._lock:
            if self._parts is None or base is not self._made_of:
                self._made_of = base
                documents = (*found.documents, *self._added)
                if self._parts is None or len({d.doc_id for d in documents}) == len(documents):
                    self._found = SourceSet(documents, found.skipped)
                    self._parts = widened(base, documents, self._snapshot)
            return self._parts
