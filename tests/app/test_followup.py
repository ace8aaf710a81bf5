"""Follow-up questions: which lean on what was said before, and what they become."""

import pytest

from app.followup import is_followup, standalone
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
        "Where did he say it?",
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
    """And no further than two questions."""
    chain: list[Turn] = [
        {"role": "user", "content": "Wer ist der Chef von Klarna in Schweden?"},
        {"role": "user", "content": "Wie hoch war die Bewertung von Klarna?"},
        {"role": "assistant", "content": "$46 Mrd."},
        {"role": "user", "content": "Und davor?"},
    ]
    expected = "Wie hoch war die Bewertung von Klarna? Und davor? Und heute?"
    assert standalone("Und heute?", chain) == expected
    assert standalone("Und heute?", [*chain, {"role": "user", "content": "Und dann?"}]) == (
        "Und davor? Und dann? Und heute?"
    )
