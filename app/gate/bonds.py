"""Whether words that belong together in a statement belong together in its evidence too.

A statement may pick from its evidence, not put it together anew: who does something there must do
it here, and what is said of one thing may not be said of another.
"""

from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise, takewhile

from app.gate import lexicon
from app.gate.actions import LOOSE, name_of
from app.gate.roles import Group, groups_of
from app.gate.scenes import Keys, Scene, acts, keys_of, scenes_of
from app.gate.types import Reading, Token

_NEAR_WORDS = 3


def broken_bond(said: Reading, proof: Reading) -> str:
    """Name two things that the statement joins and the evidence does not, or give ``""``."""
    return (
        next(_stray_groups(said, scenes_of(proof)), "")
        or next(_false_owners(said, proof), "")
        or next(_false_neighbours(said, proof), "")
    )


def _stray_groups(said: Reading, scenes: Sequence[Scene]) -> Iterator[str]:
    """Groups behind a preposition that are in the evidence, but in another scene."""
    for clause, scene in zip(said.clauses, scenes_of(said), strict=True):
        verbs = [at for at in range(clause.start, clause.end) if acts(said.tokens[at])]
        for number, group in enumerate(scene.groups):
            before = scene.groups[number - 1] if number else None
            if (group.is_core and "AGENT" not in group.slot) or "SOURCE" in group.slot:
                continue
            if before is not None and "SOURCE" in before.slot:
                continue  # "according to a report by the institute"
            near = [] if before is None else _near_words(group, before, verbs)
            around = [keys_of(said.tokens[at]) for at in verbs] + near
            around = [keys for keys in around if any(keys & s.words for s in scenes)]
            known = any(words & s.words for _, words in group.words for s in scenes)
            if known and around and not any(_together(group, keys, scenes) for keys in around):
                yield f"'{name_of(said, group)}' belongs to something else"


def _near_words(group: Group, before: Group, verbs: Sequence[int]) -> list[Keys]:
    """The words of the group before, unless a verb stands between: then it goes with that."""
    last, first = before.words[-1][0], group.words[0][0]
    if any(last < at < first for at in verbs):
        return []
    return [keys for _, keys in before.words]


def _together(group: Group, keys: Keys, scenes: Sequence[Scene]) -> bool:
    with_keys = [scene.words for scene in scenes if keys & (scene.words | scene.moods)]
    return any(words & scene for scene in with_keys for _, words in group.words)


def _false_owners(said: Reading, proof: Reading) -> Iterator[str]:
    """Names that own, by "of" or "'s", what is not theirs in the evidence."""
    theirs = groups_of(proof)
    for one, other in pairwise(groups_of(said)):
        if one.clause != other.clause or one.series != other.series or one.slot != other.slot:
            continue
        named = [keys for at, keys in other.words if _is_owner(said.tokens[at])]
        if not named or any(said.tokens[i].flags & {"and"} for i in _between(one, other)):
            continue
        owned = [keys for _, keys in one.words]
        if not any(_owns(a, b, theirs, proof) or _does(a, b, proof) for a in named for b in owned):
            yield f"'{name_of(said, one)}' is not of '{name_of(said, other)}'"


def _is_owner(token: Token) -> bool:
    return token.kind == "name" or bool(token.keys & lexicon.PLACES)


def _does(name: Keys, thing: Keys, proof: Reading) -> bool:
    """Whether what somebody "has" is a doing of his: "Klarna's goal", "Klarna aims for"."""
    return any(
        thing & scene.verbs and any(name & keys for keys in scene.doers)
        for scene in scenes_of(proof)
    )


def _owns(name: Keys, thing: Keys, theirs: Sequence[Group], proof: Reading) -> bool:
    for group in theirs:
        if not any(thing & keys for _, keys in group.words):
            continue
        first = group.words[0][0]
        if any("pronouns" in proof.tokens[i].flags for i in range(max(0, first - 3), first)):
            return True
        joined = [g for g in theirs if g.clause == group.clause and g.series == group.series]
        if any(name & keys for g in joined for _, keys in g.words):
            return True
    return False


def _false_neighbours(said: Reading, proof: Reading) -> Iterator[str]:
    """Words side by side in one group that are far apart in the evidence."""
    for at, first in enumerate(said.tokens):
        second = _described(said, at)
        if second is None:
            continue
        if (first.keys | second.keys) & LOOSE or _is_boss(first, second, proof):
            continue
        check = _in_group if _is_apposition(first, second, said.language) else _near
        if not check(first.marks, second.marks, proof):
            yield f"'{first.text} {second.text}' are not together in the cited sentence"


def _is_boss(first: Token, second: Token, proof: Reading) -> bool:
    """Whether "the Klarna boss" is said of somebody where the evidence does not name Klarna."""
    named = any(token.kind == "name" and token.keys & first.keys for token in proof.tokens)
    return first.kind == "name" and "CEO" in second.keys and not named


def _is_apposition(first: Token, second: Token, language: str) -> bool:
    """Whether one word says who the other is: "Mayor Anna", "CEO Sebastian"."""
    if "joined" in second.flags or "attribute" in (first.kind, second.kind):
        return False
    listed = any(":" not in key for key in first.keys | second.keys)
    return listed and (language == "de" or "name" in (first.kind, second.kind))


def _in_group(one: Keys, other: Keys, proof: Reading) -> bool:
    """Whether a name and a word stand in one group, where the surface has both."""
    known = all(any(token.keys & keys for token in proof.tokens) for keys in (one, other))
    beside = any(a.keys & one and b.keys & other for a, b in pairwise(proof.tokens))
    return (
        not known
        or beside
        or any(
            any(one & keys for _, keys in group.words)
            and any(other & keys for _, keys in group.words)
            for group in groups_of(proof)
        )
    )


def _near(one: Keys, other: Keys, proof: Reading) -> bool:
    """Whether two words stand near in a clause; words the surface does not have say nothing."""
    here = [i for i, token in enumerate(proof.tokens) if token.marks & one]
    there = [i for i, token in enumerate(proof.tokens) if token.marks & other]
    if not here or not there:
        return True
    return any(abs(a - b) <= _NEAR_WORDS for a in here for b in there)


def _described(said: Reading, at: int) -> Token | None:
    """The thing that a word says something of: the noun after it, adjectives left out."""
    token = said.tokens[at]
    if not token.keys or token.kind not in ("noun", "attribute", "name"):
        return None
    after = said.tokens[at + 1 :]
    if token.kind != "attribute":
        return after[0] if after and _is_thing(after[0]) and not _has_own_verb(after) else None
    things = list(takewhile(_is_thing, dropwhile(lambda t: t.kind == "attribute", after)))
    # "agile fintech player": the player is agile. German puts names and times behind a noun.
    return things[-1 if said.language == "en" else 0] if things else None


def _is_thing(token: Token) -> bool:
    return token.kind in ("noun", "name") and bool(token.marks) and "finite" not in token.flags


def _has_own_verb(after: Sequence[Token]) -> bool:
    """Whether a name begins a clause of its own: "the benefits Klarna touts"."""
    if len(after) < 2 or after[0].kind != "name":
        return False
    return after[1].kind == "verb" or "finite" in after[1].flags


def _between(one: Group, other: Group) -> range:
    return range(one.words[-1][0] + 1, other.words[0][0])
