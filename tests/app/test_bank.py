"""What a question comes near to among the hypothetical ones."""

from dataclasses import replace

import pytest

from app.bank import Nearby, QuestionBank
from index.build import make_snapshot
from sources.types import Document, HypotheticalQuestion
from tests.fakes import HashingEmbedder
from tests.index.documents import TEXT, example, expanded_document, make_document, span_of

STAFF, WEATHER = "Wie hoch ist Mitarbeiter?", "Wie hoch ist Wetter?"


def near(question: str, *documents: Document, exclude: frozenset[str] = frozenset()) -> Nearby:
    """What the questions of documents say of one."""
    embedder = HashingEmbedder()
    bank = QuestionBank(make_snapshot(documents, embedder))
    return bank.near(question, embedder.encode_query(question), exclude)


def broad_document() -> Document:
    """One whose questions about value take three sentences, those about staff one."""
    answers = (span_of("6,7 Mrd."), span_of("3 800"), span_of("Klug"))
    known = expanded_document(misses=False).questions
    questions = tuple(replace(q, answers=answers) if n >= 25 else q for n, q in enumerate(known))
    return make_document(TEXT, "breit", questions=questions)


def test_without_hypothetical_questions_nothing_is_near() -> None:
    """Every part is empty."""
    assert near("Wie viele?", make_document(TEXT)) == Nearby((), {}, {}, {}, {})


def test_the_nearest_questions_come_first() -> None:
    """With their cosines: three words in common of four and four."""
    found = near("Wie viele sind dort?", example())
    assert [(m.representation.text, round(m.score, 4)) for m in found.matches] == [
        ("Wie viele arbeiteten dort?", 0.75),
        ("What do the figures say?", 0.0),
        ("Wann wurde Beispiel gegründet?", 0.0),
    ]


def test_a_sentence_has_the_best_cosine_of_a_question_that_it_answers() -> None:
    """A later answer counts a little less than the first."""
    found = near("What do the figures say?", example()).by_sentence
    assert sorted(found) == ["beispiel#1.0", "beispiel#1.1", "beispiel#2.0"]
    assert found["beispiel#2.0"] == pytest.approx(1)
    assert found["beispiel#1.1"] == pytest.approx(0.99)
    assert found["beispiel#1.0"] == pytest.approx(0)


def test_few_questions_are_near_but_teach_nothing() -> None:
    """So nothing is expected."""
    found = near("Wie viele arbeiteten dort?", example())
    assert (found.expected, found.unsaid, found.broad) == ({}, {}, {})


def test_the_nearest_near_miss_is_there_though_it_is_far() -> None:
    """Behind the nearest ten, all of which are answered."""
    found = near("Mitarbeiter", expanded_document()).matches
    answered = [bool(m.representation.sentence_ids) for m in found]
    assert answered == [True] * 10 + [False]
    assert [m.score for m in found[:10]] == sorted((m.score for m in found[:10]), reverse=True)
    assert found[0].representation.text == "Mitarbeiter"


def test_what_is_learnt_is_said_by_sentence_and_by_document() -> None:
    """Much of the sentence that answers; of the document, when it does not say."""
    found = near(STAFF, expanded_document())
    assert sorted(found.expected) == ["beispiel#1.0", "beispiel#2.0"]
    assert found.expected["beispiel#1.0"] > 0.9 > 0.1 > found.expected["beispiel#2.0"]
    assert list(found.unsaid) == list(found.broad) == ["beispiel"]
    assert found.unsaid["beispiel"] < 0.1
    assert found.broad["beispiel"] == 0  # no question had three answers
    missed = near(WEATHER, expanded_document())
    assert missed.unsaid["beispiel"] > 0.9 > 0.1 > max(missed.expected.values())


def test_how_broad_an_answer_is_is_said_by_document() -> None:
    """High for a question like those with three answers, low for another."""
    assert near("Wie hoch ist Börsenwert?", broad_document()).broad["breit"] > 0.9
    assert near(STAFF, broad_document()).broad["breit"] < 0.1


def test_each_document_says_for_itself() -> None:
    """As if the other were not there; rows of the index are not mixed up."""
    both = near(STAFF, expanded_document(), broad_document())
    one, other = near(STAFF, expanded_document()), near(STAFF, broad_document())
    assert both.unsaid == pytest.approx({**one.unsaid, **other.unsaid}, abs=1e-6)
    assert both.broad == pytest.approx({**one.broad, **other.broad}, abs=1e-6)
    assert both.expected == pytest.approx({**one.expected, **other.expected}, abs=1e-6)
    assert list(both.unsaid) == ["beispiel", "breit"]


def test_a_document_left_out_says_nothing() -> None:
    """None of its questions is near, nothing is expected of it, nor missed there."""
    documents = (expanded_document(), broad_document())
    found = near(STAFF, *documents, exclude=frozenset({"beispiel"}))
    assert {m.representation.doc_id for m in found.matches} == {"breit"}
    assert len(found.matches) == 10  # and no near miss, for "breit" has none
    assert list(found.unsaid) == list(found.broad) == ["breit"]
    assert {sid.split("#")[0] for sid in found.expected} == {"breit"}
    assert {v for sid, v in found.by_sentence.items() if sid.startswith("beispiel")} == {0}
    assert found.by_sentence["breit#1.0"] == pytest.approx(1)
    nothing = near(STAFF, *documents, exclude=frozenset({"beispiel", "breit"}))
    assert (nothing.matches, nothing.expected, nothing.unsaid) == ((), {}, {})


def test_the_documents_with_questions_are_known() -> None:
    """One without is not among them."""
    plain = make_document("Es regnet.", "wetter")
    asked = make_document(
        "Es schneit.", "schnee", questions=(HypotheticalQuestion("Was fällt?", "de", ()),)
    )
    bank = QuestionBank(make_snapshot([plain, example(), asked], HashingEmbedder()))
    assert bank.doc_ids == {"beispiel", "schnee"}
