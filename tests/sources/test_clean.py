"""Raw text made plain."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.clean import clean_line, clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("3\u00a0800 \u202f x\t y", "3 800 x y"),
        ("u\u0308ber", "über"),
        ("soft\u00adhy\ufeffphen\u200b", "softhyphen"),
        ("\u202eevil\u2066", "evil"),
        ("a\x00b\x07c\x1b[0m", "abc[0m"),
        ("lone \ud800 half", "lone  half"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("line  \nnext", "line\nnext"),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    """One newline, one space, one normal form, nothing invisible."""
    assert clean_text(raw) == clean


@given(st.text(st.characters(codec=None)))
def test_clean_text_is_final(raw: str) -> None:
    """It can be stored as UTF-8, is in NFC, and cleaning again changes nothing."""
    clean = clean_text(raw)
    clean.encode("utf-8")
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_line(clean_line(raw)) == clean_line(raw)
    assert "\n" not in clean_line(raw)
