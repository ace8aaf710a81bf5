"""Follow-ups read by themselves as well."""

from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from app import Assistant
from app.bank import Nearby
from app.doubt import doubted
from app.engine import Engine, Reading
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
    asked: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have two documents."""
        self.doc_ids = frozenset({"d", "other"})

    def read(self, question: str, *_: object, **options: object) -> Reading:
        """The same reading each time."""
        self.asked.append((question, cast("frozenset[str]", options["exclude"])))
        return reading(self.confidence)


def history(*asked: str) -> list[Turn]:
    """What a person asked before, each answered."""
    given: Turn = {"role": "assistant", "content": "So."}
    return [turn for q in asked for turn in (Turn(role="user", content=q), given)]


BEFORE = history("Welches Institut warnt?")


@pytest.mark.parametrize(
    ("together", "alone", "both"),
    [(0.5, 0.5, 0.5), (0.9, 0.1, 0.5), (0.96, 0.07, 0.573), (0.98, 0.11, 0.711), (0.5, 0.95, 0.5)],
)
def test_the_log_odds_of_both_are_averaged(together: float, alone: float, both: float) -> None:
    """By hand: the logit of 0.9 is that of 0.1 with another sign. It raises no confidence."""
    engine = Alone(alone)
    found = doubted(reading(together), engine, FULL, ALONE, BEFORE)
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
    assert doubted(reading(0.9), engine, full, alone, history(asked)) == reading(0.9)
    assert engine.asked == []


def test_of_several_earlier_questions_the_last_is_put_before() -> None:
    """With its own before it."""
    engine = Alone(0.1)
    turns = history("Wer warnt?", "Und wovor?")
    assert doubted(reading(0.9), engine, "Wer warnt? Und wovor? Und wann?", "Und wann?", turns)
    assert [text for text, _ in engine.asked] == ["Und wann?"]


def test_without_learning_a_follow_up_alone_says_nothing() -> None:
    """Nor if nothing was found at all."""
    engine = Alone(0.1)
    plain, nothing = reading(0.9, learnt=False), replace(reading(0.9), candidates=())
    for one in (plain, nothing):
        assert doubted(one, engine, FULL, ALONE, BEFORE) == one
    assert engine.asked == []


def test_a_followup_beyond_the_article_is_not_answered(real_assistant: Assistant) -> None:
    """Its earlier question is, and one that goes on about that."""
    asked = "Which report warns about jobs in Britain?"
    turns = history(asked)
    assert real_assistant.ask(asked).abstained is None
    assert real_assistant.ask("And what does it call for?", history=turns).abstained is None
    assert real_assistant.ask("And who paid for it?", history=turns).abstained is not None
