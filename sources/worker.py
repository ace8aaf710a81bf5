"""Extraction in a child process with limits of time and memory, for files that may be hostile.

One child serves many files, one after the other; it is started when first needed and killed when
a file takes too long. Run as ``python -m sources.worker`` it is that child: a line of JSON and
the file's bytes on stdin, a line of JSON on stdout.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from sources.blocks import Block
from sources.errors import UnreadableFile
from sources.extract import Extracted, Format, extract

# Up to these sizes the readers were measured to be quick whatever the content, so that an
# ordinary folder needs no child; PDF and Word readers have no such size.
IN_PROCESS_BYTES: dict[Format, int] = {
    "plain": 200_000,
    "markdown": 50_000,
    "html": 20_000,
    "pdf": 0,
    "docx": 0,
}
TIME_LIMIT_S = 20.0
_MEMORY_LIMIT_BYTES = 4_000_000_000
_ROOT = Path(__file__).resolve().parent.parent


class Extractor:
    """Extracts articles, apart from this process where a file's kind or size asks for it."""

    def __init__(self, time_limit_s: float = TIME_LIMIT_S) -> None:
        """Prepare without starting anything.

        Args:
            time_limit_s: Seconds that one file may take, the start of the child included.
        """
        self._time_limit_s = time_limit_s
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        """Use as a context, so that the child ends with it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the child, if one was started."""
        self._stop()

    def extract(self, kind: Format, data: bytes) -> Extracted:
        """Extract one file.

        Raises:
            UnreadableFile: If it is not readable, or takes more time or memory than allowed.
        """
        if len(data) <= IN_PROCESS_BYTES[kind]:
            return extract(kind, data)
        child = self._child or self._start()
        assert child.stdin is not None  # asked for when it was started
        with suppress(BrokenPipeError):  # then the child has ended, and its last line is empty
            child.stdin.write(json.dumps({"kind": kind, "size": len(data)}).encode() + b"\n" + data)
            child.stdin.flush()
        try:
            line = self._answers.get(timeout=self._time_limit_s)
        except queue.Empty:
            self._stop()
            raise UnreadableFile(
                f"took longer than {self._time_limit_s:g} s to read", "too_slow"
            ) from None
        if not line:
            self._stop()
            raise UnreadableFile(
                "could not be read (its reader stopped; too much memory?)", "too_slow"
            )
        return _unpack(line)

    def _start(self) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        self._child = subprocess.Popen(
            [sys.executable, "-m", "sources.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._answers = queue.SimpleQueue()
        threading.Thread(target=_forward, args=(self._child, self._answers), daemon=True).start()
        return self._child

    def _stop(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        with suppress(BrokenPipeError):
            self._child.communicate()
        self._child = None


def _forward(child: "subprocess.Popen[bytes]", answers: "queue.SimpleQueue[bytes]") -> None:
    """Pass the child's lines on; an empty one says that it has ended."""
    assert child.stdout is not None
    with suppress(ValueError):  # closed while we read: the child was stopped
        for line in child.stdout:
            answers.put(line)
    answers.put(b"")


def _unpack(line: bytes) -> Extracted:
    answer = json.loads(line)
    if "error" in answer:
        raise UnreadableFile(answer["error"], answer.get("reason", ""))
    blocks = tuple(Block(block["kind"], tuple(block["lines"])) for block in answer.pop("blocks"))
    return Extracted(blocks, **answer)


def serve() -> None:
    """Answer requests from stdin until it closes: what the child process does."""
    with suppress(ImportError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT_BYTES, _MEMORY_LIMIT_BYTES))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # no library's print may end up among the answers
    while header := source.readline():
        request = json.loads(header)
        try:
            answer = asdict(extract(request["kind"], source.read(request["size"])))
        except UnreadableFile as error:
            answer = {"error": str(error), "reason": error.kind}
        except MemoryError:
            answer = {"error": "needs too much memory to read", "reason": "too_slow"}
        sink.write(json.dumps(answer).encode() + b"\n")
        sink.flush()


if __name__ == "__main__":
    serve()
