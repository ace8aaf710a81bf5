"""From a reading to an answer: sentences chosen, put in order, and proved."""

import re
from collections.abc import Sequence

from app.evidence import ScoredSentence
from app.kinds import asked_kinds
from app.types import AnswerSentence, Citation
from index.types import Sentence

MAX_SENTENCES = 3
MAX_LIST_SENTENCES = 6
MAX_CHARS = 900
MAX_LIST_CHARS = 2000
NEAR_SHARE = 0.4
"""A further sentence is given if it scores at least this share of the best one's."""
NEAR_SHARE_PERSON = 0.2
"""The same where a person is asked for: the name often stands in the neighbouring sentence."""
NEAR_SHARE_MANY = 0.1
"""The same for summaries and lists."""
_CLOSING = (".", "!", "?", "…", '."', '!"', '?"', ".“", ".”", ".»")
_BROAD = re.compile(
    r"\b(?:summar\w*|zusammenfass\w*|fass\w* .{0,40}zusammen|überblick|overview|main points?|"
    r"key (?:points?|facts?|takeaways?)|hauptpunkte|hauptaussagen?|kernaussagen?|kernpunkte|"
    r"wichtigste\w*|list\w*|aufzähl\w*|zähl\w* .{0,40}auf|nenne\w* (?:alle|drei|zwei|mehrere|die)|"
    r"which (?:companies|departments|figures|numbers)|welche (?:unternehmen|firmen|abteilungen|"
    r"zahlen)|all (?:the )?(?:figures|numbers|companies|people)|alle (?:zahlen|unternehmen|firmen|"
    r"personen)|worum geht es|what is (?:the|this) article about|wovon handelt|tl;?dr|"
    r"sammanfatta\w*|résum\w*|resum\w*|liste\w*|enumer\w*|énumér\w*|lista|huvudpunkt\w*|"
    r"vad handlar|de quoi parle|de qué trata)",
    re.IGNORECASE,
)


def wants_many(question: str) -> bool:
    """Whether a question asks for a summary or a list."""
    return bool(_BROAD.search(question))


def choose(
    candidates: Sequence[ScoredSentence], pointed: Sequence[str], question: str
) -> list[ScoredSentence]:
    """The sentences that make the answer.

    Args:
        candidates: Sentences, best first.
        pointed: Ids of the sentences that the nearest hypothetical question points to.
        question: What was asked; summaries, lists and names want more sentences.

    Returns:
        The best sentence first, then further ones by score; at least one if there is any.
    """
    if not candidates:
        return []
    many = wants_many(question)
    share = _near_share(question, many)
    limit, max_chars = (MAX_LIST_SENTENCES, MAX_LIST_CHARS) if many else (MAX_SENTENCES, MAX_CHARS)
    best = candidates[0].score
    wanted = [
        c
        for c in candidates
        if c.score >= share * best or (many and c.sentence.sentence_id in pointed)
    ]
    chosen: list[ScoredSentence] = []
    length = 0
    for candidate in wanted[:limit]:
        text = max(
            [candidate.sentence.text, *(t.text for t in candidate.sentence.translations)], key=len
        )
        if chosen and length + len(text) > max_chars:
            break
        if any(_repeats(candidate.sentence, other.sentence) for other in chosen):
            continue
        chosen.append(candidate)
        length += len(text) + 1
    return chosen


def _near_share(question: str, many: bool) -> float:
    if many:
        return NEAR_SHARE_MANY
    return NEAR_SHARE_PERSON if "person" in asked_kinds(question) else NEAR_SHARE


def in_article_order(chosen: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Chosen sentences as the articles have them, the best one's article first."""
    first = chosen[0].sentence.doc_id if chosen else ""
    return sorted(
        chosen,
        key=lambda c: (c.sentence.doc_id != first, c.sentence.doc_id, c.sentence.start),
    )


def cite(chosen: Sequence[ScoredSentence], language: str) -> tuple[Citation, ...]:
    """A citation of each sentence, quoted in ``language`` where a translation is at hand."""
    return tuple(
        Citation(
            doc_id=c.sentence.doc_id,
            passage_id=c.sentence.passage_id,
            quote=c.sentence.in_language(language),
            start=c.sentence.start,
            end=c.sentence.end,
            original_quote=c.sentence.text,
            score=round(c.score, 4),
        )
        for c in chosen
    )


def sentences(citations: Sequence[Citation]) -> tuple[AnswerSentence, ...]:
    """One sentence of the answer for each citation."""
    return tuple(AnswerSentence(c.quote, (i,), "extracted") for i, c in enumerate(citations))


def join(given: Sequence[AnswerSentence]) -> str:
    """The answer's text: sentences by a space, a line without a full stop on a line of its own."""
    text = ""
    for sentence in given:
        glue = " " if text.endswith(_CLOSING) else "\n"
        text = f"{text}{glue}{sentence.text}" if text else sentence.text
    return text


def _repeats(one: Sentence, other: Sentence) -> bool:
    """Whether one sentence says nothing that the other does not (same words, one the shorter)."""
    own, theirs = set(one.text.lower().split()), set(other.text.lower().split())
    return own <= theirs
