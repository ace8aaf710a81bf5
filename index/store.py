"""The vector store: a Chroma collection, through LangChain, made from the plain files."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma

from index.errors import IndexNotWritten, StaleIndex
from index.types import FloatArray, Representation

COLLECTION = "representations"
FOLDER = "chroma"
# Of the 60 nearest of 6,307, Chroma's defaults find 99.4% (92% at worst), these all, in 5 ms.
_CONFIGURATION: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 600, "max_neighbors": 32}
}


class VectorStore:
    """Nearest representations of a vector, cosine, from a working copy of a collection.

    Chroma rewrites its files whenever it opens or searches them. So the files of the index stay
    as they were built and hashed, and each process opens a copy of its own.
    """

    def __init__(self, folder: Path, representations: tuple[Representation, ...]) -> None:
        """Open the collection of an index folder.

        Raises:
            StaleIndex: If Chroma cannot open it, or it does not hold every representation.
        """
        self._rows = {r.representation_id: i for i, r in enumerate(representations)}
        self._doc_ids = [r.doc_id for r in representations]
        self._copy = tempfile.TemporaryDirectory(prefix="article-index-")
        target = Path(self._copy.name) / FOLDER
        try:
            shutil.copytree(folder / FOLDER, target)
            self._client = _client(target)
            self._chroma = Chroma(
                COLLECTION, client=self._client, create_collection_if_not_exists=False
            )
            stored = len(self._chroma.get(include=[])["ids"])
        except (OSError, ValueError, ChromaError) as error:
            self._copy.cleanup()
            raise StaleIndex(f"Chroma collection in {folder} cannot be opened: {error}") from error
        if stored != len(self._rows):
            self.close()
            raise StaleIndex(
                f"Chroma collection in {folder} holds {stored} of {len(self._rows)} vectors"
            )

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
        """Give the collection and its working copy back."""
        self._client.close()
        self._copy.cleanup()

    @property
    def trouble(self) -> str | None:
        """What is wrong with the store though it still answers, in one line; nothing if well."""
        return None

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
        hidden = sum(doc_id in exclude for doc_id in self._doc_ids) if exclude else 0
        n_results = min(k + hidden, len(self._rows))
        if n_results == 0:
            return []
        found = self._chroma.similarity_search_by_vector_with_relevance_scores(
            vector.tolist(), k=n_results
        )
        rows = [(self._rows[str(d.id)], 1.0 - float(distance)) for d, distance in found]
        return [(row, score) for row, score in rows if self._doc_ids[row] not in exclude][:k]


def write_collection(
    folder: Path, representations: tuple[Representation, ...], vectors: FloatArray
) -> None:
    """Make the collection of an index folder, closed and complete.

    Args:
        folder: The index folder, without a collection yet.
        representations: What to store, by ``representation_id``.
        vectors: (n, d) float32, a row each.

    Raises:
        IndexNotWritten: If Chroma cannot write it.
    """
    try:
        _write(_client(folder / FOLDER), representations, vectors)
    except ChromaError as error:
        line = str(error).splitlines()[0]
        raise IndexNotWritten(f"Cannot write {folder}; is the disk full? ({line})") from error


def _write(
    client: Client, representations: tuple[Representation, ...], vectors: FloatArray
) -> None:
    try:
        # Chroma's own interface: LangChain's would want to embed the texts again.
        collection = client.create_collection(
            COLLECTION, embedding_function=None, configuration=_CONFIGURATION
        )
        step = client.get_max_batch_size()
        for first in range(0, len(representations), step):
            part = representations[first : first + step]
            collection.upsert(
                ids=[r.representation_id for r in part],
                embeddings=np.asarray(vectors[first : first + step], dtype=np.float32),
                documents=[r.text for r in part],
                metadatas=[
                    {"kind": r.kind, "doc_id": r.doc_id, "passage_id": r.passage_id} for r in part
                ],
            )
    finally:
        client.close()


def _client(folder: Path) -> Client:
    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    assert isinstance(client, Client)  # the declared type lacks close()
    return client
