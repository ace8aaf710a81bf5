"""Follow-up questions: which lean on what was said before, and what they become."""

import pytest

from app.followup import asks_who_says, is_followup, own_start, standalone
from app.types import Turn

HISTORY: list[Turn] = [
    {"role": "user", "content": "Wie viele Mitarbeiter hat Klarna heute?"},
    {"role": "assistant", "content": "3 800."},
]


@pytest.mark.parametrize(
    "question",
    [
        "Und davor?",
        "Und wie viele waren es vorher?",
        "And before that?",
        "What about Duolingo?",
        "Was ist mit Duolingo?",
        "Warum?",
        "Why?",
        "Hat er das gesagt?",
        "Och innan?",
        "Et avant?",
        "Did Klarna say that?",
    ],
)
def test_a_followup_takes_the_question_before_along(question: str) -> None:
    """Which names what it leans on."""
    assert is_followup(question)
    assert standalone(question, HISTORY) == f"Wie viele Mitarbeiter hat Klarna heute? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Wie hoch ist die Bewertung von Klarna?",
        "Was sagte Siemiatkowski der BBC?",
        "Wer hat den Artikel geschrieben?",
        "Who wrote the article?",
        "How many employees did Klarna have at its peak?",
        "Wie viele Mitarbeiter hatte Klarna auf seinem Höhepunkt?",
        "Wie viele Arbeitsplätze könnten im Vereinigten Königreich verloren gehen?",
        "Combien de personnes travaillent chez Klarna?",
    ],
)
def test_a_whole_question_stands_alone(question: str) -> None:
    """Whatever was said before."""
    assert standalone(question, HISTORY) == question


def test_without_a_history_nothing_is_added() -> None:
    """Nor from what the assistant said alone."""
    assert standalone("Und davor?", []) == "Und davor?"
    assert standalone("Und davor?", HISTORY[1:]) == "Und davor?"


def test_a_chain_goes_back_to_the_question_that_stands_alone() -> None:
    """And no further than three questions."""
    chain: list[Turn] = [
        {"role": "user", "content": "Wer ist der Chef von Klarna in Schweden?"},
        {"role": "user", "content": "Wie hoch war die Bewertung von Klarna?"},
        {"role": "assistant", "content": "$46 Mrd."},
        {"role": "user", "content": "Und davor?"},
    ]
    expected = "Wie hoch war die Bewertung von Klarna? Und davor? Und heute?"
    assert standalone("Und heute?", chain) == expected
    longer: list[Turn] = [{"role": "user", "content": f"Und {n}?"} for n in ("dann", "jetzt")]
    assert standalone("Und heute?", [*chain, *longer]) == (
        "Und davor? Und dann? Und jetzt? Und heute?"
    )


def test_a_chain_of_exchanges_keeps_its_subject() -> None:
    """The place or year of the last one stands in the first question."""
    where = asked("How many people work for Klarna in Sweden?", "And in France?")
    assert standalone("And in Spain?", where) == "How many people work for Klarna in Spain?"
    when = asked("¿Cuánto valía Klarna en 2021?", "¿Y en 2020?")
    assert standalone("¿Y en 2019?", when) == "¿Cuánto valía Klarna en 2019?"


def test_another_question_about_another_year_is_not_exchanged() -> None:
    """It asks for something of its own."""
    history = asked("How many employees did Klarna have in 2022?")
    asked_now = "And how much was it worth in 2020?"
    assert standalone(asked_now, history).endswith(asked_now)


@pytest.mark.parametrize(
    "question", ["Wo hat klarna seinen sitz?", "Wo steht die aktie heute?", "Woher kommt er?"]
)
def test_a_question_for_a_place_does_not_ask_who_says_so(question: str) -> None:
    """Though it opens like one."""
    assert not asks_who_says(question)


def asked(*questions: str) -> list[Turn]:
    """A history of these questions, each with some answer."""
    turns: list[Turn] = []
    for question in questions:
        turns.append({"role": "user", "content": question})
        turns.append({"role": "assistant", "content": "So steht es da."})
    return turns


@pytest.mark.parametrize(
    "question",
    [
        "Who said that?",
        "Who says so?",
        "Says who?",
        "Who told you that?",
        "How do you know?",
        "How do you know that?",
        "Where did he say it?",
        "Where does it say that?",
        "What is your source?",
        "Wer sagt das?",
        "Wer hat das gesagt?",
        "Woher weißt du das?",
        "Woher stammt das?",
        "Wo steht das?",
        "Vem säger det?",
        "Hur vet du det?",
        "Var står det?",
        "Qui dit ça ?",
        "Qui l'a dit ?",
        "Où est-ce écrit ?",
        "¿Quién lo dice?",
        "¿Cómo lo sabes?",
        "¿Dónde lo dice?",
        "According to whom?",
        "Laut wem?",
        "Enligt vem?",
        "D’après qui ?",
        "¿Según quién?",
        "Where does that number come from?",
        "Woher hast du das?",
    ],
)
def test_who_says_so_is_the_earlier_question_again(question: str) -> None:
    """Its evidence tells; the words of the new one would lead astray."""
    assert asks_who_says(question) and is_followup(question)
    assert standalone(question, HISTORY) == "Wie viele Mitarbeiter hat Klarna heute?"
    assert standalone(question, []) == question


def test_small_talk_between_is_not_leant_on() -> None:
    """Three questions back are counted without it."""
    first = "Wie viele Mitarbeiter hat Klarna heute?"
    between = ("Erzähl mir mehr", "Danke!", "weiter")
    assert standalone("Und davor?", asked(first, *between)) == f"{first} Und davor?"


def test_who_says_so_asked_twice_is_still_the_question_before() -> None:
    """And a chain of follow-ups is asked again as a whole."""
    first = "Wie viele Mitarbeiter hat Klarna heute?"
    assert standalone("Who said that?", asked(first, "Wer sagt das?")) == first
    assert standalone("Who said that?", asked(first, "Und davor?")) == f"{first} Und davor?"


@pytest.mark.parametrize(
    "question",
    [
        "What does Sebastian Siemiatkowski, who said jobs will go, expect of the state?",
        "What did the man who said more jobs could be lost say about training?",
        "Who said Klarna could shrink to 2,000?",
        "who said klarna could shrink to 2,000 employees?",
        "Who told the BBC?",
        "According to whom are jobs at risk?",
        "Woher kommt Klarna?",
        "Wo hat Klarna den Sitz?",
    ],
)
def test_a_question_that_names_what_was_said_stands_alone(question: str) -> None:
    """That it holds "who said" does not make it lean on anything."""
    assert not asks_who_says(question)
    assert standalone(question, HISTORY) == question


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("How many people work for Klarna in Sweden?", "And in France?",
         "How many people work for Klarna in France?"),
        ("How many people work for Klarna in Sweden?", "What about in the United States?",
         "How many people work for Klarna in the United States?"),
        ("Wie viele arbeiten bei Klarna in Schweden?", "Und in der Schweiz?",
         "Wie viele arbeiten bei Klarna in der Schweiz?"),
        ("Wie viele Stellen fallen im Vereinigten Königreich weg?", "Und in Frankreich?",
         "Wie viele Stellen fallen in Frankreich weg?"),
        ("Hur många arbetar för Klarna i Sverige?", "Och i Frankrike?",
         "Hur många arbetar för Klarna i Frankrike?"),
        ("Combien de personnes travaillent en Suède ?", "Et aux États-Unis ?",
         "Combien de personnes travaillent aux États-Unis ?"),
        ("¿Cuántos trabajan en Suecia?", "Y en Francia?", "¿Cuántos trabajan en Francia?"),
    ],
)  # fmt: skip
def test_another_place_takes_the_place_of_the_first(
    earlier: str, question: str, expected: str
) -> None:
    """All else that was asked stays."""
    assert standalone(question, asked(earlier)) == expected


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("Was sagte er der BBC?", "Und der FT?", "Was sagte er der FT?"),
        ("What did he tell the BBC?", "and the Financial Times?",
         "What did he tell the Financial Times?"),
        ("Vad sa han till BBC?", "Och till FT?", "Vad sa han till FT?"),
        ("¿Qué dijo a la BBC?", "¿Y al FT?", "¿Qué dijo a la FT?"),
        ("Was sagte er der BBC?", "Und der FT über Jobs?",
         "Was sagte er der BBC? Und der FT über Jobs?"),
        ("What does the CEO think?", "And the BBC?", "What does the CEO think? And the BBC?"),
        ("Was sagte er der BBC?", "Und Entlassungen?", "Was sagte er der BBC? Und Entlassungen?"),
        ("What did he tell the FT?", "And Duolingo?", "What did he tell the FT? And Duolingo?"),
        ("What did he tell the FT?", "What is the BBC?",
         "What did he tell the FT? What is the BBC?"),
    ],
)  # fmt: skip
def test_another_institution_takes_the_place_of_the_first(
    earlier: str, question: str, expected: str
) -> None:
    """Only where both are written as names are, and nothing else is asked."""
    assert standalone(question, asked(earlier)) == expected


@pytest.mark.parametrize("question", ["in 2020?", "And in 2020?", "Und 2020?", "2020?"])
def test_another_year_takes_the_place_of_the_first(question: str) -> None:
    """The first year of the earlier question, if it has one."""
    earlier = "How many employees did Klarna have in 2022?"
    assert standalone(question, asked(earlier)) == "How many employees did Klarna have in 2020?"
    none = "How many employees does Klarna have?"
    assert standalone(question, asked(none)) == f"{none} {question}"


def test_a_place_where_none_was_named_is_put_behind() -> None:
    """As any other follow-up; a year is not a place."""
    earlier = "How many employees did Klarna have in 2022?"
    assert standalone("And in France?", asked(earlier)) == f"{earlier} And in France?"
    earlier = "How many employees did Klarna have in Sweden?"
    assert standalone("And in 2020?", asked(earlier)) == f"{earlier} And in 2020?"


def test_a_follow_up_begins_behind_the_question_before() -> None:
    """Also behind two; not where it is the earlier question about another year or place."""
    full = standalone("Und davor?", HISTORY)
    assert full[own_start("Und davor?", full, HISTORY) :] == "Und davor?"
    alone: list[Turn] = [{"role": "user", "content": "How many people work in Germany?"}]
    for question in ("in Spain?", "Who leads the firm?"):
        assert own_start(question, standalone(question, alone), alone) == 0
    in_2024: list[Turn] = [{"role": "user", "content": "How many left in 2024?"}]
    assert standalone("2023?", in_2024) == "How many left in 2023?"
    assert own_start("2023?", "How many left in 2023?", in_2024) == 0
    assert own_start("And why?", "Ignore this. And why?", HISTORY) == 0
    turns = asked("How many jobs are at risk in Germany?", "And in the United Kingdom?")
    full = standalone("And what does it call for?", turns)
    assert full == "How many jobs are at risk in the United Kingdom? And what does it call for?"
    assert full[own_start("And what does it call for?", full, turns) :].startswith("And what")
