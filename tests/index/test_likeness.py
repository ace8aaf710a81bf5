"""How alike questions are, follow-ups apart from those that stand alone."""

from dataclasses import replace

import numpy as np
import pytest

from index.build import make_snapshot
from index.expand import REGULARISATION, Predictor
from index.likeness import APART_SHARE, MIN_FOLLOWUPS, Likeness, follow_ups
from index.types import Encoding, Expansion, FloatArray, Snapshot
from sources.types import Document
from tests.fakes import HashingEmbedder
from tests.index.documents import expanded_document, followed_document

STAFF, LEFT = "Wie hoch ist Belegschaft?", "Und der Lohn?"


def asked(question: str, earlier: str = "") -> tuple[str, Encoding]:
    """A question and its vectors, behind another if there is one."""
    embedder = HashingEmbedder()
    if not earlier:
        return question, embedder.encode_query(question)
    whole = f"{earlier} {question}"
    own = embedder.encode_query(question).vector
    return whole, replace(embedder.encode_query(whole), start=len(earlier) + 1, own=own)


def learnt(document: Document) -> tuple[Snapshot, Expansion]:
    """The index of one document, and what its questions taught."""
    snapshot = make_snapshot([document], HashingEmbedder())
    return snapshot, snapshot.expansions[0]


def likeness(expansion: Expansion) -> Likeness:
    """That of its questions."""
    return Likeness(expansion.width, expansion.grams, expansion.followups)


@pytest.fixture(scope="module")
def known() -> tuple[Snapshot, Expansion]:
    """What is learnt from questions and follow-ups."""
    return learnt(followed_document())


def of(known: tuple[Snapshot, Expansion], question: str, earlier: str = "") -> FloatArray:
    """How alike a question is to each."""
    snapshot, expansion = known
    whole, encoding = asked(question, earlier)
    cosines = snapshot.vectors[expansion.rows] @ encoding.vector
    return likeness(expansion).of(whole, encoding, cosines)


def test_the_follow_ups_are_known_by_themselves(known: tuple[Snapshot, Expansion]) -> None:
    """The 50 behind the 75 others, with the vectors of what is asked after."""
    expansion = known[1]
    assert expansion.followups.places.tolist() == list(range(75, 125))
    vector = HashingEmbedder().encode_query(LEFT).vector
    assert np.array_equal(expansion.followups.vectors[0], vector)


def test_a_question_is_less_like_a_follow_up_than_it_seems(
    known: tuple[Snapshot, Expansion],
) -> None:
    """By the share that is set, and like the others as if there were no follow-ups."""
    snapshot, expansion = known
    whole, encoding = asked(STAFF)
    cosines = snapshot.vectors[expansion.rows] @ encoding.vector
    none = replace(expansion.followups, places=np.zeros(0, dtype=np.int32))
    plain = Likeness(expansion.width, expansion.grams, none).of(whole, encoding, cosines)
    found = of(known, STAFF)
    assert np.array_equal(found[:75], plain[:75])
    assert found[75:] == pytest.approx(APART_SHARE * plain[75:])
    behind = of(known, LEFT, STAFF)
    assert behind[:75].max() < APART_SHARE * 1.6


def test_follow_ups_are_alike_by_what_is_asked_after(known: tuple[Snapshot, Expansion]) -> None:
    """Behind the same question, the same follow-up is as alike as can be, another one less."""
    texts = [known[0].representations[row].text for row in known[1].rows]
    found = dict(zip(texts, of(known, LEFT, STAFF).tolist(), strict=True))
    assert found[f"{STAFF} {LEFT}"] == pytest.approx(1.6, abs=1e-4)
    assert found[f"{STAFF} Und die Dollar?"] < 0.75


def test_each_with_each_is_the_same_as_one_by_one(known: tuple[Snapshot, Expansion]) -> None:
    """The kernel that is learnt with is the one that is asked with."""
    snapshot, expansion = known
    kernel = likeness(expansion).among(snapshot.vectors[expansion.rows])
    assert kernel == pytest.approx(kernel.T, abs=1e-6)
    assert np.linalg.eigvalsh(kernel.astype(np.float64)).min() > -1e-5
    for at, (question, earlier) in {0: (texts_of(known)[0], ""), 75: (LEFT, "")}.items():
        earlier = texts_of(known)[0] if at == 75 else earlier
        assert kernel[at] == pytest.approx(of(known, question, earlier), abs=1e-5)


def texts_of(known: tuple[Snapshot, Expansion]) -> list[str]:
    """Of all questions that taught something."""
    return [known[0].representations[row].text for row in known[1].rows]


def test_what_is_asked_after_decides(known: tuple[Snapshot, Expansion]) -> None:
    """Behind a question that is no part of the lesson; and alone that is answered as before."""
    snapshot, expansion = known
    predictor = Predictor(expansion)

    def expected(question: str, earlier: str = "") -> FloatArray:
        whole, encoding = asked(question, earlier)
        cosines = snapshot.vectors[expansion.rows] @ encoding.vector
        return predictor.expected(whole, encoding, cosines)

    other = "Sag etwas zu Personal, bitte."
    assert int(expected(LEFT, other).argmax()) == 0
    assert expansion.sentence_ids[int(expected("Und die Dollar?", other)[2:].argmax())].endswith(
        "#2.0"
    )
    assert expansion.sentence_ids[int(expected(other)[2:].argmax())].endswith("#1.0")
    at = 75
    by_hand = np.array([1, 0, 0, 0]) - REGULARISATION * expansion.weights[at]
    assert expected(LEFT, texts_of(known)[0]) == pytest.approx(by_hand, abs=1e-4)


def test_too_few_follow_ups_are_questions_like_others() -> None:
    """There is nothing to tell them apart by."""
    alone = {LEFT: np.ones(4, dtype=np.float32)}
    line = (f"Wer? {LEFT}", 5)
    assert not len(follow_ups([line] * (MIN_FOLLOWUPS - 1), alone).places)
    assert len(follow_ups([("Wer?", 0)] + [line] * MIN_FOLLOWUPS, alone).places) == MIN_FOLLOWUPS
    assert follow_ups([("Wer?", 0)], alone).vectors.shape[0] == 0
    snapshot, expansion = learnt(expanded_document())
    whole, encoding = asked(LEFT, STAFF)
    cosines = snapshot.vectors[expansion.rows] @ encoding.vector
    without = replace(encoding, start=0, own=None)
    one, other = (likeness(expansion).of(whole, e, cosines) for e in (encoding, without))
    assert np.array_equal(one, other)
