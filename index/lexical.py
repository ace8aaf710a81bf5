"""Lexical search: BM25 over Snowball stems, umlauts folded, typos and compounds tolerated.

BM25 as of Robertson and Zaragoza (2009), by bm25s (Lù, 2024). A query word that no passage holds
is replaced by the words of the vocabulary that it resembles: misspelt ones and, in German,
compounds that hold it or that it holds.
"""

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from index.types import FloatArray

_WORD = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"(?<=\d)[.,   '’](?=\d{3}\b)")
_STEMMERS = {
    "de": "german",
    "en": "english",
    "sv": "swedish",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "da": "danish",
    "pt": "portuguese",
    "nb": "norwegian",
    "fi": "finnish",
}
MIN_SIMILAR = 86.0
"""Similarity (0 to 100) from which an unknown word counts as a misspelling: one slip in seven."""
_N_ALIKE = 3
_N_LETTERS = 32
_MIN_FUZZY_CHARS = 5
_MIN_PART_CHARS = 5


def words(text: str) -> list[str]:
    """Lower-case words, digits grouped (``3 800`` and ``3.800`` give ``3800``)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(_GROUPED.sub("", folded))


def fold(word: str) -> str:
    """A word without diacritics, German ``ae oe ue`` and ``ä ö ü`` alike."""
    spelt = word.replace("ä", "a").replace("ö", "o").replace("ü", "u").replace("ß", "ss")
    spelt = spelt.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    plain = unicodedata.normalize("NFKD", spelt)
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The folded Snowball stem of a lower-case word; the folded word in other languages."""
    name = _STEMMERS.get(language)
    return fold(_stemmer(name).stemWord(word)) if name else fold(word)


def stems(text: str, language: str) -> list[str]:
    """The stems of a text, in order."""
    return [stem(word, language) for word in words(text)]


@lru_cache(maxsize=16)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)


class Letters:
    """How often each letter stands in each word, which tells most words apart from another.

    What two words have in common in order, which ``fuzz.ratio`` counts, is at most what they have
    in common in any order.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Count the letters of words; those of equal remainder count as one."""
        codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4")
        self._lengths = np.array([len(word) for word in words], dtype=np.int64)
        numbers = np.repeat(np.arange(len(words)), self._lengths)
        self._counts = np.zeros((_N_LETTERS, len(words)), dtype=np.uint16)
        for letter in range(_N_LETTERS):
            held = numbers[codes % _N_LETTERS == letter]
            self._counts[letter] = np.bincount(held, minlength=len(words))

    def may_be_like(self, word: str) -> NDArray[np.intp]:
        """The words, by their places, that may be ``MIN_SIMILAR`` to another."""
        common = np.zeros(len(self._lengths), dtype=np.int64)
        for letter, count in Counter(ord(char) % _N_LETTERS for char in word).items():
            common += np.minimum(self._counts[letter], count)
        return np.flatnonzero(200 * common >= MIN_SIMILAR * (self._lengths + len(word)))


class LexicalIndex:
    """BM25 over texts, each in its language."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str]) -> None:
        """Index texts; ``languages`` (ISO 639-1) has one for each."""
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets DEBUG on import
        self._asked: dict[str, list[str]] = {}
        self._languages = tuple(dict.fromkeys(languages))
        tokens = [stems(t, lang) for t, lang in zip(texts, languages, strict=True)]
        self._n_texts = len(tokens)
        self._vocabulary = sorted({token for row in tokens for token in row})
        self._known = frozenset(self._vocabulary)
        self._longest = max(map(len, self._vocabulary), default=0)
        self._lines = "\n".join(["", *self._vocabulary, ""])
        self._letters = Letters(self._vocabulary)
        counts = {token: 0 for token in self._vocabulary}
        for row in tokens:
            for token in set(row):
                counts[token] += 1
        self._idf = {
            token: float(np.log(1 + (self._n_texts - n + 0.5) / (n + 0.5)))
            for token, n in counts.items()
        }
        self._unknown_idf = float(np.log(1 + (self._n_texts + 0.5) / 0.5))
        self._engine = bm25s.BM25(method="lucene")
        if self._vocabulary:
            self._engine.index([row or [""] for row in tokens], show_progress=False)

    def idf(self, token: str) -> float:
        """Inverse document frequency of a stem, highest for one that no text holds."""
        return self._idf.get(token, self._unknown_idf)

    def query_stems(self, question: str) -> list[str]:
        """The stems of a question in each indexed language, unknown ones replaced by alike."""
        # Asked for several times a question, and looking for alike words takes the longest.
        asked = self._asked
        if question not in asked:
            asked = self._asked = {question: self._query_stems(question)}
        return asked[question]

    def _query_stems(self, question: str) -> list[str]:
        found: dict[str, None] = {}
        for word in words(question):
            variants = {stem(word, language) for language in self._languages}
            known = [variant for variant in sorted(variants) if variant in self._known]
            for token in known or self._alike(fold(word), variants):
                found[token] = None
        return list(found)

    def scores(self, question: str) -> FloatArray:
        """BM25 score of each text for a question, (n,) float32."""
        tokens = self.query_stems(question)
        if not tokens:
            return np.zeros(self._n_texts, dtype=np.float32)
        return np.asarray(self._engine.get_scores(tokens), dtype=np.float32)

    def _alike(self, word: str, variants: set[str]) -> list[str]:
        """Known stems like a folded word or, failing that, like one of its own stems."""
        if len(word) < _MIN_FUZZY_CHARS or word.isdigit():
            return []
        for spelt in (word, *sorted(variants)):
            close = process.extract(
                spelt,
                [self._vocabulary[at] for at in self._letters.may_be_like(spelt)],
                scorer=fuzz.ratio,
                score_cutoff=MIN_SIMILAR,
                limit=_N_ALIKE,
            )
            if close and len(spelt) >= _MIN_FUZZY_CHARS:
                return [token for token, _, _ in close]
        return sorted({*self._inside(word), *self._around(word)})[:_N_ALIKE]

    def _inside(self, word: str) -> set[str]:
        """The known stems that are a part of a word."""
        return {
            part
            for start in range(len(word) - _MIN_PART_CHARS + 1)
            for end in range(start + _MIN_PART_CHARS, min(len(word), start + self._longest) + 1)
            if (part := word[start:end]) in self._known
        }

    def _around(self, word: str) -> Iterator[str]:
        """The first known stems, in their order, that a word is a part of."""
        at = self._lines.find(word)
        for _ in range(_N_ALIKE):
            if at < 0:
                return
            end = self._lines.index("\n", at)
            yield self._lines[self._lines.rindex("\n", 0, at) + 1 : end]
            at = self._lines.find(word, end)
