"""Whether each word that claims something is in the evidence, in one language or the other."""

from collections.abc import Iterator
from itertools import pairwise

from app.gate import amounts, lexicon
from app.gate.proof import Proof
from app.gate.types import Reading, Token
from app.gate.who import proper_keys

_BESIDE = 3
_LARGE_RATIO = 1.4
_AROUND = 8


def unsupported(said: Reading, proof: Proof) -> str:
    """Name the first word, number or name that the evidence does not have, or give ``""``."""
    for at, token in enumerate(said.tokens):
        if not token.keys or token.keys & proof.keys or _is_free(said, at, proof):
            continue
        if _is_meant(token, proof) or _is_known(said, at, proof):
            continue
        kind = {"number": "the number", "name": "the name"}.get(token.kind, "the word")
        return f"{kind} '{token.text}' is not in the cited sentence"
    return _from_label(said, proof.surface(said.language)) or _new_name(said, proof)


def _from_label(said: Reading, proof: Reading) -> str:
    """Name a doing that the evidence has in a label alone, as in "buy now, pay later"."""
    quoted = [token for token in proof.tokens if "quoted" in token.flags]
    if any(token.flags & {"subjects", "finite"} for token in quoted):
        return ""  # somebody's words, which may be told
    for token in said.tokens:
        if token.kind == "verb" and "quoted" not in token.flags and token.keys:
            found = [other for other in proof.tokens if other.keys & token.keys]
            if found and all("quoted" in other.flags for other in found):
                return f"'{token.text}' is part of a name in the cited sentence"
    return ""


def used(said: Reading, proof: Proof) -> tuple[str, ...]:
    """Ids of the sentences needed: the cited one, and those that tell who is meant."""
    ids = [proof.sentence.sentence_id]
    for token in said.tokens:
        if token.keys and not token.keys & proof.keys:
            for key in sorted(token.keys):
                known = proof.known.get(key)
                found = proof.meant.get(key) or (known.sentence_id if known else "")
                if found and found not in ids:
                    ids.append(found)
    return tuple(ids)


def _is_free(said: Reading, at: int, proof: Proof) -> bool:
    """Words that only stress, link or date what the evidence says anyway."""
    keys = said.tokens[at].keys
    if "SOURCE" in keys or (said.tokens[at].kind == "verb" and _is_light(said, at)):
        return True  # that somebody says it is looked at with who does what
    if "MARKED" in keys and _is_large_change(proof.surfaces[0]):
        return True
    surfaces = proof.surfaces
    if "CAUSE" in keys:
        return any("BY" in token.roles for surface in surfaces for token in surface.tokens)
    if "SAY" in keys:
        return any(_is_speech(surface) for surface in surfaces)
    return _is_counted_free(said, at, proof)


def _is_counted_free(said: Reading, at: int, proof: Proof) -> bool:
    """Whether a number makes "only", "still", "once" true."""
    keys = said.tokens[at].keys
    around = [i for i in amounts.numbers_of(said) if abs(i - at) <= _AROUND]
    if "ONCE" in keys:
        return any(amounts.is_former(said, i, proof.surfaces[0]) for i in around)
    counted = any(token.kind == "number" for token in said.tokens[at + 1 : at + 4])
    fewer = bool(proof.keys & {"DOWN", "LESS", "SMALLER"})
    return counted and (bool(keys & {"STILL"}) or (bool(keys & {"ONLY"}) and fewer))


def _is_light(said: Reading, at: int) -> bool:
    light = lexicon.words(said.language).groups["light"]
    return lexicon.lemma(said.tokens[at].text, said.language).lower() in light


def _is_large_change(proof: Reading) -> bool:
    """Whether the evidence gives two amounts of one sort that are far apart."""
    found = [key.split(":") for token in proof.tokens for key in token.keys if key[:2] == "n:"]
    amounts = [(float(value), unit) for _, value, unit in found if unit != "year"]
    return any(a > _LARGE_RATIO * b > 0 and one == two for a, one in amounts for b, two in amounts)


def _is_speech(surface: Reading) -> bool:
    """Whether somebody's words follow a colon."""
    return any(
        one.text == ":" and "quoted" in other.flags for one, other in pairwise(surface.tokens)
    )


def _is_meant(token: Token, proof: Proof) -> bool:
    return any(key in proof.meant for key in proper_keys(token))


def _is_known(said: Reading, at: int, proof: Proof) -> bool:
    """Whether the word is what somebody in the evidence is called near it: "CEO"."""
    token = said.tokens[at]
    if token.kind not in ("noun", "attribute", "name"):
        return False
    if "COMPANY" in token.keys and proof.companies:
        return True
    if token.kind == "name":  # "the Klarna boss" for somebody whom the evidence names
        boss = any("CEO" in other.keys for other in said.tokens[at + 1 : at + 3])
        known = any(key in proof.known for key in token.keys)
        return boss and known and "CEO" in proof.known
    names = frozenset(n for k in token.keys if k in proof.known for n in proof.known[k].names)
    if not names or token.keys & {"COMPANY", "CEO"}:
        return bool(names)
    near = said.tokens[max(0, at - _BESIDE) : at + _BESIDE + 1]
    return any(other.kind == "name" and other.keys & names for other in near)


def _new_name(said: Reading, proof: Proof) -> str:
    """Name two words joined to a name that the evidence does not join, or give ``""``."""
    pairs = [(a.keys, b.keys) for a, b in _joined(said) if a.kind == b.kind == "name"]
    theirs = [(a.keys, b.keys) for surface in proof.surfaces for a, b in _joined(surface)]
    for one, other in pairs:
        joined = any(one & a and other & b for a, b in theirs)
        if not joined and one & proof.keys and other & proof.keys:
            return "a name is put together that the cited sentence does not have"
    return ""


def _joined(reading: Reading) -> Iterator[tuple[Token, Token]]:
    """Capital words side by side."""
    for one, other in pairwise(reading.tokens):
        if one.flags & other.flags & {"capital"} and "joined" not in other.flags:
            yield one, other
