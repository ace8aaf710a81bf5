"""Whether words that belong together in a statement belong together in its evidence too.

A statement may pick from its evidence, not put it together anew: who does something there must do
it here, and what is said of one thing may not be said of another.
"""

from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise, takewhile

from app.gate import lexicon
from app.gate.roles import Group, groups_of
from app.gate.scenes import Keys, Scene, acts, keys_of, scenes_of
from app.gate.types import Clause, Reading, Token

# They may be said by anybody of anything that the evidence says; or stress it as a whole.
_LOOSE = frozenset(
    """SAY POINT_TO BELONG MAINLY ONLY ALREADY RECENT NOW EVEN VERY MARKED MUCH LAST_YEAR
    ALL UNDER_WAY AS_A_WHOLE MORE_AND_MORE""".split()
)
_NO_OBJECT = frozenset("AGAINST THAN COMPARED PER WITHOUT BEFORE AFTER UNDER".split())
_NEAR_WORDS = 3
_PASSIVE = 100


def broken_bond(said: Reading, proof: Reading) -> str:
    """Name two things that the statement joins and the evidence does not, or give ``""``."""
    return (
        broken_action(said, proof, frozenset())
        or next(_stray_groups(said, scenes_of(proof)), "")
        or next(_false_owners(said, proof), "")
        or next(_false_neighbours(said, proof), "")
        or next(_turned_doers(said, scenes_of(proof)), "")
    )


def broken_action(said: Reading, proof: Reading, seen: Keys) -> str:
    """Name a thing and a verb that do not go together, or give ``""``.

    Args:
        said: The statement.
        proof: The evidence in one of its languages.
        seen: What need not be looked at, since another language has shown it.
    """
    return next(_false_actions(said, scenes_of(proof), seen), "")


def _false_actions(said: Reading, scenes: Sequence[Scene], seen: Keys) -> Iterator[str]:
    """Verbs with a subject or object that they do not have in the evidence."""
    for clause, scene in zip(said.clauses, scenes_of(said), strict=True):
        for at in range(clause.start, clause.end):
            token = said.tokens[at]
            if not acts(token) or keys_of(token) & _LOOSE:
                continue
            if not token.keys and any(t.keys and acts(t) for t in _clause_tokens(said, clause)):
                continue  # "wants to use": what is used goes with the other verb
            places = _places(token, scenes)
            for group in _bare(scene, seen):
                if places and _is_foreign(said, at, group, scene, scenes, places):
                    yield f"'{_name(said, group)}' does not go with '{token.text}'"


def _places(token: Token, scenes: Sequence[Scene]) -> list[Scene]:
    """Scenes with a verb; a reserve must stand there itself, not be taken over."""
    return [s for s in scenes if (s.words if token.keys else s.own) & keys_of(token)]


def _bare(scene: Scene, seen: Keys) -> list[Group]:
    """Groups without a preposition that have not been looked at elsewhere."""
    core = [group for group in scene.groups if "CORE" in group.slot]
    return [group for group in core if not all(words & seen for _, words in group.words)]


def _is_foreign(
    said: Reading,
    at: int,
    group: Group,
    scene: Scene,
    scenes: Sequence[Scene],
    places: Sequence[Scene],
) -> bool:
    """Whether the evidence knows a group, but not with the verb."""
    if _describes_other(said, at, group):
        return False
    known = any(words & s.words for _, words in group.words for s in scenes)
    first = next((g for g in scene.groups if "CORE" in g.slot), None)
    return known and not _plays(group, places, group is first and not scene.infinitive)


def _clause_tokens(said: Reading, clause: Clause) -> Sequence[Token]:
    return said.tokens[clause.start : clause.end]


def _describes_other(said: Reading, at: int, group: Group) -> bool:
    """Whether the verb is a German participle before its noun, and the group not that noun."""
    following = said.tokens[at + 1] if at + 1 < len(said.tokens) else None
    attributive = (
        said.language == "de"
        and "inflected" in said.tokens[at].flags
        and following is not None
        and following.kind == "noun"
    )
    return attributive and all(position != at + 1 for position, _ in group.words)


def _turned_doers(said: Reading, scenes: Sequence[Scene]) -> Iterator[str]:
    """Subjects that are done to by their object in the evidence: "houses flooded the river"."""
    for scene in scenes_of(said):
        core = [group for group in scene.groups if "CORE" in group.slot and group.rank < _PASSIVE]
        for one, other in pairwise(core):
            for theirs in scenes if one.series != other.series else ():
                if any(group.rank >= _PASSIVE for group in theirs.groups):
                    continue
                doer = any(words & keys for _, words in other.words for keys in theirs.doers)
                done = any(_shares(one, group) for group in theirs.objects)
                if doer and done and not _acts_there(one, theirs):
                    yield f"'{_name(said, one)}' and '{_name(said, other)}' have changed places"


def _acts_there(group: Group, scene: Scene) -> bool:
    return any(words & keys for _, words in group.words for keys in scene.doers)


def _plays(group: Group, places: Sequence[Scene], doer: bool) -> bool:
    """Whether a group stands, not as a mere place, in one of the scenes."""
    for scene in places:
        found = [g for g in scene.groups if _shares(group, g)]
        if any(_can_be(g, doer) for g in found):
            return True
        if any(keys & words for keys in scene.doers for _, words in group.words):
            return True
        if not found and any(words & scene.words for _, words in group.words):
            return True
        if found and not doer:
            return True
    return False


def _can_be(group: Group, doer: bool) -> bool:
    """Whether a group of the evidence may be a subject or an object of the statement."""
    if group.is_core or "FOR" in group.slot:
        return True
    return "OF" in group.slot if doer else not group.slot & _NO_OBJECT


def _stray_groups(said: Reading, scenes: Sequence[Scene]) -> Iterator[str]:
    """Groups behind a preposition that are in the evidence, but in another scene."""
    for clause, scene in zip(said.clauses, scenes_of(said), strict=True):
        verbs = [t for t in said.tokens[clause.start : clause.end] if acts(t)]
        others = [keys_of(token) for token in verbs]
        for number, group in enumerate(scene.groups):
            if (group.is_core and "AGENT" not in group.slot) or "SOURCE" in group.slot:
                continue
            before = scene.groups[number - 1] if number else None
            if before is not None and "SOURCE" in before.slot:
                continue  # "according to a report by the institute"
            near = [keys for _, keys in before.words] if before else []
            around = [keys for keys in others + near if any(keys & s.words for s in scenes)]
            known = any(words & scene.words for _, words in group.words for scene in scenes)
            if known and around and not any(_together(group, keys, scenes) for keys in around):
                yield f"'{_name(said, group)}' belongs to something else"


def _together(group: Group, keys: Keys, scenes: Sequence[Scene]) -> bool:
    with_keys = [scene.words for scene in scenes if keys & scene.words]
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
            yield f"'{_name(said, one)}' is not of '{_name(said, other)}'"


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
        if (first.keys | second.keys) & _LOOSE or _is_boss(first, second, proof):
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


def _shares(one: Group, other: Group) -> bool:
    return any(a & b for _, a in one.words for _, b in other.words)


def _between(one: Group, other: Group) -> range:
    return range(one.words[-1][0] + 1, other.words[0][0])


def _name(reading: Reading, group: Group) -> str:
    return " ".join(reading.tokens[at].text for at, _ in group.words)
