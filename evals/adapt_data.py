"""SQuAD files as what an adapter is trained on: articles, their sentences, and questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.squad_data import SquadSet
from index.chunk import split_sentences
from index.quantized_tokens import PieceTokenizer
from sources.types import Span


@dataclass(frozen=True, slots=True)
class TokenIds:
    """A text in tokens: their ids, which of them are compared, and in which part each of these is.

    ``kept`` and ``parts`` are (t,) and count from 0; a question is one part.
    """

    ids: tuple[int, ...]
    kept: NDArray[np.int64]
    parts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; ``right`` says which sentences of the article answer it, (s,), maybe none."""

    tokens: TokenIds
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Article:
    """Paragraphs, whose parts are numbered through, and what was asked about them."""

    paragraphs: tuple[TokenIds, ...]
    n_sentences: int
    questions: tuple[Asked, ...]


def to_articles(
    squad: SquadSet, language: str, tokenizer: PieceTokenizer, prompts: tuple[str, str]
) -> Iterator[Article]:
    """Each article that is asked about.

    Args:
        squad: Its paragraphs and questions.
        language: The paragraphs'.
        tokenizer: The encoder's.
        prompts: What the encoder wants before a question and before a passage.
    """
    asking, telling = prompts
    for number in dict.fromkeys(question.article for question in squad.questions):
        own = [p for p in squad.paragraphs if p.article == number]
        sentences = {p.doc_id: split_sentences(p.context, language) for p in own}
        firsts = np.cumsum([0, *(len(sentences[p.doc_id]) for p in own)])
        paragraphs = tuple(
            _tokens(tokenizer, telling, p.context, sentences[p.doc_id], int(first))
            for p, first in zip(own, firsts, strict=False)
        )
        every = [(doc_id, span) for doc_id, spans in sentences.items() for span in spans]
        asked = tuple(
            Asked(
                _tokens(tokenizer, asking, q.text, (Span(0, len(q.text)),)),
                np.array([q.is_answered_by(doc_id, s.start, s.end) for doc_id, s in every]),
            )
            for q in squad.questions
            if q.article == number
        )
        yield Article(paragraphs, len(every), asked)


def _tokens(
    tokenizer: PieceTokenizer, prompt: str, text: str, spans: Sequence[Span], first: int = 0
) -> TokenIds:
    """Tokens of prompt and text, of which those in a span are kept; parts count from ``first``."""
    made = tokenizer.encode(prompt + text)
    kept, parts = [], []
    for row, (start, end) in enumerate(made.offsets):
        start, end = start - len(prompt), end - len(prompt)
        part = next((n for n, s in enumerate(spans) if end > s.start and start < s.end), None)
        if part is not None and end > max(start, 0):
            kept.append(row)
            parts.append(first + part)
    return TokenIds(tuple(made.ids), np.array(kept, dtype=np.int64), np.array(parts, np.int64))
