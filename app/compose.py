"""From chosen sentences to an answer: put together, and proved."""

import re
from collections.abc import Sequence

from app.evidence import ScoredSentence
from app.types import Answer, AnswerSentence, Citation

N_HITS = 5
"""Passages that an answer shows."""
ENDED = re.compile(r"[.!?…][\"'“”’»)]*$")
"""How a sentence ends, and a heading does not."""


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
    """The answer's text: sentences by a space, headings and what is ours on own lines."""
    text, ours = "", False
    for sentence in given:
        glue = " " if ENDED.search(text) and not ours and sentence.status != "fixed" else "\n"
        text, ours = f"{text}{glue}{sentence.text}", sentence.status == "fixed"
    return text.strip()


def fixed_answer(question: str, text: str, language: str) -> Answer:
    """An answer of ours, such as a greeting, which claims nothing about the articles."""
    return Answer(
        question=question,
        text=text,
        citations=(),
        hits=(),
        abstained=None,
        language=language,
        confidence=1.0,
        backend="extractive",
        elapsed_ms=0.0,
        sentences=(AnswerSentence(text, (), "fixed"),),
    )
