"""Articles without hypothetical questions are read apart from those with."""

from dataclasses import replace

import pytest

from app.apart import Apart
from app.engine import Engine, Reading
from app.stages import Stages
from index.build import make_snapshot
from index.retrieve import ExactSearcher
from sources.types import Document
from tests.app.parts import make_model
from tests.fakes import HashingEmbedder
from tests.index.documents import expanded_document, make_document

TRAM = make_document("Die Bahn fährt im Mai.\n\nEine Chefin lenkt sie.", "bahn")


def read(question: str, threshold: float, *documents: Document) -> tuple[Reading, Reading]:
    """What is found in all articles, and where it should be looked for."""
    embedder, model = HashingEmbedder(), make_model(threshold)
    snapshot = make_snapshot(documents, embedder)
    engine = Engine(snapshot, ExactSearcher(snapshot), embedder, model)
    expanded = {d.doc_id for d in documents if d.questions}
    made, encoding = Apart(engine, expanded), engine.encode(question)
    found = engine.read(question, "de", encoding=encoding)
    return found, made.read(question, "de", encoding, Stages())


def test_what_no_article_with_questions_answers_is_looked_for_in_the_others_alone() -> None:
    """They are read as if that one were not there."""
    question = "Wann fährt die Bahn?"
    found, then = read(question, 1.1, expanded_document(), TRAM)
    alone, _ = read(question, 1.1, TRAM)
    assert {c.sentence.doc_id for c in found.candidates} > {"bahn"}
    assert {c.sentence.doc_id for c in then.candidates} == {"bahn"}
    assert then.confidence == pytest.approx(alone.confidence)
    # Nothing is sure enough to be answered from, so what is near is shown, wherever it is.
    assert then.hits == found.hits != alone.hits


def test_an_article_with_questions_that_answers_is_answered_from() -> None:
    """As it was read with the others beside it."""
    asked = next(q.text for q in expanded_document().questions if q.answers)
    found, then = read(asked, 0.0, expanded_document(), TRAM)
    assert then == found and then.candidates[0].sentence.doc_id != "bahn"


def test_a_known_near_miss_is_looked_for_nowhere_else() -> None:
    """It is about that article, which does not say it."""
    missed = next(q.text for q in expanded_document().questions if not q.answers)
    found, then = read(missed, 1.1, expanded_document(), TRAM)
    assert then == found


@pytest.mark.parametrize("document", [TRAM, expanded_document()])
def test_articles_of_one_kind_are_read_once(document: Document) -> None:
    """Together, whatever they say."""
    other = replace(document, doc_id="zweiter")
    found, then = read("Wann fährt die Bahn?", 1.1, document, other)
    assert then == found
