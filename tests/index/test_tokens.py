"""Late interaction: the tokens of passages and titles, and how well a question's match them."""

from dataclasses import replace

import numpy as np
import pytest

from index.build import make_snapshot
from index.shares import even_shares
from index.tokens import TITLE_SHARE, TokenReader, max_similarity
from index.types import Encoding
from tests.fakes import HashingEmbedder
from tests.index.documents import example, make_document

TOKENS = np.array([[1, 0], [0, 1]], dtype=np.float32)
ENCODING = Encoding(TOKENS[0], TOKENS, ((0, 1), (2, 3)), even_shares(2))


def test_max_similarity_as_worked_out_by_hand() -> None:
    """Each word of the question takes its best match; their mean counts, by the words' shares."""
    rows = np.array([[0.6, 0.8], [0.8, 0.6]], dtype=np.float32)
    assert max_similarity(ENCODING, rows) == pytest.approx((0.8 + 0.8) / 2)
    assert max_similarity(ENCODING, rows[:1]) == pytest.approx((0.6 + 0.8) / 2)
    assert max_similarity(ENCODING, rows[:0]) == 0
    assert max_similarity(replace(ENCODING, tokens=TOKENS[:0], shares=even_shares(0)), rows) == 0
    uneven = replace(ENCODING, shares=np.array([0.25, 0.75], dtype=np.float32))
    assert max_similarity(uneven, rows[:1]) == pytest.approx(0.25 * 0.6 + 0.75 * 0.8)


def test_a_better_match_in_the_title_counts_instead() -> None:
    """Word for word."""
    in_title = np.array([0.9, 0.1], dtype=np.float32)
    rows = np.array([[0.6, 0.8]], dtype=np.float32)
    assert max_similarity(ENCODING, rows, in_title) == pytest.approx((0.9 + 0.8) / 2)


def test_rows_are_those_of_the_passage() -> None:
    """A row a word, and its place in the passage's text, in each language."""
    snapshot = make_snapshot([example()], HashingEmbedder())
    versions = {v.language: v for v in TokenReader(snapshot).of("beispiel#1")}
    assert set(versions) == {"de", "en"}
    text = next(p.text for p in snapshot.passages if p.passage_id == "beispiel#1")
    spans = versions["de"].spans
    assert [text[a:b] for a, b in spans[:5]] == ["Die", "Firma", "Beispiel", "hatte", "einst"]
    expected = HashingEmbedder().encode_query(text).tokens
    assert np.allclose(versions["de"].rows, expected, atol=0.01)
    assert TokenReader(snapshot).of("gone#1") == []


def test_a_title_is_what_the_text_begins_with() -> None:
    """A word in it is found there, less than in the sentence itself; nothing without a title."""
    document = make_document("Nordhaven baut\n\nDie Chefin heißt Lind.", "nord")
    asked = HashingEmbedder().encode_query("Nordhaven Chefin")
    titled = replace(document, title="Nordhaven baut")
    reader = TokenReader(make_snapshot([titled], HashingEmbedder()))
    assert reader.in_title(asked, "nord")[0] == pytest.approx(TITLE_SHARE, abs=0.01)
    assert reader.in_title(asked, "nord")[1] < TITLE_SHARE / 2
    untitled = TokenReader(make_snapshot([document], HashingEmbedder()))
    assert untitled.in_title(asked, "nord").tolist() == [-1, -1]
