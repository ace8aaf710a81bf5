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
    "shorter",
    "in_german",
    "in_english",
    "languages",
    "identity",
    "articles",
]
"""Of several things said the one that is further down here is replied to."""
MAX_WORDS = 12
"""Of more, no text is a set phrase; none is looked at for long."""

_PATH = Path(__file__).parent / "data" / "phrasebook.json"
"""By topic and language what is said, as expressions over folded words; ``filler`` is nothing by
itself and may stand beside any of it."""
_Said = Topic | Literal["filler"]
_RANK = {topic: rank for rank, topic in enumerate(("filler", *get_args(Topic)))}
_WISHES = frozenset({"more", "shorter", "in_german", "in_english"})
_WORD = re.compile(r"[^\W_]+")
_THEY = re.compile(r"\b(?:sie|ihnen|ihre[nmrs]?)\b(?!.*\bmi(?:r|ch)\b)")
"""German for others than the person spoken to, who is "Sie"; not where "mir" says who speaks."""


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
    covers = {language: _cover(said, forms) for language, forms in _forms().items()}
    found = {language: _topic(cover) for language, cover in covers.items() if cover}
    topics = {topic for topic in found.values() if topic and _may_say(question, topic)}
    if not topics:
        return None
    topic = max(topics, key=_RANK.__getitem__)
    return SetPhrase(topic, tuple(language for language, of in found.items() if of == topic))


def _may_say(question: str, topic: Topic) -> bool:
    """Whether a question mark, or "sie" for others than the assistant, speaks against a topic."""
    if topic in {"thanks", "farewell"}:
        return "?" not in question
    return not _THEY.search(question)


def _cover(said: Sequence[str], forms: Mapping[_Said, re.Pattern[str]]) -> tuple[_Said, ...]:
    """The topics of the fewest forms that are the words one behind the other; empty if none."""
    best: dict[int, tuple[_Said, ...]] = {0: ()}  # of the words up to each place
    for first in range(len(said)):
        if first not in best:
            continue
        for end in range(first + 1, len(said) + 1):
            part = " ".join(said[first:end])
            topics = [topic for topic, form in forms.items() if form.fullmatch(part)]
            if topics:
                cover = (*best[first], max(topics, key=_RANK.__getitem__))
                if end not in best or len(cover) < len(best[end]):
                    best[end] = cover
    return best.get(len(said), ())


def _topic(cover: Sequence[_Said]) -> Topic | None:
    """The topic that is replied to, if what is said together means what it means apart."""
    topics: set[Topic] = {topic for topic in cover if topic != "filler"}
    if not topics:
        return None
    topic = max(topics, key=_RANK.__getitem__)
    # "Wie geht es" and "weiter" are a greeting and a wish for more, and together neither.
    return None if topic in _WISHES and topics - {topic, "thanks"} else topic


def _plain(text: str) -> str:
    """A text folded; twice, as it reads "ue" as "ü" before it takes the accent from "qué"."""
    return fold(fold(text))


@cache
def _forms() -> dict[str, dict[_Said, re.Pattern[str]]]:
    """By language and topic what is said."""
    texts: dict[_Said, dict[str, list[str]]] = json.loads(_PATH.read_text(encoding="utf-8"))
    forms: dict[str, dict[_Said, re.Pattern[str]]] = {}
    for topic, by_language in texts.items():
        for language, said in by_language.items():
            forms.setdefault(language, {})[topic] = re.compile("|".join(map(_plain, said)))
    return forms
