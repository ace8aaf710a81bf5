"""Faults of a real Chroma server that is shared; each a generator of rounds."""

import signal
import time
from collections.abc import Generator
from pathlib import Path
from random import Random

from tests.faults.chroma_server import RealServer
from tests.faults.rounds_index import store_of
from tests.faults.world import Clients, Round, World, answers, wait_for


def server_killed(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """``kill -9`` of ``chroma run`` while it is asked; somebody starts it again."""
    return _server_harmed(place, drawn, stop=False)


def server_stopped(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """It hangs for two seconds, connections and all."""
    return _server_harmed(place, drawn, stop=True)


def _server_harmed(place: Path, drawn: Random, stop: bool) -> Generator[Round, None, None]:
    world, server = World(place), RealServer(place / "server")
    server.start()
    try:
        while True:
            with world.assistant(port=server.port) as assistant:
                store = store_of(assistant)
                with Clients(world, assistant) as clients:
                    time.sleep(drawn.uniform(0, 0.2))
                    if stop:
                        server.send(signal.SIGSTOP)
                        wait_for(lambda of=store: of.trouble is not None)  # type: ignore[misc]
                        time.sleep(2)
                        server.send(signal.SIGCONT)
                    else:
                        server.kill()
                        wait_for(lambda of=store: of.trouble is not None)  # type: ignore[misc]
                        server.start()
                    began = time.monotonic()
                    assert store.wait_open(90)
                    recovery_s = time.monotonic() - began
                found = answers(assistant)
            n_wrong = sum(a != b for a, b in zip(found, world.expected["old"], strict=True))
            yield clients.outcome(recovery_s, n_wrong)
    finally:
        server.kill()
