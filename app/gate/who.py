"""Whom a sentence means: names, "he", "the company", FT."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from app.gate.types import Reading, Token

_BESIDE = 3
_LINKS = frozenset("for of the and für und der des".split())
_NOT_THIRD = frozenset(
    "sich wir uns unser ich mich mir we us our ours i me my them they their".split()
)
_THINGS = frozenset("it its itself es".split())
_ARTICLES = frozenset("the das die der dem des".split())
_MAX_INITIALS = 6
COMPANIES = frozenset("COMPANY FINTECH GIANT APP PIONEER BANK".split())


def names_of(reading: Reading) -> frozenset[str]:
    """Keys of all names in a sentence."""
    return frozenset(
        key for token in reading.tokens if token.kind == "name" for key in _exact(token)
    )


def proper_keys(token: Token) -> frozenset[str]:
    """The exact spellings of a word that may be a name: a capital, and in no list."""
    named = token.kind == "name" or ("capital" in token.flags and token.kind == "noun")
    return _exact(token) if named and not _listed(token) else frozenset()


def companies_of(readings: Sequence[Reading]) -> frozenset[str]:
    """Names of companies in a text: "the app Duolingo", "Klarna CEO"."""
    beside = [pair for reading in readings for pair in beside_names(reading)]
    found = frozenset(name for name, words in beside if words & (COMPANIES | {"CEO"}))
    return found - persons_of(readings)


def persons_of(readings: Sequence[Reading]) -> frozenset[str]:
    """Names in a text right after an office: "CEO Sebastian Siemiatkowski"."""
    return frozenset(key for reading in readings for key in _persons(reading))


@lru_cache(maxsize=2_000)
def runs_of(reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Capital words in a row, small links left out: ``("Institute", "Public", "Policy")``."""
    runs: list[tuple[str, ...]] = []
    run: list[str] = []
    for token in reading.tokens:
        if "capital" in token.flags and "joined" not in token.flags and token.text.isalpha():
            run.append(token.text)
        elif token.text.lower() not in _LINKS:
            runs.append(tuple(run))
            run = []
    return tuple(run for run in (*runs, tuple(run)) if len(run) > 1)


def spelled_out(reading: Reading, runs: frozenset[tuple[str, ...]]) -> Reading:
    """The reading with full names put to abbreviations, and the other way round: FT."""
    tokens = list(reading.tokens)
    for at, token in enumerate(tokens):
        size = len(token.text)
        if token.text.isupper() and 2 <= size <= _MAX_INITIALS:
            full = [run[-size:] for run in runs if _initials(run).endswith(token.text)]
            words = {"x:" + word.lower() for run in full for word in run}
            tokens[at] = replace(token, keys=token.keys | words)
        elif "capital" in token.flags:
            short = {
                "x:" + _initials(run[start:]).lower()
                for run in runs_of(reading)
                if run[-1] == token.text
                for start in range(len(run) - 1)
            }
            tokens[at] = replace(token, keys=token.keys | short)
    return replace(reading, tokens=tuple(tokens))


def _initials(run: Sequence[str]) -> str:
    return "".join(word[0] for word in run)


def proper_names(surfaces: Sequence[Reading]) -> frozenset[str]:
    """Capital words that are the same in both languages and in no list: names, as "Times"."""
    if len(surfaces) < 2:
        return frozenset()
    found = [
        {k for t in surface.tokens if "capital" in t.flags and not _listed(t) for k in _exact(t)}
        for surface in surfaces
    ]
    return frozenset(set.intersection(*found))


def _listed(token: Token) -> bool:
    return any(":" not in key for key in token.keys)


def resolved(
    reading: Reading,
    meant: frozenset[str],
    proper: frozenset[str],
    persons: frozenset[str],
    bosses: frozenset[str] = frozenset(),
) -> Reading:
    """The reading with names put to its pronouns and "the company": one named before, or meant.

    Args:
        reading: A sentence.
        meant: Names that it leaves to the sentences before it.
        proper: Names that look like common words.
        persons: Names of people, whom "it" and "the company" cannot mean.
        bosses: Whom "the boss" means, where nobody is named before.
    """
    tokens = list(reading.tokens)
    named: frozenset[str] = frozenset()
    for at, token in enumerate(tokens):
        if token.kind == "name" and not named and not _is_behind(reading, at):
            named = _exact(token)
        elif token.kind == "name" and at and named & _name_keys(tokens[at - 1]):
            named |= _exact(token)
        company = "COMPANY" in token.keys and at > 0 and _is_definite(tokens[at - 1])
        if token.kind == "noun" and token.keys & proper and not _listed(token):
            tokens[at] = token = replace(token, kind="name")
        if "CEO" in token.keys:
            tokens[at] = token = replace(
                token, keys=token.keys | (bosses if not named & persons else frozenset())
            )
        third = "pronouns" in token.flags and token.text.lower() not in _NOT_THIRD
        if (third and "quoted" not in token.flags) or company:
            thing = company or token.text.lower() in _THINGS
            here = named - persons if thing else named
            who = meant if company and meant else here or meant
            tokens[at] = replace(token, keys=token.keys | who)
    return replace(reading, tokens=tuple(tokens))


def anaphors(reading: Reading, persons: frozenset[str]) -> Iterator[str]:
    """Whether a sentence speaks of somebody without a name: ``person``, ``company``."""
    person = company = False
    for at, token in enumerate(reading.tokens):
        if token.kind == "name" and not _is_behind(reading, at):
            human = bool(token.keys & persons)
            person, company = person or human, company or not human
        definite = at > 0 and _is_definite(reading.tokens[at - 1])
        if token.text.lower() in ("he", "she", "er") and not person and not company:
            yield "person"
        elif "COMPANY" in token.keys and definite and not company:
            yield "company"


def _is_behind(reading: Reading, at: int) -> bool:
    """Whether a preposition makes a word a mere place or listener: "in the UK", "to the BBC"."""
    roles = [reading.tokens[i].roles for i in range(max(0, at - 2), at)]
    return any(role and not role & {"OF", "FOR", "BY"} for role in roles)


def _is_definite(token: Token) -> bool:
    return token.text.lower() in _ARTICLES


@lru_cache(maxsize=2_000)
def beside_names(reading: Reading) -> tuple[tuple[str, frozenset[str]], ...]:
    """Names and the nouns that stand right beside them: "Klarna CEO", "the app Duolingo"."""
    found: list[tuple[str, frozenset[str]]] = []
    for at, token in enumerate(reading.tokens):
        if token.kind != "name":
            continue
        before = takewhile(_is_beside, reading.tokens[max(0, at - _BESIDE) : at][::-1])
        after = takewhile(_is_beside, reading.tokens[at + 1 : at + 1 + _BESIDE])
        beside = (*before, *after)
        boss = any("CEO" in t.keys for t in beside)
        # "Klarna CEO Sebastian": the company belongs to what he is called.
        words = frozenset(k for t in beside if boss or t.kind != "name" for k in t.keys)
        found += [(name, words) for name in _exact(token)]
    return tuple(found)


def _is_beside(token: Token) -> bool:
    return token.kind in ("noun", "name", "attribute") and not token.flags & {"quoted"}


def _persons(reading: Reading) -> Iterator[str]:
    """Names right after somebody's office: "CEO Sebastian Siemiatkowski"."""
    for at, token in enumerate(reading.tokens):
        if "CEO" not in token.keys:
            continue
        for other in reading.tokens[at + 1 : at + 1 + _BESIDE]:
            if other.kind != "name" and "capital" not in other.flags:
                break
            yield from _exact(other)


def _name_keys(token: Token) -> frozenset[str]:
    return _exact(token) if token.kind == "name" else frozenset()


def _exact(token: Token) -> frozenset[str]:
    return frozenset(key for key in token.keys if key.startswith("x:"))
