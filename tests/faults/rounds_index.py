"""Faults of an index at rest and of the process that keeps Chroma; each a generator of rounds."""

import json
import os
import shutil
import signal
import time
from collections.abc import Generator
from pathlib import Path
from random import Random

from app.assistant import Assistant
from index.build import build
from index.generations import current_folder
from index.store import VectorStore
from sources import load_documents
from tests.fakes import HashingEmbedder
from tests.faults.world import LIMIT_S, Clients, Lines, Round, World, answers, wait_for

_REBUILT = "; building the index at "


def damaged(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """Any file of an index deleted, emptied, cut, flipped or overwritten at any place.

    It answers as before, from the plain files and from Chroma, and says so in one line at most.
    """
    world = World(place)
    copy = place / "damaged"
    while True:
        shutil.copytree(world.index, copy, symlinks=True)
        files = [path for path in sorted(current_folder(copy).rglob("*")) if path.is_file()]
        _harm(drawn.choice(files), drawn)
        with Lines() as heard:
            yield _asked(world, copy, heard)
        shutil.rmtree(copy)


def of_another_make(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """An index of an older format, of another embedder, or of another dimension: built anew."""
    world = World(place)
    copy = place / "another"
    documents = load_documents(place / "articles").documents
    while True:
        kind = drawn.choice(("format", "embedder", "dimension"))
        if kind == "format":
            shutil.copytree(world.index, copy, symlinks=True)
            manifest = current_folder(copy) / "manifest.json"
            held = {**json.loads(manifest.read_text("utf-8")), "format_version": 1}
            manifest.write_text(json.dumps(held), encoding="utf-8")
        elif kind == "embedder":
            build(documents, copy, HashingEmbedder("others"))
        else:
            build(documents, copy, HashingEmbedder(dimension=drawn.choice((64, 512))))
        with Lines() as heard:
            outcome = _asked(world, copy, heard)
            told = [line for line in heard.lines if _REBUILT in line]
        assert len(told) == 1, heard.lines
        yield outcome
        shutil.rmtree(copy)


def chroma_killed(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """``kill -9`` of the process that keeps Chroma, while it is asked."""
    return _chroma_harmed(place, drawn, signal.SIGKILL)


def chroma_stopped(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """The same process hangs, as Chroma does on a full disk."""
    return _chroma_harmed(place, drawn, signal.SIGSTOP)


def store_of(assistant: Assistant) -> VectorStore:
    """Its store, Chroma open."""
    assistant.warm_up()
    parts = assistant.knowledge.loaded
    assert parts is not None and parts.store is not None
    assert parts.store.wait_open(90)
    return parts.store


def _chroma_harmed(place: Path, drawn: Random, how: signal.Signals) -> Generator[Round, None, None]:
    world = World(place)
    while True:
        # Another assistant each time: what fails again and again is tried more and more seldom.
        with world.assistant() as assistant:
            store = store_of(assistant)
            before = store.pid
            assert before is not None
            with Clients(world, assistant) as clients:
                time.sleep(drawn.uniform(0, 0.2))
                os.kill(before, how)
                began = time.monotonic()
                wait_for(lambda at=before, of=store: of.pid not in (None, at))  # type: ignore[misc]
                recovery_s = time.monotonic() - began
            found = answers(assistant)
            n_lost = int(store.trouble is not None)
        n_wrong = sum(a != b for a, b in zip(found, world.expected["old"], strict=True))
        yield clients.outcome(recovery_s, n_wrong, n_lost)


def _asked(world: World, index: Path, heard: Lines) -> Round:
    """A fresh assistant over an index: at once, and again when Chroma is open."""
    began = time.monotonic()
    with world.assistant(index) as assistant:
        found = answers(assistant)
        recovery_s = time.monotonic() - began
        store_of(assistant)
        found += answers(assistant)
    expected = 2 * world.expected["old"]
    n_wrong = sum(a != b for a, b in zip(found, expected, strict=True))
    unclear = len(heard.lines) > 1 or any("\n" in line for line in heard.lines)
    return Round(len(found), n_wrong, int(unclear), int(recovery_s > LIMIT_S), recovery_s)


def _harm(path: Path, drawn: Random) -> None:
    content = path.read_bytes()
    at = drawn.randrange(len(content) or 1)
    how = drawn.choice(("delete", "empty", "cut", "flip", "overwrite"))
    if how == "delete":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(content[:at])
    elif how == "flip":
        flipped = bytes([(content[at] if content else 0) ^ (1 << drawn.randrange(8))])
        path.write_bytes(content[:at] + flipped + content[at + 1 :])
    else:
        path.write_bytes(content[:at] + drawn.randbytes(4096) + content[at + 4096 :])
