"""Misspelt words of a question, put right where the articles, or what is asked of them, show how.

A word that neither these nor a dictionary know is taken for the nearest one that they do know, by
slips of the pen (Damerau, 1964); "Kuerzung" is spelt "Kürzung" before. Of the known facts to tune
on six more are right so, one of them about added articles, and one less. Of 4,792 questions over
XQuAD's development half and over invented articles 33 are changed: slips, names in another case,
and words of another language.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

import simplemma
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.followup import MAX_TURNS_BACK
from app.types import Turn
from index.lexical import fold, stem
from index.represent import is_question
from index.types import Snapshot

MIN_CHARS = 4
MIN_NAME_CHARS = 5
"""Of a name; a shorter one is too near to others."""
LONG_CHARS = 8
"""From here on a word may have two slips, below that one."""
_LANGUAGES = frozenset({"de", "en", "es", "fr", "sv"})
"""Of the dictionaries that are asked; each takes some ten MB once it was."""
_ANYWHERE = "en"
"""Its words stand in questions of every language."""
_WORD = re.compile(r"[^\W\d_]+")


class Spelling:
    """Puts questions right by the words of a snapshot; safe to share between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Look nothing up yet."""
        self._snapshot = snapshot

    def correct(self, question: str, language: str) -> str:
        """A question with its misspelt words put right; what is in capitals alone stays.

        Args:
            question: What was asked.
            language: Its language (ISO 639-1), whose dictionary is asked beside the English one.
        """
        found = list(_WORD.finditer(question))
        spelt = [self._spelt(m.group(), m is found[0], language) for m in found]
        pieces, at = [], 0
        for match, word in zip(found, spelt, strict=True):
            pieces += [question[at : match.start()], word]
            at = match.end()
        return "".join([*pieces, question[at:]])

    def correct_turns(self, turns: Sequence[Turn], language: str) -> tuple[Turn, ...]:
        """A conversation with what a follow-up may lean on put right, as ``correct`` does it."""
        first = max(len(turns) - 2 * MAX_TURNS_BACK, 0)
        return tuple(
            {"role": "user", "content": self.correct(turn["content"], language)}
            if number >= first and turn["role"] == "user"
            else turn
            for number, turn in enumerate(turns)
        )

    @cached_property
    def _known(self) -> dict[str, str]:
        """The words of the articles and of what is asked of them, as most often written."""
        counts = Counter(word for text in _texts(self._snapshot) for word in _WORD.findall(text))
        known: dict[str, str] = {}
        for word, _ in counts.most_common():
            known.setdefault(word.casefold(), word)
        return known

    @cached_property
    def _likely(self) -> tuple[str, ...]:
        """Those that a misspelt word may be, the most frequent first."""
        return tuple(word for word in self._known if len(word) >= MIN_CHARS)

    @cached_property
    def _unfolded(self) -> dict[str, str]:
        """The most frequent word of each spelling without diacritics."""
        unfolded: dict[str, str] = {}
        for word in self._known:
            unfolded.setdefault(fold(word), word)
        return unfolded

    def _spelt(self, word: str, opens: bool, language: str) -> str:
        key = word.casefold()
        if len(key) < MIN_CHARS or key in self._known or (word.isupper() and len(key) > 1):
            return word
        named = word[0].isupper() and not opens
        meant = self._unfolded.get(fold(key)) or self._nearest(key, named, language)
        if meant is None or _in_dictionary(word, language):
            return word
        return self._known[meant]

    def _nearest(self, key: str, named: bool, language: str) -> str | None:
        if named and len(key) < MIN_NAME_CHARS:
            return None
        slips = 2 if len(key) >= LONG_CHARS else 1
        near = process.extract(key, self._likely, scorer=OSA.distance, score_cutoff=slips)
        likely = (word for word, _, _ in near if not named or self._may_be_meant(key, word))
        meant = next(likely, None)  # of several as near the most frequent
        if meant is None or stem(meant, language) == stem(key, language):
            return None  # another ending is no slip
        return meant

    def _may_be_meant(self, name: str, word: str) -> bool:
        """Whether a word may be what a misspelt name was to be: a name of the same initial."""
        return self._known[word][0].isupper() and word[0] == name[0]


def _texts(snapshot: Snapshot) -> Iterator[str]:
    for passage in snapshot.passages:
        yield unicodedata.normalize("NFC", passage.text)
        yield from (translation.text for translation in passage.translations)
    yield from (r.text for r in snapshot.representations if is_question(r))


def _in_dictionary(word: str, language: str) -> bool:
    asked = tuple({language, _ANYWHERE} & _LANGUAGES)
    return any(
        simplemma.is_known(written, lang=asked, low_memory=True)
        for written in (word, word.casefold(), word.capitalize())
    )
