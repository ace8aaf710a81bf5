"""Numbers of a sentence with what goes with them: hedge, direction, time, thing counted."""

from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

from app.gate.types import Reading

LOOK_BACK = 4
_TIMES = frozenset({"LAST_YEAR", "PEAK", "ONCE", "NOW"})
_NEXT_CLAUSE, _TURN, _COUNTED = 20, 3, 3


def is_former(said: Reading, at: int, proof: Reading) -> bool:
    """Whether the evidence gives a number of the statement as one that is over."""
    keys = said.tokens[at].keys
    theirs = {direction_of(proof, other) for other in same_numbers(proof, keys)}
    return bool(theirs) and (theirs <= {"FROM", "COMPARED"} or _is_past(keys, times_of(proof)))


@lru_cache(maxsize=2_000)
def times_of(reading: Reading) -> Mapping[str, frozenset[str]]:
    """For each time named, the numbers it goes with: the nearest, or pair by pair in order."""
    times = [i for i, token in enumerate(reading.tokens) if _time_keys(reading, i)]
    numbers = list(numbers_of(reading))
    found: dict[str, set[str]] = {}
    in_order = len(times) == len(numbers) > 1 and (times[-1] < numbers[0] or numbers[-1] < times[0])
    for order, at in enumerate(times):
        if not numbers:
            break
        nearest = min((_distance(reading, at, n), n) for n in numbers)[1]
        number = numbers[order] if in_order else nearest
        for key in _time_keys(reading, at):
            found.setdefault(key, set()).update(reading.tokens[number].keys)
    return {time: frozenset(keys) for time, keys in found.items()}


@lru_cache(maxsize=2_000)
def numbers_of(reading: Reading) -> tuple[int, ...]:
    """Positions of the numbers that are not years."""
    return tuple(
        i
        for i, token in enumerate(reading.tokens)
        if token.kind == "number" and not any(key.endswith(":year") for key in token.keys)
    )


def _time_keys(reading: Reading, at: int) -> frozenset[str]:
    keys = reading.tokens[at].keys
    return frozenset(key for key in keys if key in _TIMES or key.endswith(":year"))


def _distance(reading: Reading, time: int, number: int) -> tuple[int, int]:
    """Words between, a clause's border as several; of two as near, the one before."""
    starts = [clause.start for clause in reading.clauses]
    borders = abs(bisect_right(starts, time) - bisect_right(starts, number))
    between = reading.tokens[min(time, number) + 1 : max(time, number)]
    turns = sum(bool(token.roles & {"FROM", "TO", "BYAMOUNT", "COMPARED"}) for token in between)
    words = sum("YEAR" not in token.keys for token in between)
    return words + _TURN * turns + _NEXT_CLAUSE * borders, 0 if number < time else 1


def same_numbers(proof: Reading, keys: frozenset[str]) -> list[int]:
    """Positions of the numbers that have one of the keys."""
    return [i for i in numbers_of(proof) if proof.tokens[i].keys & keys]


def hedge_of(reading: Reading, at: int) -> str:
    """How a number is hedged: ``ABOUT``, ``UPTO`` and so on, or not at all."""
    for before in range(at - 1, max(-1, at - LOOK_BACK), -1):
        token = reading.tokens[before]
        if token.approximate:
            return token.approximate
        if token.kind in ("stop", "number", "name") or (token.keys and not token.roles):
            return ""
    return ""


def direction_of(reading: Reading, at: int) -> str:
    """``FROM``, ``TO``, ``BYAMOUNT``, ``COMPARED``, ``OF`` or nothing."""
    for before in range(at - 1, max(-1, at - LOOK_BACK - 1), -1):
        token = reading.tokens[before]
        if token.approximate:
            continue
        if token.roles & {"COMPARED"}:
            return "COMPARED"
        if token.roles and before and reading.tokens[before - 1].keys & {"COMPARED"}:
            return "COMPARED"
        if token.roles:
            return _change(reading, at, token.roles)
        if token.kind != "function" and not token.approximate:
            return ""
    return ""


def _change(reading: Reading, at: int, roles: frozenset[str]) -> str:
    if "FROM" in roles:
        return "FROM" if "OF" not in roles or _to_follows(reading, at) else "OF"
    if "TO" in roles and not roles & {"AFTER", "COMPARED"}:
        return "TO"
    if "BYAMOUNT" in roles:
        return "BYAMOUNT"
    return "OF" if "OF" in roles else ""


def _to_follows(reading: Reading, at: int) -> bool:
    """German "von" is "from" only where "auf" or "zu" and a number follow."""
    clause = next(c for c in reading.clauses if c.start <= at < c.end)
    later = [n for n in numbers_of(reading) if at < n < clause.end]
    return any(direction_of(reading, n) == "TO" for n in later)


def _is_past(keys: frozenset[str], times: Mapping[str, frozenset[str]]) -> bool:
    return any(keys & times.get(time, frozenset()) for time in ("PEAK", "ONCE"))


def times_with(keys: frozenset[str], times: Mapping[str, frozenset[str]]) -> list[str]:
    """The times that go with a number."""
    return [time for time, numbers in times.items() if numbers & keys]


def counted_noun(reading: Reading, at: int) -> int | None:
    """The noun that a number counts, if one follows."""
    for after in range(at + 1, min(at + 1 + _COUNTED, len(reading.tokens))):
        token = reading.tokens[after]
        if token.kind == "noun" or (token.kind == "name" and after == at + 1):
            return after
        ends = token.kind in ("stop", "verb", "number", "name")
        if ends or (token.roles and token.roles != {"OF"}):
            return None
    return None
