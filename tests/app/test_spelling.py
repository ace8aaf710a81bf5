"""Misspelt questions are put right by what the articles say, and real words are left alone."""

import pytest

from app.spelling import Spelling
from app.types import Turn
from index.build import make_snapshot
from tests.fakes import HashingEmbedder
from tests.index.documents import make_document

TEXT = (
    "Die Biologin Mareile Odenthal zählt Kraniche im Kranichmoor. "
    "Die Kürzung trifft Wien, und der Verein wächst um 150 Mitglieder in Südafrika."
)


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    """By one German text."""
    return Spelling(make_snapshot([make_document(TEXT)], HashingEmbedder()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Was zählt die Biolgin?", "Was zählt die Biologin?"),
        ("wieviele Krannische", "wieviele Kraniche"),
        ("Wen trifft die Kuerzung?", "Wen trifft die Kürzung?"),
        ("Wer ist Mareile Odental?", "Wer ist Mareile Odenthal?"),
        ("Wie viele Mitgleider, 150?", "Wie viele Mitglieder, 150?"),
    ],
)
def test_slips_are_put_right(spelling: Spelling, typed: str, meant: str) -> None:
    """Letters left out, doubled, exchanged, and umlauts in ASCII; the rest stays as it was."""
    assert spelling.correct(typed, "de") == meant


@pytest.mark.parametrize(
    "asked",
    [
        "Was sagt der Text zu Südamerika?",  # a real word, one slip from another
        "Was kostet der Wein?",
        "Was sagt Rareile Odenthal?",  # a name with another initial is another's
        "Was ist mit WIEM?",  # an abbreviation
        "Wem hilft der Biologinnenverband?",
        "Die Kürzungen, bitte.",  # another ending
        "",
    ],
)
def test_other_words_stay(spelling: Spelling, asked: str) -> None:
    """What may well be meant as it is typed."""
    assert spelling.correct(asked, "de") == asked


def test_a_language_without_a_dictionary_is_asked_in_english(spelling: Spelling) -> None:
    """A known English word stays, whatever language the question is taken for."""
    assert spelling.correct("wine, Kraniche", "fi") == "wine, Kraniche"
    assert spelling.correct("verein, Kranihce", "fi") == "verein, Kraniche"


def test_what_a_followup_leans_on_is_put_right(spelling: Spelling) -> None:
    """The person's questions of the last turns, and nothing that the assistant said."""
    told: Turn = {"role": "assistant", "content": "Die Biolgin."}
    asked: Turn = {"role": "user", "content": "Wer zählt Krannische?"}
    turns = spelling.correct_turns([asked, told] * 4, "de")
    assert turns[0] == asked
    assert turns[-2:] == ({"role": "user", "content": "Wer zählt Kraniche?"}, told)
    assert spelling.correct_turns([], "de") == ()
