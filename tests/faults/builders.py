"""What child processes do in the tests of faults; started by name, so they live in a module."""

import os
import resource
import signal
import time
from dataclasses import replace
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path

from index.build import build
from index.errors import IndexBusy
from index.open import open_index
from index.retrieve import ExactSearcher
from sources.errors import AssistantError
from sources.types import Document
from tests.fakes import HashingEmbedder
from tests.index.documents import example

SENTENCE = "Die Nummer {n} dieser Sätze nennt {n} Firmen und {n} Menschen."


def old() -> Document:
    """The small article."""
    return example()


def new() -> Document:
    """The same article, much longer and with another figure."""
    more = "\n\n".join(SENTENCE.format(n=number) for number in range(40))
    text = example().text.replace("5.000", "6.000")
    return replace(example(), text=f"{text}\n\n{more}", translations=(), questions=())


def build_on_and_on(folder: Path, warm: bool, ready: Connection) -> None:
    """Build the new and the old article in turn until killed; say when it begins.

    If ``warm``, that is when Chroma is under way.
    """
    if warm:
        build([old()], folder, HashingEmbedder())
    ready.send("ready")
    for document in cycle((new(), old())):
        build([document], folder, HashingEmbedder())


def build_often(folder: Path, n_builds: int, told: Connection) -> None:
    """Build so many times, waiting for nobody; tell how many builds were refused."""
    n_refused = 0
    for number in range(n_builds):
        try:
            build([new() if number % 2 else old()], folder, HashingEmbedder())
        except IndexBusy:
            n_refused += 1
    told.send(n_refused)


def build_on_a_full_disk(folder: Path, limit_bytes: int, told: Connection) -> None:
    """Build where no file may grow beyond a limit; tell what the failure says."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    try:
        build([new()], folder, HashingEmbedder())
    except (AssistantError, OSError) as error:
        told.send(f"{type(error).__name__}: {error}")
    else:
        told.send("built")


def open_on_a_full_disk(folder: Path, limit_bytes: int, told: Connection) -> None:
    """Search an index where Chroma can write no copy; tell what is found and what is wrong."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    told.send(_search(folder))


def open_what_is_not_ours(folder: Path, user: int, told: Connection) -> None:
    """Search and then build as a user who may only read; tell what is found and what fails."""
    os.setuid(user)
    told.send(_search(folder))
    try:
        build([new()], folder, HashingEmbedder())
    except AssistantError as error:
        told.send(f"{type(error).__name__}: {error}")


def open_and_wait(folder: Path, told: Connection) -> None:
    """Have an index open until killed; tell Chroma's process."""
    opened = open_index([old()], folder, HashingEmbedder().embedder_id)
    assert opened.store.wait_open(60)
    told.send(opened.store.pid)
    time.sleep(600)


def _search(folder: Path) -> tuple[bool, str | None]:
    """Whether a search gives what exact search gives, and Chroma's trouble if there is any."""
    opened = open_index([old()], folder, HashingEmbedder().embedder_id)
    query = HashingEmbedder().encode_query("Wie viele Mitarbeiter hatte die Firma?").vector
    with opened.store as store:
        store.wait_tried(60)
        found = store.search(query, 60)
        same = [row for row, _ in found] == [
            row for row, _ in ExactSearcher(opened.snapshot).search(query, 60)
        ]
        return same, store.trouble
