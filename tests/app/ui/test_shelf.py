"""Articles that readers add."""

from base64 import b64encode

import pytest

from app.ui.shelf import MAX_ARTICLES, MAX_FILE_BYTES, MAX_READERS, Shelf
from sources import SourceError
from tests.fakes_ui import FakeAssistant

TEXT = "Zebrastreifen\n\nDer Zebrastreifen wurde 1951 eingeführt und gilt seither überall.".encode()


def encoded(data: bytes) -> str:
    """As the page sends it."""
    return b64encode(data).decode()


def shelf() -> Shelf:
    """A shelf that readers may add to."""
    return Shelf(FakeAssistant(), uploads=True)


def test_an_article_is_its_readers_own_and_can_be_taken_away() -> None:
    """Nobody else can ask about it."""
    kept = shelf()
    added = kept.add("anna", "zebra.txt", encoded(TEXT))
    question = "Wann wurde das eingeführt?"
    answer = kept.assistant("anna").ask(question)
    citation = answer.citations[0]
    assert added.text[citation.start : citation.end] == citation.original_quote
    assert kept.assistant("bert").ask(question).abstained
    assert kept.removable("anna") == {added.doc_id}
    assert kept.removable("bert") == frozenset()
    kept.remove("anna", added.doc_id)
    assert kept.assistant("anna").ask(question).abstained


def test_ids_never_clash() -> None:
    """Two files of one name are two articles."""
    kept = shelf()
    ids = [kept.add("anna", "zebra.txt", encoded(TEXT)).doc_id for _ in range(3)]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.txt", "", "empty"),
        ("a.txt", "%%%", "empty"),
        ("a.txt", None, "empty"),
        ("a.txt", encoded(b"x" * (MAX_FILE_BYTES + 1)), "2 MiB"),
    ],
)
def test_limits_are_named(name: str, content: object, line: str) -> None:
    """Nothing, nonsense, and too much."""
    with pytest.raises(ValueError, match=line):
        shelf().add("anna", name, content)


def test_a_file_that_cannot_be_read_is_named() -> None:
    """By the reader of articles, in one line."""
    with pytest.raises(SourceError, match=r"a\.exe"):
        shelf().add("anna", "a.exe", encoded(b"MZ\x00"))


def test_not_more_than_a_few_articles_each_nor_too_many_readers() -> None:
    """The reader who was there longest ago makes way."""
    kept = shelf()
    for _ in range(MAX_ARTICLES):
        kept.add("anna", "zebra.txt", encoded(TEXT))
    with pytest.raises(ValueError, match="remove one first"):
        kept.add("anna", "zebra.txt", encoded(TEXT))
    for number in range(MAX_READERS):
        kept.add(str(number), "zebra.txt", encoded(TEXT))
    assert kept.removable("anna") == frozenset()
    assert kept.removable("0")


@pytest.mark.parametrize("reader", [None, "", 5, "x" * 65])
def test_only_a_reader_can_add(reader: object) -> None:
    """And nobody, unless the operator allows it."""
    with pytest.raises(ValueError, match="cannot be added"):
        shelf().add(reader, "zebra.txt", encoded(TEXT))
    with pytest.raises(ValueError, match="cannot be added"):
        Shelf(FakeAssistant(), uploads=False).add("anna", "zebra.txt", encoded(TEXT))
