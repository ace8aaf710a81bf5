"""Set phrases: what people say beside questions, in the languages they are known in."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from index.lexical import fold

Topic = Literal[
    "greeting",
    "thanks",
    "farewell",
    "help",
    "more",
    "in_german",
    "in_english",
    "languages",
    "identity",
    "articles",
]
"""Of several things said the last in this order counts."""
MAX_WORDS = 12
"""Of more, no text is a set phrase; none is looked at for long."""

_PATH = Path(__file__).parent / "data" / "phrasebook.json"
"""By topic and language what is said, as expressions over folded words; ``filler`` is nothing by
itself and may stand beside any of it."""
_FILLER = "filler"
_RANK = {topic: rank for rank, topic in enumerate((_FILLER, *get_args(Topic)))}
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """What a text says that is a set phrase, and the languages (ISO 639-1) that say it so."""

    topic: Topic
    languages: tuple[str, ...]


def set_phrase(question: str) -> SetPhrase | None:
    """What a text says that is set phrases and nothing more; ``None`` for any other."""
    said = _WORD.findall(_plain(question.casefold()))
    if not 0 < len(said) <= MAX_WORDS:
        return None
    found = {language: _last_topic(said, forms) for language, forms in _forms().items()}
    languages = tuple(language for language, topic in found.items() if topic is not None)
    topics = {topic for topic in found.values() if topic is not None}
    return SetPhrase(max(topics, key=_RANK.__getitem__), languages) if topics else None


def _last_topic(said: Sequence[str], forms: Mapping[str, re.Pattern[str]]) -> Topic | None:
    """The topic that is replied to, if the words are forms one behind the other, and no filler."""
    reached: dict[int, int] = {0: _RANK[_FILLER]}  # the best rank of a way to each place
    for first in range(len(said)):
        if first not in reached:
            continue
        for end in range(first + 1, len(said) + 1):
            part = " ".join(said[first:end])
            ranks = [_RANK[topic] for topic, form in forms.items() if form.fullmatch(part)]
            if ranks:
                reached[end] = max(reached[first], reached.get(end, 0), *ranks)
    rank = reached.get(len(said), 0)
    return get_args(Topic)[rank - 1] if rank else None


def _plain(text: str) -> str:
    """A text folded; twice, as it reads "ue" as "ü" before it takes the accent from "qué"."""
    return fold(fold(text))


@cache
def _forms() -> dict[str, dict[str, re.Pattern[str]]]:
    """By language and topic what is said."""
    texts: dict[str, dict[str, list[str]]] = json.loads(_PATH.read_text(encoding="utf-8"))
    forms: dict[str, dict[str, re.Pattern[str]]] = {}
    for topic, by_language in texts.items():
        for language, said in by_language.items():
            forms.setdefault(language, {})[topic] = re.compile("|".join(map(_plain, said)))
    return forms
