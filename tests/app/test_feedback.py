"""Feedback: nothing is lost, whoever writes at once, and a torn line spoils no other."""

import multiprocessing
from dataclasses import replace
from pathlib import Path

from app.feedback import Feedback, append, read

ONE = Feedback(
    "a", "2026-01-01T00:00:00+00:00", True, "", "Wer?", "Sam Jeans", "de", None, ("d:1-2",)
)
WRITERS = 4
EACH = 25


def _write(path: Path, writer: int) -> None:
    for number in range(EACH):
        append(path, replace(ONE, feedback_id=f"{writer}-{number}", reason="ü" * 3000))


def test_concurrent_writers_lose_nothing(tmp_path: Path) -> None:
    """Every line of every process is there and whole."""
    path = tmp_path / "data" / "feedback.jsonl"
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_write, args=(path, n)) for n in range(WRITERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    kept = {feedback.feedback_id for feedback in read(path)}
    assert kept == {f"{w}-{n}" for w in range(WRITERS) for n in range(EACH)}


def test_a_reason_takes_the_place_of_its_verdict(tmp_path: Path) -> None:
    """The later line of an id counts."""
    path = tmp_path / "feedback.jsonl"
    append(path, ONE)
    append(path, replace(ONE, reason="zu lang"))
    assert list(read(path)) == [replace(ONE, reason="zu lang")]


def test_a_torn_line_spoils_no_other(tmp_path: Path) -> None:
    """A crash in the middle of a line costs that line alone."""
    path = tmp_path / "feedback.jsonl"
    append(path, ONE)
    with path.open("ab") as file:
        file.write(b'{"feedback_id": "b", "at": "2026')
    append(path, replace(ONE, feedback_id="c"))
    assert [feedback.feedback_id for feedback in read(path)] == ["a", "c"]


def test_no_file_is_no_feedback(tmp_path: Path) -> None:
    """Nothing was said yet."""
    assert list(read(tmp_path / "feedback.jsonl")) == []
