"""Text cut into words, numbers and signs, whatever its quotes, dashes and blanks."""

import re
import unicodedata
from collections.abc import Iterator

from app.gate.types import Raw

_QUOTES = str.maketrans({c: '"' for c in "„“”«»‟❝❞＂"} | {c: "'" for c in "’‘‚‛`´"})
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")
_DASH = re.compile(r"\s[-–—]+\s|—")
_PIECE = re.compile(
    r"""(?P<ratio>(?<![^\W_])\d{1,3}:\d{1,3}(?!\d))
      | (?P<number>(?:US\$|[$€£¥])?\ ?
            (?<![^\W_])(?:\d{1,3}(?:[.,'\ ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)*
            (?:(?:st|nd|rd|th|k|K|m|M|mn|bn|Bn|B|tn|Mio|Mrd)\b)?(?:\ ?[%€£$])?)
      | (?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]\w*(?:'[^\W\d_]+)?)
      | (?P<sign>\S)""",
    re.VERBOSE,
)
_CLITICS = {"n't": "not", "'s": "'s", "'ll": "'ll", "'d": "'d", "'re": "are", "'ve": "have"}
_IRREGULAR = {"can't": ("can", "not"), "won't": ("will", "not"), "cannot": ("can", "not")}


def tidy(text: str) -> str:
    """The text with one kind of quotation mark, apostrophe, dash and blank."""
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return _BLANKS.sub(" ", _DASH.sub(" – ", _BLANKS.sub(" ", plain))).strip()


def scan(text: str) -> tuple[Raw, ...]:
    """Cut a tidy text into pieces."""
    pieces: list[Raw] = []
    joined = quoted = False
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece == '"':
            quoted = not quoted
        elif piece == "-":
            joined = True
            continue
        elif match.lastgroup in ("number", "ratio"):
            pieces.append(Raw(piece.strip(), "number", joined, quoted))
        elif match.lastgroup == "word":
            parts = tuple(_words(piece))
            pieces.append(Raw(parts[0], "word", joined, quoted))
            pieces.extend(Raw(part, "word", False, quoted) for part in parts[1:])
        else:
            pieces.append(Raw(piece, "sign", False, quoted))
        joined = False
    return tuple(pieces)


def _words(piece: str) -> Iterator[str]:
    """A word and its clitic: ``isn't`` is ``is``, ``not``."""
    low = piece.lower()
    if low in _IRREGULAR:
        yield from _IRREGULAR[low]
        return
    for clitic, word in _CLITICS.items():
        if low.endswith(clitic) and len(low) > len(clitic):
            yield piece[: -len(clitic)]
            yield word
            return
    yield piece.rstrip("'")
