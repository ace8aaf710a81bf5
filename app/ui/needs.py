"""What the page needs of an assistant: the real one has it, and so has the tests' fake."""

import logging
from collections.abc import Iterator, Sequence
from typing import Protocol

from app.types import Answer, Health, Turn
from index.types import Hit
from sources import AssistantError, Document

_log = logging.getLogger(__name__)


def documents_of(assistant: "ChatAssistant") -> tuple[Document, ...]:
    """The assistant's articles; none while they cannot be had, which a question will explain."""
    try:
        return assistant.documents
    except AssistantError as error:
        _log.warning("%s", error)
        return ()


class ChatAssistant(Protocol):
    """The assistant, as far as the chat uses it."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles that are asked about."""
        ...

    def ask(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer one question."""
        ...

    def stream(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Iterator[Answer]:
        """Answer one question in growing steps; the last one is whole."""
        ...

    def search(self, query: str, k: int = 5) -> tuple[Hit, ...]:
        """The passages nearest to a query."""
        ...

    def health(self) -> Health:
        """How the assistant is."""
        ...

    def warm_up(self) -> None:
        """Load what the first question would have to wait for."""
        ...

    def close(self) -> None:
        """Give back what was loaded."""
        ...
