"""What a question asks for, and whether a sentence holds it."""

import pytest

from app.kinds import FULL_NAME, asked_kinds, holds_what_is_asked


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
