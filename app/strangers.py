"""Names in a question that no article knows.

"What did Sebastian Koch tell the BBC?" comes as near to what Sebastian Siemiatkowski told it as a
question about him would, and what he said names nobody: a reader would take it for Koch's. So the
words that begin with a capital are looked at where an answer would be given. What a dictionary
knows is a word and no name, above all in German, where every noun has a capital.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.engine import Engine
from app.spelling import in_dictionary
from index.lexical import fold, stem
from index.types import Encoding
from sources import Document

ALIKE = 0.45
"""Cosine under which a name's tokens have nothing of their kind in an article. In the shipped one
those of names that it says in another language, such as Suecia and Storbritannien, found 0.66 to
0.77, those of Volvo, Nordea and Leeds 0.31 to 0.33."""
MIN_CHARS = 3
SLIP_CHARS = 5
"""From here on a name may differ by one letter from one of the article,"""
LONG_CHARS = 10
"""and from here on by two."""
MIN_PART_CHARS = 4
"""Of the dictionary word that a German compound ends in."""
ASKED_OFTEN = 2
"""How often answered hypothetical questions say what is no stranger: some correct a false name."""
_WORD = re.compile(r"[^\W\d_]+")
_OPENS = re.compile(r"(?:^|(?<=[^\W\d_]{3})[.!?:])[^\w.!?:]*$")
"""What stands before the first word of a sentence; "Mr." and "Dr." end none."""
_FAR = 20
"""Characters before a word that are looked at for it."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A word with a capital: where it stands, and what is beside it, empty without it.

    ``before`` is a word with a capital, too; ``after`` is any.
    """

    text: str
    start: int
    end: int
    opens: bool
    before: str
    after: str


class _Acquaintance:
    """What an article knows; each part is looked up when it is first needed."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._texts = [document.title, document.text]
        self._texts += [text for t in document.translations for text in (t.title, t.text)]

    @cached_property
    def _told(self) -> frozenset[str]:
        by = f"{self._document.author} {self._document.publisher}"
        return frozenset(word for text in (*self._texts, by) for word in _WORD.findall(text))

    @cached_property
    def words(self) -> frozenset[str]:
        """All its words, folded."""
        return frozenset(fold(word.casefold()) for word in self._told)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its words with a capital, folded, and those that it is asked often and answers."""
        own = {fold(word.casefold()) for word in self._told if word[0].isupper()}
        return tuple(own.union(word for word, n in self.asked.items() if n >= ASKED_OFTEN))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of its words, in the languages that it is at hand in."""
        languages = {self._document.language, *(t.language for t in self._document.translations)}
        return frozenset(stem(word.casefold(), lang) for word in self._told for lang in languages)

    @cached_property
    def asked(self) -> Counter[str]:
        """The words with a capital, folded, of the hypothetical questions that it answers."""
        answered = (q.text for q in self._document.questions if q.answers)
        words = (word for text in answered for word in _WORD.findall(text))
        return Counter(fold(word.casefold()) for word in words if word[0].isupper())

    @cached_property
    def people(self) -> dict[str, str]:
        """The names that follow a word by that word, folded: last names by first names."""
        return people_in(self._document.author, self._texts)

    def says(self, name: str, language: str) -> bool:
        """Whether it, or what it is asked often and answers, says a name, maybe misspelt."""
        word = fold(name.casefold())
        if word in self.words or self.asked[word] >= ASKED_OFTEN:
            return True
        if stem(name.casefold(), language) in self.stems:
            return True
        if len(word) < SLIP_CHARS:
            return False
        slips = 2 if len(word) >= LONG_CHARS else 1
        alike = [other for other in self.names if other[:1] == word[:1]]
        return process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips) is not None


class Strangers:
    """Knows which names articles say; safe to share between threads."""

    def __init__(self, engine: Engine, documents: Sequence[Document]) -> None:
        """Look up which passages are whose; words when they are first needed."""
        self._tokens = engine.retriever.tokens
        self._known = {document.doc_id: _Acquaintance(document) for document in documents}
        self._passages = {
            doc_id: [passage.passage_id for passage in passages]
            for doc_id, passages in engine.passages.items()
        }

    def named(
        self, question: str, start: int, language: str, encoding: Encoding, doc_id: str
    ) -> str:
        """A name in a question that no article knows; empty if there is none.

        Args:
            question: A question that stands alone.
            start: Where a follow-up begins behind an earlier question; what that names counts
                only if the follow-up names nothing.
            language: The question's (ISO 639-1).
            encoding: The question, encoded.
            doc_id: The article that would answer it.
        """
        names = list(_names(question))
        for name in [name for name in names if name.start >= start] or names:
            if self._may_be_one(name, language) and (
                self._is_of_other_people(name, doc_id)
                or (not name.opens and self._likeness(name, encoding, doc_id) < ALIKE)
            ):
                return name.text
        return ""

    def _may_be_one(self, name: _Name, language: str) -> bool:
        """Whether a word is a name, as far as dictionaries tell, and no article's."""
        everybody = self._known.values()
        if name.text.isupper() or any(known.says(name.text, language) for known in everybody):
            return False
        return not in_dictionary(name.text, language) and not _is_compound(name.text, language)

    def _is_of_other_people(self, name: _Name, doc_id: str) -> bool:
        """Whether it is the last name to a first name of the article, or the other way round."""
        people = self._known[doc_id].people
        before, after = fold(name.before.casefold()), fold(name.after.casefold())
        return before in people or (not name.opens and after in people.values())

    def _likeness(self, name: _Name, encoding: Encoding, doc_id: str) -> float:
        """The mean over a name's tokens of their best cosine in an article."""
        own = [
            row
            for row, (start, end) in enumerate(encoding.offsets)
            if end > name.start and start < name.end
        ]
        if not own:
            return 1.0
        return float(self._tokens.best(encoding.tokens[own], self._passages[doc_id]).mean())


def people_in(author: str, texts: Sequence[str]) -> dict[str, str]:
    """Last names by first names, folded: two words with capitals, the last in no dictionary.

    "the company Quantorra" gives such a pair, too: another company is as much a stranger. The
    first stands nowhere without that last one, which has no other before it.

    Args:
        author: Of the article; empty if not known.
        texts: Its title and text, and their translations.
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
        if len(found) == lasts[last] == 1 and first not in alone and not in_dictionary(last, "de")
    }
    for name in author.split(","):
        if len(parts := name.split()) > 1:
            people[parts[0]] = parts[-1]
    return {fold(one.casefold()): fold(other.casefold()) for one, other in people.items()}


def _names(question: str) -> Iterator[_Name]:
    words = list(_WORD.finditer(question))
    gaps = [question[one.end() : other.start()] for one, other in pairwise(words)]
    before = ["", *(w.group() if gap == " " else "" for w, gap in zip(words, gaps, strict=False))]
    after = [*(w.group() if gap == " " else "" for w, gap in zip(words[1:], gaps, strict=True)), ""]
    for word, one, other in zip(words, before, after, strict=False):  # without words, none
        if word.group()[0].isupper() and len(word.group()) >= MIN_CHARS:
            opens = bool(_OPENS.search(question, max(word.start() - _FAR, 0), word.start()))
            first = one if one[:1].isupper() else ""
            yield _Name(word.group(), word.start(), word.end(), opens, first, other)


def _is_compound(name: str, language: str) -> bool:
    """Whether a word may be a German compound, which ends in another word."""
    endings = (name[at:] for at in range(1, len(name) - MIN_PART_CHARS + 1))
    return language == "de" and any(in_dictionary(ending, language) for ending in endings)
