"""What is asked of the index is spelt right; what was asked is told as it was typed."""

import pytest

from app.answering import Answerer
from app.followup import is_followup
from app.hearing import Hearing, understanding
from app.types import Turn
from tests.app.parts import make_engine
from tests.index.documents import example

HISTORY: list[Turn] = [
    {"role": "user", "content": "Wie viele Mitarbieter hatte die Firma?"},
    {"role": "assistant", "content": "5.000."},
]


@pytest.mark.parametrize(
    ("question", "history", "read"),
    [
        ("Wie viele Mitarbieter?", [], "Wie viele Mitarbeiter?"),
        ("Und Menshcen?", HISTORY, "Wie viele Mitarbeiter hatte die Firma? Und Menschen?"),
    ],
)
def test_questions_are_read_spelt_right(question: str, history: list[Turn], read: str) -> None:
    """With the earlier one that they lean on; without spelling as they were typed."""
    engine = make_engine(0.0, example())
    for spells in (True, False):
        answerer = Answerer(engine, [example()], spells=spells)
        *_, answer = answerer.stream(question, history, "de")
        assert answer.question == question and answer.explanation is not None
        assert (answer.explanation.standalone_question == read) is spells


@pytest.mark.parametrize(
    ("typed", "history", "languages"),
    [
        ("Moin", [], ("de", "de")),
        ("Hej då", [], ("sv", "en")),
        ("ok", HISTORY, ("de", "de")),
        ("ok", [], ("en", "en")),
    ],
)
def test_set_phrases_tell_their_language(
    typed: str, history: list[Turn], languages: tuple[str, str]
) -> None:
    """What is said in several is in the conversation's."""
    hearing = Hearing(make_engine(0.0, example()).snapshot, [example()], understanding(is_followup))
    assert hearing.languages(typed, history, "auto") == languages
