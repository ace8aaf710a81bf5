"""Articles without hypothetical questions are read apart from those with."""

from dataclasses import replace

import pytest

from app.apart import Apart
from app.engine import Engine, Reading
from app.stages import Stages
from app.subjects import Subjects
from index.retrieve import ExactSearcher
from sources.types import Document
from tests.app.parts import make_engine
from tests.index.documents import expanded_document, make_document

TRAM = make_document("Die Bahn fährt im Mai.\n\nEine Chefin lenkt sie.", "bahn")


def read(question: str, engine: Engine, *documents: Document) -> tuple[Reading, Reading]:
    """What is found in all articles, and where it should be looked for."""
    encoding = engine.encode(question)
    found = engine.read(question, "de", encoding=encoding)
    apart = Apart(engine, Subjects(engine, documents))
    return found, apart.read(question, "de", encoding, Stages())


def strict(*documents: Document) -> Engine:
    """An engine whose articles with hypothetical questions never answer."""
    engine = make_engine(0.0, *documents)
    never = replace(engine.model.expanded, threshold=1.1)
    return Engine(
        engine.snapshot,
        ExactSearcher(engine.snapshot),
        engine.embedder,
        replace(engine.model, expanded=never),
    )


def test_what_no_article_with_questions_answers_is_looked_for_in_the_others_alone() -> None:
    """They are read as if that one were not there."""
    question = "Wann fährt die Bahn?"
    found, then = read(question, strict(expanded_document(), TRAM))
    alone, _ = read(question, make_engine(0.0, TRAM))
    assert {c.sentence.doc_id for c in found.candidates} > {"bahn"}
    assert {c.sentence.doc_id for c in then.candidates} == {"bahn"}
    assert {hit.passage.doc_id for hit in then.hits} == {"bahn"}
    assert then.confidence == pytest.approx(alone.confidence)


def test_where_nothing_answers_it_stays_as_it_was_read() -> None:
    """The reason for abstaining and the closest passages are of all articles."""
    found, then = read("Wann fährt die Bahn?", make_engine(1.1, expanded_document(), TRAM))
    assert then == found


def test_an_article_with_questions_that_answers_is_answered_from() -> None:
    """As it was read with the others beside it."""
    asked = next(q.text for q in expanded_document().questions if q.answers)
    found, then = read(asked, make_engine(0.0, expanded_document(), TRAM))
    assert then == found and then.candidates[0].sentence.doc_id != "bahn"


@pytest.mark.parametrize(("least", "looks"), [(0.3, False), (1.0, True)])
def test_a_known_near_miss_is_looked_for_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, least: float, looks: bool
) -> None:
    """It is about that article, which does not say it, if it comes near enough."""
    monkeypatch.setattr("app.apart.KNOWN_MISS", least)
    engine = strict(expanded_document(), TRAM)
    question = "Wie hoch ist Gehalt wohl?"
    nearest = engine.read(question).nearby.matches[0]
    assert not nearest.representation.sentence_ids and 0.3 < nearest.score < 1
    found, then = read(question, engine)
    assert (then != found) == looks


def test_a_summary_is_not_looked_for_elsewhere() -> None:
    """Which article it is of is for the overview to say."""
    found, then = read("Fasse den Artikel zusammen.", strict(expanded_document(), TRAM))
    assert then == found


@pytest.mark.parametrize("document", [TRAM, expanded_document()])
def test_articles_of_one_kind_are_read_once(document: Document) -> None:
    """Together, whatever they say."""
    other = replace(document, doc_id="zweiter")
    found, then = read("Wann fährt die Bahn?", make_engine(0.0, document, other))
    assert then == found


def test_what_names_the_subject_of_an_article_with_questions_is_asked_of_it_alone() -> None:
    """However well another says the like of its own subject; unless that one is named, too."""
    firm = make_document("Nordhaven machte Gewinn.\n\nNordhaven wuchs.", "nord")
    documents = (
        replace(expanded_document(), title="Beispiel baut Stellen ab"),
        replace(firm, title="Nordhaven"),
    )
    for question, read_of in (
        ("Wie viel Gewinn machte Beispiel?", {"beispiel"}),
        ("Wie viel Gewinn machte sie?", {"nord"}),
        ("Machte Beispiel mehr Gewinn als Nordhaven?", {"nord"}),
    ):
        _, then = read(question, strict(*documents), *documents)
        assert {c.sentence.doc_id for c in then.candidates} == read_of
