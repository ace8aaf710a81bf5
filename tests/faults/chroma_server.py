"""A real Chroma server on a free port, which can be stopped, killed and started again."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from index.types import ChromaServer
from tests.chat_process import free_port

_START_S = 90.0
_RUN = "import sys; from chromadb.cli.cli import app; sys.exit(app())"
_ROOT = "/api/v2/tenants/default_tenant/databases/default_database/collections"


@dataclass(slots=True)
class RealServer:
    """``chroma run`` over the files in ``folder``."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def place(self) -> ChromaServer:
        """Where it listens."""
        return ChromaServer("127.0.0.1", self.port)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.port = self.port or free_port()
        options = ["--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _RUN, "run", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        began = time.monotonic()
        while time.monotonic() - began < _START_S:
            try:
                if self.ask("GET", "").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(f"no Chroma server after {_START_S} s")

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process is not None
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(timeout=20)

    def ask(self, method: str, path: str, **content: object) -> httpx.Response:
        """Ask its collections, as anybody could who reaches it."""
        address = f"http://127.0.0.1:{self.port}{_ROOT}{path}"
        with httpx.Client(trust_env=False, timeout=30) as client:
            return client.request(method, address, json=content or None)

    def names(self) -> list[str]:
        """Its collections."""
        return [str(found["name"]) for found in self.ask("GET", "").json()]
