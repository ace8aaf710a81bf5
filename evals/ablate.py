"""What each part of the product costs when it is switched off, over known facts and SQuAD files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.answering import Answerer
from app.engine import Engine, Reading
from app.model import ReaderModel, load_reader_model
from app.passage import passage_features
from app.stages import Stages
from evals.ablate_parts import Means, Part, parts, without_part
from evals.engine import asking
from evals.figures import Figures
from evals.metrics import summarise
from evals.run import run
from evals.squad_data import SquadSet, to_documents
from evals.squad_metrics import squad_figures
from evals.squad_run import SquadOutcome, run_squad
from evals.types import Outcome, Question
from index.build import make_snapshot
from index.chunk import chunk
from index.retrieve import ExactSearcher
from index.types import Embedder, Encoding, FloatArray, Snapshot
from index.wrapped import WrappedEmbedder
from sources.language import detect_language
from sources.types import Document

WHOLE = Part("nothing")
Progress = Callable[[Sequence[Part]], Iterable[Part]]


@dataclass(frozen=True, slots=True)
class Ablation:
    """A part switched off, the figures that are left, and the questions that it decides.

    ``lost`` and ``won`` are the questions right with the part alone, and without it alone.
    """

    part: str
    figures: Mapping[str, float | None]
    lost: tuple[str, ...]
    won: tuple[str, ...]


class Remembering(WrappedEmbedder):
    """An embedder that encodes each text once, however often it is asked or indexed.

    Not many questions at once: the index remembers these itself.
    """

    def __init__(self, embedder: Embedder) -> None:
        """Remember for ``embedder``."""
        super().__init__(embedder)
        self._asked: dict[str, Encoding] = {}
        self._read: dict[str, Encoding] = {}

    def encode_query(self, text: str) -> Encoding:
        """Encode one question, or remember it."""
        if text not in self._asked:
            self._asked[text] = self._embedder.encode_query(text)
        return self._asked[text]

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode texts to be found, those that are new."""
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        self._read |= zip(new, self._embedder.encode_passages(new, progress), strict=True)
        return [self._read[text] for text in texts]


class Watched(Engine):
    """An engine that keeps its readings, and gives sentences with their translations.

    An answer in English is wanted of an index without translations too: it is reading without
    them that is measured.
    """

    def __init__(
        self, snapshot: Snapshot, embedder: Embedder, model: ReaderModel, whole: Sequence[Document]
    ) -> None:
        """Read ``snapshot``, made of what is left of ``whole``."""
        super().__init__(snapshot, ExactSearcher(snapshot), embedder, model)
        self.readings: list[Reading] = []
        self._sentences = {s.sentence_id: s for d in whole for p in chunk(d) for s in p.sentences}

    def read(
        self,
        question: str,
        language: str | None = None,
        exclude: frozenset[str] = frozenset(),
        encoding: Encoding | None = None,
        stages: Stages | None = None,
    ) -> Reading:
        """As the engine does."""
        reading = super().read(question, language, exclude, encoding, stages)
        self.readings.append(reading)
        whole = tuple(
            replace(found, sentence=self._sentences[found.sentence.sentence_id])
            for found in reading.candidates
        )
        return replace(reading, candidates=whole)


def ablate_facts(
    questions: Sequence[Question],
    documents: Sequence[Document],
    embedder: Embedder,
    known: dict[str, FloatArray],
    progress: Progress = iter,
) -> tuple[Ablation, ...]:
    """Ask the known facts of the whole product, then without each part.

    Args:
        questions: What is asked.
        documents: What it is asked about.
        embedder: Makes the vectors.
        known: Vectors of the hypothetical questions, by text.
        progress: Wraps the parts to show how far the run is.
    """
    remembering = Remembering(embedder)

    def ask_all(part: Part, model: ReaderModel) -> tuple[tuple[Outcome, ...], Watched]:
        left = tuple(part.without(document) for document in documents)
        snapshot = make_snapshot(left, remembering, known=known)
        engine = Watched(snapshot, remembering, model, documents)
        # Answers stay in the languages of the whole; the threshold is that of what is left.
        answerer = Answerer(
            engine,
            [replace(d, questions=o.questions) for d, o in zip(documents, left, strict=True)],
            understanding=part.understanding,
            spells=part.spells,
            splits=part.splits,
        )
        return run(questions, asking(answerer), documents), engine

    model = load_reader_model()
    whole, engine = ask_all(WHOLE, model)
    means = means_of(engine.readings)
    rows = [_facts_row(WHOLE, whole, whole)]
    for part in progress(parts()):
        outcomes, _ = ask_all(part, without_part(model, part, means))
        rows.append(_facts_row(part, outcomes, whole))
    return tuple(rows)


def ablate_squad(
    squad: SquadSet, embedder: Embedder, progress: Progress = iter
) -> tuple[Ablation, ...]:
    """Ask the questions of a SQuAD file of the whole reader, then without each part of it.

    Args:
        squad: All its paragraphs are indexed.
        embedder: Makes the vectors.
        progress: Wraps the parts to show how far the run is.
    """
    language = detect_language(" ".join(p.context for p in squad.paragraphs))
    documents = to_documents(squad, language)
    remembering = Remembering(embedder)
    snapshot = make_snapshot(documents, remembering, progress=True)

    def ask_all(model: ReaderModel) -> tuple[tuple[SquadOutcome, ...], Watched]:
        engine = Watched(snapshot, remembering, model, documents)
        return run_squad(squad, documents, engine, language), engine

    model = load_reader_model()
    whole, engine = ask_all(model)
    means = means_of(engine.readings)
    rows = [_squad_row(WHOLE, whole, whole)]
    for part in progress([part for part in parts() if part.plain]):
        outcomes, _ = ask_all(without_part(model, part, means))
        rows.append(_squad_row(part, outcomes, whole))
    return tuple(rows)


def means_of(readings: Sequence[Reading]) -> Means:
    """The mean of each feature of the best sentences and their passages, and of each ground."""
    found = [reading for reading in readings if reading.candidates]
    return Means(
        _mean([dict(reading.candidates[0].features.named()) for reading in found]),
        _mean([dict(passage_features(reading.candidates)[0][1].named()) for reading in found]),
        _mean([dict(reading.decision) for reading in found]),
    )


def _mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([row[name] for row in rows])) for name in (rows[0] if rows else ())}


def _facts_row(part: Part, outcomes: Sequence[Outcome], whole: Sequence[Outcome]) -> Ablation:
    figures = _values(summarise(outcomes).figures)
    for name in dict.fromkeys(o.question.part for o in outcomes):
        own = [o.verdict.right for o in outcomes if o.question.part == name]
        figures[f"right, {name}"] = float(np.mean(own))
    pairs = list(zip(whole, outcomes, strict=True))
    return Ablation(
        part.name,
        figures,
        tuple(w.question.qid for w, o in pairs if w.verdict.right and not o.verdict.right),
        tuple(w.question.qid for w, o in pairs if o.verdict.right and not w.verdict.right),
    )


def _squad_row(
    part: Part, outcomes: Sequence[SquadOutcome], whole: Sequence[SquadOutcome]
) -> Ablation:
    pairs = [(w, o) for w, o in zip(whole, outcomes, strict=True) if w.answerable]
    return Ablation(
        part.name,
        _values(squad_figures(outcomes)),
        tuple(w.question.qid for w, o in pairs if w.sentence_rank == 1 != o.sentence_rank),
        tuple(w.question.qid for w, o in pairs if o.sentence_rank == 1 != w.sentence_rank),
    )


def _values(figures: Figures) -> dict[str, float | None]:
    return {name: figure.value for name, figure in figures.items()}
