"""The reader's weights: the arithmetic, and that the shipped file names real features."""

import json
import math
from dataclasses import fields
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.decision import DecisionFeatures
from app.evidence import SentenceFeatures
from app.model import PATH, LinearModel, against_all, load_reader_model, sigmoid
from app.passage import PassageFeatures
from index.retrieve import FusionWeights
from tests.app.parts import NO_FEATURES, make_model

UNDECIDED = json.dumps(
    {**json.loads(PATH.read_text("utf-8")), "plain": {"sentence": {}, "decision": {}}}
)


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 0.5), (math.log(3), 0.75), (-1e9, 0), (1e9, 1)]
)
def test_sigmoid(value: float, expected: float) -> None:
    """As worked out by hand, and no overflow."""
    assert sigmoid(value) == pytest.approx(expected, abs=1e-12)


def test_a_linear_model_is_a_weighted_sum() -> None:
    """Features without a weight count nothing, and the other way round."""
    model = LinearModel(1.0, {"a": 2.0, "b": -3.0, "gone": 9.0})
    assert model.score((("a", 0.5), ("b", 1.0), ("c", 7.0))) == 1.0 + 1.0 - 3.0


def test_scores_of_a_model_made_by_hand() -> None:
    """Sigmoid of the bias where nothing speaks for a sentence."""
    assert make_model(0.5).score(NO_FEATURES, expanded=True) == pytest.approx(sigmoid(-2))


def test_the_shipped_weights_name_real_features() -> None:
    """A misspelt name would count nothing, and nobody would notice."""
    model = load_reader_model()
    of_sentences = {field.name for field in fields(SentenceFeatures)}
    of_passages = {field.name for field in fields(PassageFeatures)}
    of_decisions = {field.name for field in fields(DecisionFeatures)}
    for weights in (model.plain, model.expanded):
        assert set(weights.sentence.weights) <= of_sentences
        assert set(weights.passage.weights) <= of_passages
        assert weights.sentence.weights and weights.passage.weights and weights.decision
        for against in weights.decision.values():
            assert against.weights and set(against.weights) <= of_decisions
        assert 0 < weights.threshold < 1
    given = json.loads(PATH.read_text("utf-8"))["fusion"]
    assert set(given) <= {field.name for field in fields(FusionWeights)}
    assert model.description
    assert model.of(True) is model.expanded and model.of(False) is model.plain


def test_an_answer_has_odds_against_each_way_to_have_none() -> None:
    """By hand: even odds against two leave a third; against one that is unlikely, a half."""
    assert against_all((0.0, 0.0)) == pytest.approx(1 / 3)
    assert against_all((0.0, 60.0)) == pytest.approx(1 / 2)
    assert against_all((math.log(3), math.log(3))) == pytest.approx(3 / 5)
    assert against_all(()) == 1.0


@pytest.mark.parametrize("text", ["", "{}", '{"description": "x", "plain": 5}', UNDECIDED])
def test_a_damaged_file_is_refused(tmp_path: Path, text: str) -> None:
    """It belongs to the program, so a trace is right."""
    path = tmp_path / "reader.json"
    path.write_text(text)
    with pytest.raises(ValidationError):
        load_reader_model(path)
