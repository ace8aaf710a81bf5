"""Clauses of a sentence, and the moods they are said in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest

from app.gate import lexicon
from app.gate.moods import is_infinitive, is_zu, moods_of
from app.gate.types import Clause, Start, Token

_ARTICLES = frozenset("der die das dem den".split())
_RELATIVE = frozenset("der die das dem den denen deren dessen which whom".split())


def clauses_of(tokens: Sequence[Token], language: str) -> tuple[Clause, ...]:
    """Cut a sentence into clauses; a dependent one takes over the moods before it.

    "hofft, sich zu erholen, in der …" hopes to recover, but the relative clause is a fact.
    """
    clauses: list[Clause] = []
    bounds = [*_bounds(tokens, language)] if tokens else []
    for number, (start, begins) in enumerate(bounds):
        end = bounds[number + 1][0] if number + 1 < len(bounds) else len(tokens)
        moods = own = moods_of(tokens[start:end], language)
        if begins == "dependent" and clauses:
            moods |= _governing(tokens, clauses).moods
        clauses.append(Clause(start, end, moods, begins, own))
    return tuple(_with_fragments(tokens, clauses))


def _governing(tokens: Sequence[Token], clauses: Sequence[Clause]) -> Clause:
    """The clause that a dependent one goes on with: the last, or the one before a relative one."""
    last = clauses[-1]
    relative = tokens[last.start].text.lower() in _RELATIVE | {"who", "whose"}
    free = relative and last.begins == "independent" and len(clauses) > 1
    return clauses[-2] if free else last


def _with_fragments(tokens: Sequence[Token], clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Give pieces without a verb, as "in a worst case,", the moods of the clause they open."""
    opening = False
    for clause, following in zip_longest(clauses, clauses[1:]):
        inner = tokens[clause.start : clause.end]
        bare = not any(t.kind == "verb" or t.flags & {"finite", "passive"} for t in inner)
        # Not so a piece in the middle, "a pioneer in its field,".
        begins = opening or clause.begins == "first"
        opening = bare and (_is_that(inner) or (begins and bool(inner[0].roles)))
        if opening and following is not None and following.begins == "dependent":
            yield replace(clause, moods=clause.moods | following.moods)
        else:
            yield clause


def _is_that(tokens: Sequence[Token]) -> bool:
    return tokens[0].text.lower() in ("that", "dass", "daß", "ob", "whether")


def _bounds(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, Start]]:
    yield 0, "first"
    last = 0
    for at in range(1, len(tokens)):
        begins = _begins(tokens, at, language)
        if begins is not None and any(token.kind != "stop" for token in tokens[last:at]):
            yield at, begins
            last = at


def _begins(tokens: Sequence[Token], at: int, language: str) -> Start | None:
    """How a clause begins at a token, None if none does."""
    before = tokens[at - 1]
    if before.kind == "stop":
        listed = at > 1 and _describes(tokens[at - 2]) and _describes(tokens[at])
        return None if listed else _after_stop(tokens, at, language)  # "lean, agile"
    if language == "en":
        return _begins_english(tokens, at)
    if "and" not in before.flags:
        return None
    if _is_finite(tokens, at):
        return "independent"
    return "dependent" if _parts_verbs(tokens, at, language) else None


def _describes(token: Token) -> bool:
    return (
        token.kind == "attribute"
        and "quoted" not in token.flags
        and not token.text.endswith("ly")
        and "capital" not in token.flags
    )


def _begins_english(tokens: Sequence[Token], at: int) -> Start | None:
    """English does without commas."""
    before, token = tokens[at - 1], tokens[at]
    low, groups = token.text.lower(), lexicon.words("en").groups
    if low in groups["independent"]:
        also_preposition = low in ("as", "before", "after", "since", "until")
        return None if also_preposition and not _opens_clause(tokens, at) else "independent"
    tells = before.kind == "verb" and bool(before.moods or "SAY" in before.keys)
    complement = low == "that" or (tells and "subjects" in token.flags)  # "announced it would"
    if complement or is_infinitive(tokens, at) or _is_gerund(tokens, at):
        return "dependent"
    joined = "and" in before.flags
    if (joined and _is_finite(tokens, at)) or ("finite" in token.flags and _resumes(tokens, at)):
        return "independent"
    return "dependent" if joined and _parts_verbs(tokens, at, "en") else None


def _resumes(tokens: Sequence[Token], at: int) -> bool:
    """Whether the main clause goes on after an infinitive: "the plan to change it is growing"."""
    for back in range(at - 1, 0, -1):
        if tokens[back].kind == "stop" or "and" in tokens[back].flags:
            return False
        if is_infinitive(tokens, back):
            return tokens[at - 1].kind in ("noun", "name", "attribute")
    return False


def _opens_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether "after" is followed by a clause ("after he left"), not by a thing."""
    for token in tokens[at + 1 :]:
        if token.flags & {"finite", "subjects"}:
            return True
        if token.kind == "stop" or token.roles:
            return False
        if token.kind == "verb" and "inflected" in token.flags and token.text[-3:] != "ing":
            return True
    return False


def _parts_verbs(tokens: Sequence[Token], at: int, language: str) -> bool:
    """Whether "and" stands between two verbs that each have something of their own.

    "use AI and cut costs" is two clauses, "maintain and even improve operations" is one.
    """
    before, after = _until_stop(tokens[: at - 1][::-1]), _until_stop(tokens[at:])
    if language == "en":
        verb = next((i for i, t in enumerate(before) if t.kind == "verb"), None)
        return verb is not None and verb > 0 and _has_thing(before[:verb]) and _leads(after)
    return bool(before) and before[0].kind == "verb" and _has_thing(_before_verb(after))


def _until_stop(tokens: Sequence[Token]) -> list[Token]:
    return list(takewhile(lambda token: token.kind != "stop", tokens))


def _before_verb(tokens: Sequence[Token]) -> list[Token]:
    return list(takewhile(lambda token: token.kind != "verb", tokens))


def _has_thing(tokens: Sequence[Token]) -> bool:
    return any(token.kind in ("noun", "name", "number") for token in tokens)


def _leads(tokens: Sequence[Token]) -> bool:
    """Whether a verb comes first, adverbs aside."""
    for token in tokens:
        if token.kind not in ("attribute", "function"):
            return token.kind == "verb"
    return False


def _after_stop(tokens: Sequence[Token], at: int, language: str) -> Start:
    before, low = tokens[at - 1].text, tokens[at].text.lower()
    if before == ":":
        both = _has_finite(tokens, at - 1) and _has_finite(tokens, -1)
        return "independent" if both else "dependent"
    if before in ";–.()":
        return "independent"
    if low in lexicon.words(language).groups["independent"]:
        # "…, das Potenzial zu nutzen": an article, no relative pronoun.
        return "dependent" if low in _ARTICLES and _has_zu(tokens, at) else "independent"
    if language == "en" and "subjects" in tokens[at].flags:
        return "independent"
    following = tokens[at + 1].text.lower() if at + 1 < len(tokens) else ""
    if low != "um" and tokens[at].roles and following in _RELATIVE:
        return "independent"
    return "independent" if "and" in tokens[at].flags and _has_finite(tokens, at) else "dependent"


def _is_past_verb(tokens: Sequence[Token], at: int, step: int) -> bool:
    """Whether an English subject and its verb follow "and": "and Duolingo laid off"."""
    low = tokens[step].text.lower()
    inflected = tokens[step].kind == "verb" and "inflected" in tokens[step].flags
    named = any(t.kind in ("noun", "name") for t in tokens[at + 1 : step])
    return inflected and named and not low.endswith("ing") and not tokens[step - 1].roles


def _is_plural_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a German verb follows its subject and goes on: "Entlassungen laufen bereits"."""
    if tokens[at].kind != "verb" or not tokens[at].text.islower() or at + 1 >= len(tokens):
        return False
    ends = tokens[at + 1].kind == "stop" or "and" in tokens[at + 1].flags
    return tokens[at - 1].kind == "noun" and tokens[at].text.endswith("en") and not ends


def _has_zu(tokens: Sequence[Token], at: int) -> bool:
    return any(is_zu(tokens, at + i) for i in range(len(_until_stop(tokens[at:]))))


def _has_finite(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause of its own follows ", and": it has a subject or a finite verb."""
    for step, token in enumerate(tokens[at + 1 :], at + 1):
        if token.kind == "stop":
            return False
        if _is_plural_verb(tokens, step) or _is_past_verb(tokens, at, step):
            return True
        if token.flags & {"finite", "subjects"} or "quoted" in token.flags:
            return True
    return False


def _is_finite(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause of its own follows "and" here."""
    flags = tokens[at].flags
    if flags & {"finite", "subjects"}:
        return True
    return "inflected" in flags and not tokens[at].text.lower().endswith(("en", "ing"))


def _is_gerund(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition and a verb in -ing stand here: "of supporting"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if not tokens[at].roles or following is None:
        return False
    return following.kind == "verb" and following.text.lower().endswith("ing")
