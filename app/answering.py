"""One question's way: heard, set phrase, reading, decision, answer."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from app.abstaining import Abstaining
from app.again import asked_again
from app.antecedent import Antecedents
from app.apart import Apart
from app.choose import choose
from app.compose import N_HITS, cite, fixed_answer, join, sentences
from app.engine import Engine, Reading
from app.evidence import ScoredSentence
from app.followup import Leans
from app.hearing import Heard, Hearing, Understand, understanding
from app.leaning import leaning
from app.more import Elaborations
from app.overview import Overviews
from app.phrasebook import set_phrase
from app.phrases import abstention_text
from app.phrasing import Phrasing
from app.question import check_history, has_words, without_commands
from app.several import answer_each
from app.smalltalk import reply
from app.split import split_questions
from app.stages import Stages
from app.strangers import Strangers
from app.subjects import Subjects
from app.telling import Telling
from app.types import Abstention, Answer, AnswerSentence, Candidate, Explanation, Turn
from index.types import Encoding, Sentence
from sources import Document

N_EXPLAINED = 10
N_EVIDENCE = 6
"""Passages that a language model may phrase from."""


class Answerer:
    """Answers clean questions from an engine; safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        documents: Sequence[Document],
        phrasing: Phrasing | None = None,
        understanding: Callable[[Leans], Understand] = understanding,
        spells: bool = True,
        splits: bool = True,
    ) -> None:
        """Answer from the documents of ``engine``, in a model's words where one is set.

        ``understanding`` may give another way to understand questions. Without ``spells`` they are
        read as they were typed, without ``splits`` several in one as one.
        """
        understand = understanding(leaning(engine.embedder, engine.snapshot))
        if phrasing is not None:
            from app.llm_followup import rewriting  # what it needs is installed with a model alone

            understand = rewriting(understand, phrasing.model, phrasing.timeout_s)
        self._engine = engine
        self._splits = splits
        self._phrasing = phrasing
        self._hearing = Hearing(engine.snapshot, documents, understand, spells)
        self._subjects = Subjects(engine, documents)
        self._apart = Apart(engine, self._subjects)
        self._abstaining = Abstaining(engine, Telling(engine, documents))
        self._strangers = Strangers(engine, documents)
        self._antecedents = Antecedents(engine, documents, apart=phrasing is not None)
        self._titles = [document.title for document in documents]
        self._overviews = Overviews(engine, engine.doc_ids - engine.expanded)
        self._elaborations = Elaborations(engine)

    def stream(
        self,
        question: str,
        history: Sequence[Turn],
        language: str,
        stages: Stages | None = None,
    ) -> Iterator[Answer]:
        """Growing answers to a clean question; the last one is whole.

        Args:
            question: The question.
            history: The conversation so far, oldest first.
            language: Of the answer, or ``auto``.
            stages: Gets the time of each stage.

        Raises:
            ValueError: If the history is not a list of turns.
        """
        stages = stages or Stages()
        turns = check_history(history)
        said = set_phrase(question)
        again = asked_again(said, turns)
        if again is not None:
            given = self.stream(again.question, again.turns, again.language or language, stages)
            # A model's answer is proven as a whole; of others the first sentence comes first.
            brief = again.brief and self._phrasing is None
            yield from (replace(a, question=question) for a in islice(given, 1 if brief else None))
            return
        languages = self._hearing.languages(question, turns, language)
        is_split = self._splits and said is None
        parts = split_questions(without_commands(question)) if is_split else (question,)
        if len(parts) == 1:
            yield from self._stream(question, turns, languages, stages)
        else:
            ask = partial(self._stream, languages=languages, stages=stages)
            yield from answer_each(question, parts, turns, ask)

    def _stream(
        self, question: str, turns: Sequence[Turn], languages: tuple[str, str], stages: Stages
    ) -> Iterator[Answer]:
        """Growing answers to one question, asked and to be answered in these languages."""
        asked_in, answer_in = languages
        said = set_phrase(question)
        if said is not None and (said.topic != "more" or not turns):
            yield fixed_answer(question, reply(said.topic, answer_in, self._titles), answer_in)
            return
        asked = self._hearing.hear(question, turns, asked_in, answer_in)
        if not has_words(asked.full):
            yield self._abstain(asked, Abstention.OFF_TOPIC, None)
            return
        stages.end("understand")
        encoding = self._engine.encode(asked.full, asked.start)
        reading = self._apart.read(asked.full, asked.asked_in, encoding, stages)
        reading = self._subjects.read(asked.full, asked.asked_in, reading, encoding)
        more = self._elaborations.of(said, turns, reading)
        overview = more or self._overviews.of(asked.full, reading)
        chosen, reason = (
            self._decide(asked, encoding, reading, turns)
            if overview is None
            else (overview.candidates, None)
        )
        if reason is None:
            yield from self._extract(asked, overview or reading, chosen)
            stages.end("compose" if self._phrasing is None else "phrase")
        else:
            yield self._abstain(asked, reason, reading)

    def _decide(
        self,
        asked: Heard,
        encoding: Encoding,
        reading: Reading,
        turns: Sequence[Turn],
    ) -> tuple[Sequence[ScoredSentence], Abstention | None]:
        """The sentences that come nearest, and why they are no answer, if so."""
        full, candidates = asked.full, reading.candidates
        heard = " ".join(turn["content"] for turn in turns)
        chosen = choose(candidates, reading.nearby, full)
        given = self._antecedents.complete(full, chosen, candidates, heard)
        reason = self._abstaining.reason(reading, full, given)
        if reason is None and self._strangers.named(
            full, asked.start, asked.asked_in, encoding, reading.doc_id
        ):
            reason = Abstention.NOT_IN_SOURCES
        return given, reason

    def _extract(
        self, asked: Heard, reading: Reading, chosen: Sequence[ScoredSentence]
    ) -> Iterator[Answer]:
        if self._phrasing is None:
            for n_given in range(1, len(chosen) + 1):
                yield self._answer(asked, reading, chosen[:n_given])
            return
        extracted = self._answer(asked, reading, chosen)
        evidence = self._evidence(reading, chosen)
        yield from self._phrase(asked.full, extracted, evidence, self._phrasing, asked.began)

    def _evidence(self, reading: Reading, chosen: Sequence[ScoredSentence]) -> list[Sentence]:
        """What a model may phrase from: the passages of the answer first, then those found."""
        own = [self._engine.retriever.passages[c.sentence.passage_id] for c in chosen]
        found = {p.passage_id: p for p in (*own, *(hit.passage for hit in reading.hits))}
        return [s for passage in list(found.values())[:N_EVIDENCE] for s in passage.sentences]

    def _phrase(
        self,
        question: str,
        extracted: Answer,
        evidence: Sequence[Sentence],
        phrasing: Phrasing,
        began: float,
    ) -> Iterator[Answer]:
        """The model's answers, and whether it answered at all; in time from ``began`` on."""
        from app.generate import has_failed, phrase  # what it needs is installed with a model alone

        model, left_s = phrasing.model, phrasing.timeout_s - (time.monotonic() - began)
        for answer in phrase(question, extracted.language, extracted, evidence, model, left_s):
            yield answer
            if answer is not extracted:
                failed = has_failed(answer)
                phrasing.trouble = (
                    f"{model.name} did not answer when asked last" if failed else None
                )

    def _answer(self, asked: Heard, reading: Reading, chosen: Sequence[ScoredSentence]) -> Answer:
        citations = cite(chosen, asked.language)
        given = sentences(citations)
        return Answer(
            question=asked.question,
            text=join(given),
            citations=citations,
            hits=reading.hits[:N_HITS],
            abstained=None,
            language=asked.language,
            confidence=round(reading.confidence, 4),
            backend="extractive",
            elapsed_ms=0.0,
            sentences=given,
            explanation=self._explain(reading, asked.full),
        )

    def _abstain(self, asked: Heard, reason: Abstention, reading: Reading | None) -> Answer:
        text = abstention_text(reason, asked.language)
        return Answer(
            question=asked.question,
            text=text,
            citations=(),
            hits=reading.hits[:N_HITS] if reading else (),
            abstained=reason,
            language=asked.language,
            confidence=round(reading.confidence, 4) if reading else 0.0,
            backend="extractive",
            elapsed_ms=0.0,
            sentences=(AnswerSentence(text, (), "fixed"),),
            explanation=self._explain(reading, asked.full) if reading else None,
        )

    def _explain(self, reading: Reading, full: str) -> Explanation:
        return Explanation(
            standalone_question=full,
            candidates=tuple(
                Candidate(
                    c.sentence.sentence_id, c.sentence.text, round(c.score, 4), c.features.named()
                )
                for c in reading.candidates[:N_EXPLAINED]
            ),
            decision_features=reading.decision,
            threshold=self._engine.threshold(reading),
        )
