"""One answer to several questions in one: what each got, and which of them got none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.choose import MAX_CHARS
from app.compose import N_HITS, join
from app.question import asks, sentences
from app.types import Answer, AnswerSentence, Citation, Turn
from index.types import Hit

SURE = 0.9
"""The confidence from which a part is an answer. Half a question says little of what it is about:
with less, "May I ask something?" is answered, too."""
DENIED = 0.2
"""The confidence below which a refused part is denied beside an answer to the whole, which may
hold what half a question is too short to ask for."""

Ask = Callable[[str, Sequence[Turn]], Iterator[Answer]]
"""Answers one question of a conversation, in growing answers."""


def answer_each(
    question: str, parts: Sequence[str], turns: Sequence[Turn], ask: Ask
) -> Iterator[Answer]:
    """Growing answers to a question that is several; the last one is whole.

    It is asked as it is, since one sentence may answer all of it, and then each part behind those
    before it that are answered for sure. To an answer to the whole the best sentence of each such
    part is added, and a sentence of ours names a part that is not answered at all. Where there is
    none, these parts' answers are the answer, and a sentence of ours names the others; unless the
    first is among these, whose subject the others may lean on: what "the CEO" of another firm said
    is not in the article either.

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
    if whole is None or whole.backend != "extractive" or whole.notice:
        return  # a model has read all of the question, or could not
    answers = _answers(parts, turns, ask)
    if whole.abstained is None:
        yield _completed(whole, parts, list(answers))
    else:
        first = next(answers)
        sure = _is_sure(first)
        yield _put_together(question, parts, [first, *answers]) if sure else whole


def _answers(parts: Sequence[str], turns: Sequence[Turn], ask: Ask) -> Iterator[Answer]:
    """What each part gets, behind those before it that are answered; asked when it is wanted."""
    for part in parts:
        *_, last = ask(part, turns)
        yield last
        if _is_sure(last):
            said = Turn(role="assistant", content=last.text)
            turns = (*turns, Turn(role="user", content=part), said)


def _is_sure(answer: Answer) -> bool:
    """Whether a part is answered from the articles, and by more than a whole question has to be."""
    return bool(answer.citations) and answer.confidence >= SURE


def _completed(whole: Answer, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """An answer with what its parts add, as far as it has room.

    That is the best sentence of each part that is sure, if it lacks it, and a sentence of ours for
    each that is denied; none of these if the first is not sure, whose subject they may lean on.
    """
    given, citations = list(whole.sentences), list(whole.citations)
    for part, answer in zip(parts, answers, strict=True):
        if _is_sure(answer):
            best = max(answer.citations, key=lambda citation: citation.score)
            is_new = not any(best.overlaps(other) for other in citations)
            added = AnswerSentence(best.quote, (len(citations),), "extracted")
            if is_new and len(join([*given, added])) <= MAX_CHARS:
                given.append(added)
                citations.append(best)
        elif answer.abstained and answer.confidence < DENIED and _is_sure(answers[0]):
            given.append(_denied(part, answer))
    return replace(whole, text=join(given), sentences=tuple(given), citations=tuple(citations))


def _denied(part: str, answer: Answer) -> AnswerSentence:
    return AnswerSentence(f"{_asked(part)} – {answer.text}", (), "fixed")


def _put_together(question: str, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """The answers to the parts as one; what is told of it is told of the least certain of them."""
    given: list[AnswerSentence] = []
    citations: list[Citation] = []
    for part, answer in zip(parts, answers, strict=True):
        if not _is_sure(answer):
            # Refused, or answered by too little to be shown and by too much to be denied.
            if answer.abstained is not None:
                given.append(_denied(part, answer))
            continue
        for sentence in answer.sentences:
            proofs = [answer.citations[i] for i in sentence.citations]
            is_new = sentence.text not in {other.text for other in given}
            if is_new and not (sentence.status == "extracted" and _are_told(proofs, citations)):
                places = tuple(_place(proof, citations) for proof in proofs)
                given.append(replace(sentence, citations=places))
    answered = [answer for answer in answers if _is_sure(answer)]
    return replace(
        min(answered, key=lambda answer: answer.confidence),
        question=question,
        text=join(given),
        sentences=tuple(given),
        citations=tuple(citations),
        hits=_hits(answers),
        backend=next((a.backend for a in answered if a.backend != "extractive"), "extractive"),
        dropped=tuple(dropped for answer in answered for dropped in answer.dropped),
        notice=next((a.notice for a in answered if a.notice), None),
    )


def _place(citation: Citation, known: list[Citation]) -> int:
    """Where a citation stands among those known, which it joins if it is new."""
    place = next((i for i, other in enumerate(known) if citation.is_at(other)), None)
    if place is None:
        known.append(citation)
        return len(known) - 1
    return place


def _are_told(proofs: Sequence[Citation], known: Sequence[Citation]) -> bool:
    """Whether known citations quote all of this, too."""
    return all(any(proof.overlaps(other) for other in known) for proof in proofs)


def _asked(part: str) -> str:
    """The last sentence of a part that asks; what was told with it is nothing of ours."""
    asking = [sentence for sentence in sentences(part) if asks(sentence)]
    named = asking[-1] if asking else part
    return f"{named[:1].upper()}{named[1:]}"


def _hits(answers: Sequence[Answer]) -> tuple[Hit, ...]:
    """The passages found for any part, the best of each first."""
    ranked = sorted((hit for answer in answers for hit in answer.hits), key=lambda hit: hit.rank)
    found: dict[str, Hit] = {}
    for hit in ranked:
        found.setdefault(hit.passage.passage_id, hit)
    several = list(found.values())[:N_HITS]
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(several, start=1))
