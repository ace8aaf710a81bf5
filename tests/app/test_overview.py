"""Overviews of articles without hypothetical questions: who asks for one, and what it gives."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.answering import Answerer
from app.engine import Engine
from app.overview import MAX_SENTENCES, Overviews, opening, overview_subject
from app.types import Answer
from index.chunk import chunk
from index.types import Embedder
from sources import load_documents
from sources.types import Document
from tests.app.parts import make_engine
from tests.index.documents import expanded_document, make_document

ADDED = Path(__file__).parents[2] / "evals" / "added" / "articles"
MOOR = make_document(
    "Das Moor\n\nAutor: Henrike Vossberg\n\nDas Moor wird nass. Der Kreistag stimmte zu. "
    "Es war knapp.\n\nDie Kosten sind hoch. Das Land zahlt.\n\nBauern klagen.",
    "moor",
)
TRAM = make_document("Die Bahn\n\nDie Bahn fährt wieder. Sie kam zu spät.", "bahn")


def overviews(*documents: Document) -> tuple[Overviews, Engine]:
    """Over documents by the embedder of words."""
    engine = make_engine(1.0, *documents)
    plain = frozenset(d.doc_id for d in documents if not d.questions)
    return Overviews(engine, plain), engine


def ask(question: str, *documents: Document) -> Answer:
    """Of an assistant that never answers what it has to decide."""
    _, engine = overviews(*documents)
    *_, last = Answerer(engine, documents).stream(question, (), "de")
    return last


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Summarise the article.", ""),
        ("Worum geht es?", ""),
        ("Fasse den Text bitte in drei Sätzen zusammen.", ""),
        ("Was sind die wichtigsten Punkte?", ""),
        ("What is this about?", ""),
        ("Sammanfatta artikeln", ""),
        ("Resume el artículo.", ""),
        ("¿Puedes resumirlo?", ""),
        ("Hazme un resumen", ""),
        ("Pouvez-vous résumer l'article ?", ""),
        ("Kan du ge mig en sammanfattning?", ""),
        ("Resume la huelga de los conductores.", None),
        ("When will it resume?", None),
        ("Is it resuming?", None),
        ("What is the article about the tram about?", "tram"),
        ("Fasse den Artikel über das Moor zusammen.", "moor"),
        ("What are the main points about the farmers?", None),
        ("Worum geht es im Streit mit den Landwirten?", None),
        ("Fasse zusammen, was der Artikel über die Landwirte sagt.", None),
        ("What does the article say about jobs?", None),
        ("Wer hat den Artikel geschrieben?", None),
    ],
)
def test_who_asks_for_an_overview(question: str, subject: str | None) -> None:
    """Of the whole, of the article about something, or of a part, which is another question."""
    assert overview_subject(question) == subject


def test_the_opening_is_what_news_begins_with() -> None:
    """Two sentences of the first paragraph, one of the others; no title, name or date."""
    texts = [sentence.text for sentence in opening(chunk(MOOR))]
    assert texts == [
        "Das Moor wird nass.",
        "Der Kreistag stimmte zu.",
        "Die Kosten sind hoch.",
        "Bauern klagen.",
    ]
    long = make_document("\n\n".join(f"Satz {n}." for n in range(20)), "lang")
    assert len(opening(chunk(long))) == MAX_SENTENCES
    assert opening(chunk(make_document("Nur ein Titel", "titel"))) == ()


def test_an_overview_is_answered_whatever_the_confidence() -> None:
    """With sentences that stand in the article, its paragraphs as hits."""
    answer = ask("Fasse den Artikel zusammen.", MOOR)
    assert answer.abstained is None and answer.confidence == 1.0
    assert answer.text.startswith("Das Moor wird nass. Der Kreistag stimmte zu. Die Kosten")
    assert all(MOOR.text[c.start : c.end] == c.original_quote for c in answer.citations)
    assert [hit.rank for hit in answer.hits] == [1, 2, 3]


def test_of_several_articles_each_gives_a_sentence() -> None:
    """Unless the question says which one is meant."""
    assert ask("Worum geht es?", MOOR, TRAM).text == "Das Moor wird nass. Die Bahn fährt wieder."
    about = ask("Worum geht es in dem Artikel über die Bahn?", MOOR, TRAM)
    assert about.text == "Die Bahn fährt wieder. Sie kam zu spät."


def test_of_an_unknown_article_nothing_is_said() -> None:
    """A subject that no article has is no overview."""
    answer = ask("Worum geht es in dem Artikel über Pinguine?", MOOR, TRAM)
    assert answer.abstained is not None


def test_hypothetical_questions_teach_more() -> None:
    """An article that has some keeps to what they say."""
    expanded = expanded_document()
    made, engine = overviews(expanded)
    question = "Fasse den Artikel zusammen."
    assert made.of(question, engine.read(question)) is None
    bare = replace(expanded, questions=())
    made, engine = overviews(bare)
    assert made.of(question, engine.read(question)) is not None


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Fass den Artikel über das Moor zusammen.", "Das Kranichmoor"),
        ("Summarise the article on layoffs.", "Der Versicherer Nordhaven"),
        ("Summarise the article about the tram.", "Port Ellery"),
        ("Fass den Artikel über Vulkane zusammen.", ""),
        ("Summarise the article about football.", ""),
    ],
)
def test_the_encoder_knows_what_an_article_is_about(
    added: Answerer, question: str, begins: str
) -> None:
    """With the real one, whose similarities change with its training."""
    *_, last = added.stream(question, (), "auto")
    assert last.text.startswith(begins)
    assert (last.abstained is None) is bool(begins)


@pytest.fixture(scope="module")
def added(real_embedder: Embedder) -> Answerer:
    """Over the three articles without hypothetical questions."""
    documents = load_documents(ADDED).documents
    return Answerer(Engine.from_documents(documents, real_embedder), documents)
