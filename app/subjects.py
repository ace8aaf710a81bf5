"""Questions that name what one article among several is about: that article is meant.

"Who is the chief executive of Nordhaven?" of an article about Nordhaven is no question for the one
beside it that has a chief executive, too. Which sentence answers is for reading to find, under the
title (``index/tokens.py``).
"""

import re
from collections import Counter
from collections.abc import Sequence

from app.engine import Engine, Reading
from index.lexical import words
from index.types import Encoding
from sources import Document

OFTEN = 1 / 3
"""Times a paragraph that an article says the name of its subject, at least; in German every noun
has a capital, and may stand in a title."""
_CAPITAL = re.compile(r"\b[A-ZÄÖÜÉ][\w-]*")
_NAME = re.compile(r"(?<=\s)(?P<name>[A-ZÄÖÜÉ][\w-]*)(?:['’]s\b)?")


class Subjects:
    """Reads a question that names an article's subject over that article alone.

    Articles with hypothetical questions need none of this and are left as they were read.
    """

    def __init__(self, engine: Engine, documents: Sequence[Document]) -> None:
        """Look the words of titles and texts up once."""
        self._engine = engine
        self._doc_ids = frozenset(d.doc_id for d in documents)
        said = {d.doc_id: Counter(words(d.text)) for d in documents}
        told = [d for d in documents if d.questions]
        plain = [d for d in documents if not d.questions]
        self._told_of = frozenset(word for d in told for word in words(d.title))
        names = {word for d in told for name in _CAPITAL.findall(d.title) for word in words(name)}
        of_told = names.intersection(word for d in told for word in _subjects(d, said[d.doc_id]))
        self._only_told = of_told.difference(*(said[d.doc_id] for d in plain))
        counts = Counter(word for d in documents for word in set(words(d.title)))
        self._only_of = {
            word: d.doc_id
            for d in plain
            for word in _subjects(d, said[d.doc_id])
            if counts[word] == 1 and not any(word in said[other.doc_id] for other in told)
        }

    def read(self, question: str, language: str, reading: Reading, encoding: Encoding) -> Reading:
        """What is found in the article whose subject a question names, if it names one.

        Args:
            question: What was asked.
            language: Its language (ISO 639-1).
            reading: What was found for it.
            encoding: The question, encoded.
        """
        doc_id = self._named(question)
        if not doc_id or len(self._doc_ids) == 1:
            return reading
        return self._engine.read(question, language, self._doc_ids - {doc_id}, encoding)

    def names_told(self, question: str) -> bool:
        """Whether it names what only an article with hypothetical questions is about.

        What such an article does not say of it stands in no other: not another firm's profit.
        """
        said = frozenset(words(question))
        return not self._only_told.isdisjoint(said) and said.isdisjoint(self._only_of)

    def _named(self, question: str) -> str:
        """The one article whose subject a question names, by id; empty if it names none or more."""
        names = [word for found in _NAME.finditer(question) for word in words(found["name"])]
        named = {self._only_of[name] for name in names if name in self._only_of}
        return named.pop() if len(named) == 1 and self._told_of.isdisjoint(names) else ""


def _subjects(document: Document, said: Counter[str]) -> list[str]:
    """The words of the title that the text says often, as counted."""
    least = OFTEN * (1 + document.text.count("\n\n"))
    return [word for word in set(words(document.title)) if said[word] >= least]
