"""What is told of a question: what became of it, and not what it says."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from app.asked import Asked, Asking, listened
from app.types import Abstention
from sources import AssistantError
from tests.fakes_ui import FakeAssistant

QUESTION = "What is Zyxwvut's secret?"
ANSWER = FakeAssistant().ask("Who wrote the article?")


def told(step: Callable[[Asking], object]) -> Asked:
    """What the listeners hear of one question."""
    heard: list[Asked] = []
    try:
        with listened(QUESTION, (heard.append,)) as asking:
            step(asking)
    except (AssistantError, ValueError, GeneratorExit):
        pass
    (one,) = heard
    return one


def raising(error: BaseException) -> Callable[[Asking], object]:
    """A step that fails."""

    def step(asking: Asking) -> None:
        raise error

    return step


def answering(asking: Asking) -> None:
    """A step that answers."""
    asking.stages.end("encode")
    asking.stages.end("read")
    asking.stages.end("read")
    asking.answer = ANSWER


def test_an_answer() -> None:
    """With the stages in their order, times added up."""
    asked = told(answering)
    assert (asked.outcome, asked.language, asked.backend) == ("answered", "en", "extractive")
    assert (asked.confidence, asked.error) == (0.87, None)
    assert list(asked.stage_s) == ["encode", "read"]
    assert sum(asked.stage_s.values()) <= asked.elapsed_s


def test_what_else_may_become_of_it() -> None:
    """An abstention by its reason, a failure by its class."""

    def abstaining(asking: Asking) -> None:
        asking.answer = replace(ANSWER, abstained=Abstention.OFF_TOPIC)

    assert told(abstaining).outcome == "off_topic"
    failed = told(raising(AssistantError(f"No way: {QUESTION}")))
    assert (failed.outcome, failed.error, failed.language) == ("error", "AssistantError", None)
    assert told(raising(ValueError("x"))).outcome == "invalid"
    assert told(raising(GeneratorExit())).outcome == "stopped"


def test_the_text_is_in_no_field_unless_it_is_wanted() -> None:
    """Its hash is: the same question is known again."""
    fields = told(raising(AssistantError(QUESTION))).fields(with_question=False)
    assert "Zyxwvut" not in json.dumps(fields)
    assert fields["question_id"] == sha256(QUESTION.encode()).hexdigest()[:12]
    assert told(answering).fields(with_question=True)["question"] == QUESTION


def test_a_lone_surrogate_has_a_hash_too() -> None:
    """As any text."""
    heard: list[Asked] = []
    with listened("\ud800", (heard.append,)):
        pass
    assert len(heard[0].question_id) == 12
