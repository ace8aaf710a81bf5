"""What went wrong, in both languages of the page."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.llm_types
import index.errors  # noqa: F401  # all kinds of errors are to be known
from app.errors import Closing, NoAnswerInTime
from app.ui.errors import NotAdded, ServerError
from app.ui.problems import GERMAN, KINDS, note, told
from index.errors import IndexMissing
from sources import parse_text
from sources.errors import AssistantError, UnreadableFile

SIDES = re.compile(
    r'<span class="t-de" lang="de">(.*?)</span><span class="t-en" lang="en">(.*?)</span>'
)


def lines(error: Exception) -> tuple[str, str]:
    """The German and the English line; there is nothing else, not even a title."""
    found = SIDES.fullmatch(told(error))
    assert found is not None, told(error)
    return found[1], found[2]


def classes(known: type[AssistantError]) -> Iterator[type[AssistantError]]:
    """A class of errors and all below it."""
    yield known
    for below in known.__subclasses__():
        yield from classes(below)


def test_every_error_of_ours_has_a_german_text() -> None:
    """A text of its own, or that of the class above; the English one is its own line.

    Those that a module keeps to itself never come to a page.
    """
    ours = {
        known
        for known in classes(AssistantError)
        if known.__module__.split(".")[0] not in ("tests", "evals") and known.__name__[0] != "_"
    }
    assert {Closing, NoAnswerInTime, ServerError, IndexMissing} < ours
    for known in ours - set(GERMAN):
        assert known is app.llm_types.ModelBusy, f"{known} has no German text"
    for known in ours:
        german, english = lines(known("A line at data/index; run it"))
        assert english == "A line at data/index; run it"
        assert german in GERMAN.values()


def test_the_server_that_stops_says_so_in_german() -> None:
    """And one that is late, and one that cannot keep an article."""
    assert lines(Closing("The server is stopping"))[0].startswith("Der Server wird gerade beendet")
    assert lines(NoAnswerInTime("No answer within 60 s"))[0].startswith("Das hat zu lange gedauert")
    assert lines(ServerError("It cannot be kept"))[0].startswith(
        "Der Artikel kann nicht aufbewahrt"
    )


def test_every_kind_of_bad_file_has_a_text_of_its_own() -> None:
    """As the sources and the shelf name them."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (*Path("sources").glob("*.py"), Path("app/ui/shelf.py"))
    )
    kinds = set(re.findall(r'(?:UnreadableFile|NotAdded)\([^#]{1,140}?", "(\w+)"\s*\)', code))
    assert kinds == set(KINDS)
    assert lines(UnreadableFile("a.pdf is encrypted", "encrypted")) == KINDS["encrypted"]
    closed = NotAdded("Articles cannot be added here", "closed")
    assert lines(closed)[0] == "Hier können keine Artikel hinzugefügt werden."
    assert lines(UnreadableFile("<b> is odd"))[1] == "&lt;b&gt; is odd"


def test_the_kind_of_a_bad_file_reaches_the_page() -> None:
    """Through the reader in a process of its own, and through the name put before the reason."""
    with pytest.raises(UnreadableFile) as caught:
        parse_text("a.pdf", b"%PDF-1.4 nothing")
    assert (caught.value.kind, str(caught.value)) == ("damaged", "a.pdf is a damaged PDF")


def test_a_fault_of_ours_tells_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    """Neither on the page nor in the log, which names its kind; a refusal is not logged at all."""
    fault = RuntimeError("of ours, at /secret/path, asked by Ms Smith")
    assert lines(fault)[0].startswith("Der Server hatte einen Fehler")
    assert "secret" not in told(fault)
    with caplog.at_level(logging.INFO):
        note("A question failed", fault)
        note("A question failed", IndexMissing("No index at data/index"))
        note("An article was not added", NotAdded("An article is empty", "empty"))
        note("An article was not added", UnreadableFile("a.exe has a format", "format"))
    assert caplog.messages == [
        "A question failed: RuntimeError",
        "A question failed: No index at data/index",
    ]
