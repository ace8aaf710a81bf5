"""From chosen sentences to an answer: put together, and proved."""

import re
from collections.abc import Callable, Sequence

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


def join(
    given: Sequence[AnswerSentence],
    shown: Callable[[AnswerSentence], str] = lambda sentence: sentence.text,
    new_line: str = "\n",
) -> str:
    """The answer's text: sentences by a space, headings and what is ours on own lines.

    Args:
        given: The sentences.
        shown: What is written for each.
        new_line: What begins a line.
    """
    text = "".join(
        f"{_between(before, sentence, new_line)}{shown(sentence)}"
        for before, sentence in zip((None, *given), given, strict=False)
    )
    return text.strip()


def _between(before: AnswerSentence | None, after: AnswerSentence, new_line: str) -> str:
    if before is None:
        return ""
    in_a_row = ENDED.search(before.text) and "fixed" not in (before.status, after.status)
    return " " if in_a_row else new_line


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
