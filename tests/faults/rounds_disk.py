"""Faults of a real small disk that is full to the last byte; each a generator of rounds."""

import os
import subprocess
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from index.store_process import end_spare
from tests.faults.rounds_build import build_by_command, without_room
from tests.faults.rounds_index import store_of
from tests.faults.world import Clients, Round, World, answers, wait_for

_DISK = "16m"
_FULL_S = 1.0


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of its own in a folder, in memory."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "none", str(folder)]
    subprocess.run(mount, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@cache
def can_mount() -> bool:
    """Whether this machine lets us have a small disk: as root, and not in every container."""
    try:
        with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder) / "disk"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def full(folder: Path, left_bytes: int = 0) -> Iterator[None]:
    """Leave no more room than this on the disk of a folder."""
    filling = folder / "filling"
    with filling.open("wb") as file:
        state = os.statvfs(folder)
        os.posix_fallocate(file.fileno(), 0, state.f_bavail * state.f_frsize - left_bytes or 1)
    try:
        yield
    finally:
        filling.unlink()


def full_while_built(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """The disk of the index, and of Chroma's working files, is full at any moment of a build."""
    with small_disk(place):
        world = World(place / "world")
        (place / "temporary").mkdir()
        size = sum(path.stat().st_size for path in world.index.rglob("*") if path.is_file())
        with world.assistant() as assistant:
            assistant.warm_up()
            while True:
                room = full(place, drawn.randrange(size))
                building = (_build_here, world.place, place / "temporary")
                yield without_room(world, assistant, room, building)


def full_while_asked(place: Path, drawn: Random) -> Generator[Round, None, None]:
    """The disk of Chroma's working files is full before it opens, or while it is asked."""
    world, disk, before = World(place), place / "disk", tempfile.gettempdir()
    end_spare()
    with small_disk(disk):
        try:
            tempfile.tempdir = str(disk)
            while True:
                with world.assistant() as assistant:
                    opened = drawn.random() < 0.5
                    if opened:
                        store_of(assistant)
                    with full(disk):
                        assistant.warm_up()
                        with Clients(world, assistant) as clients:
                            time.sleep(_FULL_S)
                    began = time.monotonic()
                    store = store_of(assistant)
                    wait_for(lambda of=store: of.trouble is None)  # type: ignore[misc]
                    recovery_s = time.monotonic() - began
                    found = answers(assistant)
                end_spare()
                n_wrong = sum(a != b for a, b in zip(found, world.expected["old"], strict=True))
                yield clients.outcome(recovery_s, n_wrong)
        finally:
            tempfile.tempdir = before
            end_spare()


def _build_here(place: Path, temporary: Path, told: Connection) -> None:
    tempfile.tempdir = str(temporary)
    told.send(build_by_command(place))
