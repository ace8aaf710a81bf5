"""What went wrong, in both languages of the page.

An error says what, where and the next step in English, for logs and for other programs. Whoever
reads the page in English reads that line; in German a text stands for each kind of error.
"""

import logging
from typing import Final

from app.errors import Closing, ModelUnavailable, NoAnswerInTime, SettingsError, WarmingUp
from app.phrases import warming_text
from app.ui.errors import ServerError
from app.ui.strings import sides
from index.errors import (
    EmbedderError,
    IndexBusy,
    IndexMissing,
    IndexNotWritten,
    StaleIndex,
    StoreUnavailable,
)
from sources.errors import AssistantError, SourceError, UnreadableFile

KINDS: Final[dict[str, tuple[str, str]]] = {
    "closed": ("Hier können keine Artikel hinzugefügt werden.", "Articles cannot be added here."),
    "damaged": ("Die Datei ist beschädigt.", "The file is damaged."),
    "empty": ("Der Artikel ist leer.", "The article is empty."),
    "encoding": ("Bitte als UTF-8 speichern.", "Please save it as UTF-8."),
    "encrypted": ("Die Datei ist verschlüsselt.", "The file is encrypted."),
    "format": (
        "Bitte eine Datei .md .txt .html .pdf oder .docx wählen.",
        "Please choose a .md .txt .html .pdf or .docx file.",
    ),
    "full": ("Bitte erst einen Artikel entfernen.", "Please remove an article first."),
    "header": (
        "Der Kopf der Datei (YAML) hat einen Fehler.",
        "The header of the file (YAML) has a mistake.",
    ),
    "no_text": ("Darin steht kein Artikeltext.", "There is no article text in it."),
    "not_text": ("Der Inhalt ist kein Text.", "Its content is not text."),
    "scan": ("Darin steht kein Text (nur Bilder?).", "It holds no text (a scan?)."),
    "too_large": ("Die Datei ist zu groß.", "The file is too large."),
    "too_long": ("Der Text ist zu lang.", "The text is too long."),
    "too_slow": ("Das Lesen dauert zu lange.", "Reading it takes too long."),
}
"""Why an article is not taken, by the kind that its error names."""

_OPERATOR = "Näheres steht im Protokoll des Servers."
GERMAN: Final[dict[type[Exception], str]] = {
    Closing: "Der Server wird gerade beendet. Bitte versuchen Sie es gleich noch einmal.",
    NoAnswerInTime: "Das hat zu lange gedauert. Bitte versuchen Sie es gleich noch einmal.",
    WarmingUp: warming_text("de"),
    ServerError: f"Der Artikel kann nicht aufbewahrt werden. {_OPERATOR}",
    ModelUnavailable: f"Das Sprachmodell ist nicht erreichbar. {_OPERATOR}",
    EmbedderError: f"Das Modell, das Texte vergleicht, lässt sich nicht laden. {_OPERATOR}",
    IndexMissing: f"Es gibt noch keinen Index der Artikel. {_OPERATOR}",
    IndexBusy: "Der Index wird gerade gebaut. Bitte versuchen Sie es gleich noch einmal.",
    StaleIndex: f"Der Index passt nicht zu den Artikeln. {_OPERATOR}",
    IndexNotWritten: f"Der Index kann nicht geschrieben werden. {_OPERATOR}",
    StoreUnavailable: f"Der Index ist nicht erreichbar. {_OPERATOR}",
    UnreadableFile: "Die Datei lässt sich nicht lesen.",
    SourceError: f"Die Artikel lassen sich nicht lesen. {_OPERATOR}",
    SettingsError: f"Der Server ist nicht richtig eingestellt. {_OPERATOR}",
    AssistantError: f"Der Server hatte einen Fehler. {_OPERATOR}",
}
"""What a German reader is told, by the class of the error or the nearest above it."""

_log = logging.getLogger(__name__)
_FAULT = (
    f"Der Server hatte einen Fehler. {_OPERATOR}",
    "The server failed at this; its log says why.",
)


def told(error: Exception) -> str:
    """One line on an error as HTML, in both languages; of a fault of ours nothing but that."""
    kind = KINDS.get(getattr(error, "kind", ""))
    if kind is not None:
        return sides(*kind)
    german = next((GERMAN[known] for known in type(error).__mro__ if known in GERMAN), None)
    return sides(*_FAULT) if german is None else sides(german, str(error))


def note(what: str, error: Exception) -> None:
    """Log a failure: ours in its line, a fault by its kind, for its text may hold a question.

    A bad file or question is its reader's matter and is not logged.
    """
    if isinstance(error, UnreadableFile) or getattr(error, "kind", None) in KINDS:
        return
    if isinstance(error, AssistantError):
        _log.warning("%s: %s", what, error)
    else:
        _log.error("%s: %s", what, type(error).__name__)
        _log.debug("Where", exc_info=error)
