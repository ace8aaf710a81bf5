"""The parts of the product that can be switched off, one at a time, and how.

Nothing in the product knows of this: a part's features are held at their mean in the linear
models, its weights in the fusion are 0, its texts are not in the index, its step is not taken.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from app.answering import Understand, understand
from app.decision import DecisionFeatures
from app.evidence import SentenceFeatures
from app.followup import standalone
from app.model import LinearModel, ReaderModel, Weights
from app.passage import PassageFeatures
from app.question import without_commands
from app.types import Turn
from index.retrieve import FusionWeights
from sources.types import Document


def _all_of(document: Document) -> Document:
    return document


@dataclass(frozen=True, slots=True)
class Part:
    """Something to switch off.

    ``sentence``, ``passage`` and ``decision`` are features by name, ``fusion`` weights of the
    passages' own score;
    ``without`` gives what is left of an article and ``understand`` how a question is then taken.
    ``plain`` says whether it is there too for documents without translations, hypothetical
    questions and conversations, as those of SQuAD are.
    """

    name: str
    sentence: frozenset[str] = frozenset()
    passage: frozenset[str] = frozenset()
    decision: frozenset[str] = frozenset()
    fusion: frozenset[str] = frozenset()
    without: Callable[[Document], Document] = _all_of
    understand: Understand = understand
    plain: bool = True


def no_questions(document: Document) -> Document:
    """The article without any hypothetical question."""
    return replace(document, questions=())


def no_near_misses(document: Document) -> Document:
    """The article with the hypothetical questions that it answers alone."""
    return replace(document, questions=tuple(q for q in document.questions if q.answers))


def no_translations(document: Document) -> Document:
    """The original alone; hypothetical questions stay in every language."""
    return replace(document, translations=())


def without_history(question: str, turns: Sequence[Turn]) -> str:
    """A question as if nothing had been said before."""
    return without_commands(question)


def with_commands(question: str, turns: Sequence[Turn]) -> str:
    """A question with the orders in it."""
    return standalone(question, turns)


def _part(
    name: str, sentence: str = "", decision: str = "", fusion: str = "", passage: str = ""
) -> Part:
    return Part(
        name,
        frozenset(sentence.split()),
        frozenset(passage.split()),
        frozenset(decision.split()),
        frozenset(fusion.split()),
    )


NAMED = (
    _part("words (BM25, shared stems)", "lexical", "lexical best_lexical", "lexical"),
    _part("sentence vector", "dense", "dense", "sentence"),
    _part("passage vector", "", "", "dense"),
    _part("token MaxSim", "token least", "token least best_token best_least", "token"),
    _part("sentence in its paragraph (late chunking)", "context", "context"),
    _part("kind of answer asked for", "kind", "kind"),
    _part(
        "place in the ranking and the passage", "passage rank first", "passage gap", passage="fused"
    ),
    _part("score and lead of the best sentence", "", "top margin", passage="top"),
    replace(
        _part("nearest hypothetical question", "question", "answered vote agreement"),
        plain=False,
    ),
    replace(
        _part("what hypothetical questions teach", "expansion", "expansion unsaid"), plain=False
    ),
    replace(_part("near misses", "", "missed vote unsaid"), without=no_near_misses, plain=False),
    Part("hypothetical questions, all", without=no_questions, plain=False),
    Part("translation", without=no_translations, plain=False),
    Part("follow-ups", understand=without_history, plain=False),
    Part("taking commands out", understand=with_commands, plain=False),
)


def parts() -> tuple[Part, ...]:
    """All named parts that this version has, then a part for each feature that none of them names.

    A feature that is new is thus never left out of the table, one that is gone leaves no row.
    """
    here = Part(
        "",
        _fields(SentenceFeatures),
        _fields(PassageFeatures),
        _fields(DecisionFeatures),
        _fields(FusionWeights),
    )
    kept = [
        replace(
            part,
            sentence=part.sentence & here.sentence,
            passage=part.passage & here.passage,
            decision=part.decision & here.decision,
            fusion=part.fusion & here.fusion,
        )
        for part in NAMED
    ]
    named = [part for part in kept if _does_something(part)]
    others = [
        *(Part(f"sentence feature {n}", sentence=frozenset({n})) for n in _left(here, named, 0)),
        *(Part(f"passage feature {n}", passage=frozenset({n})) for n in _left(here, named, 1)),
        *(Part(f"decision feature {n}", decision=frozenset({n})) for n in _left(here, named, 2)),
        *(Part(f"fusion weight {n}", fusion=frozenset({n})) for n in _left(here, named, 3)),
    ]
    return (*named, *others)


@dataclass(frozen=True, slots=True)
class Means:
    """The mean of each feature: of the best sentences and passages read, and of the decisions."""

    sentence: Mapping[str, float]
    passage: Mapping[str, float]
    decision: Mapping[str, float]


def without_part(model: ReaderModel, part: Part, means: Means) -> ReaderModel:
    """The reader's weights with a part's features held at their mean.

    Dropped altogether they would move every score by the same amount, and the threshold with it:
    what it costs not to tell questions apart by them is asked, not what a wrong threshold costs.
    """
    return replace(
        model,
        fusion=replace(model.fusion, **dict.fromkeys(part.fusion, 0.0)),
        plain=_held(model.plain, part, means),
        expanded=_held(model.expanded, part, means),
    )


def _held(weights: Weights, part: Part, means: Means) -> Weights:
    return replace(
        weights,
        sentence=_hold(weights.sentence, part.sentence, means.sentence),
        passage=_hold(weights.passage, part.passage, means.passage),
        decision=_hold(weights.decision, part.decision, means.decision),
    )


def _hold(model: LinearModel, names: frozenset[str], means: Mapping[str, float]) -> LinearModel:
    held = sum(model.weights.get(name, 0.0) * means.get(name, 0.0) for name in names)
    left = {name: weight for name, weight in model.weights.items() if name not in names}
    return replace(model, bias=model.bias + held, weights=left)


def _fields(record: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(record))


def _does_something(part: Part) -> bool:
    named = bool(part.sentence or part.passage or part.decision or part.fusion)
    return named or part.without is not _all_of or part.understand is not understand


def _left(here: Part, named: Iterable[Part], which: int) -> list[str]:
    def of(part: Part) -> frozenset[str]:
        return (part.sentence, part.passage, part.decision, part.fusion)[which]

    return sorted(of(here).difference(*(of(part) for part in named)))
