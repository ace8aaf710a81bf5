"""Several questions in one: one answer of all that each got, and a word on what got none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from app.choose import MAX_CHARS
from app.compose import cite, fixed_answer, join, sentences
from app.evidence import ScoredSentence
from app.several import answer_each
from app.types import Abstention, Answer, AnswerSentence, Turn
from index.chunk import chunk
from index.types import Hit
from tests.app.parts import make_sentence, scored
from tests.index.documents import make_document

PEAK = scored(make_sentence("Es waren 5.000.", start=10), 0.9)
NOW = scored(make_sentence("Es sind 3.800.", passage=1, start=40), 0.8)
BOTH = scored(make_sentence("Es waren 5.000. Es sind 3.800.", start=10), 0.7)
LATER = scored(make_sentence("Es sollen 2.000 sein.", passage=1, start=60), 0.6)
UNSAID = "Das steht nicht im Artikel."
PARTS = ("Wie viele waren es?", "wie viele sind es?")
ASKED = " und ".join(PARTS)


def answered(*chosen: ScoredSentence, confidence: float = 0.95) -> Answer:
    """An answer of sentences, best first."""
    citations = cite(chosen, "de")
    given = sentences(citations)
    base = fixed_answer("", join(given), "de")
    return replace(base, citations=citations, sentences=given, confidence=confidence)


def unanswered(reason: Abstention = Abstention.NOT_IN_SOURCES) -> Answer:
    """No answer."""
    return replace(fixed_answer("", UNSAID, "de"), abstained=reason, confidence=0.1)


class Scripted:
    """Answers from a script, and keeps what was asked behind what."""

    def __init__(self, script: Mapping[str, Answer]) -> None:
        self.script = script
        self.asked: list[tuple[str, list[str]]] = []

    def __call__(self, question: str, turns: Sequence[Turn]) -> Iterator[Answer]:
        self.asked.append((question, [turn["content"] for turn in turns]))
        yield replace(self.script[question], question=question)


def ask(*answers: Answer) -> list[Answer]:
    """All answers to the question, from those to the whole and to each part."""
    return list(
        answer_each(ASKED, PARTS, (), Scripted(dict(zip((ASKED, *PARTS), answers, strict=True))))
    )


def test_each_part_is_asked_behind_those_before_it() -> None:
    """And behind what was said before: "and why?" leans on it."""
    script = Scripted(dict.fromkeys((ASKED, *PARTS), answered(PEAK)))
    before = Turn(role="user", content="Was war?")
    list(answer_each(ASKED, PARTS, (before,), script))
    assert script.asked == [
        (ASKED, ["Was war?"]),
        (PARTS[0], ["Was war?"]),
        (PARTS[1], ["Was war?", PARTS[0], "Es waren 5.000."]),
    ]


def test_the_whole_is_completed_with_the_best_of_each_part() -> None:
    """What it lacks alone is added, with its proof; what else a part has is not."""
    *_, last = ask(answered(PEAK, confidence=0.6), answered(PEAK), answered(LATER, NOW))
    assert last.text == "Es waren 5.000. Es sind 3.800." and last.question == ASKED
    assert [s.citations for s in last.sentences] == [(0,), (1,)]
    assert last.citations == cite([PEAK, NOW], "de")
    assert last.confidence == 0.6


def test_the_whole_says_which_part_is_denied() -> None:
    """Beside its answer, where that part is far from answered and the first one is."""
    _, last = ask(answered(BOTH), answered(PEAK), unanswered())
    assert last.text == f"{BOTH.sentence.text}\nWie viele sind es? – {UNSAID}"
    assert [s.status for s in last.sentences] == ["extracted", "fixed"]
    assert last.abstained is None and last.citations == cite([BOTH], "de")


@pytest.mark.parametrize(
    "parts",
    [
        (answered(PEAK), replace(unanswered(), confidence=0.3)),
        (answered(PEAK, confidence=0.8), unanswered()),
        (unanswered(), unanswered()),
    ],
)
def test_an_answer_to_the_whole_is_not_doubted_by_its_parts(parts: tuple[Answer, ...]) -> None:
    """It may hold what half a question is too short to ask for."""
    whole = answered(BOTH)
    assert ask(whole, *parts)[-1] == replace(whole, question=ASKED)


def test_the_whole_does_not_grow_beyond_an_answer() -> None:
    """A sentence for which there is no room is not begun."""
    long = scored(make_sentence(f"{'sehr ' * (MAX_CHARS // 5)}lang.", passage=2, start=99), 1.0)
    assert ask(answered(PEAK), answered(long), answered(NOW))[-1].citations == cite(
        [PEAK, NOW], "de"
    )


def test_parts_without_an_answer_are_named() -> None:
    """On lines of our own, which prove nothing, where the whole has no answer."""
    first = ask(unanswered(), answered(PEAK, confidence=0.92), unanswered())
    assert [answer.text for answer in first] == [f"Es waren 5.000.\nWie viele sind es? – {UNSAID}"]
    (last,) = first
    assert last.abstained is None and last.confidence == 0.92 and last.question == ASKED
    assert last.sentences[1] == AnswerSentence(f"Wie viele sind es? – {UNSAID}", (), "fixed")


@pytest.mark.parametrize("first", [unanswered(), answered(PEAK, confidence=0.8)])
def test_nothing_is_answered_behind_a_first_part_without_an_answer(first: Answer) -> None:
    """Its subject may be another one: "the CEO" of that firm is not ours."""
    (last,) = ask(unanswered(), first, answered(NOW))
    assert last == replace(unanswered(), question=ASKED)


def test_what_cannot_be_answered_is_not_asked() -> None:
    """Behind a first part without an answer; with a model each would take its time."""
    script = Scripted(dict.fromkeys((ASKED, *PARTS), unanswered()))
    list(answer_each(ASKED, PARTS, (), script))
    assert [question for question, _ in script.asked] == [ASKED, PARTS[0]]


def test_a_part_answered_by_too_little_is_neither_given_nor_denied() -> None:
    """Nor is it what the next one leans on."""
    (last,) = ask(unanswered(), answered(PEAK), answered(NOW, confidence=0.8))
    assert last.text == "Es waren 5.000."
    *_, last = ask(answered(PEAK), answered(PEAK), answered(NOW, confidence=0.8))
    assert last.text == "Es waren 5.000."
    parts = ("Eins?", "Zwei?", "Drei?")
    script = Scripted(
        dict(
            zip(
                ("", *parts),
                (unanswered(), answered(PEAK), unanswered(), answered(NOW)),
                strict=True,
            )
        )
    )
    list(answer_each("", parts, (), script))
    assert script.asked[-1] == ("Drei?", ["Eins?", "Es waren 5.000."])


def test_what_was_told_with_a_question_is_not_repeated() -> None:
    """What a person claims is not said in our voice."""
    parts = (PARTS[0], "Klarna ist pleite. Wer prüft es?")
    script = Scripted(
        dict(zip(("", *parts), (unanswered(), answered(PEAK), unanswered()), strict=True))
    )
    *_, last = answer_each("", parts, (), script)
    assert last.text == f"Es waren 5.000.\nWer prüft es? – {UNSAID}"


def test_answered_parts_are_put_together() -> None:
    """Each citation once; the least certain part tells how certain the answer is."""
    parts = answered(BOTH, confidence=0.98), answered(PEAK, LATER, confidence=0.97)
    (last,) = ask(unanswered(), *parts)
    assert last.text == "Es waren 5.000. Es sind 3.800. Es sollen 2.000 sein."
    assert [s.citations for s in last.sentences] == [(0,), (1,)]
    assert last.citations == cite([BOTH, LATER], "de") and last.confidence == 0.97


def test_nothing_is_answered() -> None:
    """The abstention of the whole stands."""
    (last,) = ask(unanswered(Abstention.OFF_TOPIC), unanswered(), unanswered())
    assert last == replace(unanswered(Abstention.OFF_TOPIC), question=ASKED)


def test_passages_found_for_any_part_are_shown() -> None:
    """The first of each before the second of any, each once."""
    passages = chunk(make_document("Eins.\n\nZwei.\n\nDrei."))
    one, two = (
        tuple(Hit(passages[i], 0.5, rank) for rank, i in enumerate(found, start=1))
        for found in ((0, 1), (2, 0))
    )
    (last,) = ask(unanswered(), replace(answered(PEAK), hits=one), replace(unanswered(), hits=two))
    found = [(hit.rank, hit.passage.passage_id) for hit in last.hits]
    assert found == [(n, passages[i].passage_id) for n, i in ((1, 0), (2, 2), (3, 1))]


def test_a_model_is_asked_once() -> None:
    """It reads the whole question itself, and is not asked again if it fails."""
    for whole in (
        replace(answered(PEAK), backend="model"),
        replace(answered(PEAK), notice="The language model did not answer."),
    ):
        script = Scripted({ASKED: whole})
        assert list(answer_each(ASKED, PARTS, (), script)) == [replace(whole, question=ASKED)]
        assert len(script.asked) == 1


def test_one_place_is_cited_once() -> None:
    """However well it answers each of the questions."""
    again = scored(PEAK.sentence, 0.5)
    first = replace(answered(PEAK), sentences=(AnswerSentence("Viele.", (0,), "verified"),))
    second = replace(answered(again), sentences=(AnswerSentence("5.000.", (0,), "verified"),))
    *_, last = ask(unanswered(), first, second)
    assert [s.citations for s in last.sentences] == [(0,), (0,)]
    assert last.citations == cite([PEAK], "de")
