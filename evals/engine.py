"""The product's own engine, as the SQuAD runner and the benchmark want it."""

from collections.abc import Sequence

from app.engine import Engine
from evals.types import ReadingEngine
from index.embed import load_embedder
from sources.types import Document


def build_engine(
    documents: Sequence[Document], embedding_model: str, progress: bool = False
) -> ReadingEngine:
    """Index documents in memory and give the engine that reads them.

    Args:
        documents: All that the engine may find.
        embedding_model: As the setting ``EMBEDDING_MODEL``; empty for the bundled model.
        progress: Show a bar on stderr.
    """
    return Engine.from_documents(documents, load_embedder(embedding_model), progress=progress)
