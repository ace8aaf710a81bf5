"""Readings to fit the reader's weights on: SQuAD files and the known facts for tuning."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from app.bank import Nearby
from app.engine import Engine, Reading
from app.evidence import SentenceFeatures
from app.followup import own_start, standalone
from app.leaning import leaning
from app.question import has_words, without_commands
from evals.metrics import OFF_TOPIC
from evals.squad_data import SquadQuestion, SquadSet
from evals.types import Question
from index.types import Sentence


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence that was read, and whether it is right."""

    sentence: Sentence
    features: SentenceFeatures
    right: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One reading of one question; ``group`` keeps what belongs together on one side of a split.

    ``answerable`` says whether the documents that were read hold the answer, ``near_miss`` whether
    they tell of what the question is about, all of them, and yet not what it asks.
    """

    group: int
    rows: tuple[Row, ...]
    nearby: Nearby
    answerable: bool
    near_miss: bool = False


def squad_examples(
    squad: SquadSet,
    engine: Engine,
    language: str,
    show: Callable[[Sequence[SquadQuestion]], Iterable[SquadQuestion]],
) -> Iterator[Example]:
    """Three readings of each answerable question: all, its paragraph left out, its article.

    One reading of each question that the file calls not answerable.
    """
    articles: dict[int, set[str]] = {}
    for paragraph in squad.paragraphs:
        articles.setdefault(paragraph.article, set()).add(paragraph.doc_id)
    for question in show(squad.questions):
        encoding = engine.encode(question.text)
        own, article = frozenset({question.doc_id}), frozenset(articles[question.article])
        for left_out in (frozenset[str](), own, article) if question.spans else (frozenset[str](),):
            reading = engine.read(question.text, language, left_out, encoding)
            answerable = bool(question.spans) and not left_out
            is_right = partial(_holds_gold, question)
            near_miss = not question.spans
            yield _example(question.article, reading, answerable, is_right, near_miss)


def fact_examples(facts: Sequence[Question], engine: Engine) -> Iterator[Example]:
    """One reading of each known fact that is a question about the sources."""
    leans = leaning(engine.embedder, engine.snapshot)
    for number, fact in enumerate(facts):
        own = without_commands(fact.text)
        asked = standalone(own, fact.history, leans)
        if has_words(asked):
            encoding = engine.encode(asked, own_start(own, asked, fact.history))
            reading = engine.read(asked, fact.language, encoding=encoding)
            is_right = partial(_proves, fact)
            near_miss = not fact.answerable and fact.topic != OFF_TOPIC
            yield _example(number, reading, fact.answerable, is_right, near_miss)


def _proves(fact: Question, sentence: Sentence) -> bool:
    return fact.proved_by(sentence.doc_id, sentence.start, sentence.end)


def _holds_gold(question: SquadQuestion, sentence: Sentence) -> bool:
    return question.is_answered_by(sentence.doc_id, sentence.start, sentence.end)


def _example(
    group: int,
    reading: Reading,
    answerable: bool,
    is_right: Callable[[Sentence], bool],
    near_miss: bool = False,
) -> Example:
    rows = tuple(
        Row(c.sentence, c.features, answerable and is_right(c.sentence)) for c in reading.candidates
    )
    return Example(group, rows, reading.nearby, answerable, near_miss)
