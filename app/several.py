"""One answer to several questions in one: what each got, and which of them got none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.choose import MAX_CHARS
from app.compose import join
from app.types import Answer, AnswerSentence, Citation, Turn
from index.types import Hit

N_HITS = 5

Ask = Callable[[str, Sequence[Turn]], Iterator[Answer]]
"""Answers one question of a conversation, in growing answers."""


def answer_each(
    question: str, parts: Sequence[str], turns: Sequence[Turn], ask: Ask
) -> Iterator[Answer]:
    """Growing answers to a question that is several; the last one is whole.

    It is asked as it is, since one sentence may answer all of it, and then each part behind those
    before it. To an answer to the whole the best sentence of each part is added. Where there is
    none, the parts' answers are the answer, and a sentence of ours names those that have none.

    Args:
        question: What was asked.
        parts: The questions in it, two or more.
        turns: The conversation so far, oldest first.
        ask: Answers one of them.
    """
    whole: Answer | None = None
    for whole in ask(question, turns):
        if whole.abstained is None:
            yield whole
    if whole is None or whole.backend != "extractive":
        return  # a model has read all of the question
    answers: list[Answer] = []
    for part in parts:
        *_, last = ask(part, turns)
        answers.append(last)
        said = Turn(role="assistant", content=last.text)
        turns = (*turns, Turn(role="user", content=part), said)
    if whole.abstained is None:
        yield _completed(whole, answers)
    elif all(answer.abstained is not None for answer in answers):
        yield whole
    else:
        yield _put_together(question, parts, answers)


def _completed(whole: Answer, answers: Sequence[Answer]) -> Answer:
    """An answer with the best sentence of each part that it lacks, as far as there is room."""
    given, citations = list(whole.sentences), list(whole.citations)
    for answer in answers:
        best = max(answer.citations, key=lambda citation: citation.score, default=None)
        if best is None or _is_told(best, citations):
            continue
        added = AnswerSentence(best.quote, (len(citations),), "extracted")
        if len(join([*given, added])) <= MAX_CHARS:
            given.append(added)
            citations.append(best)
    return replace(whole, text=join(given), sentences=tuple(given), citations=tuple(citations))


def _put_together(question: str, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """The answers to the parts as one; what is told of it is told of the least certain of them."""
    given: list[AnswerSentence] = []
    citations: list[Citation] = []
    for part, answer in zip(parts, answers, strict=True):
        if answer.abstained is not None:
            named = f"{part[:1].upper()}{part[1:]} – {answer.text}"
            given.append(AnswerSentence(named, (), "fixed"))
            continue
        for sentence in answer.sentences:
            proofs = [answer.citations[i] for i in sentence.citations]
            if not proofs or not all(_is_told(proof, citations) for proof in proofs):
                places = tuple(_place(proof, citations) for proof in proofs)
                given.append(replace(sentence, citations=places))
    answered = [answer for answer in answers if answer.abstained is None]
    return replace(
        min(answered, key=lambda answer: answer.confidence),
        question=question,
        text=join(given),
        sentences=tuple(given),
        citations=tuple(citations),
        hits=_hits(answers),
        backend=max((a.backend for a in answered), key=lambda backend: backend != "extractive"),
        dropped=tuple(dropped for answer in answered for dropped in answer.dropped),
        notice=next((a.notice for a in answered if a.notice), None),
    )


def _place(citation: Citation, known: list[Citation]) -> int:
    """Where a citation stands among those known, which it joins if it is new."""
    if citation not in known:
        known.append(citation)
    return known.index(citation)


def _is_told(citation: Citation, known: Sequence[Citation]) -> bool:
    """Whether what a citation quotes is a part of what another one does."""
    return any(
        other.doc_id == citation.doc_id
        and other.start <= citation.start
        and citation.end <= other.end
        for other in known
    )


def _hits(answers: Sequence[Answer]) -> tuple[Hit, ...]:
    """The passages found for any part, the best of each first."""
    ranked = sorted((hit for answer in answers for hit in answer.hits), key=lambda hit: hit.rank)
    found: dict[str, Hit] = {}
    for hit in ranked:
        found.setdefault(hit.passage.passage_id, hit)
    several = list(found.values())[:N_HITS]
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(several, start=1))
