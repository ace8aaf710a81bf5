"""An article in two versions, its index, an assistant, and those who ask it meanwhile."""

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from types import TracebackType
from typing import Self

from app.assistant import Assistant
from app.settings import Settings
from app.types import Answer

ARTICLE = """# Die Firma

Die Firma hatte einst 5.000 Mitarbeiter, wie ihre Chefin Anna Berg in einem Gespräch sagte.

Der Börsenwert fiel im Jahr 2023 auf 6,7 Mrd. Dollar. Das nennt sie vorübergehend.
"""
VERSIONS = {"old": ARTICLE, "new": ARTICLE.replace("5.000", "6.000")}
QUESTIONS = ("Wie viele Mitarbeiter hatte die Firma?", "Wie hoch war der Börsenwert?", "Wer?")
LIMIT_S = 5.0
"""An answer that takes longer hangs."""
_N_CLIENTS = 5
_PAUSE_S = 0.03


@dataclass(frozen=True, slots=True)
class Round:
    """What became of those who asked while one fault was made."""

    n_asked: int
    n_wrong: int
    n_lost: int
    n_hung: int
    recovery_s: float
    """Until all was answered rightly as before, whoever asks first."""


@dataclass(slots=True)
class World:
    """A folder of articles and their index."""

    place: Path
    expected: dict[str, list[str]] = field(default_factory=dict)
    """The right answers to ``QUESTIONS``, of each version."""

    def __post_init__(self) -> None:
        """Ask both versions; the old one stays."""
        (self.place / "articles").mkdir(parents=True)
        for name in ("new", "old"):
            self.write(name)
            with self.assistant() as asked:
                self.expected[name] = answers(asked)
        assert "5.000" in self.expected["old"][0] and "6.000" in self.expected["new"][0]

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.place / "index"

    @property
    def version(self) -> str:
        """The version that the article has."""
        text = (self.place / "articles" / "firma.md").read_text(encoding="utf-8")
        return next(name for name, version in VERSIONS.items() if version == text)

    def write(self, version: str) -> None:
        """Give the article another version."""
        write(self.place, version)

    def assistant(self, index: Path | None = None, port: int | None = None) -> Assistant:
        """One over the articles and an index, by default the world's own, or a server's."""
        settings = Settings(
            sources_dir=self.place / "articles",
            index_dir=index or self.index,
            chroma_http_host="" if port is None else "127.0.0.1",
            chroma_http_port=8000 if port is None else port,
        )
        return Assistant(settings)

    def recover(self, index: Path | None = None) -> tuple[float, int]:
        """Ask a fresh assistant; seconds until it has answered, and how many answers are wrong."""
        began = time.monotonic()
        with self.assistant(index) as fresh:
            told = answers(fresh)
            took = time.monotonic() - began
        expected = self.expected[self.version]
        return took, sum(a != b for a, b in zip(told, expected, strict=True))


def write(place: Path, version: str) -> None:
    """Replace the article of a place by one rename."""
    beside = place / "firma.md"
    beside.write_text(VERSIONS[version], encoding="utf-8")
    os.replace(beside, place / "articles" / "firma.md")


def answers(assistant: Assistant) -> list[str]:
    """What it answers to all questions."""
    return [told(assistant.ask(question)) for question in QUESTIONS]


def told(answer: Answer) -> str:
    """All that an answer says but for the time it took."""
    return json.dumps({**answer.to_dict(), "elapsed_ms": 0}, sort_keys=True)


class Clients:
    """Several who ask on and on, while something happens."""

    def __init__(self, world: World, assistant: Assistant) -> None:
        """They accept what either version of the article answers."""
        self._assistant = assistant
        self._right = [set(both) for both in zip(*world.expected.values(), strict=True)]
        self._done = threading.Event()
        self._counts = {"asked": 0, "wrong": 0, "lost": 0, "hung": 0}
        self._counting = threading.Lock()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(_N_CLIENTS)]

    def __enter__(self) -> Self:
        """Begin to ask."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Stop, once each has its last answer."""
        self._done.set()
        for thread in self._threads:
            thread.join(2 * LIMIT_S)
            self._count("hung", thread.is_alive())

    def outcome(self, recovery_s: float, n_wrong: int = 0, n_lost: int = 0) -> Round:
        """What they saw, and what was found beside them."""
        seen = self._counts
        lost, wrong = seen["lost"] + n_lost, seen["wrong"] + n_wrong
        return Round(seen["asked"] + len(QUESTIONS), wrong, lost, seen["hung"], recovery_s)

    def _ask(self) -> None:
        for question, right in cycle(zip(QUESTIONS, self._right, strict=True)):
            began = time.monotonic()
            try:
                self._count("wrong", told(self._assistant.ask(question)) not in right)
            except Exception:  # noqa: BLE001 - whatever it is, nobody got an answer
                self._count("lost", True)
            self._count("asked", True)
            self._count("hung", time.monotonic() - began > LIMIT_S)
            if self._done.wait(_PAUSE_S):
                return

    def _count(self, what: str, so: bool) -> None:
        with self._counting:
            self._counts[what] += so


class Lines(logging.Handler):
    """What the index says of itself."""

    def __init__(self) -> None:
        """Hear it while in use as a context manager."""
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(record.getMessage())

    def __enter__(self) -> Self:
        """Listen."""
        logging.getLogger("index").addHandler(self)
        return self

    def __exit__(self, *of: object) -> None:
        """Listen no longer."""
        logging.getLogger("index").removeHandler(self)


def wait_for(what: Callable[[], bool], limit_s: float = 90.0) -> None:
    """Until it is so."""
    until = time.monotonic() + limit_s
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)
