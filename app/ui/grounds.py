"""Why an answer, in words for people who read articles, not for those who fit models."""

from typing import Final

from app.types import Candidate
from app.ui.strings import sides

_LABELS: Final[dict[str, tuple[str, str]]] = {
    "dense": ("Nähe im Sinn", "closeness in meaning"),
    "token": ("Wort für Wort", "word by word"),
    "least": ("das am schlechtesten gedeckte Wort", "the word that is covered worst"),
    "lexical": ("gemeinsame Wörter", "words in common"),
    "question": ("ähnliche bekannte Frage", "similar known question"),
    "expansion": ("von bekannten Fragen gelernt", "learned from known questions"),
    "kind": ("Art der gesuchten Angabe", "kind of information asked for"),
    "passage": ("Rang des Absatzes, als Wert", "the paragraph's rank, as a score"),
    "rank": ("1 geteilt durch den Rang", "1 divided by the rank"),
    "top": ("bester Satz", "best sentence"),
    "margin": ("Vorsprung vor dem nächsten", "lead over the next one"),
    "gap": ("Vorsprung des besten Absatzes", "lead of the best paragraph"),
    "best_token": ("Wort für Wort, bester Satz", "word by word, best sentence"),
    "best_least": ("am schlechtesten gedecktes Wort, bester Satz", "worst word, best sentence"),
    "best_lexical": ("gemeinsame Wörter, bester Satz", "words in common, best sentence"),
    "answered": ("ähnlichste beantwortete Frage", "most similar answered question"),
    "missed": ("ähnlichste unbeantwortete Frage", "most similar unanswered question"),
    "vote": ("Anteil beantworteter Nachbarfragen", "share of near questions with an answer"),
    "agreement": ("Nachbarfrage meint denselben Satz", "near question means the same sentence"),
    "unsaid": ("spricht für „steht nicht da“", "speaks for “not in the article”"),
}
_CLOSE = 0.86
"""Cosine from which e5 finds two texts close; it packs most pairs between 0.75 and 0.95."""
_NEAR = 0.82
_SURE = 0.85
"""Confidence that is called high; answers begin at 0.6, see ``app/data/reader.json``."""


def label(feature: str) -> str:
    """What a feature measures, in both languages; its own name if nobody has said it."""
    return sides(*_LABELS.get(feature, (feature, feature)))


def reasons(candidate: Candidate) -> tuple[str, ...]:
    """What speaks for a sentence and against it, each in both languages."""
    features = dict(candidate.features)
    found = [
        _meaning(features["dense"]) if "dense" in features else "",
        _words(features["lexical"]) if "lexical" in features else "",
        _kind(features.get("kind", 0.0)),
    ]
    return tuple(reason for reason in found if reason)


def sureness(confidence: float) -> str:
    """How sure an answer is, in a word."""
    return sides("hoch", "high") if confidence >= _SURE else sides("mittel", "medium")


def _meaning(cosine: float) -> str:
    if cosine >= _CLOSE:
        return sides("nah am Sinn der Frage", "close to what is asked")
    if cosine >= _NEAR:
        return sides("ähnliches Thema", "a similar subject")
    return sides("anderes Thema", "another subject")


def _words(share: float) -> str:
    percent = f"{min(max(share, 0.0), 1.0):.0%}"
    german = percent.replace("%", "\u00a0%")
    return sides(f"{german} der Wörter gemeinsam", f"{percent} of the words in common")


def _kind(fit: float) -> str:
    """Whether it holds the number, time, person, place or reason that is asked for."""
    if fit > 0:
        return sides("enthält die gesuchte Art Angabe", "has the kind of information asked for")
    if fit < 0:
        return sides(
            "ohne die gesuchte Art Angabe", "lacks the kind of information that is asked for"
        )
    return ""
