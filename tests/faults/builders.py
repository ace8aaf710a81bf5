"""What child processes do in the tests of faults; started by name, so they live in a module."""

import resource
import signal
from dataclasses import replace
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path

from index.build import build
from index.errors import IndexBusy
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


def build_on_and_on(folder: Path, ready: Connection) -> None:
    """Build the new and the old article in turn until killed; say when it begins."""
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
