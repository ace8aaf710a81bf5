"""A hand-written assistant for the chat's tests: fixed sentences of the article, true offsets."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.told import Told
from app.types import (
    Abstention,
    Answer,
    AnswerSentence,
    Candidate,
    Citation,
    Explanation,
    Health,
    Turn,
)
from index.chunk import chunk
from index.types import Hit, Passage, Sentence
from sources.errors import AssistantError
from sources.types import Document, HypotheticalQuestion, Span, Translation

GERMAN = """Schwedisches Fintech-Unternehmen Klarna setzt auf KI, um den Personalbestand um 50% zu \
reduzieren

Autor: Sam Jeans
Herausgeber: DailyAI
Datum: 28. August 2024

Der schwedische Fintech-Gigant Klarna, ein Pionier im Bereich "Jetzt kaufen, später bezahlen", \
kündigte kürzlich an, KI zur Effizienzsteigerung einzusetzen und dabei fast 50% seiner \
Mitarbeiter zu entlassen.

Klarna-Geschäftsführer Sebastian Siemiatkowski in einem Interview enthüllt gegenüber der \
Financial Times, dass das Unternehmen eine "zielgerichtete" Belegschaft von etwa 2.000 \
Mitarbeitern anstrebt - ein deutlicher Rückgang im Vergleich zu den 5.000 Mitarbeitern, die das \
Unternehmen auf seinem Höhepunkt hatte.

Dieser Abbau ist bereits im Gange: Klarna hat im vergangenen Jahr seine Belegschaft auf 3 800 \
Mitarbeiter reduziert, und zwar hauptsächlich durch Fluktuation und nicht durch Entlassungen.

Die KI-Investition von Klarna kommt zu einem Zeitpunkt, an dem sich das Unternehmen auf einen \
bevorstehenden Börsengang vorbereitet. Das Unternehmen hofft, sich von einer schwierigen Phase zu \
erholen, in der seine Bewertung von $46 Mrd. im Jahr 2021 auf $6,7 Mrd. im letzten Jahr gesunken \
ist.

Die Sprachlern-App Duolingo machte kürzlich Schlagzeilen, was zu Kritik in den sozialen Medien \
führte.

Siemiatkowski: "Ich bin sehr froh darüber, dass sich das auszahlt."

Die Frage, die sich stellt, ist, wie sich die Gesellschaft als Ganzes an die KI-Revolution in der \
Arbeitswelt anpassen wird, die Klarna und andere eifrig vorantreiben wollen."""

ENGLISH = """Swedish fintech company Klarna turns to AI to cut its workforce by 50%

Author: Sam Jeans
Publisher: DailyAI
Date: 28 August 2024

The Swedish fintech giant Klarna, a pioneer of "buy now, pay later", recently announced that it \
would use AI to become more efficient and let go of almost 50% of its employees.

In an interview with the Financial Times, Klarna's chief executive Sebastian Siemiatkowski \
revealed that the company aims for a "targeted" workforce of about 2,000 employees - a marked \
drop from the 5,000 employees that the company had at its peak.

This reduction is already under way: last year Klarna cut its workforce to 3,800 employees, mainly \
by attrition and not by layoffs.

Klarna's investment in AI comes at a time when the company is preparing for an upcoming stock \
market listing. The company hopes to recover from a difficult period in which its valuation fell \
from $46 billion in 2021 to $6.7 billion last year.

The language-learning app Duolingo recently made headlines, which led to criticism on social media.

Siemiatkowski: "I am very glad that this is paying off."

The question that arises is how society as a whole will adapt to the AI revolution in the world of \
work that Klarna and others are eager to drive forward."""


def _span(fragment: str) -> Span:
    start = GERMAN.index(fragment)
    return Span(start, start + len(fragment))


def sample_document() -> Document:
    """The article, shortened, with a translation and questions in both languages."""
    peak, fall = _span("Klarna-Geschäftsführer"), _span("Das Unternehmen hofft")
    return Document(
        doc_id="klarna-ki-personalabbau",
        title=GERMAN.split("\n")[0],
        text=GERMAN,
        url="",
        language="de",
        author="Sam Jeans",
        publisher="DailyAI",
        published="2024-08-28",
        translations=(Translation("en", ENGLISH.split("\n")[0], ENGLISH),),
        questions=(
            HypotheticalQuestion("Wie viele Mitarbeiter strebt Klarna an?", "de", (peak,)),
            HypotheticalQuestion("Wie stark fiel die Bewertung von Klarna?", "de", (fall,)),
            HypotheticalQuestion("Mit wem sprach Siemiatkowski?", "de", (peak,)),
            HypotheticalQuestion("What workforce does Klarna aim for?", "en", (peak,)),
            HypotheticalQuestion("How much was Klarna worth in 2021?", "en", (fall,)),
        ),
    )


_RULES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("höhepunkt", "at its peak", "strebt"), ("Klarna-Geschäftsführer",)),
    (("valuation", "bewertung", "worth"), ("Das Unternehmen hofft",)),
    (("who wrote", "wer hat"), ("Autor: Sam",)),
    (("worum", "about"), ("Der schwedische", "Dieser Abbau", "Die Frage")),
)


class FakeAssistant:
    """Answers a few questions from fixed sentences; everything else is an abstention."""

    def __init__(
        self,
        delay_s: float = 0.0,
        warm_s: float = 0.0,
        added: Sequence[Document] = (),
        gate: Path | None = None,
    ) -> None:
        """Set how long things take, and what was added.

        Args:
            delay_s: Seconds that a streamed step takes.
            warm_s: Seconds that the warm-up takes.
            added: Articles beside the one.
            gate: A folder; the warm-up, the second step of an answer and the second half of an
                addition wait until it holds a file ``warm``, ``answer`` or ``article``.
        """
        self._gate = gate
        self._document = sample_document()
        self._delay_s = delay_s
        self._warm_s = warm_s
        self._added = tuple(added)
        self._passages = tuple(p for d in self.documents for p in chunk(d))
        self.asked: list[tuple[str, list[Turn], str]] = []
        self.warm = False

    @property
    def documents(self) -> tuple[Document, ...]:
        """The one article, and those that were added."""
        return (self._document, *self._added)

    def with_added(
        self, documents: Sequence[Document], told: Told | None = None
    ) -> "FakeAssistant":
        """Also answer a question with the first added sentence that shares a long word with it."""
        for done in range(3):
            if told:
                told(done, 4)
        self._wait("article")
        added = (*self._added, *documents)
        return FakeAssistant(self._delay_s, self._warm_s, added, self._gate)

    def warm_up(self) -> None:
        """Take as long as a model would."""
        time.sleep(self._warm_s)
        self._wait("warm")
        self.warm = True

    def close(self) -> None:
        """Nothing to give back."""

    def health(self) -> Health:
        """Say that all is well."""
        return Health("ready" if self.warm else "warming", 1, len(self._passages), (), None)

    def search(self, query: str, k: int = 5) -> tuple[Hit, ...]:
        """Give the first ``k`` passages."""
        return tuple(Hit(p, 1 - r / 10, r) for r, p in enumerate(self._passages[:k], 1))

    def ask(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer by the first rule that matches."""
        if question == "crash":
            raise AssistantError("No index at data/index; run: python -m index build")
        if question == "fault":
            raise RuntimeError("of ours, at /secret/path")
        self.asked.append((question, list(history or ()), language))
        lowered = question.lower()
        if language == "auto":
            language = (
                "en" if set(lowered.split()) & {"who", "what", "how", "its", "about"} else "de"
            )
        found = next((s for words, s in _RULES if any(w in lowered for w in words)), ())
        found = self._in_added(lowered) or found
        return (
            self._answer(question, language, found) if found else self._abstain(question, language)
        )

    def stream(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Iterator[Answer]:
        """Grow the answer by one sentence a step."""
        whole = self.ask(question, history, language)
        for n in range(1, len(whole.sentences)):
            time.sleep(self._delay_s)
            part = whole.sentences[:n]
            yield _replace_text(whole, part)
            self._wait("answer")
        time.sleep(self._delay_s)
        yield whole

    def _wait(self, name: str) -> None:
        """Wait until the gate is open for this, a minute at most."""
        ends = time.monotonic() + 60
        while self._gate and not (self._gate / name).exists() and time.monotonic() < ends:
            time.sleep(0.02)

    def _in_added(self, lowered: str) -> tuple[str, ...]:
        words = {word.strip("?.,") for word in lowered.split() if len(word) > 5}
        added = {document.doc_id for document in self._added}
        sentences = (s for p in self._passages if p.doc_id in added for s in p.sentences)
        hit = next((s.text for s in sentences if any(w in s.text.lower() for w in words)), "")
        return (hit,) if hit else ()

    def _sentence(self, opening: str) -> tuple[Passage, Sentence]:
        return next(
            (p, s) for p in self._passages for s in p.sentences if s.text.startswith(opening)
        )

    def _answer(self, question: str, language: str, openings: tuple[str, ...]) -> Answer:
        found = [self._sentence(opening) for opening in openings]
        citations = tuple(
            Citation(
                s.doc_id,
                p.passage_id,
                s.in_language(language),
                s.start,
                s.end,
                s.text,
                0.9 - i / 10,
            )
            for i, (p, s) in enumerate(found)
        )
        sentences = tuple(
            AnswerSentence(c.quote, (i,), "extracted") for i, c in enumerate(citations)
        )
        candidates = tuple(
            Candidate(
                s.sentence_id, s.in_language(language), 0.9, (("dense", 0.8), ("lexical", 0.5))
            )
            for _, s in found
        )
        return Answer(
            question=question,
            text=" ".join(s.text for s in sentences),
            citations=citations,
            hits=tuple(Hit(p, 0.9, i) for i, (p, _) in enumerate(found, 1)),
            abstained=None,
            language=language,
            confidence=0.87,
            backend="extractive",
            elapsed_ms=42.0,
            sentences=sentences,
            explanation=Explanation(question, candidates, (("top_score", 0.9),), 0.42),
        )

    def _abstain(self, question: str, language: str) -> Answer:
        text = {
            "de": "Dazu steht im Artikel nichts.",
            "en": "The article does not say anything about that.",
        }[language]
        return Answer(
            question=question,
            text=text,
            citations=(),
            hits=self.search(question, 3),
            abstained=Abstention.NOT_IN_SOURCES,
            language=language,
            confidence=0.08,
            backend="extractive",
            elapsed_ms=17.0,
            sentences=(AnswerSentence(text, (), "fixed"),),
            explanation=Explanation(question, (), (("top_score", 0.1),), 0.42),
        )


def _replace_text(whole: Answer, part: tuple[AnswerSentence, ...]) -> Answer:
    return Answer(
        question=whole.question,
        text=" ".join(s.text for s in part),
        citations=whole.citations,
        hits=whole.hits,
        abstained=None,
        language=whole.language,
        confidence=whole.confidence,
        backend=whole.backend,
        elapsed_ms=whole.elapsed_ms,
        sentences=part,
        explanation=whole.explanation,
    )
