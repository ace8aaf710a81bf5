"""Numbers in German and English forms, as the gate reads them."""

import pytest

from app.gate import verify
from app.gate.read import read
from index.types import Sentence


def sentence(text: str) -> Sentence:
    """A sentence of some article."""
    return Sentence("a#0.0", "a#0", "a", text, 0, len(text), ())


def numbers(text: str, language: str) -> set[str]:
    """The keys of the numbers in a text."""
    keys = {key for token in read(text, language).tokens for key in token.keys}
    return {key for key in keys if key.startswith("n:")}


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("5.000 Mitarbeiter", "de", "n:5000:"),
        ("5,000 employees", "en", "n:5000:"),
        ("5 000 Mitarbeiter", "de", "n:5000:"),
        ("5\u202f000 Mitarbeiter", "de", "n:5000:"),
        ("5'000 Mitarbeiter", "de", "n:5000:"),
        ("5000 Mitarbeiter", "de", "n:5000:"),
        ("five thousand employees", "en", "n:5000:"),
        ("fünftausend Mitarbeiter", "de", "n:5000:"),
        ("dreitausendachthundert Mitarbeiter", "de", "n:3800:"),
        ("$46 Mrd. im Jahr", "de", "n:46000000000:$"),
        ("46 Milliarden US-Dollar", "de", "n:46000000000:$"),
        ("$46 billion", "en", "n:46000000000:$"),
        ("$46bn", "en", "n:46000000000:$"),
        ("US$46 billion", "en", "n:46000000000:$"),
        ("USD 46 billion", "en", "n:46000000000:$"),
        ("forty-six billion dollars", "en", "n:46000000000:$"),
        ("46.000.000.000 Dollar", "de", "n:46000000000:$"),
        ("6,7 Mrd. Dollar", "de", "n:6700000000:$"),
        ("6.7 billion dollars", "en", "n:6700000000:$"),
        ("sechs Komma sieben Milliarden Dollar", "de", "n:6700000000:$"),
        ("six point seven billion dollars", "en", "n:6700000000:$"),
        ("$400.000", "de", "n:400000:$"),
        ("$400k", "en", "n:400000:$"),
        ("8 Millionen Stellen", "de", "n:8000000:"),
        ("8m jobs", "en", "n:8000000:"),
        ("acht Millionen Stellen", "de", "n:8000000:"),
        ("8 Billionen Euro", "de", "n:8000000000000:€"),
        ("8 trillion euros", "en", "n:8000000000000:€"),
        ("50%", "de", "n:50:%"),
        ("50 Prozent", "de", "n:50:%"),
        ("50 per cent", "en", "n:50:%"),
        ("fifty percent", "en", "n:50:%"),
        ("die Hälfte der Mitarbeiter", "de", "n:50:%"),
        ("half of the employees", "en", "n:50:%"),
        ("im Jahr 2021", "de", "n:2021:year"),
        ("in 2021", "en", "n:2021:year"),
        ("28. August", "de", "n:28:"),
    ],
)
def test_forms_of_one_number_have_one_key(text: str, language: str, key: str) -> None:
    """Whatever its marks, its words and its unit."""
    assert numbers(text, language) == {key}


def test_both_ends_of_a_range_share_unit_and_magnitude() -> None:
    """As in "from 46 to 6.7 billion dollars"."""
    assert numbers("fell from 46 to 6.7 billion dollars", "en") == {
        "n:46000000000:$",
        "n:6700000000:$",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Klarna employed 50,000 people.",
        "Klarna employed 500 people.",
        "Klarna employed 5 million people.",
        "Klarna employed about 4,000 people.",
        "Klarna employed 5,000% people.",
        "Klarna employed $5,000 people.",
        "Klarna employed up to 5,000 people.",
        "Klarna employed fifteen thousand people.",
    ],
)
def test_another_number_is_not_let_through(text: str) -> None:
    """In value, magnitude, unit or hedge."""
    evidence = sentence("Klarna employed 5,000 people.")

    assert verify("Klarna employed five thousand people.", [evidence]).passed
    assert not verify(text, [evidence]).passed


@pytest.mark.parametrize(
    ("statement", "passes"),
    [
        ("Sales fell from 9 to 4 million euros.", True),
        ("Sales fell to 4 million euros from 9 million euros.", True),
        ("Sales fell to 4 million euros.", True),
        ("Sales fell from 4 to 9 million euros.", False),
        ("Sales fell by 4 million euros.", False),
        ("Sales are 9 million euros.", False),
        ("Sales rose from 9 to 4 million euros.", False),
    ],
)
def test_sides_of_a_change_stay_apart(statement: str, passes: bool) -> None:
    """From, to and by are not the same, and what was is not what is."""
    evidence = sentence("Sales fell from 9 million euros to 4 million euros.")

    assert verify(statement, [evidence]).passed is passes
