"""An assistant as it is served: behind the desk, once its model is there."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from app.desk import Desk
from app.types import Answer, Health, Turn
from app.ui.needs import ChatAssistant
from app.ui.warmup import WarmUp
from index.types import Hit
from sources import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """How far the indexing of an article is: ``done`` texts ``of`` so many."""

    done: int
    of: int

    @property
    def percent(self) -> int:
        """The share that is done, 0 to 100."""
        return 100 * self.done // self.of if self.of else 100


class Waiter:
    """Whoever waits for an article."""

    def __init__(
        self, gone: threading.Event | None = None, say: Callable[[Step], None] | None = None
    ) -> None:
        """Wait until ``gone``; ``say`` passes steps on."""
        self._gone = gone or threading.Event()
        self._say = say
        self._percent = -1

    @property
    def waits(self) -> bool:
        """Whether somebody still waits."""
        return not self._gone.is_set()

    def told(self, done: int, of: int) -> None:
        """Hear how far it is; passed on when another percent is done."""
        step = Step(done, of)
        if self._say is not None and step.percent != self._percent:
            self._percent = step.percent
            self._say(step)


@dataclass(frozen=True, slots=True)
class Service:
    """What all questions to a server share: the desk, and the wait for the model.

    Articles are added at a desk of their own, so that long ones keep no question waiting.
    """

    desk: Desk
    articles: Desk
    warm_up: WarmUp

    def change(self, work: Callable[["Waiter"], T]) -> Iterator["Step | T"]:
        """Add or take away an article, while its reader waits: its steps, last what it gives.

        Args:
            work: Is given whoever waits for it.

        Raises:
            NoAnswerInTime: If it takes too long.
            WarmingUp: If the model takes too long to load.
            Closing: If the server stops.
        """
        self.warm_up.wait()
        gone = threading.Event()

        def along(say: Callable[[Step | T], None]) -> Step | T:
            return work(Waiter(gone, say))

        try:
            yield from self.articles.along(along)
        finally:
            gone.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is worked on."""
        return self.desk.idle and self.articles.idle and not self.warm_up.running

    def close(self) -> None:
        """Let everyone who waits go with an error, and take nobody any more."""
        self.warm_up.close()
        self.desk.close()
        self.articles.close()

    def over(self, assistant: ChatAssistant) -> "ServedAssistant":
        """An assistant, asked at the desk."""
        return ServedAssistant(assistant, self)


@dataclass(frozen=True, slots=True)
class ServedAssistant:
    """Asks an assistant at the desk; the errors are the assistant's and the desk's."""

    _assistant: ChatAssistant
    _service: Service

    @property
    def documents(self) -> tuple[Document, ...]:
        """The assistant's; reading them takes no place."""
        return self._assistant.documents

    def ask(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer one question."""
        *_, last = self.stream(question, history, language)
        return last

    def stream(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Iterator[Answer]:
        """Answer one question in growing steps; the last one is whole."""
        self._service.warm_up.wait()  # which is no part of the time that a question may take
        yield from self._service.desk.stream(
            lambda: self._assistant.stream(question, history, language)
        )

    def search(self, query: str, k: int = 5) -> tuple[Hit, ...]:
        """The passages nearest to a query."""
        self._service.warm_up.wait()
        return self._service.desk.run(lambda: self._assistant.search(query, k))

    def health(self) -> Health:
        """The assistant's; degraded while questions that do not end take every place."""
        health = self._assistant.health()
        if health.status == "ready" and self._service.warm_up.running:
            return replace(health, status="warming")
        if health.status == "ready" and self._service.desk.stuck:
            return replace(health, status="degraded", error="Questions do not end")
        return health

    def warm_up(self) -> None:
        """Load what the first question would have to wait for."""
        self._assistant.warm_up()

    def close(self) -> None:
        """Give the assistant's index back."""
        self._assistant.close()
