"""What was asked before, asked again in another language."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.phrasebook import SetPhrase, set_phrase
from app.types import Turn

_LANGUAGES = {"in_german": "de", "in_english": "en"}


@dataclass(frozen=True, slots=True)
class Again:
    """An earlier question, the conversation before it, and the language wanted now."""

    question: str
    turns: tuple[Turn, ...]
    language: str


def asked_again(said: SetPhrase | None, turns: Sequence[Turn]) -> Again | None:
    """The last real question, if all that is said now is in which language to answer it."""
    language = _LANGUAGES.get(said.topic) if said is not None else None
    if language is None:
        return None
    for place in reversed(range(len(turns))):
        turn = turns[place]
        if turn["role"] == "user" and set_phrase(turn["content"]) is None:
            return Again(turn["content"], tuple(turns[:place]), language)
    return None
