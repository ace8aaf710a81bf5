"""Safe HTML from text that others wrote: questions, quotes, titles, file names."""

import re
import unicodedata
from html import escape

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_MARKS_KEPT = 4


def clean(text: str) -> str:
    """Text that cannot disturb what stands around it.

    Direction overrides go, which could turn the words after them round; control characters and
    lone surrogates become U+FFFD; a pile of combining marks keeps its first four.
    """
    return _thin_marks(_CONTROL.sub("\ufffd", _BIDI.sub("", text)))


def html(text: str) -> str:
    """Cleaned text, escaped for HTML, inside quotation marks too."""
    return escape(clean(text))


def shorten(text: str, size_chars: int) -> str:
    """Text of at most ``size_chars`` characters, cut at a word, the cut marked by an ellipsis."""
    if len(text) <= size_chars:
        return text
    head = text[: size_chars - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[size_chars // 2 :] else head) + "…"


def _thin_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_KEPT:
            kept.append(character)
    return "".join(kept)
