"""Names in a question that the article which would answer it does not know.

"What did Sebastian Koch tell the BBC?" comes as near to what Sebastian Siemiatkowski told it as a
question about him would, and what he said names nobody: a reader would take it for Koch's. So the
words that begin with a capital are looked at where an answer would be given.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import simplemma
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.engine import Engine
from index.lexical import fold, stem
from index.types import Encoding
from sources import Document

ALIKE = 0.45
"""Cosine under which a name's tokens have nothing of their kind in an article. In the shipped one
those of names that it says in another language, such as Suecia and Storbritannien, found 0.66 to
0.77, those of Volvo, Nordea and Leeds 0.31 to 0.33; of IPPR, which its questions say, 0.44."""
MIN_CHARS = 3
LONG_CHARS = 8
"""From here on a name may differ by two letters from one of the article, below that by one."""
MIN_PART_CHARS = 4
"""Of the dictionary word that a German compound ends in."""
ASKED_OFTEN = 2
"""How often answered hypothetical questions say what is no stranger."""
_LANGUAGES = frozenset({"de", "en", "es", "fr", "sv"})
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"([^\W\d_]+) $")
_AFTER = re.compile(r" ([^\W\d_]+)")
_OPENS = re.compile(r"(?:^|[.!?:;(\"'“„”«»¿¡])\s*$")


class _Acquaintance:
    """What an article knows; what is seldom needed is looked up when it is."""

    def __init__(self, document: Document) -> None:
        translations = document.translations
        self._document = document
        self._texts = [document.title, document.text]
        self._texts += [text for t in translations for text in (t.title, t.text)]
        told = [word for text in self._texts for word in _WORD.findall(text)]
        told += _WORD.findall(f"{document.author} {document.publisher}")
        self.words = frozenset(fold(word.casefold()) for word in told)
        self._told = frozenset(word.casefold() for word in told)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of its words, folded, in any language."""
        return frozenset(stem(word, language) for word in self._told for language in _LANGUAGES)

    @cached_property
    def asked(self) -> Counter[str]:
        """The words, folded, of the hypothetical questions that it answers."""
        answered = (q.text for q in self._document.questions if q.answers)
        return Counter(fold(word.casefold()) for text in answered for word in _WORD.findall(text))

    @cached_property
    def people(self) -> dict[str, str]:
        """The last names of people by their first names, folded."""
        return _people(self._document.author, self._texts)


@dataclass(frozen=True, slots=True)
class _Name:
    """A word with a capital, where it stands, and such words beside it, empty without one."""

    text: str
    start: int
    end: int
    opens: bool
    before: str
    after: str


class Strangers:
    """Knows which names articles say; safe to share between threads."""

    def __init__(self, engine: Engine, documents: Sequence[Document]) -> None:
        """Look nothing up yet."""
        self._engine = engine
        self._documents = {document.doc_id: document for document in documents}
        self._known: dict[str, _Acquaintance] = {}

    def named(self, question: str, language: str, encoding: Encoding, doc_id: str) -> str:
        """A name in a question that an article does not know; empty if there is none.

        Args:
            question: A question that stands alone.
            language: Its language (ISO 639-1).
            encoding: The question, encoded.
            doc_id: The article that would answer it.
        """
        if doc_id not in self._known:
            self._known[doc_id] = _Acquaintance(self._documents[doc_id])
        known = self._known[doc_id]
        for name in _names(question):
            if _is_said(name.text, known):
                continue
            if fold(name.before.casefold()) in known.people:
                return name.text  # another last name than that of the article's Sebastian
            often = known.asked[fold(name.text.casefold())] >= ASKED_OFTEN
            if name.opens or often or _is_word(name.text, language):
                continue
            if fold(name.after.casefold()) in known.people.values():
                return name.text
            alone = not _is_compound(name.text, language)
            if alone and self._likeness(name, encoding, doc_id) < ALIKE:
                return name.text
        return ""

    def _likeness(self, name: _Name, encoding: Encoding, doc_id: str) -> float:
        """The mean over a name's tokens of their best cosine in an article."""
        own = [
            row
            for row, (start, end) in enumerate(encoding.offsets)
            if end > name.start and start < name.end
        ]
        rows = [
            version.rows
            for passage_id, passage in self._engine.retriever.passages.items()
            if passage.doc_id == doc_id
            for version in self._engine.retriever.tokens.of(passage_id)
        ]
        if not own or not rows:
            return 1.0
        return float((encoding.tokens[own] @ np.concatenate(rows).T).max(axis=1).mean())


def _names(question: str) -> Iterator[_Name]:
    for match in _WORD.finditer(question):
        if match.group()[0].isupper() and len(match.group()) >= MIN_CHARS:
            told = question[: match.start()]
            before, after = _BEFORE.search(told), _AFTER.match(question, match.end())
            yield _Name(
                match.group(),
                match.start(),
                match.end(),
                bool(_OPENS.search(told)),
                before.group(1) if before and before.group(1)[0].isupper() else "",
                after.group(1) if after and after.group(1)[0].isupper() else "",
            )


def _is_said(name: str, known: _Acquaintance) -> bool:
    """Whether an article says a name, inflected or misspelt maybe."""
    word = fold(name.casefold())
    if word in known.words:
        return True
    if any(stem(name.casefold(), language) in known.stems for language in _LANGUAGES):
        return True
    slips = 2 if len(word) >= LONG_CHARS else 1
    return (
        process.extractOne(word, known.words, scorer=OSA.distance, score_cutoff=slips) is not None
    )


def _is_word(name: str, language: str) -> bool:
    """Whether a dictionary knows a word."""
    asked = language if language in _LANGUAGES else "en"
    return any(
        simplemma.is_known(written, lang=asked, low_memory=True)
        for written in (name, name.casefold(), name.capitalize())
    )


def _is_compound(name: str, language: str) -> bool:
    """Whether a word may be a German compound, which ends in another word."""
    endings = (name[at:] for at in range(1, len(name) - MIN_PART_CHARS + 1))
    return language == "de" and any(_is_word(ending, language) for ending in endings)


def _people(author: str, texts: Sequence[str]) -> dict[str, str]:
    """Last names by first names, folded: two words with capitals, the last in no dictionary.

    The first stands nowhere without that last one, which has no other before it.
    """
    pairs: dict[str, set[str]] = {}
    alone: set[str] = set()
    for text in texts:
        words = list(_WORD.finditer(text))
        for one, other in pairwise(words):
            both = one.group()[0].isupper() and other.group()[0].isupper()
            if both and text[one.end() : other.start()] == " ":
                pairs.setdefault(one.group(), set()).add(other.group())
            else:
                alone.add(one.group())
        alone.update(word.group() for word in words[-1:])
    lasts = Counter(last for found in pairs.values() for last in found)
    people = {
        first: last
        for first, found in pairs.items()
        for last in found
        if len(found) == lasts[last] == 1 and first not in alone
        if not any(_is_word(last, language) for language in ("de", "en"))
    }
    first, _, last = author.rpartition(" ")
    people |= {first: last} if first else {}
    return {fold(one.casefold()): fold(other.casefold()) for one, other in people.items()}
