"""Feedback on answers, one JSON line each, that loses nothing under concurrent writers."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

LOCK_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on one answer.

    ``feedback_id`` ties a reason that comes later to its verdict; ``helpful`` is the thumb;
    ``at`` is ISO 8601 in UTC; ``cited`` are ``doc_id:start-end`` of the answer's citations and
    ``quotes`` their words in the original; ``history`` is what was said before the question.
    """

    feedback_id: str
    at: str
    helpful: bool
    reason: str
    question: str
    answer: str
    language: str
    abstained: str | None
    cited: tuple[str, ...]
    quotes: tuple[str, ...] = ()
    history: tuple[dict[str, str], ...] = ()


def append(path: Path, feedback: Feedback) -> None:
    """Add one line under a lock between processes, on disk before the lock is given back.

    A line that a crash left without its end is closed first, so that it spoils no other.

    Raises:
        OSError: If the file cannot be written, or the lock is not free within ten seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(feedback), ensure_ascii=False).encode() + b"\n"
    with FileLock(f"{path}.lock", timeout=LOCK_TIMEOUT_S), path.open("a+b") as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Iterator[Feedback]:
    """Every feedback, the later line of an id in the earlier one's place; torn lines left out."""
    found: dict[str, Feedback] = {}
    for line in path.read_bytes().splitlines() if path.is_file() else ():
        try:
            data = json.loads(line)
            lists = ("cited", "quotes", "history")
            feedback = Feedback(**{**data, **{key: tuple(data.get(key, ())) for key in lists}})
        except (ValueError, TypeError, AttributeError):
            continue
        found[feedback.feedback_id] = feedback
    yield from found.values()
