"""Whether a statement leaves out what a number is a part of, measures, or holds for."""

from app.gate import lexicon
from app.gate.amounts import counted_noun, numbers_of, same_numbers
from app.gate.types import Reading

_MAINLY = frozenset("MAINLY MAIN MOST PARTICULAR".split())


def lost_part(said: Reading, proof: Reading) -> str:
    """Name a whole of which the evidence has a part alone, or give ``""``."""
    named = {key for token in said.tokens for key in token.keys}
    for at in numbers_of(proof):
        whole = counted_noun(proof, at)
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
        measures = [_measure(proof, place) for place in same_numbers(proof, said.tokens[at].keys)]
        if measures and all(keys and not keys & named for keys in measures):
            return f"'{said.tokens[at].text}' measures something else in the cited sentence"
    return ""


def lost_share(said: Reading, proof: Reading) -> str:
    """Name a means that is said to be the main one and told as the only one, or give ``""``."""
    named = frozenset(key for token in said.tokens for key in token.keys)
    if named & _MAINLY:
        return ""
    for at, token in enumerate(proof.tokens[:-2]):
        means = proof.tokens[at + 2]
        if "MAINLY" in token.keys and "BY" in proof.tokens[at + 1].roles and means.keys & named:
            return f"'{means.text}' is not the only one in the cited sentence"
    return ""


def lost_place(said: Reading, proof: Reading) -> str:
    """Name a country that a number is for and the statement leaves out, or give ``""``."""
    named = {key for token in said.tokens for key in token.keys}
    for at in numbers_of(said):
        for place in same_numbers(proof, said.tokens[at].keys):
            clause = next(c for c in proof.clauses if c.start <= place < c.end)
            for token in proof.tokens[clause.start : clause.end]:
                if token.keys & lexicon.PLACES and not token.keys & named:
                    return f"'{said.tokens[at].text}' is for '{token.text}' alone"
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
