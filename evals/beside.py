"""What becomes of the known facts about articles when others stand beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from app.answering import Answerer
from app.engine import Engine
from app.model import load_reader_model
from evals.engine import asking
from evals.metrics import summarise
from evals.run import run
from evals.types import Outcome, Question
from index.merge import merge
from index.retrieve import ExactSearcher
from index.types import Embedder, Snapshot
from sources.types import Document

ALONE = "alone"
"""The topic of questions that make sense where there is one article only."""
_FIGURES = ("right", "abstention precision", "abstention recall", "citation precision")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles, their index, and the questions about them."""

    name: str
    documents: tuple[Document, ...]
    snapshot: Snapshot
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of the questions about some articles, over these and perhaps others."""

    about: str
    over: str
    outcomes: tuple[Outcome, ...]


def beside(base: Shelf, added: Sequence[Shelf], embedder: Embedder) -> Iterator[Asked]:
    """The questions about each shelf: over it alone, beside others, and over all together.

    Args:
        base: What is there.
        added: What is put beside it.
        embedder: Made the vectors of all.
    """
    yield _ask(base, (base,), embedder)
    for shelf in added:
        yield _ask(base, (base, shelf), embedder)
    yield _ask(base, (base, *added), embedder)
    for shelf in added:
        yield _ask(shelf, (shelf,), embedder)
    for shelf in added:
        yield _ask(shelf, (base, *added), embedder)


def beside_markdown(rows: Sequence[Asked]) -> str:
    """The rows as a Markdown table."""
    head = ["questions about", "over", "questions", *_FIGURES, "false statements"]
    rule = ["---", "---", *["---:"] * (len(head) - 2)]
    lines = [head, rule, *(_cells(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _ask(about: Shelf, over: Sequence[Shelf], embedder: Embedder) -> Asked:
    documents = tuple(document for shelf in over for document in shelf.documents)
    snapshot = reduce(merge, [shelf.snapshot for shelf in over])
    model = load_reader_model()
    engine = Engine(snapshot, ExactSearcher(snapshot), embedder, model)
    ask = asking(Answerer(engine, documents))
    alone = len(documents) == 1
    questions = [q for q in about.questions if alone or q.topic != ALONE]
    names = " + ".join(shelf.name for shelf in over)
    return Asked(about.name, names, run(questions, ask, documents))


def _cells(row: Asked) -> list[str]:
    made = summarise(row.outcomes)
    values = [made.figures[name].value for name in _FIGURES]
    shares = ["–" if value is None else f"{100 * value:.1f} %" for value in values]
    return [row.about, row.over, str(len(row.outcomes)), *shares, str(made.n_false)]
