"""The product's own parts, as the SQuAD runner and the benchmark want them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.answering import Answerer
from app.engine import Engine
from app.model import load_reader_model
from app.types import Answer, Turn
from evals.types import Ask, ReadingEngine
from index.embed import load_embedder, load_torch_model
from index.open import open_or_build
from index.threads import multiply_alone
from index.types import Embedder
from sources.types import Document

_OPEN_S = 300.0
"""Seconds that Chroma is waited for, which copies and checks what it opens."""


def build_engine(
    documents: Sequence[Document], embedding_model: str, progress: bool = False
) -> ReadingEngine:
    """Index documents in memory and give the engine that reads them.

    Args:
        documents: All that the engine may find.
        embedding_model: As the setting ``EMBEDDING_MODEL``; empty for the bundled model.
        progress: Show a bar on stderr.
    """
    engine = Engine.from_documents(documents, load_embedder(embedding_model), progress=progress)
    multiply_alone()
    return engine


@contextmanager
def indexed(documents: Sequence[Document], folder: Path, embedder: Embedder) -> Iterator[Ask]:
    """An assistant over any documents and any embedder, its index built in ``folder``.

    The parts are those that ``Assistant`` puts together; it reads its documents from files and
    chooses its embedder by name, and a benchmark has neither.
    """
    opened = open_or_build(documents, folder, embedder)
    with opened.store:
        opened.store.wait_tried(_OPEN_S)  # what a question takes before that is not how it stays
        model = load_reader_model()
        engine = Engine(opened.snapshot, opened.store, embedder, model)
        yield asking(Answerer(engine, documents))


def asking(answerer: Answerer) -> Ask:
    """What gives an answerer's whole answers."""

    def ask(question: str, history: list[Turn] | None = None, language: str = "auto") -> Answer:
        *_, last = answerer.stream(question, history or (), language)
        return last

    return ask


def bare_encoder(embedding_model: str) -> Callable[[list[str]], object]:
    """What the model alone does with texts: ``SentenceTransformer.encode``, run by torch.

    Args:
        embedding_model: As the setting ``EMBEDDING_MODEL``; empty for the bundled model.
    """
    model = load_torch_model(embedding_model)
    return lambda texts: model.encode(texts, show_progress_bar=False)
