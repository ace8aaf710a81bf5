"""Opening an index: whole and current, or rebuilt from the sources with one line of notice."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build import build, check_current, current_folder
from index.errors import IndexMissing, StaleIndex
from index.snapshot import read_manifest, read_snapshot
from index.store import VectorStore
from index.types import Embedder, Snapshot
from sources.types import Document

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that is whole, current and ready to be searched."""

    snapshot: Snapshot
    store: VectorStore


def open_or_build(
    documents: Sequence[Document], folder: Path, embedder: Embedder, progress: bool = False
) -> OpenIndex:
    """Open the index of a folder; build it anew if it is missing, stale or torn.

    Raises:
        IndexBusy: If another process is building it.
        StaleIndex: If it cannot be opened even after it was built.
    """
    try:
        return open_index(documents, folder, embedder.embedder_id)
    except (IndexMissing, StaleIndex) as reason:
        _log.warning("%s; building the index at %s", _why(reason), folder)
    build(documents, folder, embedder, progress)
    return open_index(documents, folder, embedder.embedder_id)


def open_index(documents: Sequence[Document], folder: Path, embedder_id: str) -> OpenIndex:
    """Open the index of a folder.

    Raises:
        IndexMissing: If there is none.
        StaleIndex: If it is torn, or not what these documents and this embedder give.
    """
    while True:
        generation = current_folder(folder)
        try:
            manifest = read_manifest(generation)
            check_current(manifest, documents, embedder_id)
            snapshot = read_snapshot(generation, manifest)
            return OpenIndex(snapshot, VectorStore(generation, snapshot.representations))
        except (IndexMissing, StaleIndex):
            if current_folder(folder) == generation:
                raise
            # A build swapped it while it was read; the new one is whole.


def _why(reason: Exception) -> str:
    return str(reason).split("; run:")[0]
