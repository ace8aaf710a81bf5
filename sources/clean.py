"""Raw text made plain: one normal form, one kind of newline, nothing invisible."""

import re
import unicodedata

# Joiners hold emoji and some scripts together; every other format character is invisible or
# turns the order of what is shown (a right-to-left override).
_KEPT_FORMAT = frozenset("\u200c\u200d")
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[^\\S\n]+")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})


def clean_text(text: str) -> str:
    """The text in NFC, with a line feed for a newline and one plain space for a run of space.

    Control, format and private characters and lone surrogates are removed, and so are spaces at
    line ends; indentation is kept as a single space.
    """
    text = _SPACES.sub(" ", _NEWLINES.sub("\n", text))
    # Nearly every text is plain already, and a look at each character takes far longer.
    if not text.replace("\n", "").isprintable():
        text = "".join(c for c in text if c == "\n" or c in _KEPT_FORMAT or _is_shown(c))
    return unicodedata.normalize("NFC", text.replace(" \n", "\n")).rstrip(" ")


def clean_line(text: str) -> str:
    """The text on one line, without spaces around it."""
    return " ".join(clean_text(text).split())


def _is_shown(char: str) -> bool:
    return char.isprintable() if char.isascii() else unicodedata.category(char) not in _DROPPED
