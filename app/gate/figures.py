"""Whether numbers say the same: how exactly, on which side of a change, when, of what."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from app.gate.amounts import (
    LOOK_BACK,
    counted_noun,
    direction_of,
    hedge_of,
    is_former,
    numbers_of,
    same_numbers,
    times_of,
    times_with,
)
from app.gate.types import Reading, Token

_AROUND = 3
_KEPT = {
    "": {"", "ABOUT"},
    "ABOUT": {"ABOUT"},
    "NEARLY": {"NEARLY", "ABOUT"},
    "UPTO": {"UPTO"},
    "OVER": {"OVER"},
    "ATLEAST": {"ATLEAST"},
    "UNDER": {"UNDER"},
    "EXACT": {"EXACT", ""},
}


def false_hedge(said: Reading, proof: Reading) -> str:
    """Name a number that is said more or less exactly than in the evidence, or give ``""``."""
    for at in numbers_of(said):
        token = said.tokens[at]
        theirs = {hedge_of(proof, other) for other in same_numbers(proof, token.keys)}
        if theirs and not any(hedge_of(said, at) in _KEPT[hedge] for hedge in theirs):
            return f"'{token.text}' is hedged otherwise in the cited sentence"
    return ""


def false_direction(said: Reading, proof: Reading) -> str:
    """Name a number that has changed sides ("from", "to", "by", "once"), or give ``""``."""
    times = times_of(proof)
    for at in numbers_of(said):
        token = said.tokens[at]
        places = same_numbers(proof, token.keys)
        if not places:
            continue
        ours, theirs = direction_of(said, at), {direction_of(proof, other) for other in places}
        if ours == "OF" and "TO" in theirs and _changes(said, at):
            return f"'{token.text}' is what the change led to"
        if not any(_agrees(ours, their, token.keys) for their in theirs):
            return f"'{token.text}' stands on another side of the change"
        if (
            is_former(said, at, proof)
            and ours not in ("FROM", "COMPARED")
            and not _dated(said, at, token.keys, times)
        ):
            return f"'{token.text}' is a former value in the cited sentence"
    return ""


def false_time(said: Reading, proof: Reading) -> str:
    """Name a number that is given another time than in the evidence, or give ``""``."""
    theirs = times_of(proof)
    known = {key for at in numbers_of(proof) for key in proof.tokens[at].keys}
    for time, numbers in times_of(said).items():
        if time not in theirs:
            continue  # its word is missing in the evidence, or "once" tells what is over
        elsewhere = frozenset().union(*(keys for other, keys in theirs.items() if other != time))
        # A peak is one; what else happened in a year the evidence may leave open.
        others = known if time in ("PEAK", "ONCE") else elsewhere
        numbers |= _framed(said, time)
        wrong = numbers & known & others - theirs.get(time, frozenset())
        if wrong:
            return f"{sorted(wrong)[0].split(':')[1]} belongs to another time"
    return ""


def _framed(said: Reading, time: str) -> frozenset[str]:
    """Both numbers of a change that a time stands before: "in 2021 it fell from 46 to 6.7"."""
    numbers = numbers_of(said)
    at = next((i for i, token in enumerate(said.tokens) if time in token.keys), len(said.tokens))
    sides = {direction_of(said, number) for number in numbers}
    if not {"FROM", "TO"} <= sides or at > min(numbers):
        return frozenset()
    between = said.tokens[at : min(numbers)]
    changes = any(token.keys & {"UP", "DOWN"} for token in between)
    return frozenset(k for n in numbers for k in said.tokens[n].keys) if changes else frozenset()


def false_year(said: Reading, proof: Reading) -> str:
    """Name a year behind another preposition than in the evidence, or give ``""``."""
    for at, token in enumerate(said.tokens):
        if not _is_year(token):
            continue
        places = [i for i, other in enumerate(proof.tokens) if other.keys & token.keys]
        if places and _since(said, at) not in {_since(proof, place) for place in places}:
            return f"'{token.text}' is another time in the cited sentence"
    return ""


def false_order(said: Reading, proof: Reading) -> str:
    """Name two numbers that have changed places, or give ``""``."""
    ours = numbers_of(said)
    for one, other in pairwise(ours):
        first, second = (same_numbers(proof, said.tokens[i].keys) for i in (one, other))
        if not first or not second or min(first) < max(second):
            continue
        if direction_of(said, one) and direction_of(said, other):
            continue  # "to 6.7 from 46": what is which is said
        if _timed(said, one) and _timed(said, other):
            continue  # looked at with the times
        if not (_counts_same(said, one, proof, first) and _counts_same(said, other, proof, second)):
            return f"'{said.tokens[one].text}' and '{said.tokens[other].text}' have changed places"
    return ""


def false_count(said: Reading, proof: Reading) -> str:
    """Name a number that counts something else than in the evidence, or give ``""``."""
    for at in numbers_of(said):
        noun = counted_noun(said, at)
        places = same_numbers(proof, said.tokens[at].keys)
        if noun is None or not places:
            continue
        keys = said.tokens[noun].keys
        named = said.tokens[noun].kind == "name"
        near = _beside if named else _in_clause
        if not any(near(proof, place, keys) for place in places):
            return f"'{said.tokens[at].text}' does not count '{said.tokens[noun].text}'"
    return ""


def _agrees(ours: str, theirs: str, keys: frozenset[str]) -> bool:
    theirs = "" if theirs == "OF" else theirs
    if ours == theirs or ours in ("", "OF", "COMPARED"):
        return True
    if ours == "FROM":
        return theirs == "COMPARED"
    if ours == "BYAMOUNT":
        # "50% of its employees" go: the workforce shrinks by 50%. Not so with plain numbers.
        return theirs == "" and any(key.endswith(":%") for key in keys)
    return theirs == ""


def _dated(
    said: Reading, at: int, keys: frozenset[str], times: Mapping[str, frozenset[str]]
) -> bool:
    """Whether the statement names the former value's time too."""
    ours = times_of(said)
    return any(keys & ours.get(time, frozenset()) for time in (*times_with(keys, times), "ONCE"))


def _counts_same(said: Reading, at: int, proof: Reading, places: Sequence[int]) -> bool:
    noun = counted_noun(said, at)
    theirs = [counted_noun(proof, place) for place in places]
    return noun is not None and any(
        their is not None and said.tokens[noun].keys & proof.tokens[their].keys for their in theirs
    )


def _is_year(token: Token) -> bool:
    return any(key.endswith(":year") for key in token.keys)


def _since(reading: Reading, at: int) -> str:
    """What a preposition makes of a year: its origin, a border, or just when."""
    for before in range(at - 1, max(-1, at - LOOK_BACK), -1):
        roles = reading.tokens[before].roles
        if roles:
            marks = roles & {"SINCE", "UNTIL", "BEFORE", "AFTER"}
            return min(marks) if marks else ("FROM" if roles == {"FROM"} else "")
    return ""


def _beside(proof: Reading, at: int, keys: frozenset[str]) -> bool:
    return any(token.keys & keys for token in proof.tokens[at + 1 : at + 3])


def _in_clause(proof: Reading, at: int, keys: frozenset[str]) -> bool:
    clause = next(c for c in proof.clauses if c.start <= at < c.end)
    around: Sequence[int] = range(max(0, clause.start - _AROUND), clause.end)
    return any(proof.tokens[i].keys & keys for i in around)


def _timed(reading: Reading, at: int) -> bool:
    return any(reading.tokens[at].keys & numbers for numbers in times_of(reading).values())


def _changes(reading: Reading, at: int) -> bool:
    """Whether something rises or falls in the number's clause."""
    clause = next(c for c in reading.clauses if c.start <= at < c.end)
    tokens = reading.tokens[clause.start : clause.end]
    return any(token.keys & {"UP", "DOWN"} for token in tokens)
