"""Writes what comes precomputed with the product; see :mod:`index.precomputed`."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.build import make_snapshot
from index.expand import key_of
from index.precomputed import rounded_as_kept, write
from index.types import Embedder
from sources.types import Document


def precompute(
    documents: Sequence[Document],
    embedder: Embedder,
    path: Path,
    progress: bool = False,
) -> None:
    """Encode the hypothetical questions of documents, fit what they teach, and keep both.

    Args:
        documents: The shipped articles.
        embedder: The bundled one.
        path: The file to write.
        progress: Show a bar on stderr.
    """
    texts = list(dict.fromkeys(q.text for document in documents for q in document.questions))
    vectors = np.stack([e.vector for e in embedder.encode_queries(texts, progress)])
    rounded = dict(zip(texts, rounded_as_kept(vectors), strict=True))
    snapshot = make_snapshot(documents, embedder, known=rounded, shipped=False)
    weights = {
        key_of(e.rows.tolist(), snapshot.representations, snapshot.vectors): e.weights
        for e in snapshot.expansions
    }
    write(path, embedder.embedder_id, rounded, weights)
