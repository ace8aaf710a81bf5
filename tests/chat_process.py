"""The chat as a process of its own, for tests that talk to it over HTTP."""

import json
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
_START_S = 120.0
"""Two seconds on a quiet machine; more than sixty have been seen on a busy one."""


@dataclass(slots=True)
class Server:
    """The chat in a process of its own; can be stopped and started.

    Unless ``real``, it is over the fake assistant and keeps feedback in ``data``.
    """

    data: Path
    arguments: tuple[str, ...] = ()
    real: bool = False
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start and wait for the page; gives the seconds until it was up."""
        self.port = self.port or free_port()
        fake = ("tests.fake_server", str(self.port), str(self.data))
        module = ("app", "--port", str(self.port)) if self.real else fake
        began = time.monotonic()
        command = [sys.executable, "-m", *module, *self.arguments]
        self.process = subprocess.Popen(command, cwd=ROOT)
        while time.monotonic() - began < _START_S:
            try:
                if httpx.get(self.address, timeout=5, trust_env=False).status_code in (200, 401):
                    return time.monotonic() - began
            except httpx.TransportError:
                time.sleep(0.1)
        self.process.kill()
        raise AssertionError(f"no page at {self.address} after {_START_S} s")

    def stop(self) -> int:
        """End it with SIGTERM; gives the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=20)

    def client(self) -> httpx.Client:
        """A client of this server that looks at no proxy."""
        return httpx.Client(base_url=self.address, timeout=60, trust_env=False)


def call(client: httpx.Client, name: str, *values: object) -> tuple[str, object]:
    """The last event of a call of a public endpoint: its name and its data."""
    posted = client.post(f"/gradio_api/call/{name}", json={"data": list(values)})
    assert posted.status_code == 200, posted.text
    text = client.get(f"/gradio_api/call/{name}/{posted.json()['event_id']}").text
    event, data = text.strip().split("\n")[-2:]
    return event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
