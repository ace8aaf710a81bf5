"""Markdown and plain text cut into blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import Block, from_markdown, from_plain


def test_markdown_gives_headings_lists_and_paragraphs() -> None:
    """Signs of Markdown go, words stay."""
    text = "# Title\n\nA **bold** [link](http://x.y) and `code`.\n\n- one\n- two\n  - three\n"
    assert from_markdown(text) == [
        Block("heading", ("Title",)),
        Block("prose", ("A bold link and code.",)),
        Block("list", ("one", "two", "three")),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("28. August 2024", Block("prose", ("28. August 2024",))),
        ("1. first\n2. second", Block("list", ("1. first", "2. second"))),
        ("Revenue is\n$6,7 Mrd.", Block("prose", ("Revenue is $6,7 Mrd.",))),
        ("    indented words", Block("prose", ("indented words",))),
        ("A<br>B <b>c</b> <!-- hidden -->", Block("prose", ("A B c",))),
        ("if a <b and c> d &amp; e", Block("prose", ("if a <b and c> d & e",))),
        ("Ai ![a picture](http://x/y.png)", Block("prose", ("Ai",))),
        ("> quoted\n> words", Block("prose", ("quoted words",))),
    ],
)
def test_markdown_keeps_what_an_article_says(text: str, expected: Block) -> None:
    """Dates are no lists, indented lines no code, comparisons no tags."""
    assert from_markdown(text) == [expected]


def test_plain_text_with_one_line_a_paragraph() -> None:
    """A line longer than a page is wide says that lines are not wrapped."""
    long = "word " * 30 + "end."
    assert from_plain(f"Title\n{long}\nNext.\n• a\n• b\nCaption") == [
        Block("prose", ("Title",)),
        Block("prose", (long,)),
        Block("prose", ("Next.",)),
        Block("list", ("a", "b")),
        Block("prose", ("Caption",)),
    ]


def test_wrapped_plain_text_is_joined() -> None:
    """Lines and words that were divided at the edge are whole again."""
    text = (
        "Die Mitar-\nbeiter der Kunden-\nund Markt-\nabteilung sind - so\n- heißt es - da.\n\nEnde"
    )
    assert from_plain(text) == [
        Block(
            "prose", ("Die Mitarbeiter der Kunden- und Marktabteilung sind - so - heißt es - da.",)
        ),
        Block("prose", ("Ende",)),
    ]


def test_wrapped_items_keep_their_lines_together() -> None:
    """Dashes start items where the paragraph starts with one."""
    assert from_plain("- one\n  more\n- two") == [Block("list", ("one more", "two"))]


@given(st.text(max_size=400))
@pytest.mark.parametrize("cut", [from_markdown, from_plain])
def test_blocks_hold_one_line_each(cut: "type[object]", text: str) -> None:
    """No block is empty, and no line holds a newline or outer spaces."""
    for block in cut(text):  # type: ignore[call-arg,attr-defined]  # a function, typed loosely
        assert block.lines
        for line in block.lines:
            assert line == " ".join(line.split())
            assert line


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9), min_size=1))
def test_plain_words_are_all_kept_in_order(words: list[str]) -> None:
    """Reading loses no word."""
    text = " ".join(words)
    assert " ".join(block.text for block in from_plain(text)).split() == _nfc(text).split()


def _nfc(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text)
