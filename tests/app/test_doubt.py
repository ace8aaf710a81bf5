"""Follow-ups read by themselves as well."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from app import Assistant
from app.bank import Nearby
from app.doubt import FollowUp, asked_now, doubted, read_alone
from app.engine import Engine, Reading
from app.followup import own_start
from app.types import Turn
from tests.app.parts import make_sentence, scored

FULL = "Welches Institut warnt? Wer bezahlt es?"
ALONE = "Wer bezahlt es?"


def reading(confidence: float, learnt: bool = True) -> Reading:
    """One candidate, of a document that taught something or did not."""
    nearby = Nearby(unsaid={"d": 0.1} if learnt else {})
    return Reading((), (scored(make_sentence("Ein Satz."), 0.9),), nearby, confidence, ())


@dataclass
class Alone(Engine):
    """Reads whatever it is asked with one confidence, and keeps what that was."""

    confidence: float
    expected: dict[str, float] = field(default_factory=dict)
    asked: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have two documents."""
        self.doc_ids = frozenset({"d", "other"})

    def read(self, question: str, *_: object, **options: object) -> Reading:
        """The same reading each time."""
        self.asked.append((question, cast("frozenset[str]", options["exclude"])))
        return reading(self.confidence)

    def nearby(self, question: str, exclude: frozenset[str] = frozenset()) -> Nearby:
        """What it expects each time."""
        self.asked.append((question, exclude))
        return Nearby(expected=self.expected)


def history(*asked: str) -> list[Turn]:
    """What a person asked before, each answered."""
    given: Turn = {"role": "assistant", "content": "So."}
    return [turn for q in asked for turn in (Turn(role="user", content=q), given)]


START = own_start(ALONE, FULL, history("Welches Institut warnt?"))


@pytest.mark.parametrize(
    ("together", "alone", "both"),
    [(0.5, 0.5, 0.5), (0.9, 0.1, 0.675), (0.96, 0.07, 0.778), (0.98, 0.11, 0.87), (0.5, 0.95, 0.5)],
)
def test_the_log_odds_of_both_are_averaged(together: float, alone: float, both: float) -> None:
    """By hand, the second counting half: a third of the logit of 0.9 is that of 0.675.

    The logit of 0.1 is that of 0.9 with another sign. No confidence rises.
    """
    engine = Alone(alone)
    followup = read_alone(engine, reading(together), FULL, START)
    assert followup is not None
    assert followup.before == "Welches Institut warnt?"
    found = doubted(reading(together), followup)
    assert found.confidence == pytest.approx(both, abs=1e-3)
    assert engine.asked == [(ALONE, frozenset({"other"}))]
    assert replace(found, confidence=together) == reading(together)


@pytest.mark.parametrize(
    ("asked", "full", "alone"),
    [
        ("Wer ist das?", ALONE, ALONE),
        ("Wie viele waren es 2019?", "Wie viele waren es 2020?", "Und 2020?"),
        ("Wie viele waren es in 2019?", "Wie viele waren es in 2020?", "2020?"),
        ("Wie viele hat Berg in Rom?", "Wie viele hat Berg In Berlin?", "In Berlin?"),
        ("Welches Institut?", "Welches Institut? ?", "?"),
        ("Welches Institut?", "Wer bezahlt das Institut, das warnt?", ALONE),
    ],
)
def test_what_stands_alone_is_not_read_again(asked: str, full: str, alone: str) -> None:
    """Nor an earlier question with something in its stead, nor one without words or reworded."""
    engine = Alone(0.1)
    start = own_start(alone, full, history(asked))
    assert read_alone(engine, reading(0.9), full, start) is None
    assert engine.asked == []


def test_of_several_earlier_questions_the_last_is_put_before() -> None:
    """With its own before it."""
    engine = Alone(0.1)
    turns = history("Wer warnt?", "Und wovor?")
    full = "Wer warnt? Und wovor? Und wann?"
    assert read_alone(engine, reading(0.9), full, own_start("Und wann?", full, turns))
    assert [text for text, _ in engine.asked] == ["Und wann?"]


def test_without_learning_a_follow_up_alone_says_nothing() -> None:
    """Nor if nothing was found at all."""
    engine = Alone(0.1)
    plain, nothing = reading(0.9, learnt=False), replace(reading(0.9), candidates=())
    for one in (plain, nothing):
        assert read_alone(engine, one, FULL, START) is None
    assert engine.asked == []
    assert doubted(plain, None) == plain


def expecting(expected: Sequence[float]) -> dict[str, float]:
    """How far each of the sentences of ``d#0`` is expected."""
    return {f"d#0.{number}": value for number, value in enumerate(expected)}


def kept(own: Sequence[float], earlier: Sequence[float]) -> tuple[str, list[str]]:
    """Which of the sentences a and b stay, and what was read to know that."""
    chosen = [scored(make_sentence(text, number=i), 0.9) for i, text in enumerate("ab")]
    alone = replace(reading(0.9), nearby=Nearby(expected=expecting(own)))
    engine = Alone(0.9, expecting(earlier))
    found = asked_now(chosen, FollowUp("Wer warnt?", alone), engine)
    assert all(left_out == {"other"} for _, left_out in engine.asked)
    return "".join(c.sentence.text for c in found), [text for text, _ in engine.asked]


@pytest.mark.parametrize(
    ("own", "stay"),
    [
        ((0.03, 0.94), "b"),
        ((0.5, 0.199), "a"),
        ((0.15, 0.0), "a"),
        ((0.53, 0.25), "ab"),
        ((0.5, 0.2), "ab"),
        ((0.149, 0.0), "ab"),
        ((0.9,), "ab"),
    ],
)
def test_what_only_the_earlier_question_asks_for_goes(own: tuple[float, ...], stay: str) -> None:
    """Where the follow-up by itself expects enough of another sentence, and little of that one.

    The earlier question is read where it may matter; of a sentence that no hypothetical question
    is about, the last one here, nothing is known.
    """
    assert kept(own, (0.3, 0.3)) == (stay, ["Wer warnt?"] if len(stay) == 1 else [])


def test_what_the_earlier_question_does_not_ask_for_stays() -> None:
    """The follow-up is too short to tell by itself: "And at its peak?"."""
    assert kept((0.03, 0.94), (0.29, 0.9)) == ("ab", ["Wer warnt?"])


def test_without_a_followup_all_stay() -> None:
    """Nor is anything read."""
    engine, chosen = Alone(0.9), [scored(make_sentence("a"), 0.9)]
    assert asked_now(chosen, None, engine) == chosen
    assert asked_now([], FollowUp("Wer warnt?", reading(0.9)), engine) == []
    assert engine.asked == []


def test_a_followup_is_not_answered_with_what_was_said(real_assistant: Assistant) -> None:
    """The report's warning answered the question before; what it calls for stands behind it."""
    asked = "How many jobs could be lost in the UK?"
    (warned,) = real_assistant.ask(asked).citations
    found = real_assistant.ask("What does that report call for?", history=history(asked)).citations
    assert found
    assert all(warned.end <= c.start or c.end <= warned.start for c in found)


def test_a_followup_beyond_the_article_is_not_answered(real_assistant: Assistant) -> None:
    """Its earlier question is, and one that goes on about that."""
    asked = "Which report warns about jobs in Britain?"
    turns = history(asked)
    assert real_assistant.ask(asked).abstained is None
    assert real_assistant.ask("And what does it call for?", history=turns).abstained is None
    assert real_assistant.ask("And who paid for it?", history=turns).abstained is not None
