"""Whether a statement keeps what its evidence leaves open or denies."""

from app.gate import lexicon
from app.gate.types import Clause, Reading, Token

_REPORTING = frozenset({"SAY", "BELONG", "POINT_TO", "CAUSE"})
_WISHES = frozenset({"HOPE", "EXPECT"})
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
            if "WARN" in clause.own and token.kind != "verb":
                moods |= {"POSSIBLE"}  # who warns of a thing does not say that it is so
            for mood in _moods_around(proof, token.keys):
                if mood in rules and not moods & rules[mood]:
                    return f"'{token.text}' is not certain in the cited sentence ({mood.lower()})"
    return ""


def added_mood(said: Reading, proof: Reading) -> str:
    """Name a reserve that the evidence does not make, or give ``""``."""
    theirs = frozenset(mood for clause in proof.clauses for mood in clause.moods)
    for clause in said.clauses:
        extra = clause.moods - _allowed(theirs)
        if extra:
            return f"the cited sentence does not speak of it as '{min(extra).lower()}'"
        for token in said.tokens[clause.start : clause.end]:
            found = _moods_with(proof, token) if token.kind == "verb" else None
            if found is not None and clause.moods & _WISHES - _allowed(found):
                return f"'{token.text}' is not what the cited sentence hopes or plans"
    return ""


def _allowed(moods: frozenset[str]) -> frozenset[str]:
    """Moods that may stand for those of the evidence."""
    tables = (lexicon.mood_rules(), lexicon.mood_additions())
    kept = [table[mood] for table in tables for mood in moods if mood in table]
    return moods.union(*kept) | _FREE_MOODS


def _moods_with(proof: Reading, token: Token) -> frozenset[str] | None:
    """All moods of clauses with a verb, or None if there are none."""
    clauses = [
        clause
        for clause in proof.clauses
        if any(t.keys & token.keys for t in proof.tokens[clause.start : clause.end])
    ]
    return frozenset(m for c in clauses for m in c.moods) if clauses else None


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
    """Moods that the word is said in wherever the evidence has it."""
    found = [
        _moods_at(proof, clause, at)
        for clause in proof.clauses
        for at in range(clause.start, clause.end)
        if proof.tokens[at].keys & keys
    ]
    return frozenset.intersection(*found) if found else frozenset()


def _moods_at(proof: Reading, clause: Clause, at: int) -> frozenset[str]:
    """The moods of a word: a noun's mood ("the need for …") holds for what follows it alone."""
    if _is_attributive(proof, clause, at):
        return frozenset()
    later = {
        mood
        for token in proof.tokens[at + 1 : clause.end]
        if token.kind == "noun"
        for mood in token.moods
    }
    nouns = {m for t in proof.tokens[clause.start : at] if t.kind == "noun" for m in t.moods}
    if "POTENTIAL" in nouns:
        return clause.moods - {"POTENTIAL"}  # it is what follows that is not yet so
    earlier = {mood for token in proof.tokens[clause.start : at] for mood in token.moods}
    return clause.moods - (later - earlier)


def _is_attributive(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether a participle describes a thing that is taken for given: "people displaced by AI"."""
    tokens = reading.tokens
    if tokens[at].kind != "verb" or "inflected" not in tokens[at].flags:
        return False
    if reading.language == "de":
        return at + 1 < clause.end and tokens[at + 1].kind == "noun"
    verb_before = any(token.kind == "verb" for token in tokens[clause.start : at])
    return verb_before and tokens[at - 1].kind == "noun" and not tokens[at].text.endswith("s")


def _places(reading: Reading, keys: frozenset[str]) -> list[int]:
    return [i for i, token in enumerate(reading.tokens) if token.keys & keys]


def _stands_elsewhere(proof: Reading, said: Reading, at: int) -> bool:
    places = _places(proof, said.tokens[at].keys)
    return any(place not in proof.negated for place in places)
