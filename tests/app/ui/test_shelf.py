"""Articles that readers add."""

import logging
import threading
from base64 import b64encode
from pathlib import Path

import pytest

from app.ui.errors import ServerError
from app.ui.everybody import Everybody
from app.ui.kept import KeptArticles
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


def test_dictionaries_are_loaded_before_anybody_misspells(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a thread of its own, which no question waits for."""
    loaded = threading.Event()
    monkeypatch.setattr("app.ui.shelf.load_dictionaries", loaded.set)
    Shelf(FakeAssistant(), uploads=False).warm_up()
    assert loaded.wait(10)


QUESTION = "Wann wurde das eingeführt?"


def shared(folder: Path) -> Shelf:
    """A shelf that everybody has together."""
    made = Shelf(FakeAssistant(), uploads=True, kept=KeptArticles(folder))
    made.warm_up()
    return made


def test_what_is_shared_is_everybodys_and_survives_a_restart(tmp_path: Path) -> None:
    """Under the same id, until anybody takes it away; HTTP sees it as the page does."""
    first = shared(tmp_path)
    assert Everybody(first).ask(QUESTION).abstained
    added = first.add("anna", "zebra.txt", encoded(TEXT))
    assert not first.assistant("bert").ask(QUESTION).abstained
    assert Everybody(first).ask(QUESTION).citations[0].doc_id == added.doc_id
    second = shared(tmp_path)
    assert second.assistant(None).documents[-1] == added
    assert second.removable("bert") == {added.doc_id}
    second.remove("bert", added.doc_id)
    assert second.assistant("anna").ask(QUESTION).abstained
    assert shared(tmp_path).removable("anna") == frozenset()


def test_ids_of_shared_articles_stay_apart_over_a_restart(tmp_path: Path) -> None:
    """Citations of conversations that are kept lead to the article that they meant."""
    first = shared(tmp_path)
    texts = [TEXT, TEXT.replace(b"1951", b"1952")]
    ids = [first.add("anna", "zebra.txt", encoded(text)).doc_id for text in texts]
    again = {d.doc_id: d.text for d in shared(tmp_path).assistant(None).documents}
    assert "1951" in again[ids[0]] and "1952" in again[ids[1]]


def test_additions_at_once_all_stay(tmp_path: Path) -> None:
    """Nobody overwrites what another adds at the same moment."""
    together = shared(tmp_path)
    threads = [
        threading.Thread(target=together.add, args=(str(n), "zebra.txt", encoded(TEXT)))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together.removable("anna")) == len(list(tmp_path.glob("*.json"))) == 4


def test_a_shared_shelf_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named, with what to do."""
    monkeypatch.setattr("app.ui.shelf.MAX_SHARED", 2)
    together = shared(tmp_path)
    for number in range(2):
        together.add(str(number), "zebra.txt", encoded(TEXT))
    with pytest.raises(ValueError, match="At most 2 articles"):
        together.add("anna", "zebra.txt", encoded(TEXT))


def test_a_damaged_shared_file_is_left_out_and_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are there."""
    kept = shared(tmp_path).add("anna", "zebra.txt", encoded(TEXT))
    (tmp_path / "torn.json").write_text('{"doc_id": "x"', encoding="utf-8")
    KeptArticles(tmp_path).write("b", "b.exe", b"MZ")
    with caplog.at_level(logging.WARNING):
        assert shared(tmp_path).removable("anna") == {kept.doc_id}
    assert "torn.json" in caplog.text and "b.exe" in caplog.text


def test_what_cannot_be_kept_is_not_shown(tmp_path: Path) -> None:
    """A full or read-only disk is one line, and nobody sees half an addition."""
    (tmp_path / "file").touch()
    together = Shelf(FakeAssistant(), uploads=True, kept=KeptArticles(tmp_path / "file"))
    with pytest.raises(ServerError, match="cannot be kept"):
        together.add("anna", "zebra.txt", encoded(TEXT))
    assert together.removable("anna") == frozenset()


def test_switched_off_nothing_shared_can_be_taken_away(tmp_path: Path) -> None:
    """An operator may collect articles first and close the shelf then."""
    kept = shared(tmp_path).add("anna", "zebra.txt", encoded(TEXT))
    closed = Shelf(FakeAssistant(), uploads=False, kept=KeptArticles(tmp_path))
    closed.warm_up()
    closed.remove("anna", kept.doc_id)
    assert closed.removable("anna") == frozenset()
    assert not closed.assistant("anna").ask(QUESTION).abstained
