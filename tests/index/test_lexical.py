"""Lexical search: what counts as the same word, and which text comes first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from index.lexical import MIN_SIMILAR, Letters, LexicalIndex, fold, stem, stems, words

TEXTS = (
    "Klarna hatte 5.000 Mitarbeiter auf seinem Höhepunkt.",
    "Die Bewertung fiel von $46 Mrd. im Jahr 2021 auf $6,7 Mrd.",
    "Heute arbeiten 3 800 Menschen im Kundendienst der Firma.",
    "The company Duolingo laid off its translators.",
)


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    """Three German texts and an English one."""
    return LexicalIndex(TEXTS, ["de", "de", "de", "en"])


def found(index: LexicalIndex, question: str) -> list[int]:
    """The texts that a question's words speak for, best first."""
    scores = index.scores(question)
    return [int(at) for at in np.argsort(-scores, kind="stable") if scores[at] > 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 800 Mitarbeiter", ["3800", "mitarbeiter"]),
        ("3.800, 3,800 und 3 800", ["3800", "3800", "und", "3800"]),
        ("$6,7 Mrd.", ["6", "7", "mrd"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("am 28. August 2024", ["am", "28", "august", "2024"]),
        ("snake_case <b>x</b>", ["snake", "case", "b", "x", "b"]),
        ("😀 — …", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Lower case, thousands grouped, no marks."""
    assert words(text) == expected


@pytest.mark.parametrize(
    "spelt", ["Höhepunkt", "Hoehepunkt", "Hohepunkt", "HÖHEPUNKT", "ho\u0308hepunkt"]
)
def test_umlauts_are_folded(index: LexicalIndex, spelt: str) -> None:
    """However a keyboard writes them."""
    assert found(index, spelt) == [0]


def test_fold() -> None:
    """Other marks go too."""
    assert fold("über") == fold("ueber") == fold("uber") == "uber"
    assert fold("déjà") == "deja"


def test_stems_are_of_the_language() -> None:
    """And a language without a stemmer has its words folded."""
    assert stem("bewertungen", "de") == stem("bewertung", "de")
    assert stem("layoffs", "en") == stem("layoff", "en")
    assert stem("bewertungen", "xx") == "bewertungen"
    assert stems("Die Bewertungen", "de") == ["die", "bewert"]


@pytest.mark.parametrize("spelt", ["5000", "5.000", "5,000", "5 000", "5\u00a0000", "5\u202f000"])
def test_numbers_are_found_however_they_are_grouped(index: LexicalIndex, spelt: str) -> None:
    """German, English, French and typographic ways."""
    assert found(index, spelt) == [0]


def test_a_number_is_not_like_another(index: LexicalIndex) -> None:
    """5001 is no misspelling of 5000."""
    assert found(index, "5001") == []


@pytest.mark.parametrize(
    ("spelt", "text"),
    [
        ("Mitarbieter", 0),
        ("Bewertng", 1),
        ("Duolinguo", 3),
        ("Kundendienstmitarbeiter", 2),
        ("Kunden", 2),
        ("Firmenbewertung", 1),
    ],
)
def test_misspellings_and_compounds_find_their_text(
    index: LexicalIndex, spelt: str, text: int
) -> None:
    """A word that no text holds stands for those it resembles."""
    assert found(index, spelt)[0] == text


@pytest.mark.parametrize(
    ("asked", "stands_for"),
    [
        ("haus", []),  # too short to be taken apart
        ("hausboot", ["bootshausboote", "hausbootbau"]),
        ("wasserkraftwerke", ["wasserkraftwerk"]),
        ("kraftstoffpreis", ["kraft", "preis", "stoff"]),
        ("preiskraftstoffxxlangesende", ["kraft", "langes", "preis"]),
        ("zusammen", ["aaaazusammenbc", "bbbbzusammen", "bbbbzusammenund"]),
    ],
)
def test_an_unknown_word_stands_for_the_first_that_it_holds_or_is_in(
    asked: str, stands_for: list[str]
) -> None:
    """In the order of the vocabulary; one that is nearly the same goes before them."""
    texts = [
        "kraft preis stoff langes werk hausbootbau bootshausboote wasserkraftwerk",
        "ddddzusammen cccczusammen bbbbzusammenund bbbbzusammen aaaazusammenbc",
    ]
    index = LexicalIndex(texts, ["xx", "xx"])
    assert index.query_stems(asked) == stands_for


@given(
    st.lists(st.text("abcäöß1", min_size=5, max_size=9), min_size=1, max_size=40, unique=True),
    st.text("abcäöß1", min_size=5, max_size=9),
)
def test_letters_leave_no_alike_word_out(vocabulary: list[str], word: str) -> None:
    """What is told apart by its letters is never one that is like enough."""
    kept = set(Letters(vocabulary).may_be_like(word).tolist())
    alike = {at for at, known in enumerate(vocabulary) if fuzz.ratio(word, known) >= MIN_SIMILAR}
    assert alike <= kept


def test_letters_tell_words_apart() -> None:
    """Those of other letters, or of far more or fewer of them, need no closer look."""
    vocabulary = ["bewertung", "bewertungen", "wertung", "mitarbeiter", "b" * 3000]
    assert Letters(vocabulary).may_be_like("bewertng").tolist() == [0]
    assert Letters([]).may_be_like("bewertng").tolist() == []


def test_a_known_word_is_not_replaced(index: LexicalIndex) -> None:
    """Only unknown ones are."""
    assert index.query_stems("Firma") == ["firma"]


def test_unknown_words_find_nothing(index: LexicalIndex) -> None:
    """No word, no score."""
    for question in ("Quantenphysik", "", "???", "😀", "xy z"):
        assert not index.scores(question).any(), question


def test_the_text_with_more_of_the_rarer_words_comes_first(index: LexicalIndex) -> None:
    """BM25 weighs words by how few texts hold them."""
    assert found(index, "Bewertung der Firma im Jahr 2021")[0] == 1
    assert index.idf("unbekannt") > index.idf("bewert") > index.idf("die") - 1e-9
    assert index.idf("klarna") == pytest.approx(np.log(1 + (4 - 1 + 0.5) / (1 + 0.5)))


@pytest.mark.parametrize("texts", [[], [""], ["…", "!"]])
def test_texts_without_a_word_score_nothing(texts: list[str]) -> None:
    """And break nothing."""
    index = LexicalIndex(texts, ["de"] * len(texts))
    assert index.scores("Klarna").tolist() == [0.0] * len(texts)
