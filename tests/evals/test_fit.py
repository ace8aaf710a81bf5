"""Fitting on readings so small that the right weights are known beforehand."""

from dataclasses import replace

import numpy as np
import pytest

from app.bank import Nearby
from app.evidence import ScoredSentence, SentenceFeatures
from evals.fit import Features, fit_weights, row_right, score_weights, shared_threshold
from evals.fit_data import Example, Row
from index.types import Sentence

FEATURES = Features(("dense", "lexical"), {"absent": ("top", "dense")})
NOTHING = SentenceFeatures(*[0.0] * len(SentenceFeatures.__slots__))
N_EXAMPLES = 60


def row(name: str, dense: float, lexical: float, right: bool) -> Row:
    """A sentence of a passage of its own."""
    sentence = Sentence(name, f"passage-{name}", "doc", name, 0, len(name), ())
    return Row(sentence, replace(NOTHING, dense=dense, lexical=lexical), right)


def examples(seed: int) -> list[Example]:
    """Half answerable: its right sentence is the densest by far; ``lexical`` is chance."""
    rng = np.random.default_rng(seed)
    made = []
    for group in range(N_EXAMPLES):
        answerable = group % 4 < 2
        best = rng.uniform(0.7, 0.9) if answerable else rng.uniform(0.1, 0.3)
        dense = [best, *rng.uniform(0.0, 0.3, 3)]
        rows = [
            row(f"{group}-{i}", float(d), float(rng.uniform()), answerable and i == 0)
            for i, d in enumerate(dense)
        ]
        # What is right must not be told by its place.
        made.append(Example(group, tuple(reversed(rows)), Nearby(), answerable))
    return made


def test_what_tells_gets_the_weight_and_what_is_chance_does_not() -> None:
    """Both models, and on readings that they were not fitted on."""
    weights = fit_weights(examples(1), FEATURES)
    sentence = weights.sentence.weights
    assert set(sentence) == {"dense", "lexical"}
    assert sentence["dense"] > 5 * abs(sentence["lexical"])
    assert weights.decision["absent"].weights["dense"] > 0
    score = score_weights(examples(2), weights)
    assert (score.hit_at_1, score.hit_at_3, score.auroc) == (1.0, 1.0, 1.0)
    assert score.passage_at_1 == 1.0


def test_a_passage_is_told_by_its_own_score_as_well() -> None:
    """Where sentences are told badly, and passages well."""

    def in_passages(example: Example) -> Example:
        # Each sentence as dense as the one before it was, the first as the last.
        turned = zip(example.rows, (example.rows[-1], *example.rows), strict=False)
        rows = (
            replace(
                r,
                features=replace(
                    r.features, dense=other.features.dense, passage=0.5 + 0.1 * r.right
                ),
            )
            for r, other in turned
        )
        return replace(example, rows=tuple(rows))

    weights = fit_weights([in_passages(e) for e in examples(1)], FEATURES)
    assert weights.passage.weights["fused"] > 0
    score = score_weights([in_passages(e) for e in examples(2)], weights)
    assert score.hit_at_1 < 0.5
    assert score.passage_at_1 == 1.0


def test_weights_turned_round_rank_the_right_sentence_last() -> None:
    """The score is of the weights, not of the order in which sentences were read."""
    weights = fit_weights(examples(1), FEATURES)
    turned = {name: -value for name, value in weights.sentence.weights.items()}
    wrong = replace(weights, sentence=replace(weights.sentence, weights=turned))
    score = score_weights(examples(2), wrong)
    assert (score.hit_at_1, score.hit_at_3) == (0.0, 0.0)


def test_near_misses_are_told_by_other_features_than_what_is_absent() -> None:
    """Where what is absent lacks the one feature, and a near miss, which has it, the other."""
    told = [
        Example(
            group,
            (row(f"{group}", *features, answerable), row(f"{group}-other", 0.0, 0.0, False)),
            Nearby(),
            answerable,
            near_miss=not answerable and features[0] > 0.5,
        )
        for group, (features, answerable) in enumerate(
            [((0.9, 0.9), True), ((0.1, 0.9), False), ((0.9, 0.1), False)] * 20
        )
    ]
    both = ("dense", "lexical")
    weights = fit_weights(told, Features(("dense",), {"absent": both, "near_miss": both}))
    absent, near_miss = (weights.decision[way].weights for way in ("absent", "near_miss"))
    assert absent["dense"] > abs(absent["lexical"])
    assert near_miss["lexical"] > abs(near_miss["dense"])
    assert score_weights(told, weights).auroc == 1.0


def test_a_way_counts_as_much_as_it_is_given() -> None:
    """However often it was read: a smaller share makes an answer likelier, of what is as it was."""
    readings = [replace(e, near_miss=not e.answerable) for e in examples(1) + examples(2)]
    alike, fewer = (
        fit_weights(readings, Features(("dense",), {"near_miss": ("dense",)}, {"near_miss": share}))
        for share in (1.0, 0.1)
    )
    odds = [weights.decision["near_miss"].score((("dense", 0.5),)) for weights in (alike, fewer)]
    assert odds[0] < odds[1] - 1


def test_threshold_is_the_strictest_that_parts_them() -> None:
    """It parts both sorts; of equally good ones a reader is better served by the strictest."""
    readings = examples(1)
    weights = fit_weights(readings, FEATURES)
    threshold = shared_threshold([readings, examples(2)], weights)
    assert 0.1 <= threshold < 0.9
    sure = {"absent": replace(weights.decision["absent"], bias=1000.0)}
    answerable = [e for e in readings if e.answerable]
    assert shared_threshold([answerable], replace(weights, decision=sure)) == pytest.approx(0.8)


def test_a_row_is_right_by_its_sentence() -> None:
    """Whatever it was scored."""
    example = examples(1)[0]
    right = next(r for r in example.rows if r.right)
    wrong = next(r for r in example.rows if not r.right)
    assert row_right(example, ScoredSentence(right.sentence, 0.0, NOTHING))
    assert not row_right(example, ScoredSentence(wrong.sentence, 1.0, NOTHING))
