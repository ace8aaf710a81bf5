"""The engine's passages: which come first, and what their score is."""

from dataclasses import replace

import numpy as np
import pytest

from app.decision import log_odds
from app.engine import EARLIER_SHARE, Engine
from app.evidence import ScoredSentence
from app.model import LinearModel, sigmoid
from app.passage import passage_features
from tests.app.parts import NO_FEATURES, make_engine, make_sentence
from tests.index.documents import expanded_document, make_document

TEXT = "Title\n\nOwls eat mice at night.\n\nOwls hunt. Mice hide. Night falls on owls and mice."
"""The sentence that has most words of a question is in one paragraph, most of them in the other."""
QUESTION = "Owls eat mice at night?"


def engine_by(**weights: float) -> Engine:
    """Passages ranked by given weights."""
    engine = make_engine(0.0, make_document(TEXT, "a"))
    plain = replace(engine.model.plain, passage=LinearModel(-0.5, weights))
    engine.model = replace(engine.model, plain=plain)
    return engine


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_passages_come_by_the_model_of_passages(sign: float) -> None:
    """Scores are its probabilities, and they fall; whatever their best sentence is."""
    hits = engine_by(fused=sign).read(QUESTION).hits
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    first = hits[0].passage.text.startswith("Owls eat")
    assert first == (sign > 0)


def test_passages_of_an_article_with_questions_have_a_model_of_their_own() -> None:
    """Beside one without any."""
    plain = make_document(TEXT, "plain")
    engine = make_engine(0.0, replace(expanded_document(), doc_id="told"), plain)
    models = (LinearModel(-9.0, {}), LinearModel(9.0, {}))
    of_plain, of_told = (replace(engine.model.plain, passage=model) for model in models)
    engine.model = replace(engine.model, plain=of_plain, expanded=of_told)
    hits = engine.read("Owls eat 5.000 Mitarbeiter?").hits
    assert {hit.passage.doc_id: round(hit.score) for hit in hits} == {"told": 1, "plain": 0}


def test_by_the_best_sentence_alone_a_passage_has_its_score() -> None:
    """The log odds of a probability, and back."""
    reading = engine_by(top=1.0).read(QUESTION)
    best = reading.candidates[0]
    assert reading.hits[0].passage.passage_id == best.sentence.passage_id
    assert reading.hits[0].score == pytest.approx(sigmoid(log_odds(best.score) - 0.5))


def test_a_passage_is_told_by_its_best_sentence() -> None:
    """The first of those given; its features hold the passage's own score."""
    first = replace(NO_FEATURES, passage=0.7)
    found = passage_features(
        [
            ScoredSentence(make_sentence("a", passage=1), 0.5, first),
            ScoredSentence(make_sentence("b", passage=0, number=1), 0.4, NO_FEATURES),
            ScoredSentence(make_sentence("c", passage=1, number=1), 0.3, NO_FEATURES),
        ]
    )
    assert [(passage_id, f.fused) for passage_id, f in found] == [("d#1", 0.7), ("d#0", 0.0)]
    assert found[0][1].top == pytest.approx(0.0)


def test_of_a_follow_up_the_last_question_counts_most() -> None:
    """Where the earlier one stands before it; each token of one question counts the same."""
    engine = make_engine(0.0, make_document(TEXT, "a"))
    full = "Owls eat mice? And night?"
    shares = engine.encode(full, full.index("And")).shares
    assert shares[:3] == pytest.approx([EARLIER_SHARE / (3 * EARLIER_SHARE + 2)] * 3)
    assert shares[3:] == pytest.approx([1 / (3 * EARLIER_SHARE + 2)] * 2)
    alone = engine.encode("And night?")
    assert alone.shares == pytest.approx([0.5, 0.5])
    assert (alone.start, alone.own) == (0, None)
    both = engine.encode(full, full.index("And"))
    assert both.own is not None and np.array_equal(both.own, alone.vector)
    assert both.start == full.index("And")
    assert np.array_equal(both.vector, engine.encode(full).vector)
