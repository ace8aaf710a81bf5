"""The collection of an index: in its folder as it was built, in a copy, and on a server.

It is made from the vectors, by the process that keeps Chroma, and can be made again.
"""

import hashlib
import logging
import shutil
from pathlib import Path

from index.errors import IndexNotWritten, StaleIndex, StoreUnavailable
from index.snapshot import hash_files
from index.store_names import PREFIX
from index.store_process import ChromaProcess, give_back, take_process
from index.types import Manifest

COLLECTION = "representations"
FOLDER = "chroma"
OPEN_S = 20.0
"""Seconds that opening a collection may take."""
_FILL_S = 60.0
_FILL_ROWS = 500
_log = logging.getLogger(__name__)


def write_collection(folder: Path, n_rows: int) -> None:
    """Make the collection of an index folder from its plain files, closed and complete.

    Args:
        folder: The index folder, without a collection yet.
        n_rows: How many vectors it has.

    Raises:
        IndexNotWritten: If Chroma cannot write it.
        OSError: If there is no space for it.
    """
    process = take_process()
    try:
        path = process.folder() / FOLDER
        shutil.rmtree(path, ignore_errors=True)
        process.ask(OPEN_S, "open", path=str(path), index=str(folder.absolute()), name=COLLECTION)
        fill(process, n_rows)
        process.ask(OPEN_S, "leave")
        shutil.copytree(path, folder / FOLDER)
    except StoreUnavailable as error:
        process.kill()
        raise IndexNotWritten(f"Cannot write {folder}; is the disk full? ({error})") from error
    except BaseException:
        process.kill()
        raise
    give_back(process)


def collection_name(manifest: Manifest) -> str:
    """How a server's collection of an index is called: other content has another name."""
    made_of = (
        manifest.sources_sha256,
        manifest.embedder_id,
        manifest.dimension,
        manifest.max_passage_chars,
        manifest.format_version,
        manifest.n_representations,
    )
    return f"{PREFIX}{hashlib.sha256(repr(made_of).encode()).hexdigest()[:40]}"


def collection_files(manifest: Manifest) -> dict[str, str]:
    """The hashes of Chroma's own files among those of an index."""
    head = f"{FOLDER}/"
    files = manifest.files.items()
    return {name.removeprefix(head): sha for name, sha in files if name.startswith(head)}


def check_collection(folder: Path, manifest: Manifest) -> None:
    """Check that Chroma's files in an index folder are as they were built.

    Raises:
        StaleIndex: If they are not; the vectors beside them serve all the same.
    """
    if hash_files(folder / FOLDER) != collection_files(manifest):
        raise StaleIndex(f"Chroma's files in {folder} are missing or damaged")


def copy_collection(process: ChromaProcess, folder: Path, manifest: Manifest) -> str:
    """A working copy for a process of the collection as it was built, or nothing if it is not.

    Raises:
        StoreUnavailable: If the process fails.
    """
    work = process.folder()
    process.ask(OPEN_S, "leave")
    shutil.rmtree(work / FOLDER, ignore_errors=True)
    try:
        shutil.copytree(folder / FOLDER, work / FOLDER)
        check_collection(work, manifest)
    except (StaleIndex, OSError):
        _log.warning("Chroma's files in %s are damaged; made anew from the vectors", folder)
        shutil.rmtree(work / FOLDER, ignore_errors=True)
    return str(work / FOLDER)


def fill(process: ChromaProcess, n_rows: int) -> None:
    """Write all vectors, then the mark that says so."""
    for first in range(0, n_rows, _FILL_ROWS):
        last = min(first + _FILL_ROWS, n_rows)
        process.ask(_FILL_S, "fill", first=first, last=last)
    state = process.ask(OPEN_S, "seal")
    if not state.complete:
        raise StoreUnavailable(
            f"the collection holds {state.n_stored} of {n_rows} vectors, or others; delete it"
        )
