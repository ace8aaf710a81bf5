"""Sentences that say "he" or "she": they bring the one before, which says who that is.

Where both stand side by side they are one stretch of the article, and cited as one: neither proves
the answer without the other.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import pairwise

from app.choose import MAX_CHARS, MAX_SENTENCES, length_chars
from app.engine import Engine
from app.evidence import ScoredSentence, SentenceFeatures
from app.followup import FUNCTION_WORDS, POINTING_WORDS
from app.kinds import FULL_NAME
from index.types import Passage, Sentence, Translated
from sources import Document

Before = Callable[[Sentence], Sentence | None]
"""The sentence before one in its document, if there is any and it is needed."""
# Not German "sie": it is also "they" and the polite "you".
_PRONOUN = re.compile(r"\b(?:er|he|she|han|hon|il(?! y a| faut)|elle|él|ella)\b", re.IGNORECASE)
_WORD = re.compile(r"\w[\w-]*\w")
_NO_FEATURES = SentenceFeatures(*(0.0 for _ in fields(SentenceFeatures)))


class Antecedents:
    """Brings what the sentences of an answer lean on; safe to share between threads."""

    def __init__(self, engine: Engine, documents: Sequence[Document]) -> None:
        """Take the sentences from ``engine``, which has read ``documents``."""
        self._before = engine.before
        self._passages = engine.retriever.passages
        self._texts = {document.doc_id: document.text for document in documents}
        self._surnames: dict[str, frozenset[str]] = {}

    def complete(
        self,
        question: str,
        chosen: Sequence[ScoredSentence],
        candidates: Sequence[ScoredSentence],
    ) -> list[ScoredSentence]:
        """The chosen sentences, with what is needed to know who "he" is.

        Args:
            question: What was asked; whom it names, the reader knows.
            chosen: The sentences of the answer, in its order.
            candidates: All that were read, for their scores.
        """

        def before(sentence: Sentence) -> Sentence | None:
            other = self._before(sentence)
            return None if other is None or self._is_known(other, question) else other

        return as_stretches(with_antecedents(chosen, candidates, before), self._passages)

    def _is_known(self, antecedent: Sentence, question: str) -> bool:
        """Whether a question names a person whom the antecedent names."""
        named = _words(question) & _words(antecedent.text)
        return bool(named) and not named.isdisjoint(self._surnames_in(antecedent.doc_id))

    def _surnames_in(self, doc_id: str) -> frozenset[str]:
        """Last words of the full names in a document, in lower case."""
        if doc_id not in self._surnames:
            lines = self._texts.get(doc_id, "").splitlines()  # no name goes beyond one
            names = (found.group() for line in lines for found in FULL_NAME.finditer(line))
            self._surnames[doc_id] = frozenset(name.split()[-1].casefold() for name in names)
        return self._surnames[doc_id]


def with_antecedents(
    chosen: Sequence[ScoredSentence], candidates: Sequence[ScoredSentence], before: Before
) -> list[ScoredSentence]:
    """The chosen sentences, and before each that needs it the one that it leans on.

    None is added beyond the length of an answer, and none that is there already.

    Args:
        chosen: The sentences of the answer, in its order.
        candidates: All that were read, for their scores.
        before: Finds the sentence before another.
    """
    scored = {c.sentence.sentence_id: c for c in candidates}
    to_come = {c.sentence.sentence_id: c for c in chosen}
    length = sum(length_chars(c.sentence) + 1 for c in chosen)
    found: list[ScoredSentence] = []
    for sentence in chosen:
        if to_come.pop(sentence.sentence.sentence_id, None) is None:
            continue  # it went before one that leans on it
        other = before(sentence.sentence) if leans(sentence.sentence) else None
        if other is not None and other.sentence_id in to_come:
            found.append(to_come.pop(other.sentence_id))
        elif other is not None and all(other != c.sentence for c in found):
            longer = length + length_chars(other) + 1
            if longer <= MAX_CHARS and len(found) + len(to_come) + 1 < MAX_SENTENCES:
                found.append(scored.get(other.sentence_id, unread(other)))
                length = longer
        found.append(sentence)
    return found


def as_stretches(
    given: Sequence[ScoredSentence], passages: Mapping[str, Passage]
) -> list[ScoredSentence]:
    """Each sentence that leans on the one given before it made one with that.

    Args:
        given: The sentences of the answer, in its order.
        passages: All passages by their id.

    Returns:
        Sentences, and stretches with the score and the id of their last one. What stands in
        two passages, or not side by side, stays apart.
    """
    found: list[ScoredSentence] = []
    last: Sentence | None = None
    for one in given:
        passage = passages[one.sentence.passage_id]
        beside = any((last, one.sentence) == pair for pair in pairwise(passage.sentences))
        if beside and leans(one.sentence):
            stretch = _stretch(found[-1].sentence, one.sentence, passage)
            found[-1] = replace(one, sentence=stretch)
        else:
            found.append(one)
        last = one.sentence
    return found


def unread(sentence: Sentence) -> ScoredSentence:
    """A sentence that nothing is known of but that it belongs to the answer."""
    return ScoredSentence(sentence, 0.0, _NO_FEATURES)


def leans(sentence: Sentence) -> bool:
    """Whether a sentence, in any language, names a person by a pronoun alone."""
    return any(
        (pronoun := _PRONOUN.search(text)) is not None and not _names(text[: pronoun.start()])
        for text in sentence.wordings
    )


def _stretch(first: Sentence, last: Sentence, passage: Passage) -> Sentence:
    """From the start of one sentence to the end of another, in each language of both."""
    earlier = {t.language: t.text for t in first.translations}
    return replace(
        last,
        text=passage.text[first.start - passage.start : last.end - passage.start],
        start=first.start,
        translations=tuple(
            Translated(t.language, f"{earlier[t.language]} {t.text}")
            for t in last.translations
            if t.language in earlier
        ),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _names(text: str) -> bool:
    """Whether a full name stands in a text, its first word no "The" or "In"."""
    first_words = (found.group().split()[0].casefold() for found in FULL_NAME.finditer(text))
    return any(word not in FUNCTION_WORDS | POINTING_WORDS for word in first_words)
