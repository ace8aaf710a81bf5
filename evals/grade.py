"""Judges one answer against one known fact, by rule, without a model."""

import re
from collections.abc import Mapping
from dataclasses import replace

from app.types import Answer, AnswerSentence, Citation
from evals.types import EvidenceSpan, Grade, Question, Verdict
from index.types import Passage
from sources.types import Document

# A reader looks at the first few citations; proof further down does not count.
N_CITATIONS_THAT_COUNT = 3
# 5.000 = 5,000 = 5 000 (also with a no-break or thin space), 6,7 = 6.7, 2024, 50.
NUMBER = re.compile(
    r"(?<!\d)\d{1,3}(?:[.,\u00a0\u2009\u202f ]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
)


def grade(question: Question, answer: Answer, documents: Mapping[str, Document]) -> Verdict:
    """The verdict on an answer; what it gives is described at :class:`Verdict`.

    A correct answer matches every group of ``must`` and no ``must_not``, is no longer than
    ``max_chars``, and one of its first three citations touches an evidence span. Abstaining is
    only ``answer.abstained``: a greeting or any other polite sentence in its place is an answer.
    """
    units = evidence_units(question, documents)
    found = Verdict(
        Grade.ABSTAINED,
        right=not question.answerable,
        broken_citations=tuple(filter(None, (_fault(c, documents) for c in answer.citations))),
        hits_prove=tuple(_proves(hit.passage, units) for hit in answer.hits),
        n_units=len(units),
    )
    return found if answer.abstained is not None else _grade_text(question, answer, found)


def error_verdict(question: Question, documents: Mapping[str, Document]) -> Verdict:
    """The verdict on an exception: nothing right, nothing found."""
    n_units = len(evidence_units(question, documents))
    groups_cited = (False,) * len(question.evidence)
    return Verdict(Grade.ERROR, right=False, groups_cited=groups_cited, n_units=n_units)


def evidence_units(
    question: Question, documents: Mapping[str, Document]
) -> tuple[tuple[EvidenceSpan, ...], ...]:
    """The evidence groups, those in the same paragraphs as one (see :class:`Verdict`)."""
    units: dict[frozenset[tuple[str, int]], tuple[EvidenceSpan, ...]] = {}
    for group in question.evidence:
        places = frozenset(
            (span.doc_id, documents[span.doc_id].text.count("\n\n", 0, span.start))
            for span in group
        )
        units[places] = units.get(places, ()) + group
    return tuple(units.values())


def _grade_text(question: Question, answer: Answer, found: Verdict) -> Verdict:
    missing = tuple(group for group in question.must if not _any_match(group, answer.text))
    forbidden = tuple(p for p in question.must_not if _any_match((p,), answer.text))
    too_long = len(answer.text) > question.max_chars
    looked_at = answer.citations[:N_CITATIONS_THAT_COUNT]
    proved = any(question.proved_by(c.doc_id, c.start, c.end) for c in looked_at)
    uncited = bool(question.evidence) and not proved
    correct = question.answerable and not (missing or forbidden or too_long or uncited)
    return replace(
        found,
        grade=Grade.CORRECT if correct else Grade.INCORRECT,
        right=correct,
        missing=missing,
        forbidden=forbidden,
        too_long=too_long,
        uncited=uncited,
        unproven=tuple(filter(None, (_unproven(s, answer) for s in answer.sentences))),
        cited=tuple(question.is_asked_for(c.doc_id, c.start, c.end) for c in answer.citations),
        groups_cited=tuple(
            any(span.overlaps(c.doc_id, c.start, c.end) for span in group for c in answer.citations)
            for group in question.evidence
        ),
    )


def _proves(passage: Passage, units: tuple[tuple[EvidenceSpan, ...], ...]) -> tuple[int, ...]:
    return tuple(
        number
        for number, unit in enumerate(units)
        if any(span.overlaps(passage.doc_id, passage.start, passage.end) for span in unit)
    )


def numbers(text: str) -> frozenset[str]:
    """The digits of each number in a text, whatever separators the language uses."""
    return frozenset(re.sub(r"\D", "", match) for match in NUMBER.findall(text))


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
