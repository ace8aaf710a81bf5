"""Faults of builders: killed, out of space, two at once; each a generator of rounds."""

import io
import resource
import sys
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext, redirect_stderr, redirect_stdout
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from app import Assistant
from index.__main__ import main as index_command
from index.build import build
from index.errors import IndexBusy
from index.store_process import end_spare, give_back, take_process
from sources import load_documents
from tests.fakes import HashingEmbedder
from tests.faults.processes import Child, quick_chroma, words
from tests.faults.world import Clients, Round, World, write

_EXIT_S = 10.0
"""A build that cannot be written says so within that time."""
_COLD = 8
"""One build in so many starts Chroma first; that takes longest by far, so most have it ready."""


def killed(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """``kill -9`` of a builder at any moment, between two builds too."""
    world = World(place)
    with world.assistant() as assistant:
        assistant.warm_up()
        for number in cycle(range(_COLD)):
            child = Child(_build_on_and_on, place, world.version, number > 0)
            child.hear()
            with Clients(world, assistant) as clients:
                time.sleep(drawn.uniform(0, 1))
                child.kill()
                recovery_s, n_wrong = world.recover()
            yield clients.outcome(recovery_s, n_wrong)


def out_of_space(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """No file may grow beyond a limit, wherever that ends a build; the command says so."""
    world = World(place)
    with world.assistant() as assistant:
        assistant.warm_up()
        while True:
            limit = drawn.choice(_limits(drawn))
            yield without_room(
                world, assistant, nullcontext(), (_build_in_little_space, place, limit)
            )


def without_room(
    world: World,
    assistant: Assistant,
    full: AbstractContextManager[None],
    building: tuple[Callable[..., None], *tuple[object, ...]],
) -> Round:
    """A build that does not fit says so in one line, in time, and the old index answers on.

    Args:
        world: Its articles and its index.
        assistant: Is asked meanwhile.
        full: Holds while the build goes on.
        building: What builds in a process of its own and tells exit code and stderr; its arguments.
    """
    world.write("new")
    with Clients(world, assistant) as clients:
        with full:
            began = time.monotonic()
            child = Child(*building)
            code, said = child.hear(60)
            late = time.monotonic() - began > _EXIT_S
            child.end()
        world.write("old")  # the old index is what it was
        recovery_s, n_wrong = world.recover()
    n_lost = int(late or not _is_clear(code, said))
    return clients.outcome(recovery_s, n_wrong, n_lost)


def two_at_once(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """Two builders in one folder: one is refused, and readers see whole generations."""
    world = World(place)
    with world.assistant() as assistant:
        assistant.warm_up()
        while True:
            with Clients(world, assistant) as clients:
                children = [Child(_build_some, place, drawn.uniform(0, 0.2)) for _ in range(2)]
                trouble = [child.hear() for child in children]
                for child in children:
                    child.end()
                recovery_s, n_wrong = world.recover()
            lost = sum(text != "" for text in trouble)
            yield clients.outcome(recovery_s, n_wrong, n_lost=lost)


def _limits(drawn: Random) -> tuple[int, int]:
    """In the plain files or in Chroma's, of which the largest has 180 kB."""
    return drawn.randint(300, 3_000), drawn.randint(3_000, 140_000)


def _build_on_and_on(place: Path, version: str, warm: bool, ready: Connection) -> None:
    with quick_chroma():
        if warm:
            process = take_process()
            process.folder()
            give_back(process)
        ready.send("ready")
        while True:
            version = "new" if version == "old" else "old"
            write(place, version)
            documents = load_documents(place / "articles").documents
            build(documents, place / "index", HashingEmbedder())


def _build_some(place: Path, pause_s: float, told: Connection) -> None:
    trouble = ""
    with quick_chroma():
        documents = load_documents(place / "articles").documents
        for _ in range(3):
            try:
                build(documents, place / "index", HashingEmbedder())
            except IndexBusy as error:
                trouble = "" if "in use by another build" in str(error) else str(error)
            time.sleep(pause_s)
    told.send(trouble)


def _build_in_little_space(place: Path, limit_bytes: int, told: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    told.send(build_by_command(place))


def build_by_command(place: Path) -> tuple[int, str]:
    """The exit code of ``python -m index build``, and what it says on stderr."""
    folders = ["--sources", str(place / "articles"), "--index", str(place / "index")]
    sys.argv = ["index", "build", *folders]
    said, code = io.StringIO(), 0
    with words(), quick_chroma(), redirect_stderr(said), redirect_stdout(io.StringIO()):
        try:
            index_command()
        except SystemExit as end:
            code = int(end.code or 0)
    end_spare()
    return code, said.getvalue()


def _is_clear(code: int, said: str) -> bool:
    """Whether a command failed in one line that says what, where, and what next."""
    return code == 1 and said.count("\n") == 1 and "is the disk full?" in said
