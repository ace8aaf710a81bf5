"""What to ask: questions written for the articles, of those that read well on a page.

The articles' questions are made for searching; many are keywords, or lean on a word that stands
elsewhere. Only whole questions that stand alone are shown, one for each place that answers them.
"""

import re
from collections.abc import Iterator, Sequence

from app.types import Citation
from app.ui.turns import Turn
from sources.types import Document, HypotheticalQuestion, Span

MAX_SUGGESTIONS = 3
_WHOLE = re.compile(r"[A-ZÄÖÜ].{18,70}\?")
_LEANING = re.compile(
    r"\b(he|him|his|she|her|they|them|their|it|its|this|that|these|those|there"
    r"|er|ihm|ihn|sie|ihr|ihre|ihrer|ihnen|sein|seine|seiner|seinen|dies\w*|dort|dabei|dazu|davon"
    r"|damit|daran|darüber|dafür|es)\b",
    re.IGNORECASE,
)


def suggestions(turns: Sequence[Turn], documents: Sequence[Document]) -> tuple[str, ...]:
    """Questions near the last reply that nothing said so far answers, in its language.

    Nearest first, by the gap in characters between the sentence that answers the question and the
    last reply's citations. After an abstention they are the first questions of the documents.
    """
    if not turns or turns[-1].reply is None:
        return ()
    last = turns[-1].reply
    replies = [turn.reply for turn in turns if turn.reply is not None]
    said = [citation for reply in replies for citation in reply.citations]
    asked = {_folded(turn.question) for turn in turns}
    ranked: list[tuple[int, str]] = []
    for document in documents:
        near = [c for c in last.citations if c.doc_id == document.doc_id]
        for question, span in _readable(document, last.language):
            known = any(c.doc_id == document.doc_id and _gap(span, c) == 0 for c in said)
            if not known and _folded(question.text) not in asked:
                ranked.append((min((_gap(span, c) for c in near), default=10**9), question.text))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(text for _, text in ranked[:MAX_SUGGESTIONS])


def examples(documents: Sequence[Document], language: str, count: int) -> tuple[str, ...]:
    """Questions to begin with, spread over the articles.

    German ones begin at the first place, English ones half a step later, so that together they
    show more of the article.
    """
    found = [q.text for document in documents for q, _ in _readable(document, language)]
    step = len(found) / count
    first = 0.0 if language == "de" else step / 2
    places = (int(first + step * number) for number in range(count))
    return tuple(found[place] for place in places) if len(found) >= count else tuple(found)


def _readable(document: Document, language: str) -> Iterator[tuple[HypotheticalQuestion, Span]]:
    """The first question that reads well for each place that answers one."""
    taken: set[int] = set()
    for question in document.questions:
        if question.language != language or question.earlier or not question.answers:
            continue
        span = question.answers[0]
        text = question.text
        if span.start in taken or not _WHOLE.fullmatch(text) or _LEANING.search(text):
            continue
        taken.add(span.start)
        yield question, span


def _gap(span: Span, citation: Citation) -> int:
    if span.start < citation.end and citation.start < span.end:
        return 0
    return min(abs(span.start - citation.end), abs(citation.start - span.end))


def _folded(question: str) -> str:
    return "".join(c for c in question.casefold() if c.isalnum())
