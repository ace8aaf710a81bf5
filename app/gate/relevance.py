"""Whether a statement says what its evidence has to say to a question."""

from app.gate.read import read
from app.gate.types import Reading, Token
from app.kinds import asked_kinds, holds
from sources.language import detect_language


def answers_question(question: str, statement: str, evidence: str) -> bool:
    """Whether a proven statement can stand for its evidence as the answer.

    It can if it has every word of the question that the evidence has, and the sort of thing that
    is asked for (a number, a time, a person) if the evidence has it.

    Args:
        question: What is asked, in any language.
        statement: What is shown, German or English.
        evidence: The sentence that it is proven by, in the same language.
    """
    language = detect_language(statement, default="en")
    if language not in ("de", "en"):
        return False
    asked_in = detect_language(question, default=language)
    asked = read(question, asked_in if asked_in in ("de", "en") else language)
    said, proof = _keys(read(statement, language)), _keys(read(evidence, language))
    if any(token.keys & proof and not token.keys & said for token in _content(asked)):
        return False
    kinds = asked_kinds(question)
    wanted = [kind for kind in kinds if holds(kind, evidence, question)]
    return not wanted or any(holds(kind, statement, question) for kind in wanted)


def _content(reading: Reading) -> list[Token]:
    kinds = ("noun", "name", "number", "verb")
    return [token for token in reading.tokens if token.keys and token.kind in kinds]


def _keys(reading: Reading) -> frozenset[str]:
    return frozenset(key for token in reading.tokens for key in token.keys)
