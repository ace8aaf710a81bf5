"""Questions that name what an article is about are read over that article."""

from dataclasses import replace

from app.engine import Engine, Reading
from app.subjects import Subjects
from sources.types import Document
from tests.app.parts import make_engine
from tests.index.documents import expanded_document, make_document

FIRM = replace(
    make_document("Nordhaven spart. Nordhaven wirbt.\n\nDie Chefin Dora Lind sprach.", "firma"),
    title="Nordhaven streicht Stellen",
)
TRAM = replace(make_document("Eine Chefin fährt Bahn.", "bahn"), title="Die Bahn kommt")


def subjects(*documents: Document) -> tuple[Subjects, Engine]:
    """Over documents, by the embedder of words."""
    engine = make_engine(0.0, *documents)
    return Subjects(engine, documents), engine


def read(question: str, *documents: Document) -> tuple[Reading, Reading]:
    """What is found at first, and then."""
    made, engine = subjects(*documents)
    found = engine.read(question, "de")
    return found, made.read(question, "de", found, engine.encode(question))


def test_a_name_says_which_article_is_meant() -> None:
    """Sentences of the others are out."""
    _, then = read("Wie heißt die Chefin von Nordhaven?", TRAM, FIRM)
    assert {c.sentence.doc_id for c in then.candidates} == {"firma"}


def test_other_questions_are_left_as_they_were_read() -> None:
    """Those that name no subject, or two, or that of an article with hypothetical questions."""
    told = replace(expanded_document(), title="Beispiel baut ab")
    for question, *documents in (
        ("Wie heißt die Chefin?", TRAM, FIRM),
        ("Nimmt die Chefin von Nordhaven die Bahn?", TRAM, FIRM),
        ("Was sagt die Firma Beispiel dazu?", told, FIRM),
        ("Wie heißt die Chefin von Nordhaven?", FIRM),
    ):
        found, then = read(question, *documents)
        assert then is found


def test_a_name_counts_beside_an_article_with_hypothetical_questions() -> None:
    """If that one does not say it."""
    expanded = expanded_document()
    _, then = read("Was sagt die Chefin von Nordhaven?", expanded, FIRM)
    assert {c.sentence.doc_id for c in then.candidates} == {"firma"}
