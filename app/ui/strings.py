"""Every text of the page, German and English.

Texts inside messages are written in both languages side by side, and a style rule shows the one
that ``<html lang>`` names: switching needs no server. Texts in Gradio's own components go
through ``gr.I18n``, those that scripts set through ``script_texts``.
"""

from html import escape
from typing import Literal

import gradio as gr

Language = Literal["de", "en"]

_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Artikel-Assistent", "Article assistant"),
    "headline": (
        "Was möchten Sie über den Artikel wissen?",
        "What would you like to know about the article?",
    ),
    "intro": (
        "Jede Antwort besteht aus Sätzen des Artikels und zeigt, wo sie stehen. Steht etwas nicht "
        "darin, sagt der Assistent das. Fragen Sie auf Deutsch oder Englisch.",
        "Every answer is made of sentences of the article and shows where they stand. If the "
        "article does not say, neither does the assistant. Ask in German or in English.",
    ),
    "examples": ("Zum Beispiel", "For example"),
    "placeholder": ("Frage zum Artikel …", "Ask about the article …"),
    "question": ("Frage", "Question"),
    "send": ("Senden", "Send"),
    "stop": ("Anhalten", "Stop"),
    "warming": (
        "Der Assistent wird vorbereitet, beim ersten Start eine Minute; dann folgt die Antwort …",
        "The assistant is warming up, a minute at its first start; then the answer follows …",
    ),
    "thinking": ("Sucht im Artikel …", "Searching the article …"),
    "stopped": ("Angehalten.", "Stopped."),
    "citation": ("Beleg", "Citation"),
    "original": ("Original", "Original"),
    "translation": ("Übersetzung", "Translation"),
    "both": ("Beides", "Both"),
    "view": ("Ansicht des Artikels", "View of the article"),
    "article": ("Artikel", "Article"),
    "articles": ("Artikel wählen", "Choose an article"),
    "link": ("Zum Artikel im Netz", "To the article on the web"),
    "translated": (
        "Eigene Übersetzung; es gilt das Original.",
        "A translation made for this page; the original is what counts.",
    ),
    "close": ("Schließen", "Close"),
    "abstained": ("Keine Antwort im Artikel", "No answer in the article"),
    "off_topic": (
        "Die Frage gehört nicht zum Thema des Artikels.",
        "The question is not about the article's subject.",
    ),
    "not_in_sources": (
        "Der Artikel sagt dazu nichts.",
        "The article says nothing about it.",
    ),
    "unsupported": (
        "Für eine Antwort fehlt ein Beleg im Artikel.",
        "No sentence of the article supports an answer.",
    ),
    "closest": ("Am nächsten kommen diese Stellen", "These passages come closest"),
    "try": ("Darauf antwortet der Artikel", "The article does answer"),
    "follow_up": ("Weiterfragen", "Ask next"),
    "why": ("Warum diese Antwort?", "Why this answer?"),
    "why_not": ("Warum keine Antwort?", "Why no answer?"),
    "confidence": ("Sicherheit", "Confidence"),
    "answerable": ("Antwort im Artikel", "Answer in the article"),
    "sure_is": (
        "Wahrscheinlichkeit, dass die Antwort im Artikel steht:",
        "Probability that the article holds the answer:",
    ),
    "above": ("geantwortet wird ab", "answers are given from"),
    "below": ("geantwortet wird erst ab", "answers are only given from"),
    "asked_as": ("Verstanden als", "Understood as"),
    "backend": ("Wortlaut", "Wording"),
    "verbatim": ("Sätze des Artikels, unverändert", "Sentences of the article, unchanged"),
    "elapsed": ("Dauer", "Time"),
    "weighed": (
        "Diese Sätze kamen in Frage, der beste zuerst",
        "These sentences were considered, the best first",
    ),
    "used": ("in der Antwort", "in the answer"),
    "figures": ("Alle Messwerte", "All figures"),
    "decision_figures": ("Die Entscheidung", "The decision"),
    "dropped": ("Verworfene Sätze des Modells", "Sentences of the model that were dropped"),
    "copy": ("Kopieren", "Copy"),
    "copied": ("Kopiert", "Copied"),
    "share": ("Link kopieren", "Copy link"),
    "new": ("Neu", "New"),
    "history": ("Verlauf", "History"),
    "history_empty": ("Noch keine Gespräche.", "No conversations yet."),
    "history_note": ("Nur in diesem Browser gespeichert.", "Kept in this browser only."),
    "delete": ("Löschen", "Delete"),
    "delete_all": ("Alle löschen", "Delete all"),
    "export": ("Export", "Export"),
    "export_md": ("Als Markdown", "As Markdown"),
    "export_json": ("Als JSON", "As JSON"),
    "export_empty": ("Noch kein Gespräch zum Mitnehmen.", "No conversation to take along yet."),
    "exported": ("Gespräch", "Conversation"),
    "theme": ("Hell oder dunkel", "Light or dark"),
    "language": ("Sprache der Seite", "Language of the page"),
    "skip": ("Zum Eingabefeld", "Skip to the question"),
    "log": ("Gespräch", "Conversation"),
    "you": ("Sie", "You"),
    "assistant": ("Assistent", "Assistant"),
    "loading": ("Antwort wird geladen", "Loading the answer"),
    "edit_question": ("Frage bearbeiten", "Edit the question"),
    "thanks": ("Danke. Möchten Sie sagen, warum?", "Thank you. Would you like to say why?"),
    "reason": ("Grund (freiwillig)", "Reason (optional)"),
    "send_reason": ("Absenden", "Submit"),
    "reason_sent": ("Danke für die Rückmeldung.", "Thank you for the feedback."),
    "blank": ("Bitte eine Frage eingeben.", "Please enter a question."),
    "too_long": (
        "Die Frage ist zu lang: höchstens 2.000 Zeichen.",
        "The question is too long: 2,000 characters at most.",
    ),
    "unreadable": (
        "Eine Frage ist ein Text.",
        "A question is text.",
    ),
    "no_article": ("Der Artikel ist noch nicht da.", "The article is not there yet."),
    "add": ("Artikel hinzufügen", "Add an article"),
    "add_file": ("Datei wählen", "Choose a file"),
    "add_drop": (
        "oder hierher ziehen: .md .txt .html .pdf .docx",
        "or drop it here: .md .txt .html .pdf .docx",
    ),
    "add_text": ("Oder Text einfügen", "Or paste text"),
    "add_now": ("Hinzufügen", "Add"),
    "add_note": (
        "Nur für Sie sichtbar, bis der Server neu startet.",
        "Seen by you alone, until the server restarts.",
    ),
    "add_shared": (
        "Für alle sichtbar, die diese Seite benutzen; alle können es wieder entfernen.",
        "Seen by everybody who uses this page; everybody can remove it.",
    ),
    "add_limits": ("Höchstens 2 MiB je Artikel.", "At most 2 MiB an article."),
    "adding": ("Der Artikel wird gelesen …", "Reading the article …"),
    "indexing": ("Der Artikel wird durchsuchbar gemacht …", "Making the article searchable …"),
    "was_added": (
        "Hinzugefügt. Fragen Sie jetzt danach.",
        "Added. You can ask about it now.",
    ),
    "not_added": ("Nicht hinzugefügt", "Not added"),
    "remove": ("Diesen Artikel entfernen", "Remove this article"),
    "failed": ("Das hat nicht geklappt", "That did not work"),
    "busy": (
        "Der Server nimmt gerade keine Frage an. Bitte fragen Sie gleich noch einmal.",
        "The server takes no question just now. Please ask again in a moment.",
    ),
    "too_often": (
        "Zu viele Fragen von dieser Adresse. Bitte fragen Sie in {} Sekunden noch einmal.",
        "Too many questions from this address. Please ask again in {} seconds.",
    ),
    "too_much": (
        "Das Gespräch ist zu lang geworden. Bitte beginnen Sie ein neues.",
        "The conversation has become too long. Please begin a new one.",
    ),
    "lost": (
        "Der Server antwortet nicht. Die Seite versucht es weiter und lädt sich dann neu.",
        "The server does not answer. The page keeps trying and then loads again.",
    ),
    "server_failed": (
        "Der Server hatte einen Fehler. Bitte versuchen Sie es noch einmal.",
        "The server failed at this. Please try again.",
    ),
    "stale": (
        "Der Artikel wurde seither geändert.",
        "The article has changed since.",
    ),
}

_GRADIO: dict[str, tuple[str, str]] = {
    "chatbot.edit": ("Frage bearbeiten", "Edit question"),
    "chatbot.retry": ("Noch einmal antworten", "Answer again"),
    "chatbot.undo": ("Rückgängig", "Undo"),
    "chatbot.submit": ("Senden", "Send"),
    "chatbot.cancel": ("Abbrechen", "Cancel"),
    "chatbot.like": ("Hilfreich", "Helpful"),
    "chatbot.dislike": ("Nicht hilfreich", "Not helpful"),
    "chatbot.clear": ("Gespräch löschen", "Delete conversation"),
    "common.submit": ("Senden", "Send"),
    "common.error": ("Fehler", "Error"),
    "common.loading": ("Lädt …", "Loading …"),
}
"""Texts of Gradio's own chat, of which its German lacks some."""

_TOASTS = {
    "currently busy": "busy",
    "Too many questions": "too_often",
    "bytes are taken": "too_much",
    "onnection": "lost",
    "Failed to fetch": "lost",
    "": "server_failed",
}
"""What Gradio's notes say in English, in part, and the text that stands in their place.

Gradio says some of it itself and takes some from the server's refusals; the last fits any.
"""

_SCRIPTED = (
    *("citation", "copied", "close", "delete", "edit_question", "history_empty", "loading", "log"),
    *("send_reason", "title", "you", "assistant", "question", "send", "stop", "copy", "share"),
    *("language", "theme", "article", "adding", "indexing", "view", "failed", "reason_sent"),
    *dict.fromkeys(_TOASTS.values()),
)
"""Texts that the page's scripts set."""


def text(key: str, language: Language) -> str:
    """A text in one language."""
    return _TEXTS[key][0 if language == "de" else 1]


def both(key: str) -> str:
    """A text in both languages as HTML; the page's style shows the one that is read."""
    return sides(*_TEXTS[key])


def sides(german: str, english: str) -> str:
    """One text in both languages, as ``both`` gives those of the page."""
    return (
        f'<span class="t-de" lang="de">{escape(german)}</span>'
        f'<span class="t-en" lang="en">{escape(english)}</span>'
    )


def script_texts() -> dict[str, dict[str, dict[str, str]] | dict[str, str]]:
    """The texts that the page's scripts set, and the names of Gradio's buttons, by language.

    ``toasts`` names the text for each of Gradio's notes.
    """
    ours = {key: _TEXTS[key] for key in _SCRIPTED}
    return {"tables": _by_language(ours), "gradio": _by_language(_GRADIO), "toasts": _TOASTS}


def i18n() -> gr.I18n:
    """All texts for Gradio's own components, which follow the browser's language."""
    return gr.I18n(**_by_language({**_TEXTS, **_GRADIO}))


def _by_language(texts: dict[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    return {
        "de": {key: german for key, (german, _) in texts.items()},
        "en": {key: english for key, (_, english) in texts.items()},
    }
