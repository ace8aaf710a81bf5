"""Whether a statement keeps what its evidence leaves open or denies."""

from app.gate import lexicon
from app.gate.types import Reading

_REPORTING = frozenset({"SAY", "BELONG", "POINT_TO", "CAUSE"})
_FREE_MOODS = frozenset({"PURPOSE", "SAY", "UPCOMING", "FORMER"})


def lost_mood(said: Reading, proof: Reading) -> str:
    """Name a word that the evidence says with a reserve and the statement without, or ``""``."""
    rules = lexicon.mood_rules()
    everywhere = frozenset(mood for clause in said.clauses for mood in clause.moods)
    for clause in said.clauses:
        for at in range(clause.start, clause.end):
            token = said.tokens[at]
            if not token.keys or token.kind in ("function", "name") or token.keys & _REPORTING:
                continue
            does = token.kind in ("verb", "number") or "nominal" in token.flags
            moods = clause.moods if does else everywhere
            for mood in _moods_around(proof, token.keys):
                if mood in rules and not moods & rules[mood]:
                    return f"'{token.text}' is not certain in the cited sentence ({mood.lower()})"
    return ""


def added_mood(said: Reading, proof: Reading) -> str:
    """Name a reserve that the evidence does not make, or give ``""``."""
    rules = lexicon.mood_rules()
    theirs = {mood for clause in proof.clauses for mood in clause.moods}
    allowed = theirs.union(*(rules.get(mood, frozenset()) for mood in theirs)) | _FREE_MOODS
    if "SAY" in theirs:
        allowed |= {"WOULD"}
    ours = {mood for clause in said.clauses for mood in clause.moods}
    extra = sorted(ours - allowed)
    return f"the cited sentence does not speak of it as '{extra[0].lower()}'" if extra else ""


def turned_negation(said: Reading, proof: Reading) -> str:
    """Name what one side denies and the other does not, or give ``""``."""
    if not all(said.heads):
        return "the statement denies something unclear"
    for at in (at for heads in said.heads for at in heads):
        if not any(place in proof.negated for place in _places(proof, said.tokens[at].keys)):
            return f"'{said.tokens[at].text}' is not denied in the cited sentence"
    for place in (place for heads in proof.heads for place in heads):
        for at in _places(said, proof.tokens[place].keys):
            if at not in said.negated and not _stands_elsewhere(proof, said, at):
                return f"'{said.tokens[at].text}' is denied in the cited sentence"
    return ""


def _moods_around(proof: Reading, keys: frozenset[str]) -> frozenset[str]:
    """Moods of every clause of the evidence that has the word."""
    found = [
        clause.moods
        for clause in proof.clauses
        if any(token.keys & keys for token in proof.tokens[clause.start : clause.end])
    ]
    return frozenset.intersection(*found) if found else frozenset()


def _places(reading: Reading, keys: frozenset[str]) -> list[int]:
    return [i for i, token in enumerate(reading.tokens) if token.keys & keys]


def _stands_elsewhere(proof: Reading, said: Reading, at: int) -> bool:
    places = _places(proof, said.tokens[at].keys)
    return any(place not in proof.negated for place in places)
