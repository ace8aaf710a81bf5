"""Representations: every text that stands for a passage, and where each points."""

from index.chunk import chunk
from index.represent import represent
from index.types import Representation
from sources.types import Document
from tests.index.documents import example


def made(document: Document) -> list[Representation]:
    """The representations of one document."""
    return represent([document], chunk(document))


def test_passages_and_sentences_stand_for_themselves_in_each_language() -> None:
    """The original first, then each translation."""
    found = [(r.representation_id, r.text) for r in made(example()) if r.kind != "question"]
    assert found[:4] == [
        ("beispiel#0:p:de", "Firma Beispiel baut Stellen ab"),
        ("beispiel#0:p:en", "Example company cuts jobs"),
        ("beispiel#0.0:s:de", "Firma Beispiel baut Stellen ab"),
        ("beispiel#0.0:s:en", "Example company cuts jobs"),
    ]
    assert ("beispiel#1.1:s:en", "Today there are only 3,800 people.") in found
    assert len(found) == 3 * 2 + 5 * 2 + 1  # passages, sentences, near miss


def test_a_question_points_to_the_sentences_that_answer_it() -> None:
    """Best first, and to the passage of the first."""
    one, two = (r for r in made(example()) if r.kind == "question")
    assert (one.passage_id, one.sentence_ids) == ("beispiel#1", ("beispiel#1.0",))
    assert (one.text, one.language) == ("Wie viele arbeiteten dort?", "de")
    assert (two.passage_id, two.sentence_ids) == ("beispiel#2", ("beispiel#2.0", "beispiel#1.1"))


def test_a_question_without_an_answer_is_a_near_miss() -> None:
    """It belongs to the document, and to no passage."""
    (miss,) = (r for r in made(example()) if r.kind == "near_miss")
    assert (miss.doc_id, miss.passage_id, miss.sentence_ids) == ("beispiel", "", ())
    assert miss.representation_id == "beispiel:q:2"


def test_questions_of_documents_do_not_mix() -> None:
    """Offsets count in their own document only."""
    from dataclasses import replace

    one, other = example(), replace(example(), doc_id="anderes")
    found = represent([one, other], [*chunk(one), *chunk(other)])
    for r in found:
        assert r.passage_id.startswith(f"{r.doc_id}#") or r.kind == "near_miss"
        assert all(sentence_id.startswith(f"{r.doc_id}#") for sentence_id in r.sentence_ids)
    assert len({r.representation_id for r in found}) == len(found)


def test_the_articles_representations(article: Document) -> None:
    """Each id once, each text there, and every hypothetical question used."""
    found = made(article)
    assert len({r.representation_id for r in found}) == len(found)
    assert all(r.text.strip() for r in found)
    sentences = {s.sentence_id: s for p in chunk(article) for s in p.sentences}
    questions = [r for r in found if r.kind in ("question", "near_miss")]
    assert [r.text for r in questions] == [q.whole for q in article.questions]
    for representation, question in zip(questions, article.questions, strict=True):
        assert (representation.kind == "near_miss") == (not question.answers)
        for sentence_id in representation.sentence_ids:
            sentence = sentences[sentence_id]
            assert any(a.start < sentence.end and sentence.start < a.end for a in question.answers)
