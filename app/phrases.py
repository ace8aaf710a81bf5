"""What the assistant says in its own words when it does not answer, or not yet."""

from app.types import Abstention

_TEXTS: dict[Abstention, dict[str, str]] = {
    Abstention.OFF_TOPIC: {
        "de": "Dazu steht nichts in den Artikeln, die mir vorliegen.",
        "en": "The articles I have been given say nothing about this.",
    },
    Abstention.NOT_IN_SOURCES: {
        "de": "Das steht nicht im Artikel.",
        "en": "The article does not say.",
    },
    Abstention.UNSUPPORTED: {
        "de": "Der Artikel belegt dazu keine Antwort, die ich geben könnte.",
        "en": "The article does not support an answer that I could give.",
    },
}


def abstention_text(reason: Abstention, language: str) -> str:
    """The sentence for a reason, in German or, for any other language, English."""
    texts = _TEXTS[reason]
    return texts.get(language, texts["en"])


def warming_text(language: str) -> str:
    """What a question gets while the assistant is not ready, in German or else in English."""
    if language == "de":
        return "Der Assistent wird noch vorbereitet; bitte in einer Minute noch einmal fragen."
    return "The assistant is still warming up; please ask again in a minute."
