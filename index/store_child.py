"""The process that keeps Chroma and answers its parent over a pipe; ``store_process`` starts it.

Chroma can hang for ever on a full disk and crash on a damaged file: here it takes nobody along.
This process loads no model, writes nowhere but in a folder of its own, is ended by the clock if
it hangs in a request, and goes when its parent goes.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import chromadb
import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError
from chromadb.utils import embedding_functions
from filelock import FileLock, Timeout
from langchain_chroma import Chroma

from index.lines import Lines
from index.store_names import (
    COMPLETE,
    FOLDERS,
    GRACE_S,
    LOCK,
    PARKED_S,
    USED,
    VECTORS,
    api,
)
from index.store_shared import check_set_up, remove_unused
from index.types import FloatArray

# Of the 60 nearest of 6,307, Chroma's defaults find 99.4% (92% at worst), these all, in 5 ms.
_CONFIGURATION: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 600, "max_neighbors": 32}
}
_N_SAMPLES = 8
_SAME = 1e-3
"""How far, in cosine or a coordinate, a stored vector may be from the one in the files."""
_OLD_S = 60.0


class Keeper:
    """One collection, open, of the vectors in an index folder."""

    def __init__(self) -> None:
        """Hold none yet."""
        # What a stored collection names would be built from its own words, in this process.
        embedding_functions.known_embedding_functions.clear()
        embedding_functions.sparse_known_embedding_functions.clear()
        self._client: Client | None = None
        self._limit_s = 0.0
        self._mark = False

    def open(self, path: str, index: str, name: str) -> dict[str, object]:
        """Open the collection in a folder."""
        self.leave()
        settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
        self._mark = False  # the manifest of the index says that all was written
        return self._use(chromadb.PersistentClient(path=path, settings=settings), index, name)

    def connect(self, host: str, port: int, index: str, name: str) -> dict[str, object]:
        """Open the collection of a server."""
        self.leave()
        # Chroma's client would wait for ever for a server that does not answer.
        httpx.get(api(host, port, "heartbeat"), timeout=self._limit_s).raise_for_status()
        settings = ChromaSettings(anonymized_telemetry=False)
        self._mark = True
        state = self._use(chromadb.HttpClient(host, port, settings=settings), index, name)
        return self.seal() if state["complete"] else state

    def limit(self, seconds: float) -> None:
        """Give a server that long for each answer."""
        self._limit_s = seconds
        session = getattr(getattr(self._client, "_server", None), "_session", None)
        if session is not None:
            session.timeout = httpx.Timeout(seconds)

    def fill(self, first: int, last: int) -> dict[str, object]:
        """Store rows ``[first, last)``, but for those that are there as they should be."""
        held = self._held(range(first, last))
        rows = [row for row in range(first, last) if not self._is_same(row, held)]
        for at in range(0, len(rows), self._step):
            chosen = rows[at : at + self._step]
            part = [self._representations[row] for row in chosen]
            # Chroma's own interface: LangChain's would want to embed the texts again.
            self._collection.upsert(
                ids=[r["representation_id"] for r in part],
                embeddings=np.asarray(self._vectors[chosen]),
                documents=[r["text"] for r in part],
                metadatas=[
                    {name: r[name] for name in ("kind", "doc_id", "passage_id")} for r in part
                ],
            )
        return {}

    def seal(self) -> dict[str, object]:
        """Say in the collection that all of it was written, and when it was last opened."""
        self._collection.modify(metadata={COMPLETE: len(self._vectors), USED: int(time.time())})
        if self._mark and self._client is not None:
            remove_unused(self._client, self._collection.name)
        return self._state()

    def search(self, vector: list[float], k: int) -> dict[str, object]:
        """The ids of the k nearest, best first, as LangChain's vector store finds them."""
        found = self._chroma.similarity_search_by_vector_with_relevance_scores(vector, k=k)
        return {"ids": [str(document.id) for document, _ in found]}

    def leave(self) -> dict[str, object]:
        """Close the collection."""
        if self._client is not None:
            self._client.close()
        self._client = None
        return {}

    def _use(self, client: ClientAPI, index: str, name: str) -> dict[str, object]:
        assert isinstance(client, Client)  # the declared type lacks close()
        self._client = client
        self.limit(self._limit_s)
        self._representations = Lines(Path(index) / "representations.jsonl")
        self._vectors: FloatArray = np.load(
            Path(index) / VECTORS, allow_pickle=False, mmap_mode="r"
        )
        try:
            self._collection: Collection = client.get_collection(name, embedding_function=None)
        except NotFoundError:
            self._collection = client.get_or_create_collection(
                name,
                metadata={USED: int(time.time())},
                embedding_function=None,
                configuration=_CONFIGURATION,
            )
        check_set_up(self._collection)
        self._step = client.get_max_batch_size()
        self._chroma = Chroma(name, client=client, create_collection_if_not_exists=False)
        return self._state()

    def _state(self) -> dict[str, object]:
        n_rows, stored = len(self._vectors), self._collection.count()
        marked = not self._mark or (self._collection.metadata or {}).get(COMPLETE) == n_rows
        complete = marked and stored == n_rows and self._holds_samples()
        return {"complete": complete, "n_stored": stored}

    def _holds_samples(self) -> bool:
        """Whether some vectors are there as they are in the files, and are found."""
        if not len(self._vectors):
            return True
        rows = np.unique(np.linspace(0, len(self._vectors) - 1, _N_SAMPLES).astype(int)).tolist()
        held = self._held(rows)
        return all(self._is_same(row, held) and self._finds(row) for row in rows)

    def _held(self, rows: Iterable[int]) -> dict[str, FloatArray]:
        """The stored vectors of rows, by id, of those that are there."""
        ids = [self._representations[row]["representation_id"] for row in rows]
        got = self._collection.get(ids=ids, include=["embeddings"])
        vectors = [] if got["embeddings"] is None else got["embeddings"]
        return {
            i: np.asarray(v, dtype=np.float32) for i, v in zip(got["ids"], vectors, strict=True)
        }

    def _is_same(self, row: int, held: dict[str, FloatArray]) -> bool:
        stored = held.get(self._representations[row]["representation_id"])
        written = self._vectors[row]
        return (
            stored is not None
            and stored.shape == written.shape
            and np.allclose(stored, written, atol=_SAME)
        )

    def _finds(self, row: int) -> bool:
        vector = self._vectors[row].tolist()
        nearest = self._chroma.similarity_search_by_vector_with_relevance_scores(vector, k=1)
        return bool(nearest) and float(nearest[0][1]) < _SAME


def own_folder() -> tuple[Path, FileLock]:
    """A folder for this process's files, locked; those that killed ones left are removed."""
    for left in Path(tempfile.gettempdir()).glob(f"{FOLDERS}*"):
        with suppress(OSError, Timeout):
            seen = left.lstat()
            if seen.st_uid == os.getuid() and time.time() - seen.st_mtime > _OLD_S:
                with FileLock(left / LOCK, timeout=0):
                    shutil.rmtree(left)
    folder = Path(tempfile.mkdtemp(prefix=FOLDERS))
    lock = FileLock(folder / LOCK)
    lock.acquire()
    return folder, lock


def obey(parent: Connection, keeper: Keeper) -> None:
    """Answer requests until the parent is gone, or for a while nobody needs this process."""
    parked = False
    while parent.poll(PARKED_S if parked else None):
        request = json.loads(parent.recv_bytes())
        limit_s = float(request["limit_s"])
        # Ends the process by the kernel's hand, also where Python itself is held up.
        signal.setitimer(signal.ITIMER_REAL, limit_s + GRACE_S)
        try:
            keeper.limit(limit_s * 0.8)
            reply = getattr(keeper, request["do"])(**request["with"])
        except (ChromaError, httpx.HTTPError, OSError, ValueError, LookupError) as error:
            first_line = (str(error).splitlines() or [""])[0]
            reply = {"error": first_line or type(error).__name__}
        signal.setitimer(signal.ITIMER_REAL, 0)
        parked = request["do"] == "leave"
        parent.send_bytes(json.dumps(reply).encode())


def main() -> None:
    """Serve the parent at the other end of the pipe whose number is the only argument."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the parent decides, and its end is seen
    parent = Connection(int(sys.argv[1]))
    folder, lock = own_folder()
    with lock, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            parent.send_bytes(str(folder).encode())
            obey(parent, Keeper())
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
