"""Asks every SQuAD question of an engine, with and without the paragraph that answers it."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from evals.squad_data import SquadQuestion, SquadSet
from evals.squad_text import exact_match, token_f1
from evals.types import Reading, ReadingEngine, ScoredSentence
from index.chunk import chunk
from sources.types import Document

Progress = Callable[[Sequence[SquadQuestion]], Iterable[SquadQuestion]]


@dataclass(frozen=True, slots=True)
class SquadOutcome:
    """What the engine found for one question.

    ``ranking`` holds the paragraphs' ids, best first. ``sentence_rank`` is the rank, from 1, of
    the first read sentence that holds the gold answer in the gold paragraph, 0 if none does.
    ``without_paragraph`` and ``without_article`` are the confidences when that is left out,
    ``None`` if nothing else is there or the question is not answerable anyway. ``best_f1`` is
    the token F1 of the best sentence that the gold paragraph has.
    """

    question: SquadQuestion
    ranking: tuple[str, ...]
    sentence_rank: int
    answer: str
    confidence: float
    without_paragraph: float | None
    without_article: float | None
    exact_match: float
    token_f1: float
    best_f1: float
    elapsed_ms: float

    @property
    def answerable(self) -> bool:
        """Whether the file has a gold answer."""
        return bool(self.question.spans)


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What is needed of the paragraphs while asking.

    ``sentences`` holds those of each document by its id, ``articles`` the ids by article.
    """

    sentences: Mapping[str, tuple[str, ...]]
    articles: Mapping[int, frozenset[str]]
    language: str


def run_squad(
    squad: SquadSet,
    documents: Sequence[Document],
    engine: ReadingEngine,
    language: str | None,
    progress: Progress = iter,
) -> tuple[SquadOutcome, ...]:
    """Ask every question.

    Args:
        squad: The questions.
        documents: What :func:`evals.squad_data.to_documents` made of it and the engine indexed.
        engine: Reads; each question is encoded once and read up to three times.
        language: The questions' language, or ``None`` to let the engine find out.
        progress: Wraps the questions to show how far the run is.
    """
    articles: dict[int, set[str]] = {}
    for paragraph in squad.paragraphs:
        articles.setdefault(paragraph.article, set()).add(paragraph.doc_id)
    corpus = _Corpus(
        {d.doc_id: tuple(s.text for p in chunk(d) for s in p.sentences) for d in documents},
        {number: frozenset(ids) for number, ids in articles.items()},
        documents[0].language if documents else "en",
    )
    return tuple(_ask(question, corpus, engine, language) for question in progress(squad.questions))


def _ask(
    question: SquadQuestion, corpus: _Corpus, engine: ReadingEngine, language: str | None
) -> SquadOutcome:
    began = time.perf_counter()
    encoding = engine.encode(question.text)
    reading = engine.read(question.text, language, encoding=encoding)
    elapsed_ms = (time.perf_counter() - began) * 1000

    def confidence_without(doc_ids: frozenset[str]) -> float | None:
        if not question.spans or len(doc_ids) == len(corpus.sentences):
            return None
        return engine.read(question.text, language, doc_ids, encoding).confidence

    answer = reading.candidates[0].sentence.text if reading.candidates else ""
    golds, spoken = question.answers, corpus.language
    return SquadOutcome(
        question=question,
        ranking=_ranking(reading),
        sentence_rank=_sentence_rank(reading.candidates, question),
        answer=answer,
        confidence=reading.confidence,
        without_paragraph=confidence_without(frozenset({question.doc_id})),
        without_article=confidence_without(corpus.articles[question.article]),
        exact_match=exact_match(answer, golds, spoken),
        token_f1=token_f1(answer, golds, spoken),
        best_f1=max(
            (token_f1(text, golds, spoken) for text in corpus.sentences[question.doc_id]),
            default=0.0,
        ),
        elapsed_ms=elapsed_ms,
    )


def _ranking(reading: Reading) -> tuple[str, ...]:
    """Each paragraph once, at its best passage's rank."""
    return tuple(dict.fromkeys(hit.passage.doc_id for hit in reading.hits))


def _sentence_rank(candidates: Sequence[ScoredSentence], question: SquadQuestion) -> int:
    for rank, candidate in enumerate(candidates, start=1):
        sentence = candidate.sentence
        if question.is_answered_by(sentence.doc_id, sentence.start, sentence.end):
            return rank
    return 0
