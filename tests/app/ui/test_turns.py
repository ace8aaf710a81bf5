"""Conversations that come back from the browser."""

import json
from dataclasses import replace

import pytest

from app.ui.turns import MAX_TURNS, Turn, dump, history, load, reply_from
from tests.fakes_ui import FakeAssistant

PEAK = "Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?"


def turn(question: str = PEAK) -> Turn:
    """A whole turn of the fake assistant."""
    return Turn(question, reply_from(FakeAssistant().ask(question)), done=True)


def test_a_conversation_survives_json() -> None:
    """What the browser keeps is what was said."""
    turns = (turn(), turn("What is Klarna's share price today?"))
    assert load(json.loads(json.dumps(dump(turns)))) == turns


@pytest.mark.parametrize(
    "data",
    [None, "x", 5, {"a": 1}, [5], [{"question": 1}], [{"question": "\ud800", "reply": None}]],
)
def test_anything_else_is_an_empty_conversation(data: object) -> None:
    """The browser's store is outside data."""
    assert load(data) == ()


def test_a_changed_field_is_refused_whole() -> None:
    """No half-checked reply is shown."""
    data = json.loads(json.dumps(dump([turn()])))
    data[0]["reply"]["citations"][0]["start"] = "<img>"
    assert load(data) == ()


def test_only_the_last_hundred_turns_are_kept() -> None:
    """And a turn of the fake stays small enough for a browser's store."""
    one = turn()
    assert len(load(dump([one] * (MAX_TURNS + 5)))) == MAX_TURNS
    assert len(json.dumps(dump([one]))) < 20_000


def test_history_is_what_was_said() -> None:
    """Questions and the answers' text, oldest first; unfinished turns count for nothing."""
    unanswered = replace(turn(), reply=None)
    assert [m["role"] for m in history([turn(), unanswered])] == ["user", "assistant"]
    assert history([turn()])[0]["content"] == PEAK


def test_closest_passages_are_in_the_answers_language() -> None:
    """With the place of the original."""
    reply = reply_from(FakeAssistant().ask("What is Klarna's share price today?"))
    assert [c.language for c in reply.closest] == ["en", "en", "en"]
    assert reply.closest[0].text.startswith("Swedish fintech company")
    assert reply.closest[0].start == 0
