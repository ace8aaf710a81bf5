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
        "Das Sprachmodell wird geladen, die Antwort folgt gleich …",
        "The language model is loading, the answer follows shortly …",
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
    "was_added": (
        "Hinzugefügt. Fragen Sie jetzt danach.",
        "Added. You can ask about it now.",
    ),
    "not_added": ("Nicht hinzugefügt", "Not added"),
    "bad_damaged": ("Die Datei ist beschädigt.", "The file is damaged."),
    "bad_empty": ("Der Artikel ist leer.", "The article is empty."),
    "bad_encoding": ("Bitte als UTF-8 speichern.", "Please save it as UTF-8."),
    "bad_encrypted": ("Die Datei ist verschlüsselt.", "The file is encrypted."),
    "bad_format": (
        "Bitte eine Datei .md .txt .html .pdf oder .docx wählen.",
        "Please choose a .md .txt .html .pdf or .docx file.",
    ),
    "bad_full": ("Bitte erst einen Artikel entfernen.", "Please remove an article first."),
    "bad_header": (
        "Der Kopf der Datei (YAML) hat einen Fehler.",
        "The header of the file (YAML) has a mistake.",
    ),
    "bad_no_text": ("Darin steht kein Artikeltext.", "There is no article text in it."),
    "bad_not_text": ("Der Inhalt ist kein Text.", "Its content is not text."),
    "bad_scan": ("Darin steht kein Text (nur Bilder?).", "It holds no text (a scan?)."),
    "bad_too_large": ("Die Datei ist zu groß.", "The file is too large."),
    "bad_too_long": ("Der Text ist zu lang.", "The text is too long."),
    "bad_too_slow": ("Das Lesen dauert zu lange.", "Reading it takes too long."),
    "remove": ("Diesen Artikel entfernen", "Remove this article"),
    "failed": ("Das hat nicht geklappt", "That did not work"),
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

_SCRIPTED = (
    *("citation", "copied", "close", "delete", "edit_question", "history_empty", "loading", "log"),
    *("send_reason", "title", "you", "assistant", "question", "send", "stop", "copy", "share"),
    *("language", "theme", "article", "adding", "view"),
)
"""Texts that the page's scripts set."""


def text(key: str, language: Language) -> str:
    """A text in one language."""
    return _TEXTS[key][0 if language == "de" else 1]


def both(key: str) -> str:
    """A text in both languages as HTML; the page's style shows the one that is read."""
    return sides(*_TEXTS[key])


def refusal(error: Exception) -> str:
    """Why an article was not added, as HTML: by the error's kind, or else as the error says it."""
    key, whole = f"bad_{getattr(error, 'kind', '')}", escape(str(error))
    if key in _TEXTS:
        return f'<span title="{whole}">{both(key)}</span>'
    return f'<span lang="en">{whole}</span>'


def sides(german: str, english: str) -> str:
    """One text in both languages, as ``both`` gives those of the page."""
    return (
        f'<span class="t-de" lang="de">{escape(german)}</span>'
        f'<span class="t-en" lang="en">{escape(english)}</span>'
    )


def script_texts() -> dict[str, dict[str, dict[str, str]]]:
    """The texts that the page's scripts set, and the names of Gradio's buttons, by language."""
    ours = {key: _TEXTS[key] for key in _SCRIPTED}
    return {"tables": _by_language(ours), "gradio": _by_language(_GRADIO)}


def i18n() -> gr.I18n:
    """All texts for Gradio's own components, which follow the browser's language."""
    return gr.I18n(**_by_language({**_TEXTS, **_GRADIO}))


def _by_language(texts: dict[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    return {
        "de": {key: german for key, (german, _) in texts.items()},
        "en": {key: english for key, (_, english) in texts.items()},
    }
