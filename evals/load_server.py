"""A server of one's own on loopback, to put under load, and the memory of a process."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from evals.errors import EvalError
from evals.remote import TIMEOUT_S, last_event

COMMAND = (sys.executable, "-m", "app", "--host", "127.0.0.1", "--port", "0")
_ROOT = Path(__file__).parents[1]
_HEALTH = "/gradio_api/call/health"
_START_S = 600.0
"""A first start builds the index."""
_STOP_S = 20.0
_SAMPLE_S = 0.5
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    url: str
    process_id: int | None


@contextmanager
def served(command: tuple[str, ...] = COMMAND) -> Iterator[Served]:
    """Run a server until it is no longer needed; its model is there.

    Args:
        command: What starts it; the address is the last word of its first line.

    Raises:
        EvalError: If it does not start, or does not end in order.
    """
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline().split()
        if not line:
            raise EvalError(f"The server did not start; run: {' '.join(command[1:])}")
        try:
            _wait_for_model(line[-1])
            yield Served(line[-1], process.pid)
        finally:
            process.terminate()
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
    if process.returncode != 0:
        raise EvalError(f"The server did not end in order (exit code {process.returncode})")


def _wait_for_model(url: str) -> None:
    ends = time.monotonic() + _START_S
    with httpx.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False) as http:
        while (health := _health(http))["status"] == "warming" and time.monotonic() < ends:
            time.sleep(_SAMPLE_S)
    if health["status"] not in ("ready", "degraded"):
        raise EvalError(f"The server is {health['status']}: {health['error']}")


def _health(http: httpx.Client) -> Mapping[str, object]:
    try:
        event_id = http.post(_HEALTH, json={"data": []}).json()["event_id"]
        return last_event(http.get(f"{_HEALTH}/{event_id}").text)
    except (httpx.HTTPError, KeyError, ValueError) as error:
        raise EvalError(f"The server does not tell how it is: {error}") from error


class Memory:
    """Looks at the memory of a process and its children while ``with`` lasts, in MB."""

    def __init__(self, process_id: int | None) -> None:
        """Look at a process; without one, at nothing."""
        self._process = psutil.Process(process_id) if process_id is not None else None
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self.before_mb = self.peak_mb = self.after_mb = self._now_mb()

    def __enter__(self) -> "Memory":
        """Begin to look; what the process held earlier is no part of the peak."""
        self.before_mb = self.peak_mb = self._now_mb()
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look for the last time."""
        self._done.set()
        self._watcher.join()
        self.after_mb = self._now_mb()
        self.peak_mb = max(self.peak_mb, self.after_mb)

    def _watch(self) -> None:
        while not self._done.wait(_SAMPLE_S):
            self.peak_mb = max(self.peak_mb, self._now_mb())

    def _now_mb(self) -> float:
        try:
            family = [self._process, *self._process.children(True)] if self._process else []
            return float(sum(process.memory_info().rss for process in family)) / _MB
        except psutil.Error:
            return 0.0
