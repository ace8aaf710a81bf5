"""Generations of an index: each build in a folder of its own, one link to the one in use."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, IndexMissing, IndexNotWritten, StaleIndex

CURRENT = "current"
_LOCK = "build.lock"
_GENERATION = "gen-"


def current_folder(folder: Path) -> Path:
    """The generation in use.

    Raises:
        IndexMissing: If there is none.
        StaleIndex: If the folder cannot be read.
    """
    link = folder / CURRENT
    try:
        if link.exists():
            return link.resolve()
    except OSError as error:
        raise StaleIndex(f"Index at {folder} cannot be read ({error.strerror})") from error
    raise IndexMissing(f"No index at {folder}; run: python -m index build")


def generation_mark(folder: Path) -> str:
    """Changes whenever a build is swapped in, at the price of one look; empty without an index."""
    try:
        seen = (folder / CURRENT).lstat()
    except OSError:
        return ""
    return f"{seen.st_ino} {seen.st_mtime_ns}"


def wait_for_build(folder: Path, limit_s: float) -> None:
    """Wait until nobody builds the index of a folder.

    Raises:
        IndexBusy: If somebody still does after ``limit_s`` seconds.
    """
    with locked(folder, limit_s):
        pass


@contextmanager
def locked(folder: Path, wait_s: float = 0) -> Iterator[None]:
    """Keep other builders of a folder out.

    Raises:
        IndexBusy: If another is at work for longer than ``wait_s`` seconds.
        IndexNotWritten: If the folder is not ours to write.
    """
    lock = FileLock(folder / _LOCK, timeout=wait_s)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(
            f"The index at {folder} is in use by another build; wait for it to end"
        ) from error
    except OSError as error:
        raise not_written(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def not_written(folder: Path, error: OSError) -> IndexNotWritten:
    """An error of the disk, in our words."""
    forbidden = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    advice = "make it writable, or set INDEX_DIR" if forbidden else "is the disk full?"
    return IndexNotWritten(f"Cannot write the index at {folder} ({error}); {advice}")


def next_generation(folder: Path) -> Path:
    """A folder for the next build, not there yet."""
    numbers = [path.name.removeprefix(_GENERATION) for path in folder.glob(f"{_GENERATION}*")]
    last = max((int(number) for number in numbers if number.isdigit()), default=0)
    return folder / f"{_GENERATION}{last + 1}"


def swap_in(folder: Path, name: str) -> None:
    """Point ``current`` to a generation by one rename, then remove the ones before."""
    _flush(folder / name)
    link = folder / f"{CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(name, target_is_directory=True)
    if (folder / CURRENT).is_dir() and not (folder / CURRENT).is_symlink():
        # A copy made without links; a folder cannot be replaced by a link in one step.
        os.replace(folder / CURRENT, folder / f"{_GENERATION}copied")
    os.replace(link, folder / CURRENT)
    _flush(folder)
    for old in folder.glob(f"{_GENERATION}*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Have the names in a folder on the disk, not only the files that they name."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
