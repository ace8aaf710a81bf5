"""What a question asks for, and whether a sentence holds it."""

import pytest

from app.kinds import FULL_NAME, asked_kinds, asks_of_another_year, holds_what_is_asked


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("Wie viele Gräben werden geschlossen?", "42 Gräben werden geschlossen.", True),
        ("Wie viele Gräben werden geschlossen?", "Die Gräben werden geschlossen.", False),
        ("Wie viele der 42 Gräben sind zu?", "Geplant sind 42 Gräben.", False),
        ("When was the line opened?", "It opened in the 1950s.", True),
        ("Wann wird entschieden?", "A decision is due next spring.", True),
        ("When was the line opened?", "The line has 19 stops.", False),
        ("How old was he when he won?", "He won at age 38.", True),
        ("Who won?", "Nobody did.", True),
    ],
)
def test_numbers_and_times_must_be_there(question: str, text: str, held: bool) -> None:
    """A number that the question names itself is no answer; other kinds leave no sure trace."""
    assert holds_what_is_asked(question, ["Nothing at all.", text]) is held


def test_when_in_the_middle_asks_for_no_time() -> None:
    """It opens a clause there."""
    assert asked_kinds("How old was he when he won?") == {"number"}
    assert asked_kinds("Do you know when he won?") == {"time"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gestern sagte Eike Thormann zu", "Eike Thormann"),
        ("gestern kam Ursula von der Heide", "Ursula von der Heide"),
        ("heute war Dr. Odenthal da", "Dr. Odenthal"),
        ("la ministre Anne de Broglie est", "Anne de Broglie"),
        ("der Chef der Bank", None),
        ("nur Klarna allein", None),
    ],
)
def test_full_names(text: str, name: str | None) -> None:
    """Two capitals with at most a particle between them."""
    found = FULL_NAME.search(text)
    assert (found.group() if found else None) == name


@pytest.mark.parametrize(
    ("question", "another"),
    [
        ("Wie viele waren es im Jahr 2018?", True),
        ("Och hur mycket var det 2018?", True),
        ("Wie viele waren es im Jahr 2011?", False),
        ("How many trams ran in 2018 and in 2011?", False),
        ("How many were there in 2023?", False),
        ("How many were there in 2024?", False),
        ("How many were there in 2022?", True),
        ("Why did fewer come in 2018?", False),
        ("Wie viele der 2000 Gräben sind zu?", False),
        ("Wie viele der 1.950 Gräben sind zu?", False),
        ("Wie viele der 1950 Gräben sind zu?", False),
        ("How many trams ran in the 1950s?", False),
        ("How many ran in 2016?", False),
        ("How many ran in 2015?", False),
        ("How many ran in 2017?", True),
        ("how many trams, 2018", True),
        ("Wie viele kosten mehr als 1850,50 Euro?", False),
        ("How many trams are there?", False),
    ],
)
def test_how_many_in_a_year_that_no_text_is_about(question: str, another: bool) -> None:
    """The year of the article and the one before need not be named."""
    texts = ["In 2011 there were 40, in 2015/16 41.", "There are 42 today."]
    assert asks_of_another_year(question, texts, "2024-08-28") is another


def test_of_an_article_without_a_date_only_years_that_it_names_are_known() -> None:
    """A figure of an unknown year is none of that year."""
    assert asks_of_another_year("How many were there in 2023?", ["There are 42."], "")
    assert not asks_of_another_year("How many were there in 2023?", ["In 2023: 42."], "")
