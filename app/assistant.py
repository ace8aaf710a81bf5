"""The assistant: builds the parts from the settings and answers questions."""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from app.asked import Asked, Listener, listened
from app.question import check_language, clean_question
from app.settings import Settings
from app.types import Answer, Health, Turn
from index.threads import multiply_alone, share_cores
from index.types import Hit
from sources import AssistantError, Document, SourceSet, load_documents

if TYPE_CHECKING:
    from app.parts import Parts
    from app.renewal import Renewal
    from app.told import Told

_log = logging.getLogger(__name__)


class Assistant:
    """Answers questions about the articles of a folder; safe to share between threads.

    Nothing is read until the first question, or ``warm_up``.
    """

    def __init__(self, settings: Settings | None = None, *listeners: Listener) -> None:
        """Use ``settings``, or those of the environment.

        Args:
            settings: What is set.
            listeners: Are told what became of each question.

        Raises:
            SettingsError: If a setting is not allowed.
        """
        self.settings = settings or Settings.load()
        self._listeners = (self._log_asked, *listeners)
        self._parts: Parts | None = None
        self._found: SourceSet | None = None
        self._error: str | None = None
        self._renewal: Renewal | None = None
        self._lock = threading.Lock()
        self._reading = threading.Lock()

    def warm_up(self, progress: bool = False) -> None:
        """Load the articles, the embedder and the index; build the index if need be.

        Args:
            progress: Show a bar on stderr when an index is built.

        Raises:
            AssistantError: If there is no usable article, index or model.
        """
        self._ready(progress)

    def close(self) -> None:
        """Give the index and its working copy back; the next question reads everything again."""
        with self._lock:
            if self._parts is not None and self._parts.store is not None:
                self._parts.store.close()
                self._parts, self._found = None, None

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
        return self._sources().documents

    def with_added(self, documents: Sequence[Document], told: "Told | None" = None) -> "Assistant":
        """The same assistant over its own and more documents, these indexed in memory alone.

        Args:
            documents: What is added.
            told: Is called with how many texts are indexed, and of how many.

        Raises:
            AssistantError: If there is no usable article, index or model.
        """
        from app.widened import widen

        return widen(self, documents, told)

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
        with listened(text, self._listeners) as asking:
            answerer = self._ready().answerer
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
        engine = self._ready().engine
        ranked = engine.retriever.retrieve(text, engine.encode(text), k)
        return tuple(found.hit for found in ranked)

    def health(self) -> Health:
        """Whether questions can be answered now; never waits."""
        parts = self._parts
        if parts is None:
            return Health("failed" if self._error else "warming", 0, 0, (), self._error)
        n_passages = len(parts.engine.retriever.passages)
        found = self._sources()
        trouble = _trouble(parts)
        status = "degraded" if trouble else "ready"
        return Health(status, len(found.documents), n_passages, found.skipped, trouble)

    def _log_asked(self, asked: Asked) -> None:
        _log.info("question", extra=asked.fields(self.settings.log_questions))

    def _ready(self, progress: bool = False) -> "Parts":
        parts = self._parts
        if parts is None:
            with self._lock:
                parts = self._parts = self._parts or self._load(progress)
        elif parts.store is not None and self._renewal is not None:
            self._renewal.look(parts.mark)
        return parts

    def _now(self) -> "tuple[Parts, SourceSet]":
        """What answers now, and the articles that it is of."""
        self._ready()
        with self._lock:
            if self._parts is not None:
                return self._parts, self._sources()
        return self._now()  # it was closed meanwhile

    def _load(self, progress: bool) -> "Parts":
        # Heavy imports wait until something is asked, so that --help and a bad flag are quick.
        share_cores()
        from app.parts import load_parts
        from app.renewal import Renewal

        try:
            parts = load_parts(self.settings, self._sources().documents, progress)
        except Exception as error:
            self._error = str(error)
            raise
        multiply_alone()
        self._error = None
        self._renewal = Renewal(self.settings.index_dir, self._renew)
        return parts

    def _renew(self) -> None:
        """Answer from the index that was swapped in, if it is one of the articles as they are."""
        from app.parts import reopened

        old = self._parts
        if old is None or old.store is None:
            return
        try:
            found = load_documents(self.settings.sources_dir)
            new = reopened(old, self.settings, found.documents)
        except (AssistantError, OSError) as error:
            _log.warning("%s; answering from the index as it was before", error)
            return
        with self._lock:
            if swapped := self._parts is old:
                self._parts, self._found = new, found
        unused = old if swapped else new  # it was closed meanwhile
        if unused.store is not None:
            unused.store.close()

    def _sources(self) -> SourceSet:
        if self._found is None:
            with self._reading:
                if self._found is None:
                    found = load_documents(self.settings.sources_dir)
                    for skipped in found.skipped:
                        _log.warning("Skipped %s: %s", skipped.path, skipped.reason)
                    self._found = found
        return self._found


def _trouble(parts: "Parts") -> str | None:
    """What is wrong while it still answers, as the store and the language model tell it."""
    told = (part.trouble for part in (parts.store, parts.phrasing) if part is not None)
    return "; ".join(trouble for trouble in told if trouble) or None
