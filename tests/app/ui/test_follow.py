"""What to ask next, and what to begin with."""

from dataclasses import replace

from app.ui.follow import examples, suggestions
from app.ui.turns import Turn, reply_from
from sources.types import HypotheticalQuestion
from tests.fakes_ui import FakeAssistant, sample_document

DOCUMENT = sample_document()


def turn(question: str) -> Turn:
    """A whole turn of the fake assistant."""
    return Turn(question, reply_from(FakeAssistant().ask(question)), done=True)


def test_suggestions_are_in_the_answers_language_and_not_yet_answered() -> None:
    """The sentence about the workforce was just cited; the one about the valuation was not."""
    german = suggestions([turn("Wie viele hatte Klarna auf dem Höhepunkt?")], [DOCUMENT])
    assert german == ("Wie stark fiel die Bewertung von Klarna?",)
    english = suggestions([turn("How many employees at its peak?")], [DOCUMENT])
    assert english == ("How much was Klarna worth in 2021?",)


def test_suggestions_run_out() -> None:
    """Nothing is offered that was asked or answered before."""
    turns = [turn("Wie viele auf dem Höhepunkt?"), turn("Wie fiel die Bewertung?")]
    assert suggestions(turns, [DOCUMENT]) == ()
    assert suggestions([], [DOCUMENT]) == ()


def test_an_abstention_offers_questions_that_have_answers() -> None:
    """Near misses, which nothing answers, are left out."""
    near_miss = HypotheticalQuestion("Wie hoch ist der Aktienkurs von Klarna?", "de", ())
    document = replace(DOCUMENT, questions=(near_miss, *DOCUMENT.questions))
    assert suggestions([turn("Wie teuer?")], [document]) == (
        "Wie viele Mitarbeiter strebt Klarna an?",
        "Wie stark fiel die Bewertung von Klarna?",
    )


def test_keywords_and_leaning_questions_are_not_shown() -> None:
    """A question has to be whole and to stand alone."""
    answers = DOCUMENT.questions[0].answers
    texts = ("ceo überzeugung kleineres team", "Was ist das Ziel?", "Worüber freut er sich sehr?")
    odd = tuple(HypotheticalQuestion(text, "de", answers) for text in texts)
    assert examples([replace(DOCUMENT, questions=odd)], "de", 3) == ()


def test_examples_are_one_a_place() -> None:
    """Two questions for the same sentence would show the same answer."""
    assert examples([DOCUMENT], "de", 3) == (
        "Wie viele Mitarbeiter strebt Klarna an?",
        "Wie stark fiel die Bewertung von Klarna?",
    )
