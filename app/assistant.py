"""The assistant: builds the parts from the settings and answers questions."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from app.asked import Asked, Listener, listened
from app.knowledge import Indexed, Knowledge
from app.question import check_language, clean_question
from app.settings import Settings
from app.types import Answer, Health, Turn
from index.types import Hit
from sources import Document

if TYPE_CHECKING:
    from app.parts import Parts
    from app.told import Told

_log = logging.getLogger(__name__)


class Assistant:
    """Answers questions about the articles of a folder; safe to share between threads.

    Nothing is read until the first question, or ``warm_up``.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *listeners: Listener,
        knowledge: Knowledge | None = None,
    ) -> None:
        """Use ``settings``, or those of the environment.

        Args:
            settings: What is set.
            listeners: Are told what became of each question.
            knowledge: What to answer from, if not from the articles that the settings name.

        Raises:
            SettingsError: If a setting is not allowed.
        """
        self.settings = settings or Settings.load()
        self.knowledge = knowledge or Indexed(self.settings)
        self._listeners = listeners

    def warm_up(self, progress: bool = False) -> None:
        """Load the articles, the embedder and the index; build the index if need be.

        Args:
            progress: Show a bar on stderr when an index is built.

        Raises:
            AssistantError: If there is no usable article, index or model.
        """
        self.knowledge.parts(progress)

    def close(self) -> None:
        """Give the index and its working copy back; the next question reads everything again."""
        self.knowledge.close()

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles that answers come from; no model is loaded to read them."""
        return self.knowledge.sources().documents

    def with_added(self, documents: Sequence[Document], told: "Told | None" = None) -> "Assistant":
        """The same assistant over its own and more documents, these indexed in memory alone.

        Args:
            documents: What is added.
            told: Is called with how many texts are indexed, and of how many.

        Raises:
            AssistantError: If there is no usable article, index or model.
        """
        from app.widened import widen

        wider = widen(self.knowledge, self.settings, documents, told)
        return Assistant(self.settings, *self._listeners, knowledge=wider)

    def ask(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer one question.

        Args:
            question: At most 2,000 characters, in any language.
            history: The conversation so far, oldest first.
            language: ``auto`` for the question's language, else ``de``, ``en`` or another one
                that the articles are translated into.

        Raises:
            ValueError: If the question, history or language is not fit to be asked.
            AssistantError: If there is no usable article, index or model.
        """
        *_, last = self.stream(question, history, language)
        return last

    def stream(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Iterator[Answer]:
        """Answer one question in growing answers; the last one is what ``ask`` gives.

        Raises:
            ValueError: If the question, history or language is not fit to be asked.
            AssistantError: If there is no usable article, index or model.
        """
        started = time.perf_counter()
        text = clean_question(question)
        wanted = check_language(language)
        if wanted == "auto":
            wanted = self.settings.answer_language
        with listened(text, (self._log_asked, *self._listeners)) as asking:
            answerer = self.knowledge.parts().answerer
            asking.stages.end("load")
            for answer in answerer.stream(text, history or (), wanted, asking.stages):
                asking.answer = replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)
                yield asking.answer

    def search(self, query: str, k: int = 5) -> tuple[Hit, ...]:
        """The passages nearest to a query, best first.

        Raises:
            ValueError: If the query is not fit, or ``k`` is not 1 to 50.
        """
        if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= 50:
            raise ValueError("k is a whole number from 1 to 50")
        text = clean_question(query)
        engine = self.knowledge.parts().engine
        ranked = engine.retriever.retrieve(text, engine.encode(text), k)
        return tuple(found.hit for found in ranked)

    def health(self) -> Health:
        """Whether questions can be answered now; never waits."""
        parts, error = self.knowledge.loaded, self.knowledge.error
        if parts is None:
            return Health("failed" if error else "warming", 0, 0, (), error)
        n_passages = len(parts.engine.retriever.passages)
        found = self.knowledge.sources()
        trouble = _trouble(parts)
        status = "degraded" if trouble else "ready"
        return Health(status, len(found.documents), n_passages, found.skipped, trouble)

    def _log_asked(self, asked: Asked) -> None:
        _log.info("question", extra=asked.fields(self.settings.log_questions))


def _trouble(parts: "Parts") -> str | None:
    """What is wrong while it still answers, as the store and the language model tell it."""
    told = (part.trouble for part in (parts.store, parts.phrasing) if part is not None)
    return "; ".join(trouble for trouble in told if trouble) or None
