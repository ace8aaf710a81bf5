"""What a statement must be before its words are looked at: a plain sentence with true quotes."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from app.gate.scan import tidy
from app.gate.types import Reading
from index.types import Sentence

MAX_CHARS = 500
_MARKUP = re.compile(r"https?:|www\.|<[a-z/!]|\]\(|```|\{\{|\||@\w", re.IGNORECASE)
_VERDICT = re.compile(
    r"(?:yes|no|ja|nein|doch|correct|right|true|false|richtig|falsch|genau|stimmt)\b[,.:! ]",
    re.IGNORECASE,
)
_QUOTE = re.compile(r'"([^"]+)"')
_LETTERS = re.compile(r"[^\W_]+")
_SHORT_QUOTE_WORDS = 2
_LEFT_OUT = re.compile(r"\s*(?:\.\.\.|…|\[\.\.\.\]|\[…\])\s*")


def bad_form(statement: str, said: Reading) -> str:
    """Say why a statement is not a sentence that can be checked, or give ``""``."""
    if len(statement) > MAX_CHARS:
        return f"it is longer than {MAX_CHARS} characters"
    if _MARKUP.search(statement) or any(unicodedata.category(c)[0] == "C" for c in statement):
        return "it holds markup, a link or control characters"
    if "?" in statement or "!" in statement:
        return "it is not a plain statement"
    if _VERDICT.match(statement):
        return "it answers yes or no beyond what is cited"
    if not _is_sentence(said):
        return "it is not a whole sentence"
    return "it does not say who is meant" if _starts_unnamed(said) else ""


def wrong_quote(statement: str, cited: Sequence[Sentence]) -> str:
    """Name a quotation that the cited sentences do not have word for word, or give ``""``."""
    text = tidy(statement)
    if text.count('"') % 2:
        return "a quotation is not closed"
    texts = [wording for s in cited for wording in s.wordings]
    for quote in _QUOTE.findall(text):
        if _LEFT_OUT.search(quote):
            return "a quotation leaves words out"
        words = _words(quote)
        if not any(_holds(words, _words(source)) for source in texts):
            return f'"{quote}" is not in the cited sentence'
        quoted = [q for source in texts for q in _QUOTE.findall(tidy(source))]
        if len(words) > _SHORT_QUOTE_WORDS and not any(_holds(words, _words(q)) for q in quoted):
            return f'"{quote}" is not a quotation in the cited sentence'
    return ""


@lru_cache(maxsize=2_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(text.casefold()))


def _holds(words: Sequence[str], source: Sequence[str]) -> bool:
    size = len(words)
    return size > 0 and any(
        tuple(source[at : at + size]) == tuple(words) for at in range(len(source) - size + 1)
    )


def _is_sentence(said: Reading) -> bool:
    """Whether something is said of something: a verb, and two words that claim."""
    content = [token for token in said.tokens if token.keys]
    verb = any(t.kind == "verb" or t.flags & {"finite", "passive"} for t in said.tokens)
    quote = any(token.text == ":" for token in said.tokens)
    return len(content) > 1 and (verb or quote)


def _is_expletive(said: Reading, at: int) -> bool:
    """Whether "es" only keeps a place: "Es stellt sich die Frage"."""
    if said.tokens[at].text.lower() != "es" or at:
        return False
    after = said.tokens[1:6]
    return bool(after) and after[0].kind != "noun" and any(t.kind == "noun" for t in after)


def _starts_unnamed(said: Reading) -> bool:
    """Whether a pronoun acts that nobody before it in the statement can be meant by."""
    for at, token in enumerate(said.tokens):
        if token.kind in ("name", "noun") and token.keys:
            return False
        if "quoted" in token.flags:
            continue
        pronoun = bool(token.flags & {"subjects"}) and not _is_expletive(said, at)
        pointing = at == 0 and token.text.lower() in ("this", "these", "that", "dies", "das")
        following = said.tokens[at + 1] if at + 1 < len(said.tokens) else None
        bare = (
            pointing
            and following is not None
            and (following.kind == "verb" or bool(following.flags & {"finite", "passive"}))
        )
        if pronoun or bare:
            return True
    return False
