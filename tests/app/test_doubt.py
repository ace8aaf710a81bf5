"""Follow-ups read by themselves as well."""

from dataclasses import dataclass, field, replace

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
    asked: list[str] = field(default_factory=list)

    def read(self, question: str, *_: object, **__: object) -> Reading:
        """The same reading each time."""
        self.asked.append(question)
        return reading(self.confidence)


@pytest.mark.parametrize(
    ("together", "alone", "both"),
    [(0.5, 0.5, 0.5), (0.9, 0.1, 0.5), (0.96, 0.07, 0.573), (0.98, 0.11, 0.711), (0.2, 0.2, 0.2)],
)
def test_the_log_odds_of_both_are_averaged(together: float, alone: float, both: float) -> None:
    """By hand: the logit of 0.9 is that of 0.1 with another sign."""
    engine = Alone(alone)
    found = doubted(reading(together), engine, FULL, ALONE, "de")
    assert found.confidence == pytest.approx(both, abs=1e-3)
    assert engine.asked == [ALONE]
    assert replace(found, confidence=together) == reading(together)


@pytest.mark.parametrize(
    ("full", "alone"),
    [(ALONE, ALONE), ("Wie viele waren es 2020?", "Und 2020?"), ("Welches Institut? ?", "?")],
)
def test_what_stands_alone_is_not_read_again(full: str, alone: str) -> None:
    """Nor an earlier question with another year in its stead, nor one without words."""
    engine = Alone(0.1)
    assert doubted(reading(0.9), engine, full, alone, "de") == reading(0.9)
    assert engine.asked == []


def test_without_learning_a_follow_up_alone_says_nothing() -> None:
    """Nor if nothing was found at all."""
    engine = Alone(0.1)
    plain, nothing = reading(0.9, learnt=False), replace(reading(0.9), candidates=())
    for one in (plain, nothing):
        assert doubted(one, engine, FULL, ALONE, "de") == one
    assert engine.asked == []


def test_a_followup_beyond_the_article_is_not_answered(real_assistant: Assistant) -> None:
    """Its earlier question is, and one that goes on about that."""
    asked = "Which report warns about jobs in Britain?"
    history: list[Turn] = [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": "One of the Institute for Public Policy Research."},
    ]
    assert real_assistant.ask(asked).abstained is None
    assert real_assistant.ask("And what does it call for?", history=history).abstained is None
    assert real_assistant.ask("And who paid for it?", history=history).abstained is not None
