"""Text that others wrote, made safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.markup import clean, html, shorten


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"a\" & 'b'", "&quot;a&quot; &amp; &#x27;b&#x27;"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\x00b\x1bc\ud800d", "a\ufffdb\ufffdc\ufffdd"),
        ("e" + "\u0301" * 5000, "e" + "\u0301" * 4),
        ("**fett** $x$", "**fett** $x$"),
        ("Zeile\nZeile", "Zeile\nZeile"),
    ],
)
def test_html_shows_text_as_text(text: str, shown: str) -> None:
    """Markup, direction overrides, controls and piles of accents lose their effect."""
    assert html(text) == shown


@given(st.text(st.characters(codec=None)))
def test_html_has_no_markup_and_can_be_sent(text: str) -> None:
    """Whatever the text, nothing opens a tag or leaves an attribute, and it is valid UTF-8."""
    shown = html(text)
    assert not set("<>\"'") & set(shown)
    assert shown.encode().decode() == shown


@given(st.text(), st.integers(2, 40))
def test_shorten_keeps_its_limit(text: str, size: int) -> None:
    """A short text is untouched, a long one cut and marked."""
    short = shorten(text, size)
    assert len(short) <= size
    assert short == text or short.endswith("…")


def test_shorten_cuts_between_words() -> None:
    """No half word before the mark."""
    assert shorten("Der schwedische Gigant", 18) == "Der schwedische…"


def test_clean_keeps_what_is_harmless() -> None:
    """Umlauts, emoji with joiners and typographic signs stay."""
    assert clean("„Größe“ – 3\u202f800 👩‍💻") == "„Größe“ – 3\u202f800 👩‍💻"
