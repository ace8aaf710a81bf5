"""The parent's side of the process that keeps Chroma: a deadline for each request."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.errors import StoreUnavailable
from sources.clean import clean_line

_ROOT = Path(__file__).resolve().parents[1]
_START_S = 60.0
_END_S = 5.0
# Nothing else of the environment is for it: neither secrets, nor what would set up Chroma.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the process answers; what a request does not ask for is empty."""

    error: str = ""
    complete: bool = False
    n_stored: int = 0
    ids: tuple[str, ...] = ()


_REPLY = TypeAdapter(Reply)


class ChromaProcess:
    """A child process that keeps one collection; safe to share between threads."""

    def __init__(self) -> None:
        """Start it, which takes it some seconds; nobody waits for that before the first request.

        Raises:
            OSError: If no process can be started.
        """
        self._pipe, there = Pipe()
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "index.store_main", str(there.fileno())],
                cwd="/",  # Chroma reads .env where it is started
                env=_environment(),
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the parent
            )
        self._turn = threading.Lock()
        self._folder: Path | None = None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    @property
    def up(self) -> bool:
        """Whether it can be asked without a wait for its start."""
        return self._folder is not None and self.alive

    def folder(self) -> Path:
        """Its own temporary folder, which goes with it; waits until it is up.

        Raises:
            StoreUnavailable: If it does not come up.
        """
        with self._turn:
            if self._folder is None:
                with self._killed_if_lost("starting", _START_S):
                    self._folder = Path(self._hear(_START_S).decode())
            return self._folder

    def ask(self, limit_s: float, do: str, **given: object) -> Reply:
        """Have a request done.

        Args:
            limit_s: Seconds after which the process is killed, once its turn has come.
            do: What, a method of ``store_child.Keeper``.
            **given: With what.

        Raises:
            StoreUnavailable: If it refuses, fails, or is late; ``alive`` tells if it is usable.
        """
        if self._folder is None:
            self.folder()
        if not self._turn.acquire(timeout=limit_s):
            raise StoreUnavailable(f"{do} waited longer than {limit_s:g} s for its turn")
        try:
            with self._killed_if_lost(do, limit_s):
                request = {"do": do, "limit_s": limit_s, "with": given}
                self._pipe.send_bytes(json.dumps(request).encode())
                reply = _REPLY.validate_json(self._hear(limit_s))
        finally:
            self._turn.release()
        if reply.error:
            raise StoreUnavailable(clean_line(reply.error)[:300])
        return reply

    def kill(self) -> None:
        """End it now, whatever it does, and remove what it wrote."""
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _hear(self, limit_s: float) -> bytes:
        if not self._pipe.poll(limit_s):
            raise TimeoutError
        return self._pipe.recv_bytes()

    @contextmanager
    def _killed_if_lost(self, what: str, limit_s: float) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            self.kill()
            raise StoreUnavailable(f"{what} took longer than {limit_s:g} s") from error
        except (EOFError, OSError, ValidationError) as error:
            self.kill()
            code = self._process.returncode
            raise StoreUnavailable(f"its process ended at {what} (exit code {code})") from error


_spare: list[ChromaProcess] = []
_spares = threading.Lock()


def take_process() -> ChromaProcess:
    """A process without a collection: one just given back, as a build does, or a new one.

    Raises:
        OSError: If none can be started.
    """
    while (kept := _kept()) is not None:
        # One that nobody needed for a while may be about to go, which only an answer can tell.
        with suppress(StoreUnavailable):
            kept.ask(_END_S, "leave")
            return kept
        kept.kill()
    return ChromaProcess()


def give_back(process: ChromaProcess) -> None:
    """Keep a process for half a minute, in which whoever built an index will open it."""
    try:
        process.ask(_END_S, "leave")
    except StoreUnavailable:
        process.kill()
        return
    with _spares:
        _spare.append(process)
        extra = _spare[:-1]
        del _spare[:-1]
    for other in extra:
        other.kill()


def end_spare() -> None:
    """End the process that is kept, if one is."""
    while (kept := _kept()) is not None:
        kept.kill()


atexit.register(end_spare)


def _kept() -> ChromaProcess | None:
    with _spares:
        return _spare.pop() if _spare else None


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**kept, "PYTHONPATH": path, "TMPDIR": tempfile.gettempdir()}
