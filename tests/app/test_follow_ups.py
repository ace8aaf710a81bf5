"""Follow-ups, answered by the assistant as it is shipped."""

from app.assistant import Assistant
from app.types import Turn


def _asked(*questions: str) -> list[Turn]:
    """A conversation in which these were asked."""
    return [{"role": "user", "content": question} for question in questions]


def test_a_followup_is_not_answered_with_what_was_said(real_assistant: Assistant) -> None:
    """The report's warning answered the question before; what it calls for stands behind it."""
    asked = "How many jobs could be lost in the UK?"
    (warned,) = real_assistant.ask(asked).citations
    question = "What does that report call for?"
    found = real_assistant.ask(question, history=_asked(asked)).citations
    assert found
    assert all(warned.end <= c.start or c.end <= warned.start for c in found)


def test_a_followup_beyond_the_article_is_not_answered(real_assistant: Assistant) -> None:
    """Its earlier question is, and one that goes on about that."""
    asked = "Which report warns about jobs in Britain?"
    turns = _asked(asked)
    assert real_assistant.ask(asked).abstained is None
    assert real_assistant.ask("And what does it call for?", history=turns).abstained is None
    assert real_assistant.ask("And who paid for it?", history=turns).abstained is not None


def test_what_is_learnt_of_follow_ups_is_used(real_assistant: Assistant) -> None:
    """This one points to nothing, and no rule sees that it leaves unsaid of what."""
    asked, question = "Which think tank warned about jobs in Britain?", "Over what time frame?"
    answer = real_assistant.ask(question, history=_asked(asked))
    assert answer.explanation is not None
    assert answer.explanation.standalone_question == f"{asked} {question}"


def test_what_follows_decides_what_a_follow_up_is_answered_with(real_assistant: Assistant) -> None:
    """Behind the same question: how many are left, and in which year, which is not told."""
    turns = _asked("How many people worked at Klarna at its height?")
    left = real_assistant.ask("And how many of them remain?", history=turns)
    assert "3,800" in left.text
    assert real_assistant.ask("Which year was that?", history=turns).abstained is not None
