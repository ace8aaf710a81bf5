"""What is learnt from hypothetical questions, on questions whose answer is plain."""

import numpy as np
import pytest

from index.build import make_snapshot
from index.expand import expansion_probabilities
from index.types import Expansion, Snapshot
from tests.fakes import HashingEmbedder
from tests.index.documents import TEXT, expanded_document, make_document


def learnt(snapshot: Snapshot) -> Expansion:
    """The classifier, which must be there."""
    assert snapshot.expansion is not None
    return snapshot.expansion


@pytest.fixture(scope="module")
def expansion() -> Expansion:
    """What is learnt from all of them."""
    return learnt(make_snapshot([expanded_document()], HashingEmbedder()))


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("Wie viele Mitarbeiter hat die Belegschaft?", 1),
        ("Welchen Wert hat der Börsenwert?", 2),
        ("Wie ist das Wetter?", 0),
    ],
)
def test_a_question_like_them_is_given_their_answer(
    expansion: Expansion, question: str, column: int
) -> None:
    """Or none, where it is like the near misses."""
    assert expansion.sentence_ids == ("beispiel#1.0", "beispiel#2.0")
    shares = expansion_probabilities(expansion, HashingEmbedder().encode_query(question).vector)
    assert int(shares.argmax()) == column
    assert shares.shape == (3,) and float(shares.sum()) == pytest.approx(1)


def test_without_near_misses_there_is_always_an_answer() -> None:
    """Nothing was learnt about what is not said."""
    expansion = learnt(make_snapshot([expanded_document(misses=False)], HashingEmbedder()))
    shares = expansion_probabilities(expansion, HashingEmbedder().encode_query("Wetter").vector)
    assert shares[0] < 1e-6 and shares.shape == (3,)


def test_too_few_questions_teach_nothing() -> None:
    """Nor do many that all have one answer."""
    few = make_document(TEXT, questions=expanded_document().questions[:30])
    same = make_document(TEXT, questions=2 * expanded_document().questions[:25])
    for document in (few, same, make_document(TEXT)):
        assert make_snapshot([document], HashingEmbedder()).expansion is None


def test_the_same_questions_teach_the_same() -> None:
    """To the last bit, whatever comes from outside."""
    one, two = (
        learnt(make_snapshot([expanded_document()], HashingEmbedder())).weights for _ in range(2)
    )
    assert np.array_equal(one, two)
