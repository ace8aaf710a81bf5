"""A conversation as the browser keeps it: turns, checked whenever they come back.

The server keeps no conversation. The page sends it with each question and stores it in the
browser, so a restart of the server loses nothing; what comes back is outside data and is checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from app.types import (
    Abstention,
    Answer,
    AnswerSentence,
    Candidate,
    Citation,
    DroppedSentence,
    Explanation,
)
from app.types import Turn as Message
from app.ui.markup import shorten
from index.types import Hit

MAX_TURNS = 100
"""Turns kept of one conversation: some 400 kB, well under the browser's 5 MB."""
HISTORY_TURNS = 10
"""Turns that a follow-up question can lean on."""
_CLOSEST_KEPT = 3
_CANDIDATES_KEPT = 6
_CLOSEST_CHARS = 400


@dataclass(frozen=True, slots=True)
class Closest:
    """A passage near the question, shortened, in ``language``: what an abstention offers."""

    doc_id: str
    text: str
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as the page needs it, the long tails cut off."""

    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    closest: tuple[Closest, ...]
    abstained: Abstention | None
    language: str
    confidence: float
    backend: str
    elapsed_ms: float
    dropped: tuple[DroppedSentence, ...] = ()
    notice: str | None = None
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its reply; ``done`` is false while the reply grows, or if it was stopped.

    ``language`` is the one asked for: ``auto``, ``de`` or ``en``.
    """

    question: str
    reply: Reply | None = None
    language: str = "auto"
    done: bool = False
    stopped: bool = False


_ADAPTER = TypeAdapter(tuple[Turn, ...])


def reply_from(answer: Answer) -> Reply:
    """What the page keeps of an answer."""
    explanation = answer.explanation
    if explanation is not None:
        kept = explanation.candidates[:_CANDIDATES_KEPT]
        explanation = replace(explanation, candidates=tuple(_short(c) for c in kept))
    return Reply(
        text=answer.text,
        sentences=answer.sentences,
        citations=answer.citations,
        closest=tuple(_closest(hit, answer.language) for hit in answer.hits[:_CLOSEST_KEPT]),
        abstained=answer.abstained,
        language=answer.language,
        confidence=answer.confidence,
        backend=answer.backend,
        elapsed_ms=answer.elapsed_ms,
        dropped=answer.dropped,
        notice=answer.notice,
        explanation=explanation,
    )


def load(data: object) -> tuple[Turn, ...]:
    """Turns from the browser; anything that is not a conversation of ours is an empty one."""
    try:
        turns = _ADAPTER.validate_python(data or ())
    except ValidationError:
        return ()
    return tuple(turn for turn in turns if turn.reply is not None)[-MAX_TURNS:]


def dump(turns: Sequence[Turn]) -> list[object]:
    """Turns as plain JSON data, for ``load``."""
    data: list[object] = _ADAPTER.dump_python(tuple(turns), mode="json")
    return data


def history(turns: Sequence[Turn]) -> list[Message]:
    """The last turns as the messages that a question can refer to, oldest first."""
    messages: list[Message] = []
    for turn in turns[-HISTORY_TURNS:]:
        if turn.reply is not None:
            messages.append({"role": "user", "content": turn.question})
            messages.append({"role": "assistant", "content": turn.reply.text})
    return messages


def _closest(hit: Hit, language: str) -> Closest:
    passage = hit.passage
    read_in = {t.language: t.text for t in passage.translations}
    text = read_in.get(language, passage.text)
    shown = language if language in read_in else passage.language
    return Closest(passage.doc_id, shorten(text, _CLOSEST_CHARS), shown, passage.start, passage.end)


def _short(candidate: Candidate) -> Candidate:
    return replace(candidate, text=shorten(candidate.text, _CLOSEST_CHARS))
