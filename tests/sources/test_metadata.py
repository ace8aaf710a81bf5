"""Front matter, and the lines that make metadata citable."""

import pytest

from sources.errors import UnreadableFile
from sources.metadata import format_date, is_date_line, metadata_lines, read_date, split_header


def test_header_and_body_are_divided() -> None:
    """Dates and numbers that YAML makes of a value are text again; unknown fields are let be."""
    headed = split_header(
        "---\nid: a-1\ntitle: 2024\npublished: 2024-08-28\nurl:\ntags: [x]\n---\n\nHi"
    )
    assert (headed.header.id, headed.header.title, headed.header.published, headed.header.url) == (
        "a-1",
        "2024",
        "2024-08-28",
        "",
    )
    assert headed.body == "Hi"


def test_text_without_header_is_all_body() -> None:
    """A dash later in a text is no header, nor are words between two rules."""
    assert split_header("---\nWords.\n---\n\nMore.").body == "---\nWords.\n---\n\nMore."
    assert split_header("---\nWords.").body == "---\nWords."
    assert split_header("Hi\n---\nid: x\n---\n").body == "Hi\n---\nid: x\n---\n"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("id: 'a/b'", "wrong front matter in 'id'"),
        ("language: German", "wrong front matter in 'language'"),
        ("published: gestern", "wrong front matter in 'published'"),
        ("title: [a]", "wrong front matter in 'title'"),
        ("a: [", "not YAML"),
        ("a: " + "[" * 5_000, "not YAML"),
        ("a: !!python/object/apply:os.system [id]", "not YAML"),
        ("a: " + "x" * 20_000, "more than 10,000 characters"),
    ],
)
def test_bad_header_is_refused_with_its_reason(header: str, message: str) -> None:
    """The field is named, and nothing in it is run."""
    with pytest.raises(UnreadableFile, match=message):
        split_header(f"---\n{header}\n---\n\nText")


def test_metadata_lines_in_the_language_of_the_document() -> None:
    """Unknown facts have no line; an unknown language gets English."""
    assert metadata_lines("de", "Eva", "", "2024-03-01") == ("Autor: Eva", "Datum: 1. März 2024")
    assert metadata_lines("en", "", "Echo", "2024-08-28") == (
        "Publisher: Echo",
        "Date: 28 August 2024",
    )
    assert metadata_lines("xx", "Eva", "", "") == ("Author: Eva",)
    assert format_date("2024-08-28", "sv") == "28 augusti 2024"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("28. August 2024", "2024-08-28"),
        ("28 August 2024", "2024-08-28"),
        ("August 28, 2024", "2024-08-28"),
        ("Wednesday, August 28, 2024", "2024-08-28"),
        ("2024-08-28", "2024-08-28"),
        ("03.04.2024", "2024-04-03"),
    ],
)
def test_date_line_is_read(line: str, day: str) -> None:
    """Lines of a date and nothing else."""
    assert is_date_line(line)
    assert read_date(line, "de") == day


@pytest.mark.parametrize(
    "line", ["Im August 2024", "28. August 2024 in Berlin", "2024", "5.000", ""]
)
def test_other_line_is_no_date(line: str) -> None:
    """A date inside a sentence is content."""
    assert not is_date_line(line)


def test_date_line_that_names_no_day() -> None:
    """It looks like a date, but there is none."""
    assert read_date("99. Foobar 2024", "de") == ""
