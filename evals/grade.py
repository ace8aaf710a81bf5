"""Judges one answer against one known fact, by rule, without a model."""

import re
from collections.abc import Mapping

from app.types import Answer, AnswerSentence, Citation
from evals.types import Grade, Question, Verdict
from sources.types import Document

# A reader looks at the first few citations; proof further down does not count.
N_CITATIONS_THAT_COUNT = 3
# 5.000 = 5,000 = 5 000 (also with a no-break or thin space), 6,7 = 6.7, 2024, 50.
_NUMBER = re.compile(
    r"(?<!\d)\d{1,3}(?:[.,\u00a0\u2009\u202f ]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
)


def grade(question: Question, answer: Answer, documents: Mapping[str, Document]) -> Verdict:
    """The verdict on an answer; what it gives is described at :class:`Verdict`.

    A correct answer matches every group of ``must`` and no ``must_not``, is no longer than
    ``max_chars``, and one of its first three citations touches an evidence span. Abstaining is
    only ``answer.abstained``: a greeting or any other polite sentence in its place is an answer.
    """
    broken = tuple(filter(None, (_fault(c, documents) for c in answer.citations)))
    if answer.abstained is not None:
        return Verdict(Grade.ABSTAINED, right=not question.answerable, broken_citations=broken)
    missing = tuple(group for group in question.must if not _any_match(group, answer.text))
    forbidden = tuple(p for p in question.must_not if _any_match((p,), answer.text))
    cited = tuple(question.proved_by(c.doc_id, c.start, c.end) for c in answer.citations)
    too_long = len(answer.text) > question.max_chars
    uncited = bool(question.evidence) and not any(cited[:N_CITATIONS_THAT_COUNT])
    correct = question.answerable and not (missing or forbidden or too_long or uncited)
    return Verdict(
        Grade.CORRECT if correct else Grade.INCORRECT,
        right=correct,
        missing=missing,
        forbidden=forbidden,
        too_long=too_long,
        uncited=uncited,
        unproven=tuple(filter(None, (_unproven(s, answer) for s in answer.sentences))),
        broken_citations=broken,
        cited=cited,
        groups_cited=tuple(
            any(span.overlaps(c.doc_id, c.start, c.end) for span in group for c in answer.citations)
            for group in question.evidence
        ),
    )


def numbers(text: str) -> frozenset[str]:
    """The digits of each number in a text, whatever separators the language uses."""
    return frozenset(re.sub(r"\D", "", match) for match in _NUMBER.findall(text))


def _any_match(patterns: tuple[str, ...], text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def _fault(citation: Citation, documents: Mapping[str, Document]) -> str:
    """Why a citation proves nothing, or an empty string."""
    where = f"{citation.doc_id}[{citation.start}:{citation.end}]"
    document = documents.get(citation.doc_id)
    if document is None:
        return f"{where}: no such document"
    if document.text[citation.start : citation.end] != citation.original_quote:
        return f"{where} is not {citation.original_quote!r}"
    known = (citation.original_quote, *(t.text for t in document.translations))
    if not any(_squeeze(citation.quote) in _squeeze(text) for text in known):
        return f"{where}: {citation.quote!r} is in no translation"
    return ""


def _unproven(sentence: AnswerSentence, answer: Answer) -> str:
    """Why a sentence's citations do not carry it, or an empty string."""
    if sentence.status == "fixed":
        return ""
    if any(not 0 <= i < len(answer.citations) for i in sentence.citations):
        return f"{sentence.text!r} cites what is not there"
    cited = [answer.citations[i] for i in sentence.citations]
    if not cited:
        return f"{sentence.text!r} cites nothing"
    said = " ".join([c.quote for c in cited] + [c.original_quote for c in cited])
    if sentence.status != "verified" and _squeeze(sentence.text) not in _squeeze(said):
        return f"{sentence.text!r} is not in what it cites"
    odd = sorted(numbers(sentence.text) - numbers(said))
    return f"{sentence.text!r} has numbers that its citations lack: {', '.join(odd)}" if odd else ""


def _squeeze(text: str) -> str:
    return " ".join(text.split())
