"""Likeness by words and letters, worked out by hand where it can be."""

import numpy as np
import pytest

from index.grams import BLOCK_WEIGHT, N_BUCKETS, GramSimilarity, fit_grams

TEXTS = (
    "Wie viele Mitarbeiter hat Klarna?",
    "Wie hoch ist der Börsenwert?",
    "Wer schrieb den Artikel?",
    "mitarbeiter",
    "Zzz qqq!",
)


def alike(one: str, other: str) -> float:
    """How alike two texts are among no others."""
    return float(GramSimilarity(fit_grams([other])).of(one)[0])


@pytest.mark.parametrize("text", [*TEXTS, "a", "3.800", "日本語"])
def test_equal_texts_have_the_most(text: str) -> None:
    """0.3 for the words, 0.3 for the letters; case and marks do not count."""
    assert alike(text, text) == pytest.approx(0.6, abs=1e-6)
    assert alike(f"  {text.upper()} …", text) == pytest.approx(0.6, abs=1e-6)
    assert BLOCK_WEIGHT == 0.3


def test_texts_without_a_word_or_run_of_letters_in_common_have_nothing() -> None:
    """Exactly, and so has a text without words."""
    similarity = GramSimilarity(fit_grams(["klarna halbiert", "", "…"]))
    assert similarity.of("zwölf Ufos").tolist() == [0, 0, 0]
    assert similarity.of("").tolist() == [0, 0, 0]
    assert similarity.of("klarna halbiert").tolist() == pytest.approx([0.6, 0, 0], abs=1e-6)


def test_words_and_pairs_by_hand() -> None:
    """With every feature as rare as the next, the share in common of each block counts.

    "ab" and "ab xy" have one word of one and of three (ab, xy, "ab xy"): 0.3 / √3. Of letters
    with a space at each end, "ab" gives " ab", "ab ", " ab "; "xy" as many: 0.3 · 3 / √(3 · 6).
    """
    table = fit_grams(["ab xy"])
    assert np.unique(table.rarity[table.buckets]).tolist() == [1]  # ln(2 / 2) + 1
    table.rarity[:] = 1
    expected = 0.3 / 3**0.5 + 0.3 * 3 / 18**0.5
    assert GramSimilarity(table).of("ab")[0] == pytest.approx(expected, abs=1e-6)


def test_letters_by_hand() -> None:
    """Of " klarna ", padded: it has six runs of three, five of four and four of five.

    " klarne " has the 4 + 3 + 2 of " klarn" in common with it, of 15 each: 0.3 · 9 / 15.
    """
    table = fit_grams(["Klarna"])
    table.rarity[:] = 1
    assert GramSimilarity(table).of("Klarne")[0] == pytest.approx(0.18, abs=1e-6)


def test_the_order_of_words_counts_a_little() -> None:
    """Same letters, same words, no pair in common: 0.3 · 2 / 3 + 0.3."""
    table = fit_grams(["ab xy"])
    table.rarity[:] = 1
    assert GramSimilarity(table).of("xy ab")[0] == pytest.approx(0.5, abs=1e-6)


def test_rare_features_count_more() -> None:
    """ln((1 + n) / (1 + count)) + 1; what all texts have tells them apart the least."""
    table = fit_grams(["der Wert", "der Chef", "der Preis"])
    similarity = GramSimilarity(table)
    unknown = float(np.log(4 / 1) + 1)
    assert float(table.rarity.max()) == pytest.approx(unknown)
    assert float(table.rarity.min()) == pytest.approx(1)  # "der" is in all three
    assert sorted({round(float(r), 4) for r in table.rarity[table.buckets]})[-1] == pytest.approx(
        np.log(4 / 2) + 1, abs=1e-3
    )
    found = similarity.of("der Chef")
    assert found[1] == pytest.approx(0.6, abs=1e-6)
    assert max(found[0], found[2]) < 0.15


def test_a_misspelling_is_nearer_than_another_word() -> None:
    """By its letters alone; an inflected word is nearer still."""
    texts = ("mitarbeiter", "angestellte", "börsenwert")
    found = GramSimilarity(fit_grams(texts)).of("mitarbieter")
    assert found[0] > 0.1 > 0.02 > max(found[1], found[2])
    inflected = GramSimilarity(fit_grams(texts)).of("mitarbeitern")
    assert inflected[0] > found[0]
    misspelt = GramSimilarity(fit_grams(TEXTS)).of("Wie viele Mitarbieter hat Klarna?")
    other = GramSimilarity(fit_grams(TEXTS)).of("Wie viele Menschen hat Klarna?")
    assert int(misspelt.argmax()) == 0 and misspelt[0] > other[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Börsenwert", "Boersenwert"),
        ("Börsenwert", "Borsenwert"),
        ("Wofür?", "wofuer"),
        ("Größe", "Groesse"),
        ("3 800", "3.800"),
        ("café", "cafe"),
    ],
)
def test_spellings_of_the_same_are_the_same(one: str, other: str) -> None:
    """Umlauts written out or not, numbers grouped or not."""
    assert alike(one, other) == alike(other, one) == pytest.approx(0.6, abs=1e-6)


def test_add_among_is_symmetric_and_adds_what_of_says() -> None:
    """Each within [0, 0.6], 0.6 with itself."""
    similarity = GramSimilarity(fit_grams(TEXTS))
    kernel = np.zeros((5, 5), dtype=np.float32)
    similarity.add_among(kernel)
    assert np.allclose(kernel, kernel.T, atol=1e-6)
    assert np.diag(kernel) == pytest.approx([0.6] * 5, abs=1e-6)
    for row, text in enumerate(TEXTS):
        assert kernel[row] == pytest.approx(similarity.of(text), abs=1e-6)
    assert kernel.min() == 0 and kernel[0, 3] > 0.1
    similarity.add_among(twice := kernel.copy())
    assert np.array_equal(twice, 2 * kernel)
    assert float(np.linalg.eigvalsh(kernel).min()) > -1e-6  # a kernel


def test_no_texts_are_a_table_of_none() -> None:
    """And nothing is like them."""
    table = fit_grams([])
    assert table.starts.tolist() == [0] and len(table.rarity) == N_BUCKETS
    assert GramSimilarity(table).of("Klarna").tolist() == []
    GramSimilarity(table).add_among(np.zeros((0, 0), dtype=np.float32))
