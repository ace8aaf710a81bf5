"""What to ask next: questions written for the passages that were just cited."""

from collections.abc import Sequence

from app.types import Citation
from app.ui.turns import Turn
from sources.types import Document

MAX_SUGGESTIONS = 3


def suggestions(turns: Sequence[Turn], documents: Sequence[Document]) -> tuple[str, ...]:
    """Questions near the last reply that nobody asked yet, in its language, nearest first.

    A question counts as near by the gap, in characters, between the spans that answer it and the
    last reply's citations. After an abstention they are the first questions of the documents.
    """
    if not turns or turns[-1].reply is None:
        return ()
    reply = turns[-1].reply
    asked = {_folded(turn.question) for turn in turns}
    ranked: list[tuple[int, str]] = []
    for document in documents:
        cited = [c for c in reply.citations if c.doc_id == document.doc_id]
        for question in document.questions:
            if question.answers and question.language == reply.language:
                gap = min((_gap(question.answers[0].start, c) for c in cited), default=10**9)
                ranked.append((gap, question.text))
    ranked.sort(key=lambda pair: pair[0])
    return _distinct([text for _, text in ranked], asked)


def _distinct(texts: Sequence[str], asked: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in texts:
        if _folded(text) not in asked:
            asked.add(_folded(text))
            found.append(text)
    return tuple(found[:MAX_SUGGESTIONS])


def _gap(start: int, citation: Citation) -> int:
    if citation.start <= start < citation.end:
        return 0
    return min(abs(start - citation.start), abs(start - citation.end))


def _folded(question: str) -> str:
    return "".join(c for c in question.casefold() if c.isalnum())
