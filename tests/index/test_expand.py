"""What is learnt from hypothetical questions, on questions whose answer is plain."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from index import expand
from index.build import make_snapshot
from index.expand import MIN_QUESTIONS, REGULARISATION, Predictor
from index.types import Expansion, FloatArray, Snapshot
from sources.types import Document, HypotheticalQuestion, Span
from tests.fakes import HashingEmbedder
from tests.index.documents import TEXT, expanded_document, make_document, span_of

QUESTIONS = expanded_document().questions
UNSAID, BROAD, STAFF, VALUE = range(4)


def learnt(*documents: Document) -> tuple[Snapshot, tuple[Expansion, ...]]:
    """The index of documents, and what their questions taught."""
    snapshot = make_snapshot(documents, HashingEmbedder())
    return snapshot, snapshot.expansions


def expected(snapshot: Snapshot, expansion: Expansion, question: str) -> FloatArray:
    """What is expected of each column for a question."""
    encoding = HashingEmbedder().encode_query(question)
    cosines = snapshot.vectors[expansion.rows] @ encoding.vector
    return Predictor(expansion).expected(question, encoding, cosines)


def swapped(doc_id: str) -> Document:
    """The same questions, but with the sentence of the other ones for an answer."""
    other = {span_of("5.000"): span_of("6,7 Mrd."), span_of("6,7 Mrd."): span_of("5.000")}
    questions = [replace(q, answers=tuple(other[a] for a in q.answers)) for q in QUESTIONS]
    return make_document(TEXT, doc_id, questions=tuple(questions))


def answered_by(spans: Sequence[Span]) -> tuple[HypotheticalQuestion, ...]:
    """The 25 questions about value, with these answers."""
    return tuple(replace(q, answers=tuple(spans)) for q in QUESTIONS[25:50])


@pytest.fixture(scope="module")
def known() -> tuple[Snapshot, Expansion]:
    """What is learnt from all of them."""
    snapshot, (expansion,) = learnt(expanded_document())
    return snapshot, expansion


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("Wie viele Mitarbeiter hat die Belegschaft?", STAFF),
        ("Welchen Wert hat der Börsenwert?", VALUE),
        ("Wie ist das Wetter?", UNSAID),
        ("mitarbieter", STAFF),
        ("Boersenwert", VALUE),
    ],
)
def test_a_question_like_them_is_given_their_answer(
    known: tuple[Snapshot, Expansion], question: str, column: int
) -> None:
    """Or none, where it is like the near misses; by its letters where its words are unknown."""
    snapshot, expansion = known
    assert (expansion.doc_id, expansion.sentence_ids) == (
        "beispiel",
        ("beispiel#1.0", "beispiel#2.0"),
    )
    found = expected(snapshot, expansion, question)
    assert int(found.argmax()) == column and found[BROAD] == 0


def test_what_a_question_was_taught_is_expected_of_it(known: tuple[Snapshot, Expansion]) -> None:
    """The regression's own equation: K w + prior = target - regularisation * w."""
    snapshot, expansion = known
    for at, target in ((0, [0, 0, 1, 0]), (30, [0, 0, 0, 1]), (60, [1, 0, 0, 0])):
        found = expected(snapshot, expansion, QUESTIONS[at].text)
        by_hand = np.array(target) - REGULARISATION * expansion.weights[at]
        assert found == pytest.approx(by_hand, abs=1e-4)
        assert found[int(np.argmax(target))] > 0.9


def test_the_rows_are_the_questions_and_near_misses(known: tuple[Snapshot, Expansion]) -> None:
    """All of them, in order."""
    snapshot, expansion = known
    texts = [snapshot.representations[row].text for row in expansion.rows]
    assert texts == [q.text for q in QUESTIONS]
    assert expansion.prior == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3])


@pytest.mark.parametrize("question", ["Mitarbeiter", "Wetter", "Xylophon", ""])
def test_what_is_expected_sums_to_one(known: tuple[Snapshot, Expansion], question: str) -> None:
    """The column of broad questions aside, as it does for each known question."""
    found = expected(*known, question)
    assert float(np.delete(found, BROAD).sum()) == pytest.approx(1, abs=1e-4)


def test_a_question_like_none_is_expected_to_be_as_they_are_on_the_whole(
    known: tuple[Snapshot, Expansion],
) -> None:
    """Nothing speaks for one more than for another: about a third each."""
    found = expected(*known, "Xylophon")
    assert np.delete(found, BROAD) == pytest.approx([1 / 3] * 3, abs=0.05)


def test_without_near_misses_nothing_is_expected_to_be_unsaid() -> None:
    """Nothing was learnt about what is not said."""
    snapshot, (expansion,) = learnt(expanded_document(misses=False))
    found = expected(snapshot, expansion, "Wetter")
    assert found[UNSAID] == 0 and expansion.prior[UNSAID] == 0


def test_a_question_with_three_answers_is_broad() -> None:
    """Each answer counts the same, a third."""
    spans = [span_of("6,7 Mrd."), span_of("3 800"), span_of("Klug")]
    document = make_document(TEXT, questions=QUESTIONS[:25] + answered_by(spans))
    snapshot, (expansion,) = learnt(document)
    assert expansion.sentence_ids == tuple(f"beispiel#{n}" for n in ("1.0", "1.1", "2.0", "2.1"))
    assert expansion.prior == pytest.approx([0, 0.5, 0.5, 1 / 6, 1 / 6, 1 / 6])
    broad = expected(snapshot, expansion, "Wie hoch ist Börsenwert?")
    assert broad == pytest.approx([0, 1, 0, 1 / 3, 1 / 3, 1 / 3], abs=0.1)
    narrow = expected(snapshot, expansion, "Wie hoch ist Mitarbeiter?")
    assert narrow == pytest.approx([0, 0, 1, 0, 0, 0], abs=0.1)


def test_a_question_with_two_answers_is_not_broad() -> None:
    """They share what it counts, and no more."""
    spans = [span_of("6,7 Mrd."), span_of("3 800")]
    _, (expansion,) = learnt(make_document(TEXT, questions=QUESTIONS[:25] + answered_by(spans)))
    assert expansion.prior == pytest.approx([0, 0, 0.5, 0.25, 0.25])
    assert not expansion.weights[:, BROAD].any()


def test_documents_do_not_influence_one_another() -> None:
    """The same questions with other answers beside them change nothing, to the last bit."""
    one, two = expanded_document(), swapped("anders")
    both, (first, second) = learnt(one, two)
    assert (first.doc_id, second.doc_id) == ("beispiel", "anders")
    assert second.rows[0] > first.rows[-1]
    for document, found in ((one, first), (two, second)):
        snapshot, (alone,) = learnt(document)
        assert np.array_equal(found.weights, alone.weights)
        assert np.array_equal(found.grams.rarity, alone.grams.rarity)
        assert (found.width, found.sentence_ids) == (alone.width, alone.sentence_ids)
        question = "Wie viele Mitarbeiter hat die Belegschaft?"
        assert np.array_equal(expected(both, found, question), expected(snapshot, alone, question))
    staff = "Wie hoch ist Mitarbeiter?"
    assert expected(both, first, staff)[STAFF] > 0.9
    assert expected(both, second, staff)[VALUE] > 0.9


def test_too_few_questions_teach_nothing() -> None:
    """Nor do many that all have one answer, or none; another document's do not help."""
    few = make_document(TEXT, questions=QUESTIONS[: MIN_QUESTIONS - 1])
    same = make_document(TEXT, questions=2 * QUESTIONS[:25])
    missed = make_document(TEXT, questions=2 * QUESTIONS[50:])
    for document in (few, same, missed, make_document(TEXT)):
        assert learnt(document)[1] == ()
    halves = [make_document(TEXT, name, questions=QUESTIONS[:30]) for name in ("a", "b")]
    assert learnt(*halves)[1] == ()
    (enough,) = learnt(make_document(TEXT, questions=QUESTIONS[:MIN_QUESTIONS]))[1]
    assert len(enough.rows) == MIN_QUESTIONS


def test_a_document_with_enough_learns_beside_one_without() -> None:
    """Its rows are its own questions."""
    few = make_document(TEXT, "wenig", questions=QUESTIONS[:10])
    snapshot, (expansion,) = learnt(few, expanded_document())
    assert expansion.doc_id == "beispiel"
    assert {snapshot.representations[row].doc_id for row in expansion.rows} == {"beispiel"}


def test_of_too_many_questions_evenly_spread_ones_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 75 for 60 places the first four of every five."""
    monkeypatch.setattr(expand, "MAX_QUESTIONS", 60)
    snapshot, (expansion,) = learnt(expanded_document())
    texts = [snapshot.representations[row].text for row in expansion.rows]
    assert texts == [q.text for n, q in enumerate(QUESTIONS) if n % 5 != 4]
    assert len(expansion.weights) == len(expansion.grams.starts) - 1 == 60


def test_the_same_questions_teach_the_same() -> None:
    """To the last bit, whatever comes from outside."""
    one, two = (learnt(expanded_document())[1][0] for _ in range(2))
    assert np.array_equal(one.weights, two.weights)
    assert np.array_equal(one.grams.weights, two.grams.weights)
    assert one.width == two.width
