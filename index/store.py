"""The vector store: a Chroma collection in a process of its own, exact search when that fails.

A search has a deadline. If Chroma is not open yet, fails or is late, the vectors are searched
exactly, which gives the same answer; meanwhile a thread opens Chroma again, with growing pauses.
"""

import atexit
import logging
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from tenacity import RetryError, Retrying, retry_if_exception_type, sleep_using_event
from tenacity.stop import stop_when_event_set
from tenacity.wait import wait_random_exponential

from index.errors import StoreUnavailable
from index.retrieve import ExactSearcher
from index.rows import RowsByDocument
from index.store_files import COLLECTION, OPEN_S, collection_name, copy_collection, fill
from index.store_process import ChromaProcess, give_back, take_process
from index.types import ChromaServer, FloatArray, Manifest, Snapshot

SEARCH_S = 1.5
"""Seconds that Chroma may take for a search, a hundred times what it needs."""
_MAX_PAUSE_S = 30.0
_STEADY_S = 60.0
"""What has been open that long has come back; if it fails again, pauses start small again."""
_ALMOST_S = 2.0
"""How long closing waits for an opening on its way, whose process may then serve another."""
_LOOK_S = 0.05
_MOST_FOUND = 600
"""Beyond Chroma's ``ef_search`` its graph misses some; exact search misses none."""
_log = logging.getLogger(__name__)


class VectorStore:
    """Nearest representations of a vector, cosine, over the collection of an index folder.

    Chroma rewrites its files whenever it opens or searches them. So the files of the index stay
    as they were built and hashed, and Chroma has a copy. If that is not what was built, or the
    collection of a server is not there or not whole, it is made from the vectors.
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        snapshot: Snapshot,
        server: ChromaServer | None = None,
    ) -> None:
        """Search at once; open Chroma in the background, of ``server`` if one is named."""
        self._folder, self._manifest, self._server = folder, manifest, server
        self._vectors = snapshot.vectors
        self._rows = {r.representation_id: i for i, r in enumerate(snapshot.representations)}
        self._documents = RowsByDocument([r.doc_id for r in snapshot.representations])
        self._exact = ExactSearcher(snapshot)
        self._name = f"Chroma at {server.host}:{server.port}" if server else "Chroma"
        self._process: ChromaProcess | None = None
        self._opened = threading.Event()
        self._failed = threading.Event()
        self._closed = threading.Event()
        self._trouble: str | None = None
        self._thread = threading.Thread(target=self._keep_open, daemon=True, name="chroma")
        atexit.register(self.close)
        self._thread.start()

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Give Chroma and its files back; what is asked after that is searched exactly."""
        atexit.unregister(self.close)
        self._closed.set()
        process = self._process
        if process is not None and not self._opened.wait(_ALMOST_S if process.up else 0):
            process.kill()
        self._failed.set()
        self._thread.join()

    @property
    def trouble(self) -> str | None:
        """What is wrong with Chroma while searches are exact, in one line; nothing if well."""
        return self._trouble

    @property
    def pid(self) -> int | None:
        """The process that keeps Chroma, once the collection is open."""
        process = self._process
        return process.pid if process is not None and self._opened.is_set() else None

    def wait_open(self, limit_s: float) -> bool:
        """Wait until Chroma answers; whether it does."""
        return self._opened.wait(limit_s)

    def wait_tried(self, limit_s: float) -> None:
        """Wait until Chroma answers, or is in trouble."""
        until = time.monotonic() + limit_s
        while not self.wait_open(_LOOK_S) and not self._trouble and time.monotonic() < until:
            pass

    def search(
        self, vector: FloatArray, k: int, exclude: frozenset[str] = frozenset()
    ) -> list[tuple[int, float]]:
        """The nearest representations.

        Args:
            vector: (d,) float32, unit length.
            k: How many, at most.
            exclude: Documents to leave out, by id.

        Returns:
            Row and cosine similarity of each, best first.
        """
        shown = self._documents.shown(exclude) if exclude else None
        n_hidden = 0 if shown is None else int(np.count_nonzero(~shown))
        n_wanted = min(k + n_hidden, len(self._rows))
        rows = self._ask(vector, n_wanted) if 0 < n_wanted <= _MOST_FOUND else []
        if len(rows) < n_wanted:
            return self._exact.search(vector, k, exclude)
        # Who is near is Chroma's answer, how near is ours: a server may hold anything.
        scores = (self._vectors[rows] @ vector).tolist()
        found = sorted(zip(rows, scores, strict=True), key=lambda pair: (-pair[1], pair[0]))
        return [(row, score) for row, score in found if shown is None or shown[row]][:k]

    def _ask(self, vector: FloatArray, k: int) -> list[int]:
        """Chroma's k nearest rows; fewer if it cannot say, which is told."""
        process = self._process
        if process is None or not self._opened.is_set():
            return []
        try:
            reply = process.ask(SEARCH_S, "search", vector=vector.tolist(), k=k)
            rows = [self._rows[i] for i in dict.fromkeys(reply.ids) if i in self._rows]
            if len(rows) < k // 2:
                raise StoreUnavailable(f"it found {len(rows)} of the {k} nearest")
        except StoreUnavailable as error:
            if self._opened.is_set() and not self._closed.is_set():
                self._opened.clear()
                self._tell(str(error))
                self._failed.set()
            return []
        return rows

    def _keep_open(self) -> None:
        trying = Retrying(
            retry=retry_if_exception_type((StoreUnavailable, OSError)),
            wait=wait_random_exponential(multiplier=0.1, max=_MAX_PAUSE_S),
            stop=stop_when_event_set(self._closed),
            sleep=sleep_using_event(self._closed),
        )
        try:
            while not self._closed.is_set():
                trying(self._serve)
        except RetryError:
            pass  # closed
        finally:
            self._let_go()

    def _serve(self) -> None:
        """Open the collection and wait until it fails.

        Raises:
            StoreUnavailable: If it cannot be opened, or failed soon after.
            OSError: If there is no place for it.
        """
        self._failed.clear()
        try:
            self._open()
        except (StoreUnavailable, OSError) as error:
            self._tell(str(error))
            raise
        self._tell(None)
        opened_at = time.monotonic()
        self._opened.set()
        self._failed.wait()
        if time.monotonic() - opened_at < _STEADY_S:
            raise StoreUnavailable("it failed soon")

    def _open(self) -> None:
        process = self._process
        if process is None or not process.alive:
            process = self._process = take_process()
        if self._closed.is_set():
            raise StoreUnavailable("closed")
        index = str(self._folder.absolute())
        if self._server is None:
            path = copy_collection(process, self._folder, self._manifest)
            state = process.ask(OPEN_S, "open", path=path, index=index, name=COLLECTION)
        else:
            host, port = self._server.host, self._server.port
            name = collection_name(self._manifest)
            state = process.ask(OPEN_S, "connect", host=host, port=port, index=index, name=name)
        if not state.complete:
            fill(process, len(self._rows))

    def _let_go(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if self._opened.is_set():
            self._opened.clear()
            give_back(process)
        else:
            process.kill()

    def _tell(self, trouble: str | None) -> None:
        """Log when it fails and when it is back, not every attempt between."""
        before, self._trouble = self._trouble, trouble and f"{self._name} fails ({trouble})"
        if self._closed.is_set():
            return
        if trouble and not before:
            _log.warning("%s; the vectors are searched exactly meanwhile", self._trouble)
        elif before and not trouble:
            _log.warning("%s answers again", self._name)
