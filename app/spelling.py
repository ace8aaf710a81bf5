"""Misspelt words of a question, put right where the articles, or what is asked of them, show how.

A word that neither these nor a dictionary know is taken for the nearest one that they do know, by
slips of the pen (Damerau, 1964). To be told of another firm, or the opposite, is worse than to be
misunderstood: the first letter stays, so that no "un" goes, a name is put right only where letters
are exchanged or doubled, and no number word is put in for another. Of the known facts to tune on
four more are right so, and none less; of 4,792 questions over XQuAD's development half and over
invented articles nine are changed: seven slips, a hyphen, and a word that the dictionary lacks.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from app.dictionary import is_known
from app.followup import MAX_TURNS_BACK
from app.kinds import holds
from app.types import Turn
from index.lexical import fold, stem
from index.represent import is_question
from index.types import Snapshot
from sources import detect_language

MIN_CHARS = 4
FREE_CHARS = 6
"""From here on a letter may be left out, be too many, or be another one."""
LONG_CHARS = 10
"""From here on there may be two slips."""
MANY_TIMES = 3
"""How often hypothetical questions write what is no slip: they have some, to be learnt from."""
MAX_UNKNOWN = 8
"""Words of a question that are looked for; one with more is hardly in a language known here."""
_LANGUAGES = frozenset({"de", "en", "es", "fr", "sv"})
"""Of the dictionaries that are asked; each takes some ten MB once it was."""
_ANYWHERE = "en"
"""Its words stand in questions of every language."""
_WORD = re.compile(r"(?<![\w@./])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@/]|\.\w)")
_DIGRAPH = re.compile("ae|oe|ue|ss")
_ADVERB = "ment"
"""French adverbs, of which the dictionary lacks the plainest."""


class Slip(IntEnum):
    """What went wrong in a word, the surest first."""

    SURE = 0
    """Two neighbours were exchanged, or a letter was doubled or should have been."""
    LETTER = 1
    """A letter was left out, or is too many."""
    OTHER = 2
    """A letter stands for another."""
    TWICE = 3
    """Two of these."""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Words by their lower-case form.

    ``said`` are those of the articles; ``settled`` are these and what is asked often, taken as
    they are. ``written`` says how each is most often written, ``by_initial`` has those that may
    be meant, the most frequent first, by their first letter without diacritics.
    """

    said: frozenset[str]
    settled: frozenset[str]
    written: Mapping[str, str]
    by_initial: Mapping[str, Sequence[str]]


class Spelling:
    """Puts questions right by the words of a snapshot; safe to share between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Look nothing up yet."""
        self._snapshot = snapshot

    @cached_property
    def _words(self) -> _Vocabulary:
        return _vocabulary(self._snapshot)

    def correct(self, question: str, language: str) -> str:
        """A question with its misspelt words put right.

        Args:
            question: What was asked.
            language: Its language (ISO 639-1); without a dictionary of it nothing is put right.
        """
        if language not in _LANGUAGES:
            return question
        found = list(_WORD.finditer(question))
        unknown = [m for m in found if not self._is_known(m.group(), language)]
        if len(unknown) > MAX_UNKNOWN:
            return question
        pieces, at = [], 0
        for match in unknown:
            word = match.group()
            named = word[0].isupper() and match is not found[0]
            pieces += [question[at : match.start()], self._meant(word, named, language) or word]
            at = match.end()
        return "".join([*pieces, question[at:]])

    def correct_turns(self, turns: Sequence[Turn], language: str) -> tuple[Turn, ...]:
        """A conversation with the questions that a follow-up may lean on put right.

        Args:
            turns: The conversation, oldest first.
            language: Of a question whose own language cannot be told.
        """
        asked = [number for number, turn in enumerate(turns) if turn["role"] == "user"]
        spelt = list(turns)
        for number in asked[-MAX_TURNS_BACK:]:
            text = turns[number]["content"]
            content = self.correct(text, detect_language(text, default=language))
            spelt[number] = {"role": "user", "content": content}
        return tuple(spelt)

    def _is_known(self, word: str, language: str) -> bool:
        key = word.casefold()
        if len(key) < MIN_CHARS or word.isupper() or key in self._words.settled:
            return True
        return (language == "fr" and key.endswith(_ADVERB)) or in_dictionary(word, language)

    def _meant(self, word: str, named: bool, language: str) -> str | None:
        """What a misspelt word was to be; ``named`` if it has a capital that opens nothing."""
        key = word.casefold()
        others = self._words.by_initial.get(fold(key)[:1], ())
        near = process.extract(key, others, scorer=OSA.distance, score_cutoff=2, limit=None)
        best: tuple[Slip, str] | None = None
        for other, _, _ in sorted(near, key=lambda found: found[2]):
            written = self._words.written[other]
            slip = slip_between(key, other, language)
            if slip is None or (best is not None and slip >= best[0]):
                continue
            worst = self._worst(len(key), other, named, language)
            if worst is not None and slip <= worst and (written[0].isupper() or not named):
                best = slip, written
        return None if best is None else best[1]

    def _worst(self, n_chars: int, other: str, named: bool, language: str) -> Slip | None:
        """The worst slip that may be behind a word; ``None`` if the other is not to be put in."""
        if in_dictionary(other, language):
            if n_chars < FREE_CHARS:
                return Slip.SURE
            if named:
                return Slip.LETTER
            return Slip.TWICE if n_chars >= LONG_CHARS else Slip.OTHER
        if other not in self._words.said:
            return None
        return Slip.LETTER if n_chars > FREE_CHARS and not named else Slip.SURE


def slip_between(typed: str, meant: str, language: str) -> Slip | None:
    """What went wrong if one lower-case word was typed for another.

    Args:
        typed: What stands there.
        meant: What was to stand there.
        language: That of the question (ISO 639-1).

    Returns:
        ``None`` if they are two words: too far apart, forms of one, or a number.
    """
    if _is_in_ascii(typed, meant, language):
        return Slip.SURE
    slips = OSA.distance(typed, meant, score_cutoff=2)
    alike = stem(typed, language) == stem(meant, language)
    # A prefix turns a word round, or makes it another's.
    prefixed = typed.endswith(meant) or meant.endswith(typed)
    if slips > 2 or alike or prefixed or holds("number", meant, ""):
        return None
    return Slip.TWICE if slips == 2 else _one_slip(typed, meant)


def _one_slip(typed: str, meant: str) -> Slip:
    edits = Levenshtein.editops(typed, meant)
    edit = next(iter(edits))
    if len(edits) == 2:  # two neighbours exchanged
        return Slip.SURE
    if edit.tag == "replace":
        return Slip.OTHER
    longer, at = (meant, edit.dest_pos) if edit.tag == "insert" else (typed, edit.src_pos)
    doubled = longer[at] in (longer[at - 1 : at], longer[at + 1 : at + 2])
    return Slip.SURE if doubled else Slip.LETTER


def _is_in_ascii(typed: str, meant: str, language: str) -> bool:
    """Whether a word is another without its diacritics; in German as "ue", for "u" is a letter."""
    if language == _ANYWHERE or fold(typed) != fold(meant):
        return False
    return language != "de" or bool(_DIGRAPH.search(typed))


def _vocabulary(snapshot: Snapshot) -> _Vocabulary:
    said = Counter(_words_of(_said_in(snapshot)))
    asked = Counter(_words_of(r.text for r in snapshot.representations if is_question(r)))
    written: dict[str, str] = {}
    for word, _ in (said + asked).most_common():
        written.setdefault(word.casefold(), word)
    often = Counter(word.casefold() for word in asked.elements())
    of_articles = frozenset(word.casefold() for word in said)
    by_initial: dict[str, list[str]] = {}
    for word in written:
        by_initial.setdefault(fold(word)[:1], []).append(word)
    settled = of_articles.union(word for word, n in often.items() if n >= MANY_TIMES)
    return _Vocabulary(of_articles, settled, written, by_initial)


def _said_in(snapshot: Snapshot) -> Iterator[str]:
    for passage in snapshot.passages:
        yield passage.text
        yield from (translation.text for translation in passage.translations)


def _words_of(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in _WORD.findall(unicodedata.normalize("NFC", text)):
            if len(word) >= MIN_CHARS:
                yield word


def load_dictionaries() -> None:
    """Load what would take the first question in each language up to half a second."""
    for language in sorted(_LANGUAGES):
        in_dictionary("a", language)


def in_dictionary(word: str, language: str) -> bool:
    """Whether a dictionary knows a word in any case.

    Args:
        word: The word.
        language: Whose dictionary is asked beside the English one, if there is one (ISO 639-1).
    """
    asked = {language, _ANYWHERE} & _LANGUAGES
    # Folded, too: dictionaries have "ss" where people write an old "ß".
    return any(is_known(written, lang) for written in (word, word.casefold()) for lang in asked)
