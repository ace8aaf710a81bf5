"""Scenes: the clauses of a sentence, each with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.gate.roles import Group, groups_of
from app.gate.types import Clause, Reading, Token

Keys = frozenset[str]
_RELATIVE = frozenset("which who that was wodurch womit der die das".split())
_AUXILIARY = frozenset("m:POSSIBLE m:CAN m:FUTURE m:WOULD m:SHOULD m:LIKELY".split())


@dataclass(frozen=True, slots=True)
class Scene:
    """A clause with all that belongs to it: its words, its doers, also those of the one before."""

    words: Keys
    verbs: Keys
    doers: tuple[Keys, ...]
    groups: tuple[Group, ...]
    infinitive: bool = False
    own: Keys = frozenset()
    moods: Keys = frozenset()

    @property
    def objects(self) -> tuple[Group, ...]:
        """Groups without a preposition that do not act."""
        acting = frozenset().union(*self.doers)
        core = [group for group in self.groups if group.is_core]
        return tuple(g for g in core if not any(keys & acting for _, keys in g.words))


@lru_cache(maxsize=2_000)
def scenes_of(reading: Reading) -> tuple[Scene, ...]:
    """A scene for every clause."""
    scenes: list[Scene] = []
    groups = groups_of(reading)
    opening: Keys = frozenset()
    led_by: tuple[Group, ...] = ()  # "For Klarna, the way is clear"
    for number, clause in enumerate(reading.clauses):
        own = tuple(group for group in groups if group.clause == number)
        if clause.begins == "dependent":
            own = led_by + own
        before = scenes[-1] if scenes else None
        doers = _doers(reading, clause, own, before)
        tokens = reading.tokens[clause.start : clause.end]
        subjects = _own_doers(tokens, clause, doers, before)
        if clause.begins == "independent":
            opening = frozenset()
        said = frozenset().union(*(keys_of(token) for token in tokens))
        words = said.union(opening, *subjects)
        opening = frozenset() if _has_verb(tokens) else said
        led_by = own if opening and tokens[0].roles else ()
        if before is not None and _is_piece(reading, clause):
            # A piece without a verb belongs to the clauses on both its sides.
            words |= before.words
            scenes[-1] = Scene(words, before.verbs, before.doers, before.groups + own)
        verbs = frozenset().union(*(keys_of(token) for token in tokens if acts(token)))
        infinitive = _is_infinitive(tokens, clause)
        moods = frozenset(f"m:{mood}" for mood in clause.moods) - _AUXILIARY
        scenes.append(Scene(words, verbs, doers, own, infinitive, said, moods))
    return tuple(scenes)


@lru_cache(maxsize=2_000)
def scene_numbers(reading: Reading) -> tuple[int, ...]:
    """For each clause the scene it belongs to: pieces without a verb go with the one before."""
    numbers: list[int] = []
    for number, clause in enumerate(reading.clauses):
        numbers.append(numbers[-1] if number and _is_piece(reading, clause) else number)
    return tuple(numbers)


def _is_piece(reading: Reading, clause: Clause) -> bool:
    """Whether a clause is but a part of the one before: no verb, after a comma or a dash."""
    if clause.begins == "first" or _has_verb(reading.tokens[clause.start : clause.end]):
        return False
    return clause.begins == "dependent" or reading.tokens[clause.start - 1].text == "–"


def _own_doers(
    tokens: Sequence[Token], clause: Clause, doers: tuple[Keys, ...], before: Scene | None
) -> tuple[Keys, ...]:
    """Doers that count as words of a clause; of a relative one, the thing that it describes."""
    if before is None or not _is_relative(tokens, clause):
        return doers
    described = _all_keys(before.groups[-1:])
    # What a bare relative clause may be about is no word of its own.
    return described if doers[-1:] == (before.words,) else doers + described


def _doers(
    reading: Reading, clause: Clause, own: Sequence[Group], before: Scene | None
) -> tuple[Keys, ...]:
    """Who can be meant to act: the clause's own subject, else that of the clause before."""
    tokens = reading.tokens[clause.start : clause.end]
    subject = _subject(reading, clause, own)
    if before is None:
        return subject
    if _is_relative(tokens, clause) and not subject:
        return (*before.doers, before.words)
    if _is_told(reading, clause, before):
        return _all_keys(before.objects) + subject
    if _is_infinitive(tokens, clause) or not subject or not _has_verb(tokens):
        gainers = [g for g in before.groups if "FOR" in g.slot or g.series in _hopes(before)]
        # In "to use AI" the AI does nothing.
        own_subject = subject if not _is_infinitive(tokens, clause) else ()
        return before.doers + _all_keys(gainers) + own_subject
    return subject


def _hopes(scene: Scene) -> frozenset[int]:
    """Series of groups with a noun like "potential", whose owner is to act."""
    return frozenset(
        group.series
        for group in scene.groups
        if any(key.startswith("m:") for _, keys in group.words for key in keys)
    )


def _subject(reading: Reading, clause: Clause, own: Sequence[Group]) -> tuple[Keys, ...]:
    """Groups that can be the clause's subject: in English those before its verb."""
    core = [group for group in own if group.is_core]
    if reading.language == "en":
        verbs = (i for i in range(clause.start, clause.end) if _moves(reading.tokens[i]))
        verb = next(verbs, clause.end)
        core = [group for group in core if group.words[0][0] < verb]
    return _all_keys(core)


def _is_infinitive(tokens: Sequence[Token], clause: Clause) -> bool:
    if tokens[0].text.lower() == "to":
        return True
    finite = any("finite" in token.flags or "inflected" in token.flags for token in tokens)
    return clause.begins == "dependent" and ("PURPOSE" in clause.moods or not finite)


def _is_relative(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether the clause says more of something in the one before: "which led to criticism"."""
    opens = {token.text.lower() for token in tokens[: 2 if tokens[0].roles else 1]}
    return clause.begins != "first" and bool(opens & _RELATIVE)


def _is_told(reading: Reading, clause: Clause, before: Scene) -> bool:
    """Whether the object of the clause before is to act: "called on governments to find"."""
    if clause.begins != "dependent" or not before.objects:
        return False
    blamed = reading.tokens[clause.start].text.lower() == "for"
    return blamed or "m:DEMAND" in before.verbs


def keys_of(token: Token) -> Keys:
    """What a word can be found by, bare auxiliaries left out."""
    return token.marks - _AUXILIARY


def acts(token: Token) -> bool:
    """Whether a word says what somebody does."""
    return token.kind == "verb" and bool(keys_of(token))


def _moves(token: Token) -> bool:
    return token.kind == "verb" or bool(token.flags & {"finite", "passive"})


def _has_verb(tokens: Sequence[Token]) -> bool:
    speech = any(token.flags & {"subjects", "finite"} for token in tokens)
    return any(_moves(token) and (speech or "quoted" not in token.flags) for token in tokens)


def _all_keys(groups: Sequence[Group]) -> tuple[Keys, ...]:
    return tuple(frozenset().union(*(keys for _, keys in group.words)) for group in groups)
