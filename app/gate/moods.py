"""Moods that the words of a clause give it."""

from collections.abc import Sequence

from app.gate import lexicon
from app.gate.types import Token

_INFINITIVES = frozenset("be have do make get take go become sein haben werden machen".split())


def moods_of(tokens: Sequence[Token], language: str) -> frozenset[str]:
    """The moods of a clause by its own words."""
    moods = {mood for token in tokens for mood in token.moods}
    moods |= {"UPCOMING" for token in tokens if "UPCOMING" in token.keys}
    moods |= {"FORMER" for token in tokens if "ONCE" in token.keys}
    told = {"SAY", "SOURCE"}
    moods |= {"SAY" for token in tokens if (token.keys | token.roles) & told}
    if _has_infinitive(tokens, language):
        moods.add("PURPOSE")
    if language == "de" and _is_future(tokens):
        moods.add("FUTURE")
    return frozenset(moods)


def _has_infinitive(tokens: Sequence[Token], language: str) -> bool:
    if language == "en":
        return any(is_infinitive(tokens, at) for at in range(len(tokens)))
    return any(is_zu(tokens, at) for at in range(len(tokens)))


def is_zu(tokens: Sequence[Token], at: int) -> bool:
    """Whether a German infinitive with "zu" stands here: "zu finden", "einzusetzen"."""
    low = tokens[at].text.lower()
    if low == "zu" and at + 1 < len(tokens):
        following = tokens[at + 1]
        return following.kind == "verb" or following.text.lower() in _INFINITIVES
    if not (low.endswith("en") and "zu" in low[2:-3]):
        return False
    return "zu" not in lexicon.lemma(low, "de").lower()[2:]


def _is_future(tokens: Sequence[Token]) -> bool:
    if not any(token.text.lower() in ("wird", "werden") for token in tokens):
        return False
    return any(
        (token.kind == "verb" and token.text.endswith("n") and "inflected" not in token.flags)
        or token.text.lower() in ("sein", "haben")
        for token in tokens
    )


def is_infinitive(tokens: Sequence[Token], at: int) -> bool:
    """Whether "to" and a verb's basic form stand here."""
    if tokens[at].text.lower() != "to" or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    basic = following.kind == "verb" and "inflected" not in following.flags
    return basic or following.text.lower() in _INFINITIVES
