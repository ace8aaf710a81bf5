"""Sentences that say "he" or "she": they bring the one before, which says who that is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import fields

from app.choose import MAX_CHARS, MAX_SENTENCES, length_chars
from app.evidence import ScoredSentence, SentenceFeatures
from app.followup import FUNCTION_WORDS, POINTING_WORDS
from app.kinds import FULL_NAME
from index.types import Sentence

Before = Callable[[Sentence], Sentence | None]
"""The sentence before one in its document, if there is any."""
# Not German "sie": it is also "they" and the polite "you".
_PRONOUN = re.compile(r"\b(?:er|he|she|han|hon|il(?! y a| faut)|elle|él|ella)\b", re.IGNORECASE)
_NO_FEATURES = SentenceFeatures(*(0.0 for _ in fields(SentenceFeatures)))


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


def unread(sentence: Sentence) -> ScoredSentence:
    """A sentence that nothing is known of but that it belongs to the answer."""
    return ScoredSentence(sentence, 0.0, _NO_FEATURES)


def leans(sentence: Sentence) -> bool:
    """Whether a sentence, in any language, names a person by a pronoun alone."""
    return any(
        (pronoun := _PRONOUN.search(text)) is not None and not _names(text[: pronoun.start()])
        for text in sentence.wordings
    )


def _names(text: str) -> bool:
    """Whether a full name stands in a text, its first word no "The" or "In"."""
    first_words = (found.group().split()[0].casefold() for found in FULL_NAME.finditer(text))
    return any(word not in FUNCTION_WORDS | POINTING_WORDS for word in first_words)
