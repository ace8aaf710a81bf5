"""The parts of an assistant: put together from the settings, and again from a newer index."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.answering import Answerer
from app.engine import Engine
from app.model import ReaderModel, load_reader_model
from app.phrasing import Phrasing, load_phrasing, prepare_gate
from app.settings import Settings
from app.told import Told, ToldEmbedder
from app.writing import question_writer
from index import embed
from index.build import make_snapshot
from index.merge import merge
from index.open import OpenIndex, open_index, open_or_build
from index.retrieve import ExactSearcher
from index.store import VectorStore
from index.types import Embedder, Snapshot
from sources import Document


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers; ``store`` and ``mark`` are of its index, empty if that is in memory alone."""

    engine: Engine
    answerer: Answerer
    phrasing: Phrasing | None
    store: VectorStore | None
    mark: str


def load_parts(settings: Settings, documents: Sequence[Document], progress: bool = False) -> Parts:
    """Load the models and open the index of documents, which is built if need be.

    Raises:
        AssistantError: If there is no usable index or model.
    """
    model, phrasing = load_reader_model(), load_phrasing(settings)
    embedder = embed.load_embedder(settings.embedding_model)
    writer = question_writer(settings, phrasing, progress)
    # Last, so that nothing is left open when one of the others fails.
    opened = open_or_build(
        documents, settings.index_dir, embedder, progress, settings.chroma_server, writer
    )
    return _over(opened, documents, embedder, model, phrasing)


def reopened(parts: Parts, settings: Settings, documents: Sequence[Document]) -> Parts:
    """The same models over the index that is there now.

    Raises:
        AssistantError: If it is not one of these documents.
    """
    own = parts.engine
    opened = open_index(
        documents, settings.index_dir, own.embedder.embedder_id, settings.chroma_server
    )
    return _over(opened, documents, own.embedder, own.model, parts.phrasing)


def added_snapshot(
    parts: Parts, settings: Settings, added: Sequence[Document], told: Told | None = None
) -> Snapshot:
    """What the same models make of documents that are indexed in memory alone.

    ``told`` hears how far it is.
    """
    # A person waits for it, so the model has no more time than for an answer.
    writer = question_writer(settings, parts.phrasing, limit_s=settings.llm_timeout_s)
    embedder = parts.engine.embedder
    return make_snapshot(added, ToldEmbedder(embedder, told) if told else embedder, writer=writer)


def widened(parts: Parts, documents: Sequence[Document], added: Snapshot) -> Parts:
    """The same models over ``documents``, those of the index and those that ``added`` holds."""
    own = parts.engine
    snapshot = merge(own.snapshot, added)
    engine = Engine(snapshot, ExactSearcher(snapshot), own.embedder, own.model)
    answerer = Answerer(engine, documents, parts.phrasing)
    return Parts(engine, answerer, parts.phrasing, None, "")


def _over(
    opened: OpenIndex,
    documents: Sequence[Document],
    embedder: Embedder,
    model: ReaderModel,
    phrasing: Phrasing | None,
) -> Parts:
    if phrasing is not None:
        prepare_gate(opened.snapshot.passages)
    engine = Engine(opened.snapshot, opened.store, embedder, model)
    answerer = Answerer(engine, documents, phrasing)
    return Parts(engine, answerer, phrasing, opened.store, opened.mark)
