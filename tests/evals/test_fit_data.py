"""Readings to fit on: what is right and what is left out, over the embedder of words."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.engine import Engine
from evals.fit_data import Example, fact_examples, squad_examples
from evals.squad_data import SquadSet, read_squad, to_documents
from evals.types import Question
from sources.types import Document
from tests.evals.squad_files import squad_file
from tests.fakes import HashingEmbedder


def right(example: Example) -> list[str]:
    """The sentences that count as right."""
    return [row.sentence.text for row in example.rows if row.right]


@pytest.fixture
def squad(tmp_path: Path) -> SquadSet:
    """Four questions over three paragraphs of two articles, and one without an answer."""
    return read_squad(squad_file(tmp_path))


@pytest.fixture
def readings(squad: SquadSet) -> list[Example]:
    """All of it read."""
    engine = Engine.from_documents(to_documents(squad, "en"), HashingEmbedder())
    return list(squad_examples(squad, engine, "en", iter))


def test_each_question_is_read_three_times(readings: list[Example]) -> None:
    """Whole, without its paragraph, without its article; who has no answer is read whole."""
    assert [e.answerable for e in readings] == [True, False, False] * 4 + [False]
    assert [e.group for e in readings] == [0] * 9 + [1] * 4
    assert [e.near_miss for e in readings] == [False] * 12 + [True]


def test_only_the_sentence_with_the_gold_answer_is_right(readings: list[Example]) -> None:
    """And none where it is left out."""
    assert right(readings[0]) == ["Ann ate five apples on Monday."]
    assert right(readings[3]) == ["Bob slept all day under a tree."]
    assert [right(e) for e in readings if not e.answerable] == [[]] * 9


def test_what_is_left_out_is_not_read(readings: list[Example]) -> None:
    """The paragraph alone, then the whole article."""
    read = [{row.sentence.doc_id for row in e.rows} for e in readings[:3]]
    assert read == [
        {"squad-0-0", "squad-0-1", "squad-1-0"},
        {"squad-0-1", "squad-1-0"},
        {"squad-1-0"},
    ]


def test_facts_are_read_once(questions: tuple[Question, ...], document: Document) -> None:
    """What proves a fact is right, nothing is if it has none; what asks nothing is left out."""
    engine = Engine.from_documents([document], HashingEmbedder())
    mute = replace(questions[0], qid="x", text="?!")
    examples = list(fact_examples((mute, *questions), engine))
    assert [e.group for e in examples] == [1, 2, 3, 4, 5, 6]
    assert [e.answerable for e in examples] == [True] * 4 + [False] * 2
    assert right(examples[0]) == ["Die Firma Beispiel hatte einst 5.000 Mitarbeiter."]
    assert [right(e) for e in examples[4:]] == [[], []]
