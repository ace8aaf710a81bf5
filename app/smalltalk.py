"""Replies to greetings, thanks and questions about the assistant: short, honest, fixed."""

from collections.abc import Sequence

from app.phrasebook import Topic

MAX_TITLES = 10
"""Titles that a reply names; of more articles it says how many there are."""

_REPLIES: dict[Topic, dict[str, str]] = {
    "greeting": {
        "de": (
            "Hallo! Ich beantworte Fragen zu den Artikeln, die mir vorliegen, "
            "und belege jeden Satz."
        ),
        "en": (
            "Hello! I answer questions about the articles I have been given "
            "and prove every sentence."
        ),
    },
    "thanks": {
        "de": "Gern! Fragen Sie einfach weiter.",
        "en": "You are welcome! Just ask the next question.",
    },
    "farewell": {"de": "Auf Wiedersehen!", "en": "Goodbye!"},
    "help": {
        "de": (
            "Ich beantworte Fragen zu den Artikeln, die mir vorliegen, mit Sätzen aus dem Text "
            "und der genauen Fundstelle. Steht etwas nicht darin, sage ich das. "
            "Ich weiß nichts darüber hinaus."
        ),
        "en": (
            "I answer questions about the articles I have been given, with sentences from the "
            "text and the exact place. If something is not in them, I say so. "
            "I know nothing beyond them."
        ),
    },
    "languages": {
        "de": (
            "Fragen Sie in Ihrer Sprache. Ich antworte auf Deutsch oder Englisch "
            "und zeige dazu den Wortlaut des Artikels."
        ),
        "en": (
            "Ask in your own language. I answer in German or English "
            "and show the article's own words beside it."
        ),
    },
    "identity": {
        "de": (
            "Ich bin ein Programm, kein Mensch. Ich suche die Sätze der Artikel heraus, "
            "die eine Frage beantworten, und zeige, wo sie stehen."
        ),
        "en": (
            "I am a program, not a person. I find the sentences of the articles "
            "that answer a question, and show where they stand."
        ),
    },
}

_INSTEAD: dict[Topic, Topic] = {
    "more": "help",
    "shorter": "help",
    "in_german": "languages",
    "in_english": "languages",
}
"""What is replied to wishes for an answer, more or less of it or another language, before there is
one."""


def reply(topic: Topic, language: str, titles: Sequence[str]) -> str:
    """The reply in German or, in any other language, English.

    Args:
        topic: What was said.
        language: To reply in (ISO 639-1).
        titles: Of the articles at hand.
    """
    if topic == "articles":
        return _shelf(language, titles)
    replies = _REPLIES[_INSTEAD.get(topic, topic)]
    return replies.get(language, replies["en"])


def _shelf(language: str, titles: Sequence[str]) -> str:
    named = "; ".join(titles[:MAX_TITLES])
    left = len(titles) - MAX_TITLES
    if language == "de":
        more = f"; und {left} weitere" if left > 0 else ""
        return f"Mir liegen diese Artikel vor ({len(titles)}): {named}{more}."
    more = f"; and {left} more" if left > 0 else ""
    return f"These are the articles I have been given ({len(titles)}): {named}{more}."
