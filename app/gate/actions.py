"""Whether who does what to whom in a statement is as in its evidence."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.gate.roles import AGENT, Group
from app.gate.scenes import Keys, Scene, acts, keys_of, scenes_of
from app.gate.types import Clause, Reading, Token

# They may be said by anybody of anything that the evidence says; or stress it as a whole.
LOOSE = frozenset(
    """BELONG MAINLY ONLY ALREADY RECENT NOW EVEN VERY MARKED MUCH LAST_YEAR
    ALL UNDER_WAY AS_A_WHOLE MORE_AND_MORE""".split()
)
_TELLING = frozenset({"SAY", "POINT_TO"})
_NO_OBJECT = frozenset("AGAINST THAN COMPARED PER WITHOUT BEFORE AFTER UNDER".split())
PASSIVE = 100
"""Ranks from here on are subjects of a passive: what is done to."""


def broken_action(said: Reading, proof: Reading, seen: Keys = frozenset()) -> str:
    """Name a thing and a verb that do not go together, or give ``""``.

    Args:
        said: The statement.
        proof: The evidence in one of its languages.
        seen: What need not be looked at, since another language has shown it.
    """
    scenes = scenes_of(proof)
    return next(_false_actions(said, scenes, seen), "") or next(_turned_doers(said, scenes), "")


def _false_actions(said: Reading, scenes: Sequence[Scene], seen: Keys) -> Iterator[str]:
    """Verbs with a subject or object that they do not have in the evidence."""
    for clause, scene in zip(said.clauses, scenes_of(said), strict=True):
        tokens = _clause_tokens(said, clause)
        for at, token in enumerate(tokens, clause.start):
            # In "wants to use", what is used goes with the other verb.
            modal = not token.keys and any(t.keys and acts(t) for t in tokens)
            if acts(token) and not modal and not _is_loose(token):
                yield from _false_parts(said, at, scene, scenes, seen)


def _false_parts(
    said: Reading, at: int, scene: Scene, scenes: Sequence[Scene], seen: Keys
) -> Iterator[str]:
    """Groups that one verb does not have in the evidence."""
    token = said.tokens[at]
    places = _places(token, scenes)
    # A verb that only the other language shows is looked at with all its groups.
    shown = seen if token.keys & seen or not token.keys else frozenset()
    for group in _bare(scene, shown, told=bool(token.keys & _TELLING)) if places else ():
        if _is_foreign(said, at, group, scene, scenes, places):
            yield f"'{name_of(said, group)}' does not go with '{token.text}'"
    for group in scene.groups:
        if "AGENT" in group.slot and _is_other_agent(group, places):
            yield f"'{name_of(said, group)}' does not do that in the cited sentence"


def _is_loose(token: Token) -> bool:
    """Whether anybody may do it: a word all of whose senses only stress or link."""
    concepts = {key for key in token.keys if ":" not in key}
    return bool(concepts) and concepts <= LOOSE


def _is_other_agent(group: Group, places: Sequence[Scene]) -> bool:
    """Whether the evidence names, by "by", others who do what a verb says."""
    agents = [[g for g in scene.groups if g.slot == AGENT] for scene in places]
    found = [each for each in agents if each]
    return (
        len(found) == len(places) > 0
        and not any(shares(group, g) for each in found for g in each)
        and any(words & scene.words for _, words in group.words for scene in places)
    )


def _places(token: Token, scenes: Sequence[Scene]) -> list[Scene]:
    """Scenes with a verb; a reserve must stand there itself, not be taken over."""
    return [s for s in scenes if (s.words if token.keys else s.own) & keys_of(token)]


def _bare(scene: Scene, seen: Keys, told: bool) -> list[Group]:
    """Groups without a preposition not looked at elsewhere; of "said", who says it alone."""
    core = [g for g in scene.groups if "CORE" in g.slot and not g.attached and not g.pronoun]
    core = core[:1] if told else core
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
    doer = group is first and not scene.infinitive and group.rank < PASSIVE
    return known and not _plays(group, said.tokens[at], places, doer)


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
        core = [group for group in scene.groups if "CORE" in group.slot and group.rank < PASSIVE]
        for one, other in pairwise(core):
            for theirs in scenes if one.series != other.series else ():
                if any(group.rank >= PASSIVE for group in theirs.groups):
                    continue
                doer = any(words & keys for _, words in other.words for keys in theirs.doers)
                done = any(shares(one, group) for group in theirs.objects)
                if doer and done and not _acts_there(one, theirs):
                    yield f"'{name_of(said, one)}' and '{name_of(said, other)}' have changed places"


def _acts_there(group: Group, scene: Scene) -> bool:
    return any(words & keys for _, words in group.words for keys in scene.doers)


def _plays(group: Group, token: Token, places: Sequence[Scene], doer: bool) -> bool:
    """Whether a group plays the same part in one of the scenes of a verb."""
    return any(_plays_in(group, token, scene, doer) for scene in places)


def _plays_in(group: Group, token: Token, scene: Scene, doer: bool) -> bool:
    found = [g for g in scene.groups if shares(group, g)]
    named = [g for g in scene.groups if any(token.marks & keys for _, keys in g.words)]
    if named:  # "the introduction of AI": what is introduced stands in any part
        owners = {(g.clause, g.series) for g in named}
        own = any((g.clause, g.series) in owners or "FOR" in g.slot for g in found)
        if doer and found and not own:
            return _acts_there(group, scene)  # "the presentation to investors"
        inside = any(words & scene.words for _, words in group.words)
        return inside or _acts_there(group, scene)
    if doer:
        inside = any(g.is_core or g.slot & {"OF", "FOR"} for g in found)
        return inside or _acts_there(group, scene)
    if found:
        return any(_can_be_object(g, scene) for g in found)
    bare = any("CORE" in g.slot for g in scene.groups)
    return not bare and any(words & scene.words for _, words in group.words)


def _can_be_object(group: Group, scene: Scene) -> bool:
    """Whether a group is done to, or could be where nothing else is."""
    core = [g for g in scene.groups if "CORE" in g.slot]
    if "CORE" in group.slot:
        first = group.series == core[0].series and not scene.infinitive
        return not first or group.rank >= PASSIVE or len({g.series for g in core}) == 1
    if "OF" in group.slot:
        return True  # "at risk of having their jobs replaced"
    done_to = core if scene.infinitive else core[1:]
    return not done_to and not group.slot & (_NO_OBJECT | AGENT)


def shares(one: Group, other: Group) -> bool:
    """Whether two groups have a word in common."""
    return any(a & b for _, a in one.words for _, b in other.words)


def name_of(reading: Reading, group: Group) -> str:
    """A group as it is written."""
    return " ".join(reading.tokens[at].text for at, _ in group.words)
