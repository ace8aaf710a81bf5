"""What is asked of a store over a Chroma server, and of an assistant over one."""

import time
from pathlib import Path

import pytest

from index.retrieve import ExactSearcher
from index.store import SEARCH_S, VectorStore
from index.types import Snapshot
from tests.fakes import HashingEmbedder
from tests.faults.asker import serve
from tests.faults.chroma_server import RealServer
from tests.faults.processes import CONTEXT
from tests.faults.world import QUESTIONS

PATIENCE_S = 90.0


def check(store: VectorStore, snapshot: Snapshot) -> None:
    """The store finds what exact search does, within the deadline."""
    for question in QUESTIONS:
        vector = HashingEmbedder().encode_query(question).vector
        began = time.monotonic()
        found = store.search(vector, 5)
        assert time.monotonic() - began < SEARCH_S + 1
        expected = ExactSearcher(snapshot).search(vector, 5)
        assert [s for _, s in found] == pytest.approx([s for _, s in expected], abs=1e-5)


class Asker:
    """An assistant in a process of its own."""

    def __init__(self, folder: Path, index: str, server: RealServer) -> None:
        """Start it; it gets ready by itself."""
        self.asked, there = CONTEXT.Pipe()
        where = (folder / "articles", folder / index, server.port)
        self.process = CONTEXT.Process(target=serve, args=(*where, there))
        self.process.start()
        there.close()

    def tell(self, line: str) -> dict[str, object]:
        """What it answers."""
        self.asked.send(line)
        assert self.asked.poll(PATIENCE_S + 30)
        told: dict[str, object] = self.asked.recv()
        return told

    def answers(self) -> list[dict[str, object]]:
        """What it answers to all questions."""
        return [self.tell(question) for question in QUESTIONS]

    def end(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.join(20)
