"""What comes precomputed is what would be computed."""

from pathlib import Path

import numpy as np
import pytest

from index import precomputed
from index.adapter import bundled_id
from index.build import make_snapshot
from index.chunk import chunk
from index.expand import REGULARISATION, Predictor, fit_expansions, key_of
from index.precompute import precompute
from index.precomputed import (
    known_vectors,
    known_weights,
    packed,
    regression_key,
    rounded_as_kept,
    write,
)
from index.represent import is_question, represent
from index.types import Embedder, Encoding, Expansion, FloatArray, Representation
from sources.types import Document
from tests.fakes import HashingEmbedder
from tests.index.documents import expanded_document

AFRESH = "run: python -m index precompute"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file is another one, which is not there yet."""
    path = tmp_path / "kept" / "precomputed.npz"
    monkeypatch.setattr(precomputed, "FILE", path)
    return path


Shipped = tuple[list[Representation], FloatArray, dict[str, FloatArray]]


@pytest.fixture(scope="module")
def shipped(article: Document) -> Shipped:
    """The questions of the shipped article, their vectors in the file, and all vectors by text."""
    made = represent([article], chunk(article))
    questions = [r for r in made if is_question(r)]
    texts = {text for r in questions for text in (r.text, r.text[r.start :])}
    found = known_vectors(texts, bundled_id())
    assert len(found) == len(texts), AFRESH
    return questions, np.stack([found[r.text] for r in questions]), found


def test_the_shipped_questions_are_known(
    shipped: Shipped,
) -> None:
    """All of them, with unit vectors, and what they teach together."""
    questions, vectors, alone = shipped
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    key = key_of(range(len(questions)), questions, vectors, alone)
    assert known_weights(key) is not None, AFRESH


def test_what_the_shipped_questions_teach_is_the_regression_s_solution(
    shipped: Shipped,
) -> None:
    """K w + prior = target - regularisation * w, for every four-hundredth question."""
    questions, vectors, alone = shipped
    (expansion,) = fit_expansions(questions, vectors, alone)
    predictor = Predictor(expansion)
    followups = expansion.followups.places.tolist()
    assert len(followups) > 2000
    for at in [*range(0, len(questions), 400), *followups[::400]]:
        question = questions[at]
        own = alone[question.text[question.start :]] if question.start else None
        encoding = Encoding(vectors[at], vectors[:0], (), vectors[0, :0], question.start, own)
        found = predictor.expected(question.text, encoding, vectors @ vectors[at])
        target = _target(questions[at], expansion)
        by_hand = target - REGULARISATION * expansion.weights[at]
        assert found == pytest.approx(by_hand, abs=0.02), AFRESH


def test_the_shipped_vectors_are_the_encoder_s(shipped: Shipped, real_embedder: Embedder) -> None:
    """But for the rounding: e5 sets apart by hundredths."""
    questions, vectors, _ = shipped
    for at in range(0, len(questions), 400):
        encoded = real_embedder.encode_query(questions[at].text).vector
        assert float(encoded @ vectors[at]) > 0.9999, AFRESH


def test_another_embedder_s_vectors_are_not_known(article: Document) -> None:
    """Nor texts that are not among the questions."""
    texts = [question.text for question in article.questions[:3]]
    assert known_vectors(texts, "another-1") == {}
    assert list(known_vectors([*texts, "Xylophon?"], bundled_id())) == texts


def test_vectors_come_back_nearly_as_they_were(elsewhere: Path) -> None:
    """And once rounded, exactly; without a file nothing is known."""
    assert known_vectors(["a"], "e") == {} and known_weights("k") is None
    vectors = np.random.default_rng(3).normal(size=(2, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    by_text = dict(zip("ab", vectors, strict=True))
    write(elsewhere, "e", by_text, {"k": vectors[:, :3]})
    found = known_vectors("abc", "e")
    assert list(found) == ["a", "b"]
    for vector, kept in zip(vectors, found.values(), strict=True):
        assert float(vector @ kept) > 0.9999 and kept.dtype == np.float32
    again = rounded_as_kept(np.stack(list(found.values())))
    assert np.array_equal(again, np.stack(list(found.values())))
    weights = known_weights("k")
    assert weights is not None and weights.dtype == np.float32
    assert weights == pytest.approx(vectors[:, :3], abs=1e-3)


def test_a_file_that_cannot_be_read_is_none(elsewhere: Path) -> None:
    """All is computed then, as without one."""
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(b"version https://git-lfs.github.com/spec/v1")
    assert known_vectors(["a"], "e") == {} and known_weights("k") is None


def test_rows_are_whole_numbers_to_127() -> None:
    """By hand: the largest of 0.6 and -0.8 is 127, the other 95; a row of zeros stays one."""
    rows, scales = packed(np.array([[0.6, -0.8], [0, 0]], dtype=np.float32))
    assert rows.tolist() == [[95, -127], [0, 0]] and rows.dtype == np.int8
    assert float(scales[0]) == pytest.approx(1 / np.hypot(95, 127))


def test_a_key_is_of_all_that_weights_depend_on() -> None:
    """Texts and their order, vectors, targets and constants."""
    one, two = np.eye(2, dtype=np.float32), np.ones((2, 2), dtype=np.float32)
    keys = [
        regression_key("ab", [one, one], [0.4]),
        regression_key("ba", [one, one], [0.4]),
        regression_key("ab", [two, one], [0.4]),
        regression_key("ab", [one, two], [0.4]),
        regression_key("ab", [one, one], [0.5]),
    ]
    assert len(set(keys)) == 5 and keys[0] == regression_key(["a", "b"], [one, one], [0.4])


def test_an_index_is_the_same_with_and_without_the_file(elsewhere: Path) -> None:
    """But for the rounding; with it no question is encoded."""
    document, embedder = expanded_document(), HashingEmbedder()
    plain = make_snapshot([document], embedder)
    precompute([document], embedder, elsewhere)
    embedder.n_encoded = 0
    kept = make_snapshot([document], embedder)
    read = [r for r in kept.representations if not is_question(r)]
    assert embedder.n_encoded == len(read) < len(kept.representations)
    assert kept.representations == plain.representations
    assert kept.vectors == pytest.approx(plain.vectors, abs=0.005)
    assert kept.expansions[0].weights == pytest.approx(plain.expansions[0].weights, abs=0.02)
    assert kept.expansions[0].weights.tolist() != plain.expansions[0].weights.tolist()


def _target(question: Representation, expansion: Expansion) -> FloatArray:
    """What a question was to be answered: not said, broad, and a share of each sentence."""
    ids = question.sentence_ids
    shares = [1 / len(ids) if sid in ids else 0.0 for sid in expansion.sentence_ids]
    return np.array([not ids, len(ids) >= 3, *shares], dtype=np.float32)
