"""The assistant that the HTTP endpoints ask: over whatever everybody can see at that moment."""

from collections.abc import Iterator, Sequence

from app.types import Answer, Health, Turn
from app.ui.needs import ChatAssistant
from app.ui.shelf import Shelf
from index.types import Hit
from sources import Document


class Everybody:
    """Passes each call on to the assistant over the articles that are everybody's by now."""

    def __init__(self, shelf: Shelf) -> None:
        """Keep the shelf, which is looked at anew for each call."""
        self._shelf = shelf

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles that everybody can ask about."""
        return self._now().documents

    def ask(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer one question."""
        return self._now().ask(question, history, language)

    def stream(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Iterator[Answer]:
        """Answer one question in growing steps; the last one is whole."""
        return self._now().stream(question, history, language)

    def search(self, query: str, k: int = 5) -> tuple[Hit, ...]:
        """The passages nearest to a query."""
        return self._now().search(query, k)

    def health(self) -> Health:
        """How the assistant is."""
        return self._now().health()

    def warm_up(self) -> None:
        """Load what the first question would have to wait for."""
        self._shelf.warm_up()

    def close(self) -> None:
        """Give back what was loaded."""
        self._now().close()

    def _now(self) -> ChatAssistant:
        return self._shelf.assistant(None)
