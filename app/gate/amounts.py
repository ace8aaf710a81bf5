"""Whether numbers say the same: their hedges, their direction, their times, what they count."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from app.gate.types import Reading, Token

_TIMES = frozenset({"LAST_YEAR", "PEAK", "ONCE", "NOW"})
_PLACES = frozenset(
    """UK USA GERMANY EUROPE FRANCE SPAIN ITALY CHINA JAPAN NORWAY DENMARK FINLAND SWITZERLAND
    AUSTRIA""".split()
)
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
_LOOK_BACK, _NEXT_CLAUSE, _TURN, _COUNTED = 4, 20, 3, 3


def false_hedge(said: Reading, proof: Reading) -> str:
    """Name a number that is said more or less exactly than in the evidence, or give ``""``."""
    for at in numbers_of(said):
        token = said.tokens[at]
        theirs = {_hedge(proof, other) for other in _same(proof, token.keys)}
        if theirs and not any(_hedge(said, at) in _KEPT[hedge] for hedge in theirs):
            return f"'{token.text}' is hedged otherwise in the cited sentence"
    return ""


def false_direction(said: Reading, proof: Reading) -> str:
    """Name a number that has changed sides ("from", "to", "by", "once"), or give ``""``."""
    times = times_of(proof)
    for at in numbers_of(said):
        token = said.tokens[at]
        places = _same(proof, token.keys)
        if not places:
            continue
        ours, theirs = _direction(said, at), {_direction(proof, other) for other in places}
        if ours == "OF" and "TO" in theirs and _changes(said, at):
            return f"'{token.text}' is what the change led to"
        if not any(_agrees(ours, their, token.keys) for their in theirs):
            return f"'{token.text}' stands on another side of the change"
        former = theirs <= {"FROM", "COMPARED"} or _is_past(token.keys, times)
        if former and ours not in ("FROM", "COMPARED") and not _dated(said, at, token.keys, times):
            return f"'{token.text}' is a former value in the cited sentence"
    return ""


def false_time(said: Reading, proof: Reading) -> str:
    """Name a number that is given another time than in the evidence, or give ``""``."""
    theirs = times_of(proof)
    known = {key for at in numbers_of(proof) for key in proof.tokens[at].keys}
    for time, numbers in times_of(said).items():
        elsewhere = frozenset().union(*(keys for other, keys in theirs.items() if other != time))
        wrong = numbers & known & elsewhere - theirs.get(time, frozenset())
        if wrong:
            return f"{sorted(wrong)[0].split(':')[1]} belongs to another time"
    return ""


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
        first, second = (_same(proof, said.tokens[i].keys) for i in (one, other))
        if not first or not second or min(first) < max(second):
            continue
        if _direction(said, one) and _direction(said, other):
            continue  # "to 6.7 from 46": what is which is said
        if not (_counts_same(said, one, proof, first) and _counts_same(said, other, proof, second)):
            return f"'{said.tokens[one].text}' and '{said.tokens[other].text}' have changed places"
    return ""


def lost_part(said: Reading, proof: Reading) -> str:
    """Name a whole of which the evidence has a part alone, or give ``""``."""
    named = {key for token in said.tokens for key in token.keys}
    for at in numbers_of(proof):
        whole = _counted(proof, at)
        share = any(key.endswith(":%") for key in proof.tokens[at].keys)
        if not share or whole is None or proof.tokens[at].keys & named:
            continue
        if proof.tokens[whole].keys & named:
            return f"the cited sentence speaks of {proof.tokens[at].text} alone"
    return ""


def lost_measure(said: Reading, proof: Reading) -> str:
    """Name an amount of money without what it measures (a valuation, a price), or give ``""``."""
    named = {key for token in said.tokens for key in token.marks}
    for at in numbers_of(said):
        if not any(key[-1] in "$€£¥" for key in said.tokens[at].keys):
            continue
        measures = [_measure(proof, place) for place in _same(proof, said.tokens[at].keys)]
        if measures and all(keys and not keys & named for keys in measures):
            return f"'{said.tokens[at].text}' measures something else in the cited sentence"
    return ""


def _measure(proof: Reading, at: int) -> frozenset[str]:
    """The noun before an amount that is not itself counted or somebody's name."""
    clause = next(c for c in proof.clauses if c.start <= at < c.end)
    for before in range(at - 1, clause.start - 1, -1):
        token = proof.tokens[before]
        if (
            token.kind == "noun"
            and not token.keys & {"YEAR", "LAST_YEAR"}
            and not _per(proof, before)
        ):
            return token.marks
    return frozenset()


def _per(proof: Reading, at: int) -> bool:
    return any("PER" in token.roles for token in proof.tokens[max(0, at - 2) : at])


def lost_place(said: Reading, proof: Reading) -> str:
    """Name a country that a number is for and the statement leaves out, or give ``""``."""
    named = {key for token in said.tokens for key in token.keys}
    for at in numbers_of(said):
        for place in _same(proof, said.tokens[at].keys):
            clause = next(c for c in proof.clauses if c.start <= place < c.end)
            for token in proof.tokens[clause.start : clause.end]:
                if token.keys & _PLACES and not token.keys & named:
                    return f"'{said.tokens[at].text}' is for '{token.text}' alone"
    return ""


def false_count(said: Reading, proof: Reading) -> str:
    """Name a number that counts something else than in the evidence, or give ``""``."""
    for at in numbers_of(said):
        noun = _counted(said, at)
        places = _same(proof, said.tokens[at].keys)
        if noun is None or not places:
            continue
        keys = said.tokens[noun].keys
        if not any(_in_clause(proof, place, keys) for place in places):
            return f"'{said.tokens[at].text}' does not count '{said.tokens[noun].text}'"
    return ""


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


def _same(proof: Reading, keys: frozenset[str]) -> list[int]:
    return [i for i in numbers_of(proof) if proof.tokens[i].keys & keys]


def _hedge(reading: Reading, at: int) -> str:
    for before in range(at - 1, max(-1, at - _LOOK_BACK), -1):
        token = reading.tokens[before]
        if token.approximate:
            return token.approximate
        if token.kind in ("stop", "number", "name") or (token.keys and not token.roles):
            return ""
    return ""


def _direction(reading: Reading, at: int) -> str:
    """``FROM``, ``TO``, ``BYAMOUNT``, ``COMPARED``, ``OF`` or nothing."""
    for before in range(at - 1, max(-1, at - _LOOK_BACK - 1), -1):
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


def _changes(reading: Reading, at: int) -> bool:
    """Whether something rises or falls in the number's clause."""
    clause = next(c for c in reading.clauses if c.start <= at < c.end)
    tokens = reading.tokens[clause.start : clause.end]
    return any(token.keys & {"UP", "DOWN"} for token in tokens)


def _to_follows(reading: Reading, at: int) -> bool:
    """German "von" is "from" only where "auf" or "zu" and a number follow."""
    clause = next(c for c in reading.clauses if c.start <= at < c.end)
    later = [n for n in numbers_of(reading) if at < n < clause.end]
    return any(_direction(reading, n) == "TO" for n in later)


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


def _is_past(keys: frozenset[str], times: Mapping[str, frozenset[str]]) -> bool:
    return any(keys & times.get(time, frozenset()) for time in ("PEAK", "ONCE"))


def _dated(
    said: Reading, at: int, keys: frozenset[str], times: Mapping[str, frozenset[str]]
) -> bool:
    """Whether the statement names the former value's time too."""
    ours = times_of(said)
    return any(keys & ours.get(time, frozenset()) for time in (*_of(keys, times), "ONCE"))


def _of(keys: frozenset[str], times: Mapping[str, frozenset[str]]) -> list[str]:
    return [time for time, numbers in times.items() if numbers & keys]


def _counted(reading: Reading, at: int) -> int | None:
    """The noun that a number counts, if one follows."""
    for after in range(at + 1, min(at + 1 + _COUNTED, len(reading.tokens))):
        token = reading.tokens[after]
        if token.kind == "noun":
            return after
        ends = token.kind in ("stop", "verb", "number", "name")
        if ends or (token.roles and token.roles != {"OF"}):
            return None
    return None


def _counts_same(said: Reading, at: int, proof: Reading, places: Sequence[int]) -> bool:
    noun = _counted(said, at)
    theirs = [_counted(proof, place) for place in places]
    return noun is not None and any(
        their is not None and said.tokens[noun].keys & proof.tokens[their].keys for their in theirs
    )


def _is_year(token: Token) -> bool:
    return any(key.endswith(":year") for key in token.keys)


def _since(reading: Reading, at: int) -> str:
    """What a preposition makes of a year: its origin, a border, or just when."""
    for before in range(at - 1, max(-1, at - _LOOK_BACK), -1):
        roles = reading.tokens[before].roles
        if roles:
            marks = roles & {"SINCE", "UNTIL", "BEFORE", "AFTER"}
            return min(marks) if marks else ("FROM" if roles == {"FROM"} else "")
    return ""


def _in_clause(proof: Reading, at: int, keys: frozenset[str]) -> bool:
    clause = next(c for c in proof.clauses if c.start <= at < c.end)
    around: Sequence[int] = range(max(0, clause.start - _COUNTED), clause.end)
    return any(proof.tokens[i].keys & keys for i in around)
