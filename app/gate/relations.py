"""Whether a statement turns round what its evidence says: who, whom, from, to, when, of what."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from app.gate import lexicon
from app.gate.roles import Group, groups_of
from app.gate.scenes import scene_numbers, scenes_of
from app.gate.types import Reading, Token

# A name found only behind these is not who acts: "told the FT", "in the UK", "compared with X".
_NOT_DOER = frozenset(
    "TO IN ON AT WITH AGAINST THAN COMPARED PER BEFORE AFTER UNDER BETWEEN".split()
)
# Prepositions that say what no other one says.
_STRICT = frozenset("BEFORE AFTER AGAINST WITHOUT DESPITE PER UNTIL SINCE FAVOUR".split())
# Where and for whom: a word that is neither in the evidence is not put there, but what is the
# doer, done to or part of something may be.
_PLACED = (frozenset({"IN"}), frozenset({"FOR"}))
_UNPLACED = frozenset("CORE OF ON AT".split())
_NEWS = frozenset("REPORT STATEMENT INTERVIEW m:PLAN m:EXPECT m:WARN m:DEMAND".split())
_OPPOSITE = {
    "FOR": "AGAINST",
    "AGAINST": "FOR",
    "BEFORE": "AFTER",
    "AFTER": "BEFORE",
    "WITH": "WITHOUT",
    "OVER": "UNDER",
    "UNDER": "OVER",
}


def turned_roles(said: Reading, proof: Reading) -> str:
    """Name two things that have changed places, or give ``""``."""
    theirs, numbers = groups_of(proof), scene_numbers(proof)
    ours = scene_numbers(said)
    for one, other in combinations(groups_of(said), 2):
        if ours[one.clause] != ours[other.clause] or (one.clause, one.series) == (
            other.clause,
            other.series,
        ):
            continue
        if _turned(one, other, theirs, numbers):
            return f"'{_name(said, one)}' and '{_name(said, other)}' have changed places"
    return ""


def false_doer(said: Reading, proof: Reading) -> str:
    """Name somebody who is said to act but is not who acts in the evidence, or give ``""``."""
    theirs = groups_of(proof)
    for group in _subjects(said):
        for at, keys in group.words:
            head = any(position == at for position, _ in group.words[-2:])
            acts = "SOURCE" in group.slot or (head and said.tokens[at].kind == "name")
            if not acts and not _is_proper(said.tokens[at]):
                continue
            places = [g for g in theirs if any(keys & k for _, k in g.words)]
            if places and all(_cannot_act(place, theirs) for place in places):
                return f"'{said.tokens[at].text}' is not who acts in the cited sentence"
    return ""


def false_source(said: Reading, proof: Reading) -> str:
    """Name a source, as in "according to", that says nothing in the evidence, or give ``""``."""
    told = [scene for scene in scenes_of(proof) if "SAY" in scene.own | scene.verbs]
    groups = [group for group in groups_of(said) if "SOURCE" in group.slot]
    for group in groups if told else ():
        attached = [g for g in groups if (g.clause, g.series) == (group.clause, group.series)]
        marks = frozenset().union(*(keys for g in attached for _, keys in g.words))
        if not any(marks & token.keys for token in proof.tokens):
            continue
        tells = any(marks & keys for scene in told for keys in scene.doers)
        if not tells and not any(marks & scene.own & _NEWS for scene in scenes_of(proof)):
            return f"'{_name(said, group)}' does not say so in the cited sentence"
    return ""


def false_preposition(said: Reading, proof: Reading) -> str:
    """Name a word behind another preposition than in the evidence, or give ``""``."""
    theirs = groups_of(proof)
    for group in groups_of(said):
        for at, keys in group.words:
            found = [g.slot for g in theirs if any(keys & k for _, k in g.words)]
            strict = group.slot & _STRICT
            opposite = {_OPPOSITE[role] for role in group.slot if role in _OPPOSITE}
            turned = found and all(slot & opposite and not slot & group.slot for slot in found)
            if turned or (strict and found and not any(slot & strict for slot in found)):
                return f"'{said.tokens[at].text}' stands in another relation"
            if found and said.tokens[at].kind == "noun" and _moved(group.slot, found):
                return f"'{said.tokens[at].text}' stands in another relation"
            if found and all(slot == {"PER"} for slot in found) and "PER" not in group.slot:
                return f"'{said.tokens[at].text}' is a measure in the cited sentence"
    return _lost_measure(said, proof, theirs)


def _moved(ours: frozenset[str], theirs: Sequence[frozenset[str]]) -> bool:
    """Whether a word was moved to where, or for whom, something is, from another place."""
    return ours in _PLACED and not any(slot & (ours | _UNPLACED) for slot in theirs)


def _lost_measure(said: Reading, proof: Reading, theirs: Sequence[Group]) -> str:
    """Name a thing that the evidence gives "per" something and the statement as a whole."""
    for head, measure in pairwise(theirs):
        if "PER" not in measure.slot or head.clause != measure.clause:
            continue
        named = any(token.keys & keys for token in said.tokens for _, keys in head.words)
        kept = any(token.keys & keys for token in said.tokens for _, keys in measure.words)
        if named and not kept:
            return f"'{_name(proof, head)}' is given per '{_name(proof, measure)}'"
    return ""


def _turned(one: Group, other: Group, theirs: Sequence[Group], numbers: Sequence[int]) -> bool:
    verdicts = [
        _pair(one, other, first, second)
        for first in theirs
        if _shares(one, first)
        for second in theirs
        if numbers[first.clause] == numbers[second.clause]
        and first is not second
        and _shares(other, second)
    ]
    return "turned" in verdicts and "kept" not in verdicts


def _pair(one: Group, other: Group, first: Group, second: Group) -> str:
    if one.is_core and other.is_core and first.is_core and second.is_core:
        if first.rank == second.rank:
            return "open"
        return "kept" if (one.rank < other.rank) == (first.rank < second.rank) else "turned"
    if _crossed(one, other, first, second) or _crossed(other, one, second, first):
        return "turned"
    same = one.is_core == first.is_core and other.is_core == second.is_core
    return "kept" if same else "open"


def _crossed(one: Group, other: Group, first: Group, second: Group) -> bool:
    """Whether the bare one has the other's preposition, and the other stands bare."""
    return (
        one.is_core
        and not other.is_core
        and not first.is_core
        and second.is_core
        and bool(other.slot & first.slot)
    )


def _shares(one: Group, other: Group) -> bool:
    return any(a & b for _, a in one.words for _, b in other.words)


def _subjects(said: Reading) -> Iterator[Group]:
    """The first core group of each clause, and whom it names as its source."""
    seen: set[int] = set()
    for group in groups_of(said):
        if "SOURCE" in group.slot:
            yield group
        elif group.is_core and group.clause not in seen and group.rank < 100:
            seen.add(group.clause)
            yield group


def _cannot_act(place: Group, theirs: Sequence[Group]) -> bool:
    if not place.is_core:
        return bool(place.slot & _NOT_DOER) and "FOR" not in place.slot
    return any(
        "CORE" in g.slot
        and g.clause == place.clause
        and g.rank < place.rank
        and g.series != place.series
        for g in theirs
    )


def _is_proper(token: Token) -> bool:
    return "capital" in token.flags and bool(token.keys & lexicon.PLACES)


def _name(reading: Reading, group: Group) -> str:
    return " ".join(reading.tokens[at].text for at, _ in group.words)
