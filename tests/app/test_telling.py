"""What stands on the surface of sentences allows an answer, or forbids it."""

from dataclasses import replace

import pytest

from app.engine import Engine
from app.telling import Telling
from index.build import make_snapshot
from index.retrieve import ExactSearcher
from tests.app.parts import make_model, scored
from tests.fakes import HashingEmbedder
from tests.index.documents import make_document

TRAMS = replace(
    make_document("Im Jahr 2011 war der Umbau.\n\nEs fuhren 40 Bahnen. Heute ist das anders."),
    published="2024-08-28",
)


@pytest.mark.parametrize(
    ("question", "number", "learnt", "told"),
    [
        ("Wie viele Bahnen fuhren?", 1, False, True),
        ("Wie viele Bahnen fuhren?", 2, False, False),
        ("Wie viele Bahnen fuhren?", 2, True, True),
        ("Wie viele Bahnen fuhren 2018?", 1, True, False),
        ("Wie viele Bahnen fuhren 2023?", 1, False, True),
        ("Wie viele Bahnen fuhren 2011?", 1, True, False),
    ],
)
def test_a_number_must_be_there_and_of_that_year(
    question: str, number: int, learnt: bool, told: bool
) -> None:
    """What was learnt knows better whether a number is there, but not of which year it is."""
    embedder = HashingEmbedder()
    snapshot = make_snapshot([TRAMS], embedder)
    engine = Engine(snapshot, ExactSearcher(snapshot), embedder, make_model(0.0))
    sentence = [s for passage in snapshot.passages for s in passage.sentences][number]
    telling = Telling(engine, [TRAMS])
    assert telling.may_tell(question, [scored(sentence, 0.9)], learnt) is told


def test_a_stretch_is_about_the_years_of_all_it_stands_in() -> None:
    """Not only of the paragraph that it ends in."""
    embedder = HashingEmbedder()
    snapshot = make_snapshot([TRAMS], embedder)
    engine = Engine(snapshot, ExactSearcher(snapshot), embedder, make_model(0.0))
    first, second = [s for passage in snapshot.passages for s in passage.sentences][:2]
    stretch = replace(second, start=first.start, text=TRAMS.text[first.start : second.end])
    telling = Telling(engine, [TRAMS])
    assert telling.may_tell("Wie viele Bahnen fuhren 2011?", [scored(stretch, 0.9)], learnt=True)
