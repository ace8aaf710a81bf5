"""Several questions in one are taken apart, and one question is left whole."""

import pytest

from app.split import split_questions


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Wer leitet Klarna und wann wurde es gegründet?",
         ("Wer leitet Klarna?", "wann wurde es gegründet?")),
        ("Who runs Klarna, and how old is he?", ("Who runs Klarna?", "how old is he?")),
        ("How many jobs go and why?", ("How many jobs go?", "why?")),
        ("Wann geht Klarna an die Börse und an welche?",
         ("Wann geht Klarna an die Börse?", "an welche?")),
        ("Vem leder Klarna och hur många arbetar där?",
         ("Vem leder Klarna?", "hur många arbetar där?")),
        ("Qui dirige Klarna et combien de gens y travaillent ?",
         ("Qui dirige Klarna?", "combien de gens y travaillent ?")),
        ("¿Quién dirige Klarna y cuántos empleados tiene?",
         ("¿Quién dirige Klarna?", "cuántos empleados tiene?")),
        ("Who is Siemiatkowski? And how old is he?",
         ("Who is Siemiatkowski?", "And how old is he?")),
        ("I teach economics. What does the report warn of? Whom does it hit?",
         ("I teach economics. What does the report warn of?", "Whom does it hit?")),
        ("Wer sagt das, wem sagt er es und warum?", ("Wer sagt das, wem sagt er es?", "warum?")),
    ],
)  # fmt: skip
def test_each_question_by_itself(typed: str, parts: tuple[str, ...]) -> None:
    """In its own words, in the order asked, what asks nothing with its question."""
    assert split_questions(typed) == parts


@pytest.mark.parametrize(
    "typed",
    [
        "Wie viele Mitarbeiter hat Klarna?",
        "Wie und warum baut Klarna Stellen ab?",
        "Oh, and how many were it before?",
        "What does he say about AI and how it affects jobs?",
        "What does it say about people who lose their jobs and who need help?",
        "Which firms cut jobs, and which it names are Swedish?",
        "What are the risks and opportunities?",
        "Marketing und Kundenservice: was wird gekürzt?",
        "Really? Is that so?",
        'Klarna sagt "wir sparen und wie" - was ist damit gemeint?',
        "Wie hat sich das zwischen 2021 und wann entwickelt?",
        "Summarise the article and list the figures.",
        "Why? And when? And who? And where to? And what for?",
        "Who? What did Klarna say? Where did it say so? When was that said? Why did it?",
        "",
    ],
)
def test_one_question_stays_whole(typed: str) -> None:
    """Clauses, lists, interjections, and more than anybody answers at once."""
    assert split_questions(typed) == (typed,)
