"""Token vectors less what all of them share."""

import json
from pathlib import Path

import numpy as np
import pytest

from index.centres import SAMPLE, Centres, measure_centres, unit
from index.embed import TransformerEmbedder
from index.quantized import build_model, session_encoder
from index.tokens import max_similarity
from index.types import Embedder
from tests.fakes import HashingEmbedder
from tests.index.adapters import make_adapter
from tests.index.weight_files import tiny_weights


def test_rows_are_made_unit_length_and_zeros_stay() -> None:
    """By hand: 3, 4 has the length 5."""
    rows = np.array([[3, 4], [0, 0]], dtype=np.float32)
    assert unit(rows) == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))


def test_centres_are_means_over_all_tokens_of_a_side() -> None:
    """Each side its own, and a long text counts for as many tokens as it has."""
    embedder = HashingEmbedder()
    centres = measure_centres(embedder)
    sample = json.loads(SAMPLE.read_text("utf-8"))
    asked = [row for e in embedder.encode_queries(sample["questions"]) for row in e.tokens]
    told = [row for e in embedder.encode_passages(sample["passages"]) for row in e.tokens]
    assert len(asked) > len(sample["questions"]) and len(told) > len(sample["passages"])
    assert centres.query == pytest.approx(sum(asked) / len(asked), abs=1e-5)
    assert centres.passage == pytest.approx(sum(told) / len(told), abs=1e-5)


def test_centres_are_taken_away_on_their_side_alone(tmp_path: Path) -> None:
    """A text's vector stays what it was; its tokens are unit rows of what is left."""
    weights = tiny_weights(tmp_path)
    model = build_model(weights, session_encoder(weights, make_adapter()))
    nothing = np.zeros(32, dtype=np.float32)
    some = np.linspace(-0.1, 0.1, 32, dtype=np.float32)
    bare = TransformerEmbedder(model, "tiny-e5", Centres(nothing, nothing))
    less = TransformerEmbedder(model, "tiny-e5", Centres(some, nothing))
    one, other = bare.encode_query("Klarna KI"), less.encode_query("Klarna KI")
    assert other.tokens == pytest.approx(unit(one.tokens - some), abs=1e-5)
    assert other.vector == pytest.approx(one.vector) and other.offsets == one.offsets
    told, again = (e.encode_passages(["Klarna KI"])[0].tokens for e in (bare, less))
    assert np.array_equal(told, again)
    measured = measure_centres(bare)
    by_itself = TransformerEmbedder(model, "tiny-e5").encode_query("Klarna KI").tokens
    assert by_itself == pytest.approx(unit(one.tokens - measured.query), abs=1e-5)


def test_tokens_of_another_subject_are_far(real_embedder: Embedder) -> None:
    """Uncentred, any two tokens have a cosine of 0.7 or so: the measure has room again."""
    asked = real_embedder.encode_query("Wie viele Mitarbeiter hatte Klarna?")
    near, far = real_embedder.encode_passages(
        ["Klarna employed 5,000 people.", "In Lissabon scheint heute die Sonne."]
    )
    best_near, best_far = (max_similarity(asked, e.tokens) for e in (near, far))
    assert best_near > best_far + 0.15 and best_far < 0.4
