"""An evidence sentence in all its languages, with whom its "he" and "the company" mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.gate import lexicon, who
from app.gate.read import read
from app.gate.types import Reading
from index.types import Sentence
from sources.language import detect_language

_NEAR_CHARS = 4
"""Sentences no further apart than this follow one another: a blank, or a blank line."""
_MAX_BACK = 3
# What is said with a narrower word may be told with a wider one, not the other way round.
_IMPLIED = {
    "DOUBLE": "UP",
    "TRIPLE": "UP",
    "HALVE": "DOWN",
    "EMPLOYEE": "PERSON",
    "PEAK": "ONCE",
    "MORE_AND_MORE": "MORE",
    "MAINLY": "MOST",
    "MOST": "PARTICULAR",
    "CAUSE": "AFTER_EVENT",
    "SPEAK": "INTERVIEW",
    "ANNOUNCE": "SAY",
    "TOUT": "SAY",
    "INTERVIEW": "SAY",
    "POINT_TO": "SAY",
    "STATEMENT": "SAY",
    "UNDERLINE": "SAY",
    "FIND": "SAY",
    "m:DEMAND": "SAY",
    "m:BELIEF": "SAY",
    "m:WARN": "SAY",
    "m:EXPECT": "SAY",
}
# A source that speaks to language models is no evidence for what one of them then says.
_INSTRUCTION = re.compile(
    r"""\b(?:ignor(?:e|iere|ieren)|disregard|forget|vergiss|override)\b.{0,60}
        \b(?:instruction|anweisung|rule|regel|prompt|previous|above|bisherig|vorherig)
      | \b(?:system\s?prompt|as\ an\ ai\ (?:model|assistant))
      | \b(?:you\ are|du\ bist)\ (?:now|jetzt|nun|a|an|ein|eine)\b
      | \b(?:respond|answer|reply|say|antworte|antwortet|sage?)\b\s
        (?:only|always|nur|immer|that|dass|stets)\b
      | \b(?:assistants?|chatbots?|language\ models?|sprachmodelle?|assistenten?)\b.{0,40}
        \b(?:must|should|shall|sollen?|müssen|muss|are\ to|have\ to)\b""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What some names are called elsewhere ("CEO"), and the sentence that says so."""

    names: frozenset[str]
    sentence_id: str


@dataclass(frozen=True, slots=True)
class Proof:
    """One cited sentence as read.

    ``surfaces`` are the original and its translations; ``keys`` all that they name; ``meant``
    maps a name's key to the id of the near sentence that tells who "he" or "the company" is;
    ``known`` what its names are called near it; ``companies`` those of its names that are some;
    ``proper`` its names that look like common words; ``persons`` all names of people near it.
    """

    sentence: Sentence
    surfaces: tuple[Reading, ...]
    keys: frozenset[str]
    meant: Mapping[str, str]
    known: Mapping[str, Known]
    companies: frozenset[str]
    proper: frozenset[str]
    persons: frozenset[str]

    def surface(self, language: str) -> Reading:
        """The sentence in a language if it is there, else the original."""
        return next((s for s in self.surfaces if s.language == language), self.surfaces[0])

    def names_company(self) -> bool:
        """Whether "the company" can be said of a name in the sentence."""
        return bool(who.COMPANIES & (self.keys | self.known.keys()))


@lru_cache(maxsize=1_000)
def surfaces_of(sentence: Sentence) -> tuple[Reading, ...]:
    """The sentence's readings in the languages that the gate reads; none for an instruction."""
    texts = {_language_of(sentence): sentence.text}
    texts.update({t.language: t.text for t in sentence.translations})
    if any(_INSTRUCTION.search(text) for text in texts.values()):
        return ()
    return tuple(read(text, lang) for lang, text in texts.items() if lang in lexicon.LANGUAGES)


def prepare(sentences: Sequence[Sentence]) -> None:
    """Read sentences before they are cited, and load the dictionaries (3 s the first time)."""
    for language in lexicon.LANGUAGES:
        read(".", language)
    for sentence in sentences:
        surfaces_of(sentence)


@lru_cache(maxsize=1_000)
def prove(sentence: Sentence, context: tuple[Sentence, ...]) -> Proof:
    """Read an evidence sentence in its context.

    Args:
        sentence: What a statement cites.
        context: Sentences that may stand near it, in any order, of any document.
    """
    same = [sentence, *(s for s in context if s.doc_id == sentence.doc_id)]
    readings = [reading for s in same for reading in surfaces_of(s)]
    plain = surfaces_of(sentence)
    meant = dict(_meant(sentence, plain, same)) if plain else {}
    proper, persons = who.proper_names(plain), who.persons_of(readings)
    runs = frozenset(run for reading in readings for run in who.runs_of(reading))
    spelled = [who.spelled_out(surface, runs) for surface in plain]
    spelled = [_with_implied(surface) for surface in spelled]
    keys = frozenset(key for surface in spelled for token in surface.tokens for key in token.keys)
    if {"UP", "EFFICIENCY"} <= keys:
        keys |= {"MORE_EFFICIENT"}
    names = keys | meant.keys()
    return Proof(
        sentence,
        tuple(who.resolved(surface, frozenset(meant), proper, persons) for surface in spelled),
        keys,
        meant,
        _known(same, names),
        who.companies_of(readings) & names,
        proper,
        persons,
    )


def _with_implied(reading: Reading) -> Reading:
    tokens = list(reading.tokens)
    for at, token in enumerate(tokens):
        wider = {_IMPLIED[key] for key in token.marks if key in _IMPLIED}
        wider |= {"EMPLOY"} if "EMPLOYEE" in token.keys else set()
        wider |= {"SAY"} if "SPEAK" in token.keys else set()
        if wider:
            tokens[at] = replace(token, keys=token.keys | wider)
    return replace(reading, tokens=tuple(tokens))


def _language_of(sentence: Sentence) -> str:
    """The original's language: none that it is translated to."""
    taken = {t.language for t in sentence.translations}
    likely = [lang for lang in lexicon.LANGUAGES if lang not in taken]
    found = detect_language(sentence.text, default=(likely or ["en"])[0])
    return likely[0] if found in taken and likely else found


def _known(same: Sequence[Sentence], names: frozenset[str]) -> dict[str, Known]:
    known: dict[str, Known] = {}
    for sentence in same:
        for reading in surfaces_of(sentence):
            for name, words in who.beside_names(reading):
                for key in words if name in names else ():
                    before = known.get(key, Known(frozenset(), sentence.sentence_id))
                    known[key] = Known(before.names | {name}, before.sentence_id)
    return known


def _meant(
    sentence: Sentence, surfaces: Sequence[Reading], same: Sequence[Sentence]
) -> Iterator[tuple[str, str]]:
    """Names that the sentence leaves to the one before it."""
    readings = [reading for s in same for reading in surfaces_of(s)]
    persons, companies = who.persons_of(readings), who.companies_of(readings)
    kinds = {kind for surface in surfaces for kind in who.anaphors(surface, persons)}
    here = sentence
    for _ in range(_MAX_BACK if kinds else 0):
        before = next((s for s in same if here.start - s.start > 0 and _follows(here, s)), None)
        if before is None:
            return
        names = frozenset(key for r in surfaces_of(before) for key in who.names_of(r))
        fitting = names & (persons if "person" in kinds else companies)
        if fitting:
            yield from ((name, before.sentence_id) for name in fitting)
            return
        here = before


def _follows(sentence: Sentence, other: Sentence) -> bool:
    return 0 <= sentence.start - other.end <= _NEAR_CHARS
