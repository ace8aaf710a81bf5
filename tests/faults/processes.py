"""Child processes that start quickly: forked from a server that has the libraries loaded."""

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from index import embed, store_process
from index.adapter import ADAPTER
from index.store_process import end_spare
from index.types import Embedder
from tests.fakes import HashingEmbedder

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.builders", "app.parts", "index.store_child"])


class Child:
    """A child process at work, and what it tells."""

    def __init__(self, target: Callable[..., None], *arguments: object) -> None:
        """Start it; ``target`` gets a connection as its last argument."""
        self.told, end = CONTEXT.Pipe(duplex=False)
        self.process = CONTEXT.Process(target=target, args=(*arguments, end))
        self.process.start()
        end.close()

    def hear(self, timeout_s: float = 120) -> Any:  # noqa: ANN401 - whatever it sends
        """What it tells next."""
        assert self.told.poll(timeout_s), "the child tells nothing"
        return self.told.recv()

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.end()

    def end(self, timeout_s: float = 60) -> None:
        """Wait until it has ended."""
        self.process.join(timeout_s)
        assert self.process.exitcode is not None
        self.process.close()
        self.told.close()


def end_children() -> None:
    """Kill what a failed test has left at work."""
    for child in multiprocessing.active_children():
        child.kill()
        child.join(20)


@contextmanager
def words() -> Iterator[None]:
    """The embedder of words is the bundled model."""
    before = embed.load_embedder
    embed.load_embedder = of_words
    try:
        yield
    finally:
        embed.load_embedder = before


def of_words(name: str = "", adapter: Path = ADAPTER) -> Embedder:
    """The embedder of words, whatever is asked for."""
    del name, adapter
    return HashingEmbedder()


@contextmanager
def quick_chroma() -> Iterator[None]:
    """Chroma's processes have its library loaded when they start, which takes seconds else."""
    end_spare()
    plain = vars(store_process)["subprocess"]
    vars(store_process)["subprocess"] = SimpleNamespace(
        Popen=_Forked, DEVNULL=plain.DEVNULL, TimeoutExpired=plain.TimeoutExpired
    )
    try:
        yield
    finally:
        end_spare()
        vars(store_process)["subprocess"] = plain


class _Forked:
    """What ``ChromaProcess`` uses of ``subprocess.Popen``."""

    def __init__(
        self,
        command: Sequence[str],
        pass_fds: Sequence[int],
        env: Mapping[str, str],
        **rest: object,
    ) -> None:
        """Start it with the end of the pipe that it is given, and with our limit of file sizes."""
        del command, rest
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        # A child of the server would start another server, and loads all anyway.
        forked = multiprocessing.parent_process() is not None
        start = multiprocessing.get_context("fork").Process if forked else CONTEXT.Process
        with Connection(os.dup(pass_fds[0])) as end:
            self._process = start(target=_keep_chroma, args=(end, limit, env["TMPDIR"]))
            self._process.start()
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()

    def wait(self, limit_s: float) -> None:
        self._process.join(limit_s)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("chroma", limit_s)


def _keep_chroma(end: Connection, limit: tuple[int, int], temporary: str) -> None:
    from index import store_child

    tempfile.tempdir = temporary
    os.setsid()
    os.chdir("/")
    kept = os.dup2(end.fileno(), 3) if end.fileno() != 3 else 3
    silent = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(silent, number)
    os.closerange(4, 4096)  # neither the other end of the pipe, nor a lock
    resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    sys.argv = ["store_child", str(kept)]
    store_child.main()
