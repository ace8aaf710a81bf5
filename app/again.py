"""What was asked before, asked again in another language or for a shorter answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.phrasebook import SetPhrase, set_phrase
from app.types import Turn

_LANGUAGES = {"in_german": "de", "in_english": "en"}


@dataclass(frozen=True, slots=True)
class Again:
    """An earlier question, the conversation before it, and what is wanted now.

    ``language`` is that of the answer, ``None`` for the same; ``brief`` is for one sentence of it.
    """

    question: str
    turns: tuple[Turn, ...]
    language: str | None
    brief: bool


def asked_again(said: SetPhrase | None, turns: Sequence[Turn]) -> Again | None:
    """The last real question, if all that is said now is how to answer it."""
    if said is None or said.topic not in {*_LANGUAGES, "shorter"}:
        return None
    language, brief = _LANGUAGES.get(said.topic), said.topic == "shorter"
    for place in reversed(range(len(turns))):
        turn = turns[place]
        if turn["role"] == "user" and set_phrase(turn["content"]) is None:
            return Again(turn["content"], tuple(turns[:place]), language, brief)
    return None
