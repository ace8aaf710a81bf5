"""HTML, PDF and Word files made into blocks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.blocks import Block
from sources.errors import UnreadableFile
from sources.extract import Format, extract
from tests.sources.files import HTML, make_bomb, make_docx, make_pdf


def test_html_gives_the_article_and_its_metadata() -> None:
    """Menus and scripts are left out; a sentence that starts with a number stays one."""
    found = extract("html", HTML.encode())
    assert (found.title, found.author, found.publisher, found.published) == (
        "Die Firma wächst",
        "Eva Muster",
        "Echo",
        "2024-03-05",
    )
    assert [block.kind for block in found.blocks] == ["heading", "prose", "list", "prose", "prose"]
    assert [block.text for block in found.blocks] == [
        "Die Firma wächst",
        "Die Firma hat 2023 ihren Umsatz auf 12,5 Mrd. Euro gesteigert, sagte Anna Berg.",
        "Neue Märkte in Asien und Afrika\nNeue Produkte für alle Kunden",
        "Der Vorstand erwartet, dass die Zahl der Mitarbeiter bis 2025 auf 3 800 steigen wird.",
        "28. August ist der Stichtag, an dem der Vorstand über die Pläne entscheiden will.",
    ]


def test_pdf_gives_paragraphs_out_of_lines() -> None:
    """A short line that ends a sentence ends a paragraph, over a page's edge too."""
    line = "The company has grown in every year since it was founded in Berlin by two"
    found = extract("pdf", make_pdf(f"{line}\nfriends.\n{line}", "sisters in 1999."))
    assert (found.title, found.author) == ("A report", "Eva Muster")
    assert [block.text for block in found.blocks] == [
        f"{line} friends.",
        f"{line} sisters in 1999.",
    ]


def test_docx_gives_headings_paragraphs_and_lists() -> None:
    """Word's styles say what a paragraph is; an account's name is no author."""
    found = extract("docx", make_docx())
    assert found.author == "Eva Muster"
    assert found.blocks == (
        Block("heading", ("Die Firma wächst",)),
        Block("prose", ("Die Firma hat 3 800 Mitarbeiter und will im Jahr 2025 weiter wachsen.",)),
        Block("list", ("Asien", "Afrika")),
    )
    assert extract("docx", make_docx(author="python-docx")).author == ""


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("html", b"<html></html>", "no article text"),
        ("html", b"<script>alert(1)</script>", "no article text"),
        ("pdf", b"%PDF-1.7 and no more", "PDF"),
        ("pdf", b"\x00" * 50, "PDF"),
        ("pdf", make_pdf(""), "no text"),
        ("pdf", make_pdf("secret", password="x"), "encrypted"),
        ("docx", b"PK\x03\x04 and no more", "no ZIP archive"),
        ("docx", make_bomb(), "more than 100 times"),
    ],
)
def test_damaged_file_is_refused_with_its_reason(kind: Format, data: bytes, message: str) -> None:
    """One line each, no trace."""
    with pytest.raises(UnreadableFile, match=message):
        extract(kind, data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_torn_file_is_read_or_refused(data: st.DataObject) -> None:
    """Bytes cut off or changed give blocks or the one error, never another."""
    kind, whole = data.draw(
        st.sampled_from(
            [("html", HTML.encode()), ("pdf", make_pdf("Some words.")), ("docx", make_docx())]
        )
    )
    torn = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    for position in data.draw(st.lists(st.integers(0, len(torn) - 1), max_size=5)):
        torn[position] = data.draw(st.integers(0, 255))
    try:
        assert extract(kind, bytes(torn)).blocks  # type: ignore[arg-type]  # a literal, widened
    except UnreadableFile as error:
        assert str(error)
