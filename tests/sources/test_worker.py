"""Extraction in a child process: the same result, and an end to whatever does not end."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sources.errors import UnreadableFile
from sources.extract import extract
from sources.worker import IN_PROCESS_BYTES, Extractor
from tests.sources.files import HTML, make_docx, make_pdf

ROOT = Path(__file__).parents[2]


def test_child_gives_what_the_reader_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """One child serves several files, good and bad, of every kind, from any working folder."""
    monkeypatch.chdir("/")
    monkeypatch.setitem(IN_PROCESS_BYTES, "html", 0)
    with Extractor(time_limit_s=60) as extractor:
        assert extractor.extract("pdf", make_pdf("Some words.")).title == "A report"
        first = extractor._child
        with pytest.raises(UnreadableFile, match="damaged PDF"):
            extractor.extract("pdf", b"%PDF-1.7")
        assert extractor.extract("docx", make_docx()) == extract("docx", make_docx())
        assert extractor.extract("html", HTML.encode()) == extract("html", HTML.encode())
        assert extractor._child is first
    assert first is not None
    assert first.poll() is not None


def test_small_text_needs_no_child() -> None:
    """An ordinary folder starts no process."""
    with Extractor() as extractor:
        assert extractor.extract("plain", b"Some words.").blocks[0].text == "Some words."
        assert extractor._child is None


def test_file_that_takes_too_long_is_refused_and_the_next_one_read() -> None:
    """A child that does not answer (here: one that is stopped) is killed in time."""
    with Extractor(time_limit_s=60) as extractor:
        extractor.extract("docx", make_docx())
        assert extractor._child is not None
        os.kill(extractor._child.pid, 19)  # SIGSTOP
        extractor._time_limit_s = 0.5
        started = time.monotonic()
        with pytest.raises(UnreadableFile, match=r"took longer than 0\.5 s"):
            extractor.extract("docx", make_docx())
        assert time.monotonic() - started < 5
        extractor._time_limit_s = 60
        assert extractor.extract("docx", make_docx()).blocks


def test_child_that_dies_is_replaced() -> None:
    """A reader may be ended by the system for its memory."""
    with Extractor(time_limit_s=60) as extractor:
        extractor.extract("docx", make_docx())
        assert extractor._child is not None
        extractor._child.kill()
        with pytest.raises(UnreadableFile, match="its reader stopped"):
            extractor.extract("docx", make_docx())
        assert extractor.extract("docx", make_docx()).blocks


def test_child_ends_when_its_parent_does() -> None:
    """A closed stdin is its end."""
    run = subprocess.run(
        [sys.executable, "-m", "sources.worker"], cwd=ROOT, input=b"", timeout=60, check=True
    )
    assert run.returncode == 0
