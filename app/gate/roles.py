"""Who does what to whom: word groups of a clause and the parts they play.

No parser: a group's part is its preposition, or its place among the groups without one, which
German and English both order as doer before done-to. A passive turns that order round.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.gate.types import Clause, Reading, Token

CORE = frozenset({"CORE"})
AGENT = frozenset({"AGENT"})
TIME = frozenset({"IN"})
_AMOUNTS = frozenset({"MORE", "LESS"})
_PASSIVE_RANK = 100
_RELATIVE = frozenset("der die das dem den denen".split())
_VON = frozenset({"OF", "FROM"})


@dataclass(slots=True)
class _Open:
    """A group while it is being read."""

    slot: frozenset[str]
    order: int
    roles: frozenset[str]
    attached: bool
    pronoun: bool
    keys: list[tuple[int, frozenset[str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """Words that belong together, such as "about 2,000 employees".

    ``slot`` is the preposition's roles, ``CORE`` without one, ``AGENT`` for a doer named by one.
    ``rank`` orders core groups of one clause, doers first; ``series`` is equal for groups that
    "and" joins, and for those that ``attached`` says belong to the one before by "of";
    ``pronoun`` if it is one.
    """

    clause: int
    slot: frozenset[str]
    rank: int
    series: int
    words: tuple[tuple[int, frozenset[str]], ...]
    attached: bool = False
    pronoun: bool = False

    @property
    def is_core(self) -> bool:
        """Whether the group is subject, object or doer."""
        return bool(self.slot & (CORE | AGENT))


@lru_cache(maxsize=2_000)
def groups_of(reading: Reading) -> tuple[Group, ...]:
    """The groups of every clause, in their order."""
    return tuple(
        group
        for number, clause in enumerate(reading.clauses)
        for group in _clause_groups(reading, number, clause)
    )


def _clause_groups(reading: Reading, number: int, clause: Clause) -> Iterator[Group]:
    passive = _is_passive(reading.tokens[clause.start : clause.end], reading.language)
    reader = _Reader(passive, reading.language)
    start = clause.start + _relative_words(reading, clause)
    for at in range(start, clause.end):
        following = reading.tokens[at + 1] if at + 1 < clause.end else None
        reader.take(at, reading.tokens[at], following)
    reader.close()
    for group in reader.groups:
        by_whom = passive and reading.language == "de" and group.roles >= _VON
        slot = AGENT if by_whom else group.slot
        core = slot == CORE
        rank = 0 if slot == AGENT else group.order + (_PASSIVE_RANK if passive and core else 0)
        yield Group(
            number, slot, rank, group.order, tuple(group.keys), group.attached, group.pronoun
        )


def _relative_words(reading: Reading, clause: Clause) -> int:
    """How many words open a relative clause with a preposition: "in der seine Bewertung sank"."""
    if clause.begins != "independent" or clause.end - clause.start < 3:
        return 0
    first, second = reading.tokens[clause.start : clause.start + 2]
    return 2 if first.roles and second.text.lower() in _RELATIVE else 0


class _Reader:
    """Reads a clause's tokens one by one into groups."""

    def __init__(self, passive: bool, language: str) -> None:
        self._language = language
        self.groups: list[_Open] = []
        self._passive = passive
        self._lost = False
        self._role_at = -2
        self._noun = False
        self._named = False
        self._open: _Open | None = None
        self._roles: frozenset[str] = frozenset()
        self._after_group = self._series = False

    def take(self, at: int, token: Token, following: Token | None) -> None:
        """Read the next token, in sight of the one after it."""
        if "and" in token.flags or ("negation" in token.flags and not token.roles):
            self._series = self._after_group or self._open is not None  # "X, not Y"
            self.close()
        elif token.roles:
            self._preposition(at, token)
        elif "LAST_YEAR" in token.keys:
            self.close()  # "im letzten Jahr die Bewertung": the time is no part of the thing
            self._roles, self._after_group = frozenset(), False
        elif token.kind == "verb" or token.flags & {"finite"}:
            self._verb(token, following)
        elif token.kind in ("noun", "name", "number") or token.keys & _AMOUNTS:
            self._argument(at, token)
        elif token.flags & {"subjects"}:
            self._argument(at, token)
            self.close()
        else:
            self._other(token)

    def _preposition(self, at: int, token: Token) -> None:
        self.close()
        if self._roles and at == self._role_at + 1 and token.text.lower() in ("von", "of"):
            return  # "zugunsten von"
        self._role_at = at
        # "lost to AI": what follows is who takes.
        to = self._lost and token.text.lower() in ("to", "an")
        self._roles, self._series = (AGENT if to else token.roles), False

    def close(self) -> None:
        """End the group being read."""
        self._after_group = self._after_group or self._open is not None
        self._open = None

    def _verb(self, token: Token, following: Token | None) -> None:
        # "die von der KI verdrängten Menschen": the AI displaces.
        before_noun = following is not None and following.kind == "noun"
        if self._open is not None and before_noun and self._open.roles >= _VON:
            self._open.slot = AGENT
        self.close()
        self._after_group, self._roles, self._series = False, frozenset(), False
        self._lost = "LOSS" in token.keys

    def _argument(self, at: int, token: Token) -> None:
        if token.kind == "number" and self._open is not None:
            self.close()  # "of the office 3,500 cars": a number begins a group of its own
            self._after_group = False
        listed = _is_listed_noun(token) and "joined" not in token.flags
        here = self._open
        follows = here is not None and here.keys[-1][0] == at - 1 and here.slot == CORE
        if self._language == "de" and self._noun and listed and follows:
            self.close()  # "dass Unternehmen KI einsetzen": two things
            self._after_group = False
        self._noun = _is_listed_noun(token)
        if self._open is None:
            last = self.groups[-1] if self.groups else None
            attached = self._is_attached(last, token)
            slot, order = self._slot(last, token, attached)
            pronoun = "subjects" in token.flags
            self._open = _Open(slot, order, self._roles, attached, pronoun)
            self.groups.append(self._open)
        self._open.keys.append((at, token.marks))
        self._named = token.kind == "name"
        self._roles, self._series, self._after_group = frozenset(), False, False

    def _is_attached(self, last: _Open | None, token: Token) -> bool:
        """Whether "of" ties a group to the one before: "the report of the institute"."""
        by_whom = self._passive and self._roles >= _VON
        free = by_whom or token.kind == "number" or last is None
        by = "BY" in self._roles and "WITH" not in self._roles
        return self._after_group and not free and "OF" in self._roles and not by

    def _slot(self, last: _Open | None, token: Token, attached: bool) -> tuple[frozenset[str], int]:
        year = any(key.endswith(":year") for key in token.keys)
        order = len(self.groups) + 1
        roles = self._roles
        if last is not None and self._series and not roles:
            return last.slot, last.order
        if roles and "BY" in roles and "WITH" not in roles:
            return AGENT, order
        if attached and last is not None:
            return last.slot, last.order  # "the report of the institute warned": both did
        return roles or (TIME if year else CORE), order

    def _other(self, token: Token) -> None:
        if self._open is None:
            return
        der = self._language == "de" and token.text.lower() == "der" and not self._named
        if "genitive" in token.flags or der:
            self.close()
            self._roles = frozenset({"OF"})
        elif not token.keys and token.text != "'s":
            self.close()


def _is_listed_noun(token: Token) -> bool:
    return token.kind == "noun" and any(":" not in key for key in token.keys)


def _is_passive(tokens: Sequence[Token], language: str) -> bool:
    aux = [token.text.lower() for token in tokens if "passive" in token.flags]
    if not aux:
        return False
    if language == "de":
        done = any(t.kind == "verb" and "inflected" in t.flags for t in tokens)
        return bool({"wurde", "wurden", "worden"} & {*aux}) or done
    verbs = [t for t in tokens if t.kind == "verb" and "inflected" in t.flags]
    return any(not verb.text.endswith(("ing", "s")) for verb in verbs)
