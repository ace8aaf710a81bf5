"""Languages of short questions, names and articles."""

import pytest

from sources.language import LANGUAGES, detect, detect_language

QUESTIONS = [
    ("Who is the CEO?", "en"),
    ("how many", "en"),
    ("And before that?", "en"),
    ("Klarna IPO when", "en"),
    ("Is AI in Klarna?", "en"),
    ("What was it?", "en"),
    ("Who wrote the article?", "en"),
    ("What is Klarna's share price today?", "en"),
    ("In which year?", "en"),
    ("why layoffs", "en"),
    ("revenue per employee", "en"),
    ("klarna employees peak", "en"),
    ("klarna layoffs attrition percent", "en"),
    ("summary", "en"),
    ("Tell me more", "en"),
    ("whats the date", "en"),
    ("mitarbeiter hoechststand", "de"),
    ("Wie viele?", "de"),
    ("Und vorher?", "de"),
    ("Wer ist der Chef?", "de"),
    ("Was ist mit Duolingo?", "de"),
    ("Was war der Grund?", "de"),
    ("Warum?", "de"),
    ("In welchem Jahr?", "de"),
    ("Klarna Bewertung", "de"),
    ("Börsengang", "de"),
    ("Umsatz pro Mitarbeiter", "de"),
    ("KI Jobs Grossbritannien", "de"),
    ("Wieviel Prozent?", "de"),
    ("Zusammenfassung", "de"),
    ("CEO wer", "de"),
    ("Was treibt Klarnas schlankere Zukunft an?", "de"),
    ("An welcher Börse will Klarna notieren?", "de"),
    ("Klarna Börsengang", "de"),
    ("Stellenabbau Klarna", "de"),
    ("Will Klarna go public?", "en"),
    ("Vem är vd?", "sv"),
    ("Sammanfatta artikeln", "sv"),
    ("Klarna börsintroduktion", "sv"),
    ("Ska Klarna börsnoteras?", "sv"),
    ("Hur många anställda hade Klarna?", "sv"),
    ("Qui est le PDG ?", "fr"),
    ("¿Quién es el CEO?", "es"),
    ("Chi ha scritto l'articolo?", "it"),
    ("Wie is de CEO?", "nl"),
    ("Quem escreveu o artigo?", "pt"),
    ("Kto napisał artykuł?", "pl"),
    ("Kuka on toimitusjohtaja?", "fi"),
]


@pytest.mark.parametrize(("question", "language"), QUESTIONS)
def test_short_question_is_told(question: str, language: str) -> None:
    """Two or three words are enough."""
    assert detect_language(question, default="??") == language


@pytest.mark.parametrize(
    "text",
    ["Klarna", "IPO", "CEO?", "Sebastian Siemiatkowski", "Duolingo", "FT", "5.000", "", "🙂", "?"],
)
def test_name_or_number_is_no_evidence(text: str) -> None:
    """Klarna is no Swedish word, and the default decides."""
    assert detect(text).confidence == 0.0
    assert detect_language(text, default="de") == "de"
    assert detect_language(text, default="en") == "en"


def test_unsure_text_gets_the_first_preference() -> None:
    """With one preference or none there is still an answer."""
    assert detect("Klarna", preferred=("fi", "en")).language == "fi"
    assert detect("Klarna", preferred=("en",)).language == "en"
    assert detect("Klarna", preferred=()).language == "en"


def test_preference_breaks_a_tie_between_function_words() -> None:
    """English and Dutch share "is" and "in"."""
    assert detect("Is AI in Klarna?", preferred=("de", "en")).language == "en"
    assert detect("Is AI in Klarna?", preferred=("de", "nl")).language == "nl"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_known_to_the_detector(language: str) -> None:
    """Each code of ours is one of lingua's."""
    assert detect("Klarna Umsatz", preferred=(language, "de")).language in (language, "de")


def test_long_text_is_told_by_its_letters() -> None:
    """A paragraph of an article needs no function words."""
    text = (
        "Företaget räknar med stigande omsättning under kommande år, trots färre medarbetare. " * 3
    )
    assert detect(text).language == "sv"
    assert detect(text).confidence > 0.9
