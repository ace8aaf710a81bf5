"""Proves that known facts are fit to judge by: findable, winnable, and not won by anything."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.skeleton import TODO
from evals.types import Question
from index.types import Passage, Sentence
from sources.types import Document

# If more of the other sentences than this satisfy a question, its patterns prove nothing.
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one question."""

    qid: str
    text: str


def validate(
    questions: Sequence[Question], passages: Sequence[Passage], documents: Sequence[Document]
) -> tuple[Problem, ...]:
    """Every problem of the questions; none means that they may be used.

    Args:
        questions: What :func:`evals.dataset.load_facts` gave, so patterns compile and evidence
            is verbatim.
        passages: The documents' passages, for their sentences and translations.
        documents: For their hypothetical questions, among which no eval question may be.
    """
    sentences = tuple(s for passage in passages for s in passage.sentences)
    problems: list[Problem] = []
    for question in questions:
        check = _answerable if question.answerable else _unanswerable
        problems += [Problem(question.qid, text) for text in check(question, sentences)]
        problems += [Problem(question.qid, text) for text in _history(question)]
        if not is_written(question):
            problems.append(Problem(question.qid, f"is not written yet: it says {TODO}"))
    return (*problems, *_repeats(questions), *_leaks(questions, documents))


def is_written(question: Question) -> bool:
    """Whether a person has written the question, and what a right answer says."""
    return not any(TODO in text for group in ((question.text,), *question.must) for text in group)


def _unanswerable(question: Question, sentences: Sequence[Sentence]) -> Iterator[str]:
    if question.must or question.evidence or question.also:
        yield "is not answerable, so it must have neither must nor evidence nor also"


def _answerable(question: Question, sentences: Sequence[Sentence]) -> Iterator[str]:
    if not question.must or not question.evidence:
        yield "is answerable, so it needs must and evidence"
        return
    gold = tuple(s for s in sentences if question.proved_by(s.doc_id, s.start, s.end))
    yield from _not_winnable(question, gold)
    others = [s for s in sentences if not question.is_asked_for(s.doc_id, s.start, s.end)]
    n_fooled = sum(_satisfies(question, s) for s in others)
    if others and n_fooled / len(others) > MOST:
        yield f"is not discriminating: {n_fooled} of {len(others)} other sentences satisfy it"


def _not_winnable(question: Question, gold: Sequence[Sentence]) -> Iterator[str]:
    """Reasons why even the sentences that hold the evidence would not be a right answer."""
    language = _answer_language(question)
    for spans in question.evidence:
        if not any(span.overlaps(s.doc_id, s.start, s.end) for s in gold for span in spans):
            yield "has evidence that is in no sentence"
    for group in question.must:
        if not any(_matches(group, s.in_language(language)) for s in gold):
            yield f"cannot be won: no evidence sentence in {language} matches {list(group)}"
    for pattern in question.must_not:
        if any(_matches((pattern,), form) for s in gold for form in s.wordings):
            yield f"cannot be won: an evidence sentence matches must_not {pattern!r}"
    shortest = _shortest_proof(question, gold)
    if shortest > question.max_chars:
        yield f"cannot be won: the shortest proof has {shortest} characters"


def _answer_language(question: Question) -> str:
    """German is answered in German, any other language in English (design, section 5)."""
    return "de" if question.language == "de" else "en"


def _shortest_proof(question: Question, gold: Sequence[Sentence]) -> int:
    """Characters of the shortest set of sentences with one for each evidence group."""
    lengths = [
        min(
            (
                (len(s.in_language(_answer_language(question))), s.sentence_id)
                for s in gold
                if any(span.overlaps(s.doc_id, s.start, s.end) for span in group)
            ),
            default=(0, ""),
        )
        for group in question.evidence
    ]
    return sum(length for length, _ in set(lengths)) + max(len(set(lengths)) - 1, 0)


def _satisfies(question: Question, sentence: Sentence) -> bool:
    return any(all(_matches(g, form) for g in question.must) for form in sentence.wordings)


def _matches(patterns: Iterable[str], text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def _history(question: Question) -> Iterator[str]:
    roles = [turn["role"] for turn in question.history]
    expected = ["user" if i % 2 == 0 else "assistant" for i in range(len(roles))]
    if roles != expected or len(roles) % 2:
        yield "has a history that is not user, assistant, user, assistant …"


def _repeats(questions: Sequence[Question]) -> Iterator[Problem]:
    """A question of ``dev`` asked again in ``test`` would make ``test`` data that was fitted."""
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for question in questions:
        key = (_plain(question.text), tuple(t["content"] for t in question.history))
        if key in seen:
            yield Problem(question.qid, f"asks what {seen[key]} asks, in the same words")
        seen.setdefault(key, question.qid)


def _leaks(questions: Sequence[Question], documents: Sequence[Document]) -> Iterator[Problem]:
    hypothetical = [q for document in documents for q in document.questions]
    known = {_plain(text) for q in hypothetical for text in (q.whole, q.text)}
    for question in questions:
        said = [turn["content"] for turn in question.history if turn["role"] == "user"]
        if known & {_plain(question.text), _plain(" ".join([*said[-1:], question.text]))}:
            yield Problem(question.qid, "is one of the article's hypothetical questions")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
