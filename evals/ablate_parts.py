"""The parts of the product that can be switched off, one at a time, and how.

Nothing in the product knows of this: a part's features are held at their mean in the linear
models, its weights in the fusion are 0, its texts are not in the index, its step is not taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from app.decision import DecisionFeatures
from app.evidence import SentenceFeatures
from app.followup import Leans, standalone
from app.hearing import Understand, understanding
from app.model import LinearModel, ReaderModel, Weights
from app.passage import PassageFeatures
from app.question import without_commands
from index.retrieve import FusionWeights
from sources.types import Document


def _all_of(document: Document) -> Document:
    return document


Kind = Literal["sentence", "passage", "decision", "fusion"]
_RECORDS: Mapping[Kind, type] = {
    "sentence": SentenceFeatures,
    "passage": PassageFeatures,
    "decision": DecisionFeatures,
    "fusion": FusionWeights,
}
"""What has features, by the kind of them: each field is one, or a weight of the passages' score."""
Names = Mapping[Kind, frozenset[str]]
"""Names of features by their kind; a kind may be left out."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something to switch off.

    ``features`` are those that go; ``without`` gives what is left of an article,
    ``understanding`` how a question is then taken, ``spells`` whether it is put right, and
    ``splits`` whether it is taken apart if it is several. ``plain`` says whether it is there too
    for documents without translations, hypothetical questions and conversations, as those of SQuAD
    are.
    """

    name: str
    features: Names = field(default_factory=dict)
    without: Callable[[Document], Document] = _all_of
    understanding: Callable[[Leans], Understand] = understanding
    spells: bool = True
    splits: bool = True
    plain: bool = True

    def names(self, kind: Kind) -> frozenset[str]:
        """The features of one kind that go."""
        return self.features.get(kind, frozenset())


def no_questions(document: Document) -> Document:
    """The article without any hypothetical question."""
    return replace(document, questions=())


def no_near_misses(document: Document) -> Document:
    """The article with the hypothetical questions that it answers alone."""
    return replace(document, questions=tuple(q for q in document.questions if q.answers))


def no_translations(document: Document) -> Document:
    """The original alone; hypothetical questions stay in every language."""
    return replace(document, translations=())


def without_history(leans: Leans) -> Understand:
    """A way to understand questions as if nothing had been said before."""
    return lambda question, turns: without_commands(question)


def with_commands(leans: Leans) -> Understand:
    """A way to understand questions with the orders in them."""
    return lambda question, turns: standalone(question, turns, leans)


def _part(
    name: str, sentence: str = "", decision: str = "", fusion: str = "", passage: str = ""
) -> Part:
    named: dict[Kind, str] = {
        "sentence": sentence,
        "passage": passage,
        "decision": decision,
        "fusion": fusion,
    }
    return Part(name, {kind: frozenset(names.split()) for kind, names in named.items()})


NAMED = (
    _part("words (BM25, shared stems)", "lexical", "lexical best_lexical", "lexical"),
    _part("sentence vector", "dense", "dense", "sentence"),
    _part("passage vector", "", "", "dense"),
    _part("token MaxSim", "token least", "token least best_token best_least", "token"),
    _part("kind of answer asked for", "kind", "kind"),
    _part("place in the ranking", "passage rank", "passage gap", passage="fused"),
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
    Part("follow-ups", understanding=without_history, plain=False),
    Part("taking commands out", understanding=with_commands, plain=False),
    Part("putting misspelt words right", spells=False, plain=False),
    Part("taking several questions apart", splits=False, plain=False),
)


def parts() -> tuple[Part, ...]:
    """All named parts that this version has, then a part for each feature that none of them names.

    A feature that is new is thus never left out of the table, one that is gone leaves no row.
    """
    here = {kind: frozenset(f.name for f in fields(record)) for kind, record in _RECORDS.items()}
    kept = [
        replace(part, features={kind: part.names(kind) & here[kind] for kind in here})
        for part in NAMED
    ]
    named = [part for part in kept if _does_something(part)]
    others = [
        Part(f"{kind}: {name}", {kind: frozenset({name})})
        for kind, names in here.items()
        for name in sorted(names.difference(*(part.names(kind) for part in named)))
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
        fusion=replace(model.fusion, **dict.fromkeys(part.names("fusion"), 0.0)),
        plain=_held(model.plain, part, means),
        expanded=_held(model.expanded, part, means),
    )


def _held(weights: Weights, part: Part, means: Means) -> Weights:
    return replace(
        weights,
        sentence=_hold(weights.sentence, part.names("sentence"), means.sentence),
        passage=_hold(weights.passage, part.names("passage"), means.passage),
        decision={
            against: _hold(model, part.names("decision"), means.decision)
            for against, model in weights.decision.items()
        },
    )


def _hold(model: LinearModel, names: frozenset[str], means: Mapping[str, float]) -> LinearModel:
    held = sum(model.weights.get(name, 0.0) * means.get(name, 0.0) for name in names)
    left = {name: weight for name, weight in model.weights.items() if name not in names}
    return replace(model, bias=model.bias + held, weights=left)


def _does_something(part: Part) -> bool:
    heard = part.understanding is not understanding or not (part.spells and part.splits)
    return any(part.features.values()) or part.without is not _all_of or heard
