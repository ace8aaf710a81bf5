"""Opening an index: whole and current, or rebuilt from the sources with one line of notice."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.build import build, check_current
from index.errors import IndexBusy, IndexMissing, StaleIndex
from index.generations import current_folder, generation_mark, wait_for_build
from index.snapshot import read_manifest, read_snapshot
from index.store import VectorStore
from index.types import ChromaServer, Embedder, QuestionWriter, Snapshot
from index.written import nothing_written
from sources.types import Document

_WAIT_S = 900.0
"""How long a build of another process is waited for."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that is whole, current and ready to be searched.

    ``mark`` differs from ``generation_mark`` of its folder once another build was swapped in.
    """

    snapshot: Snapshot
    store: VectorStore
    mark: str


def open_or_build(
    documents: Sequence[Document],
    folder: Path,
    embedder: Embedder,
    progress: bool = False,
    server: ChromaServer | None = None,
    writer: QuestionWriter = nothing_written,
) -> OpenIndex:
    """Open the index of a folder; build it anew if it is missing, stale or torn.

    If another process builds it already, that one's is waited for.

    Args:
        documents: What it has to hold.
        folder: Where it is.
        embedder: Makes the vectors.
        progress: Show a bar on stderr.
        server: The Chroma server to search; without one, the collection in the folder.
        writer: Gives questions for passages that bring none, if it is built.

    Raises:
        IndexBusy: If another process has been building it for very long.
        StaleIndex: If it cannot be opened even after it was built.
        IndexNotWritten: If it has to be built, and the folder is full or not ours to write.
    """
    try:
        return open_index(documents, folder, embedder.embedder_id, server)
    except (IndexMissing, StaleIndex) as reason:
        _log.warning("%s; building the index at %s", _why(reason), folder)
    try:
        build(documents, folder, embedder, progress, writer)
    except IndexBusy as busy:
        _log.warning("%s", busy)
        wait_for_build(folder, _WAIT_S)
        with suppress(IndexMissing, StaleIndex):
            return open_index(documents, folder, embedder.embedder_id, server)
        build(documents, folder, embedder, progress, writer)
    return open_index(documents, folder, embedder.embedder_id, server)


def open_index(
    documents: Sequence[Document],
    folder: Path,
    embedder_id: str,
    server: ChromaServer | None = None,
) -> OpenIndex:
    """Open the index of a folder, which may be read-only.

    Raises:
        IndexMissing: If there is none.
        StaleIndex: If it is torn, or not what these documents and this embedder give.
    """
    while True:
        mark, generation = generation_mark(folder), current_folder(folder)
        try:
            manifest = read_manifest(generation)
            check_current(manifest, documents, embedder_id)
            snapshot = read_snapshot(generation, manifest)
        except (IndexMissing, StaleIndex):
            if current_folder(folder) == generation:
                raise
            # A build swapped it while it was read; the new one is whole.
        else:
            return OpenIndex(snapshot, VectorStore(generation, manifest, snapshot, server), mark)


def _why(reason: Exception) -> str:
    return str(reason).split("; run:")[0]
