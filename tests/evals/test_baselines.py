"""The baselines find what they can find, and are judged as any other assistant."""

from collections.abc import Mapping

import pytest

from evals.baselines import baselines
from evals.run import run
from evals.types import Ask, Grade, Question
from sources.types import Document
from tests.fakes import HashingEmbedder

NAMES = ("BM25", "dense", "LangChain + Chroma", "first paragraph", "always abstains")


@pytest.fixture
def systems(document: Document, embedder: HashingEmbedder) -> Mapping[str, Ask]:
    """Every baseline over the small article."""
    return baselines([document], embedder)


def test_each_is_there(systems: Mapping[str, Ask]) -> None:
    """By its name."""
    assert tuple(systems) == NAMES


@pytest.mark.parametrize("name", ["BM25", "dense"])
def test_passages_by_shared_words(systems: Mapping[str, Ask], name: str) -> None:
    """The paragraph with the question's words is shown, cited and surest."""
    answer = systems[name]("Wie viele Mitarbeiter hatte die Firma Beispiel einst?")
    assert answer.text.startswith("Die Firma Beispiel hatte einst 5.000 Mitarbeiter.")
    assert answer.citations[0].passage_id == answer.hits[0].passage.passage_id
    assert [hit.rank for hit in answer.hits] == [1, 2, 3, 4]
    assert answer.confidence > systems[name]("Wo liegt Paris?").confidence


def test_bm25_stems(systems: Mapping[str, Ask]) -> None:
    """'Mitarbeitern' is 'Mitarbeiter'."""
    assert "Mitarbeiter" in systems["BM25"]("Mitarbeitern").text


def test_langchain_shows_its_best_piece(systems: Mapping[str, Ask], document: Document) -> None:
    """The article is one piece of under 1,000 characters, at the article's own offsets."""
    answer = systems["LangChain + Chroma"]("Chefin Berta Klug")
    (citation,) = answer.citations
    assert document.text[citation.start : citation.end] == citation.original_quote
    assert answer.text == document.text
    assert 0 < answer.confidence < 1


def test_judged_like_any_other(
    systems: Mapping[str, Ask], questions: tuple[Question, ...], document: Document
) -> None:
    """The simple ones are right as often as they must be, and their citations are true."""
    right = {}
    for name, ask in systems.items():
        outcomes = run(questions, ask, [document])
        assert not any(o.verdict.broken_citations or o.verdict.unproven for o in outcomes)
        assert not any(o.verdict.grade is Grade.ERROR for o in outcomes)
        right[name] = sum(o.verdict.right for o in outcomes)
    # The whole article is short enough to be a right answer to each of the four facts.
    assert right["LangChain + Chroma"] == 4
    assert right["always abstains"] == 2
    # The first paragraph with more than one sentence holds 5.000; in German, 3 800 too.
    assert right["first paragraph"] == 2
