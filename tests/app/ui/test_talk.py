"""The conversation's moves."""

import threading
from collections.abc import Iterator

import pytest

from app.ui.talk import Talk, View
from app.ui.turns import load
from app.ui.warmup import WarmUp
from sources.errors import AssistantError
from tests.fakes_ui import FakeAssistant

PEAK = "Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?"
FALL = "By how much did Klarna's valuation fall?"


def talk(assistant: FakeAssistant | None = None, warm_up: WarmUp | None = None) -> Talk:
    """A talk over the fake assistant."""
    known = assistant or FakeAssistant()
    return Talk(known, warm_up or WarmUp(known.warm_up))


def last(views: Iterator[View]) -> View:
    """The view that stays."""
    *_, view = views
    return view


def test_a_conversation_grows_and_is_sent_along() -> None:
    """The second question brings the first with it."""
    assistant = FakeAssistant()
    chat = talk(assistant)
    first = last(chat.ask(PEAK, None))
    second = last(chat.ask(FALL, first.turns))
    assert [turn.question for turn in load(second.turns)] == [PEAK, FALL]
    assert [m["role"] for m in second.messages] == ["user", "assistant"] * 2
    assert assistant.asked[-1][1][0]["content"] == PEAK


def test_answers_stream() -> None:
    """A sentence at a time, whole at the end."""
    kept = [load(view.turns) for view in talk().ask("What is it about?", None)]
    grown = [turn for turns in kept for turn in turns]
    assert [len(turn.reply.sentences) for turn in grown if turn.reply] == [1, 2, 3, 3]
    assert [turn.done for turn in grown] == [False, False, False, True]


def test_bad_questions_leave_the_conversation_as_it_was() -> None:
    """One line is shown, nothing is kept, the assistant is not asked."""
    assistant = FakeAssistant()
    chat = talk(assistant)
    kept = last(chat.ask(PEAK, None)).turns
    for question in ("", " \n", "x" * 2001, 5, None, ["a"], {"a": 1}):
        view = last(chat.ask(question, kept))
        assert view.turns == kept
        assert "reply problem" in view.messages[-1]["content"]
        assert all(len(message["content"]) < 10_000 for message in view.messages)
    assert len(assistant.asked) == 1


def test_a_failure_is_one_line() -> None:
    """With the assistant's own words."""
    view = last(talk().ask("crash", None))
    assert "No index at data/index" in view.messages[-1]["content"]
    assert view.turns == []


def test_a_fault_of_ours_ends_in_a_line_too() -> None:
    """Or the page would search for ever; what it was is for the log."""
    view = last(talk().ask("fault", None))
    assert "reply problem" in view.messages[-1]["content"]
    assert "Der Server hatte einen Fehler" in view.messages[-1]["content"]
    assert "secret" not in view.messages[-1]["content"]
    assert view.turns == []


def test_again_and_edit_cut_what_followed() -> None:
    """A new answer stands in the old one's place."""
    chat = talk()
    both = last(chat.ask(FALL, last(chat.ask(PEAK, None)).turns)).turns
    assert [t.question for t in load(last(chat.again(2, both)).turns)] == [PEAK, FALL]
    assert [t.question for t in load(last(chat.again(0, both)).turns)] == [PEAK]
    edited = last(chat.edit(0, "Wer &amp; was?", both))
    assert [t.question for t in load(edited.turns)] == ["Wer & was?"]
    assert list(chat.again(9, both)) == []


def test_stopping_keeps_what_there_was() -> None:
    """The reply is marked as stopped; an empty conversation stays empty."""
    chat = talk()
    views = list(chat.ask("What is it about?", None))
    stopped = load(chat.stop(views[1].turns).turns)
    assert [(t.done, t.stopped) for t in stopped] == [(True, True)]
    assert chat.stop(views[0].turns).turns == []
    assert load(chat.stop(views[-1].turns).turns)[0].stopped is False


def test_the_first_question_waits_with_a_message() -> None:
    """And is answered when the model is there."""
    ready = threading.Event()

    def wait() -> None:
        ready.wait(5)

    warm_up = WarmUp(wait)
    warm_up.start()
    views = talk(warm_up=warm_up).ask(PEAK, None)
    assert "Der Assistent wird vorbereitet" in next(views).messages[-1]["content"]
    ready.set()
    assert load(last(views).turns)[0].done


def test_a_model_that_does_not_load_says_so_at_the_question() -> None:
    """The wait ends either way."""

    def fail() -> None:
        raise AssistantError("No model")

    warm_up = WarmUp(fail)
    warm_up.start()
    with pytest.raises(AssistantError, match="No model"):
        warm_up.wait()
    assert not warm_up.running
