"""One question's way: language, small talk, follow-up, reading, decision, answer."""

import time
from collections.abc import Callable, Iterator, Sequence

from app.antecedent import with_antecedents
from app.choose import choose
from app.compose import cite, join, sentences
from app.engine import Engine, Reading
from app.evidence import ScoredSentence
from app.followup import standalone
from app.model import ReaderModel
from app.phrases import abstention_text
from app.phrasing import Phrasing
from app.question import check_history, has_words, without_commands
from app.smalltalk import reply, smalltalk
from app.stages import Stages
from app.types import (
    Abstention,
    Answer,
    AnswerSentence,
    Candidate,
    Explanation,
    Turn,
)
from index.types import Sentence
from sources import Document, detect_language

N_HITS = 5
N_EXPLAINED = 10
N_EVIDENCE = 6
"""Passages that a language model may phrase from."""
DEFAULT_LANGUAGE = "en"
OFF_TOPIC_BELOW = 0.15
"""Share of the threshold under which the confidence makes a question off topic."""
NEAR_QUESTION = 0.88
"""Cosine from which a hypothetical question is about the same thing: e5 gives 0.82 to 0.87 to
recipes, the weather and code, 0.9 and more to near misses."""

Understand = Callable[[str, Sequence[Turn]], str]
"""Makes a question that stands alone of what was typed and what was said before."""


def understand(question: str, turns: Sequence[Turn]) -> str:
    """The question without commands, with what it leans on; empty if nothing is left."""
    return standalone(without_commands(question), turns)


class Answerer:
    """Answers clean questions from an engine; safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        model: ReaderModel,
        documents: Sequence[Document],
        phrasing: Phrasing | None = None,
        understand: Understand = understand,
    ) -> None:
        """Answer from the documents of ``engine``, in a model's words where one is set."""
        self._understand = understand
        if phrasing is not None:
            from app.llm_followup import rewriting  # what it needs is installed with a model alone

            self._understand = rewriting(understand, phrasing.model, phrasing.timeout_s)
        self._engine = engine
        self._phrasing = phrasing
        self._model = model
        self._expanded = {d.doc_id for d in documents if d.questions}
        self._languages = {t.language for d in documents for t in d.translations}
        self._languages |= {d.language for d in documents}

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
        asked_in, answer_in = self._choose_languages(question, turns, language)
        topic = smalltalk(question)
        if topic is not None:
            yield _fixed(question, reply(topic, answer_in), answer_in)
            return
        began = time.monotonic()
        full = self._understand(question, turns)
        if not has_words(full):
            yield self._abstain(question, answer_in, Abstention.OFF_TOPIC, None, full)
            return
        stages.end("understand")
        reading = self._engine.read(full, asked_in, stages=stages)
        reason = self._reason(reading)
        if reason is not None:
            yield self._abstain(question, answer_in, reason, reading, full)
            return
        yield from self._extract(question, answer_in, reading, full, began)
        stages.end("compose" if self._phrasing is None else "phrase")

    def _choose_languages(
        self, question: str, turns: Sequence[Turn], language: str
    ) -> tuple[str, str]:
        """The question's language, and the answer's."""
        asked_before = next((t["content"] for t in reversed(turns) if t["role"] == "user"), "")
        fallback = detect_language(asked_before) if asked_before else DEFAULT_LANGUAGE
        asked_in = detect_language(question, default=fallback)
        if language != "auto":
            return asked_in, language
        return asked_in, asked_in if asked_in in self._languages else DEFAULT_LANGUAGE

    def _threshold(self, reading: Reading) -> float:
        best = reading.candidates[0].sentence.doc_id if reading.candidates else ""
        return self._model.of(best in self._expanded).threshold

    def _reason(self, reading: Reading) -> Abstention | None:
        if not reading.candidates:
            return Abstention.OFF_TOPIC
        if reading.confidence >= self._threshold(reading):
            return None
        if reading.nearby.unsaid:
            # Little confidence says nothing here: of a near miss the sources are known not to say.
            off_topic = reading.nearby.matches[0].score < NEAR_QUESTION
        else:
            off_topic = reading.confidence < OFF_TOPIC_BELOW * self._threshold(reading)
        return Abstention.OFF_TOPIC if off_topic else Abstention.NOT_IN_SOURCES

    def _extract(
        self, question: str, language: str, reading: Reading, full: str, began: float
    ) -> Iterator[Answer]:
        chosen = choose(reading.candidates, reading.nearby, full)
        chosen = with_antecedents(chosen, reading.candidates, self._engine.before)
        if self._phrasing is None:
            for n_given in range(1, len(chosen) + 1):
                yield self._answer(question, language, reading, full, chosen[:n_given])
            return
        extracted = self._answer(question, language, reading, full, chosen)
        evidence = [s for hit in reading.hits[:N_EVIDENCE] for s in hit.passage.sentences]
        yield from self._phrase(full, extracted, evidence, self._phrasing, began)

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

    def _answer(
        self,
        question: str,
        language: str,
        reading: Reading,
        full: str,
        chosen: Sequence[ScoredSentence],
    ) -> Answer:
        citations = cite(chosen, language)
        given = sentences(citations)
        return Answer(
            question=question,
            text=join(given),
            citations=citations,
            hits=reading.hits[:N_HITS],
            abstained=None,
            language=language,
            confidence=round(reading.confidence, 4),
            backend="extractive",
            elapsed_ms=0.0,
            sentences=given,
            explanation=self._explain(reading, full),
        )

    def _abstain(
        self, question: str, language: str, reason: Abstention, reading: Reading | None, full: str
    ) -> Answer:
        text = abstention_text(reason, language)
        return Answer(
            question=question,
            text=text,
            citations=(),
            hits=reading.hits[:N_HITS] if reading else (),
            abstained=reason,
            language=language,
            confidence=round(reading.confidence, 4) if reading else 0.0,
            backend="extractive",
            elapsed_ms=0.0,
            sentences=(AnswerSentence(text, (), "fixed"),),
            explanation=self._explain(reading, full) if reading else None,
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
            threshold=self._threshold(reading),
        )


def _fixed(question: str, text: str, language: str) -> Answer:
    return Answer(
        question=question,
        text=text,
        citations=(),
        hits=(),
        abstained=None,
        language=language,
        confidence=1.0,
        backend="extractive",
        elapsed_ms=0.0,
        sentences=(AnswerSentence(text, (), "fixed"),),
    )
