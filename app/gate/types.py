"""Records of the gate: a sentence as it is read, and the verdict on it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["number", "name", "noun", "verb", "attribute", "function", "stop"]
Start = Literal["first", "dependent", "independent"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a statement may be shown.

    ``reason`` says what the cited sentences do not support, empty if ``passed``. ``support`` are
    the ids of all sentences that prove the statement: those cited that were needed, and those
    that name somebody whom a cited sentence calls "he" or "the company".
    """

    passed: bool
    reason: str
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit: ``%``, a currency sign, ``year`` or nothing."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A word, number or sign as written.

    ``joined`` if a hyphen ties it to the one before; ``parted`` if it is a verb whose particle
    stood elsewhere.
    """

    text: str
    kind: Literal["word", "number", "sign"]
    joined: bool = False
    quoted: bool = False
    number: Number | None = None
    parted: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word with what it may stand for.

    ``keys`` are the names under which it can be found in other sentences, whatever their words:
    concepts, stems by language, exact spellings of names, numbers. Empty keys claim nothing.
    ``roles`` are a preposition's senses, ``moods`` those of a hedge, ``flags`` the rest:
    ``negation``, ``pronoun``, ``subject``, ``passive``, ``finite``, ``participle``, ``joined``,
    ``quoted``, ``capital``, ``genitive``, ``and``.
    """

    text: str
    kind: Kind
    keys: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    moods: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    approximate: str = ""

    @property
    def marks(self) -> frozenset[str]:
        """The keys, and the moods as keys of their own."""
        return self.keys | {f"m:{mood}" for mood in self.moods}


@dataclass(frozen=True, slots=True)
class Clause:
    """A range ``[start, end)`` of tokens with the moods it is said in, ``own`` or inherited."""

    start: int
    end: int
    moods: frozenset[str]
    begins: Start
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence as read: its tokens, its clauses, which tokens are negated.

    Equal only to itself, so that what is worked out of it can be cached at little cost.

    ``heads`` holds, for each negation, the positions of what it denies first.
    """

    language: str
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    negated: frozenset[int]
    heads: tuple[frozenset[int], ...]

    def keys(self) -> frozenset[str]:
        """All keys of all tokens."""
        return frozenset(key for token in self.tokens for key in token.keys)
