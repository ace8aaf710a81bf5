"""What is asked: in which language, spelt right, and standing alone."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.followup import Leans, own_start, standalone
from app.phrasebook import set_phrase
from app.question import without_commands
from app.spelling import Spelling
from app.types import Turn
from index.types import Snapshot
from sources import Document, detect_language

DEFAULT_LANGUAGE = "en"

Understand = Callable[[str, Sequence[Turn]], str]
"""Makes a question that stands alone of what was typed and what was said before."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A question, its language, that to answer in, and when it came.

    ``full`` is what is asked of the index, spelt right and standing alone; ``start`` says where a
    follow-up begins in it behind an earlier question, 0 without one.
    """

    question: str
    asked_in: str
    language: str
    full: str
    start: int
    began: float


def understanding(leans: Leans) -> Understand:
    """A way to understand: without commands, and with what a question leans on.

    What is understood is empty if nothing is left.

    Args:
        leans: Tells which questions lean on what was said before.
    """

    def understand(question: str, turns: Sequence[Turn]) -> str:
        return standalone(without_commands(question), turns, leans)

    return understand


class Hearing:
    """Makes of what people type what an index is asked; safe to share between threads."""

    def __init__(
        self,
        snapshot: Snapshot,
        documents: Sequence[Document],
        understand: Understand,
        spells: bool = True,
    ) -> None:
        """Spell by the words of a snapshot, and answer in the languages of its documents.

        Without ``spells`` questions are taken as they were typed.
        """
        self._spelling = Spelling(snapshot) if spells else None
        self._understand = understand
        self._languages = {t.language for d in documents for t in d.translations}
        self._languages |= {d.language for d in documents}

    def languages(self, question: str, turns: Sequence[Turn], language: str) -> tuple[str, str]:
        """The question's language, and the answer's.

        Args:
            question: What was asked.
            turns: The conversation so far, oldest first.
            language: Of the answer, or ``auto``.
        """
        asked_before = next((t["content"] for t in reversed(turns) if t["role"] == "user"), "")
        fallback = detect_language(asked_before) if asked_before else DEFAULT_LANGUAGE
        asked_in = detect_language(question, default=fallback)
        said = set_phrase(question)
        if said is not None and asked_in not in said.languages:
            asked_in = fallback if fallback in said.languages else said.languages[0]
        if language != "auto":
            return asked_in, language
        return asked_in, asked_in if asked_in in self._languages else DEFAULT_LANGUAGE

    def hear(self, question: str, turns: Sequence[Turn], asked_in: str, answer_in: str) -> Heard:
        """What a question asks in a conversation, in one language and to be answered in another."""
        began = time.monotonic()
        spelt = question
        if self._spelling is not None:
            spelt = self._spelling.correct(question, asked_in)
            turns = self._spelling.correct_turns(turns, asked_in)
        full = self._understand(spelt, turns)
        start = own_start(without_commands(spelt), full, turns)
        return Heard(question, asked_in, answer_in, full, start, began)
