"""Misspelt questions are put right by what the articles say, and real words are left alone."""

import pytest

from app.spelling import (
    MAX_UNKNOWN,
    Slip,
    Spelling,
    in_dictionary,
    load_dictionaries,
    slip_between,
)
from app.types import Turn
from index.build import make_snapshot
from sources.types import HypotheticalQuestion, Translation
from tests.fakes import HashingEmbedder
from tests.index.documents import make_document

TEXT = (
    "Die Biologin Mareile Odenthal zählt Kraniche im Kranichmoor bei Quistorf. "
    "Die Kürzung trifft geimpfte Mitarbeiter in Südafrika, und Kosten von 150 Millionen Euro. "
    "Manche Leute sagen, viele Leute, im letzten Jahr."
)
ENGLISH = "The biologist counts cranes. Some were vaccinated. The cafe\u0301 was closed."
ASKED = ["Wie steht es um die Entwicklung?", "Warum Stelenabbau?", *["Wozu das Quizzel?"] * 3]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    """By a German text, its translation, and what is asked of it."""
    questions = tuple(HypotheticalQuestion(text, "de", ()) for text in ASKED)
    document = make_document(TEXT, translations=(Translation("en", "", ENGLISH),))
    asked = make_document("Nichts.", "gefragt", questions=questions)
    return Spelling(make_snapshot([document, asked], HashingEmbedder()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Was zählt die Biolgin?", "Was zählt die Biologin?"),  # left out
        ("was kostn die mitarbieter", "was kostn die Mitarbeiter"),  # exchanged; short, too far
        ("Wen trifft die Kuerzung?", "Wen trifft die Kürzung?"),  # in ASCII
        ("Wer ist Mareile Odennthal?", "Wer ist Mareile Odenthal?"),  # a name, doubled
        ("wer ist odentahl", "wer ist Odenthal"),  # a name, exchanged
        ("Wie viele Mitarbeiter, 150, in Suedafrika?", "Wie viele Mitarbeiter, 150, in Südafrika?"),
        ("die mitarbeitrer", "die Mitarbeiter"),  # one too many
        ("die mitarbeider", "die Mitarbeiter"),  # another
        ("die mitarbeidre", "die Mitarbeiter"),  # two slips in a long word
        ("im lezten jahr", "im letzten jahr"),  # a letter left out before another exchanged
        ("wie ist die entwiklung", "wie ist die Entwicklung"),  # a word that is only asked
    ],
)
def test_slips_are_put_right(spelling: Spelling, typed: str, meant: str) -> None:
    """The rest of the question stays as it was."""
    assert spelling.correct(typed, "de") == meant


@pytest.mark.parametrize(
    "asked",
    [
        "Was sagt der Text zu Südamerika?",  # a real word
        "Wie viele waren ungeimpft, wie viele exgeimpfte?",  # the opposite
        "Was sagt Mareile Odendhal?",  # another name, maybe
        "Was sagt Odenhal?",
        "Was sagt Mareike Odenthal in Questorf?",
        "Was ist mit KRANNICHE?",  # capitals, an abbreviation maybe
        "Wie viele Milionen?",  # a number
        "Die Kürzungs, bitte.",  # another ending
        "Was ist der Stelenabbau?",  # hypothetical questions have slips of their own
        "Wo ist das Quizzel?",  # asked so often that it is none
        "mail an kranihce@kranihce.de",
        "Was ist mit den Kranichmoors?",
        "",
    ],
)
def test_other_words_stay(spelling: Spelling, asked: str) -> None:
    """What may well be meant as it is typed."""
    assert spelling.correct(asked, "de") == asked


def test_the_dictionary_of_the_language_is_asked(spelling: Spelling) -> None:
    """And the English one; where there is none nothing is put right."""
    assert spelling.correct("were they vacinated", "en") == "were they vaccinated"
    assert spelling.correct("seulement quelques cranes", "fr") == "seulement quelques cranes"
    assert spelling.correct("de kranihce", "nl") == "de kranihce"
    assert spelling.correct("de kranihce", "de") == "de Kraniche"


def test_dictionaries_are_loaded_ahead() -> None:
    """Each of them knows its own words then."""
    load_dictionaries()
    for language, word in {"de": "Haus", "es": "casa", "fr": "maison", "sv": "hus"}.items():
        assert in_dictionary(word, language) and not in_dictionary(f"{word}xq", language)


def test_a_question_of_nothing_but_unknown_words_stays(spelling: Spelling) -> None:
    """Such as one in a language that was not recognised; it takes no time either."""
    some = "mitarbieter " * MAX_UNKNOWN
    assert spelling.correct(some, "de") == "Mitarbeiter " * MAX_UNKNOWN
    assert spelling.correct(some + "kranihce", "de") == some + "kranihce"


def test_what_a_followup_leans_on_is_put_right(spelling: Spelling) -> None:
    """The person's last three questions, each in its own language; nothing that was answered."""
    told: Turn = {"role": "assistant", "content": "Die Biolgin."}
    asked: Turn = {"role": "user", "content": "Wer zählt denn hier die Kranihce im Moor?"}
    right: Turn = {"role": "user", "content": "Wer zählt denn hier die Kraniche im Moor?"}
    turns = spelling.correct_turns([asked, told, asked, asked, told, told, told, asked], "en")
    assert turns == (asked, told, right, right, told, told, told, right)
    assert spelling.correct_turns([], "de") == ()


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("klrana", "klarna", Slip.SURE),
        ("klarnna", "klarna", Slip.SURE),
        ("bewehrung", "bewährung", Slip.OTHER),
        ("bewertug", "bewertung", Slip.LETTER),
        ("bewrtug", "bewertung", Slip.TWICE),
        ("gruesse", "grüße", Slip.SURE),
        ("schon", "schön", None),
        ("ungeimpft", "geimpft", None),
        ("kosten", "kostet", None),
        ("bank", "boot", None),
    ],
)
def test_slips_are_told_apart(typed: str, meant: str, slip: Slip | None) -> None:
    """In German, where "u" for "ü" is no slip."""
    assert slip_between(typed, meant, "de") == slip
