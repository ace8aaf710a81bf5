"""The bundled encoder: run by onnxruntime it gives what torch makes of the same weights."""

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from index.embed import TransformerEmbedder, load_torch_model
from index.quantized import build_model, session_encoder
from index.quantized_torch import QuantizedEmbedding, torch_encoder
from index.types import Embedder
from index.weights import WeightFile
from sources import Document
from tests.index.adapters import make_adapter
from tests.index.weight_files import quantized_block, tiny_weights

ODD = [
    "",
    "   ",
    "ü",
    "KI",
    "\u202eabc\u0000 \u00ad\ufeff",
    "👩‍👩‍👧 ﬁ e\u0301 \u0627\u0644 中文 ½ ①",
    "\n" * 300,
    "Mitarbeiter " * 2000,
]
"""Empty, blank, short, control characters, emoji and other scripts, and beyond 512 tokens."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> WeightFile:
    """One layer and eleven words."""
    return tiny_weights(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
def torch_model() -> SentenceTransformer:
    """The bundled weights, run by torch."""
    return load_torch_model()


def check_same(ours: SentenceTransformer, theirs: SentenceTransformer, texts: list[str]) -> None:
    """The same vectors of texts, and of every token that is no padding."""
    with torch.inference_mode():
        found = ours.forward(ours.preprocess(texts))
        expected = theirs.forward(theirs.preprocess(texts))
    assert torch.equal(found["input_ids"], expected["input_ids"])
    for row, vector in zip(
        found["sentence_embedding"], expected["sentence_embedding"], strict=True
    ):
        assert row.numpy() == pytest.approx(vector.numpy(), abs=1e-5)
    shown = found["attention_mask"].bool()
    difference = found["token_embeddings"][shown] - expected["token_embeddings"][shown]
    assert difference.abs().max() < 1e-4


def test_word_vectors_are_expanded_as_they_are_looked_up() -> None:
    """The table itself stays in four bits."""
    raw = torch.frombuffer(bytearray(quantized_block(0.5, 32 * [9]) * 3), dtype=torch.uint8)
    table = QuantizedEmbedding(raw.reshape(3, -1), 32)
    assert table(torch.tensor([[0, 2], [1, 1]])).tolist() == 2 * [2 * [32 * [0.5]]]
    assert table.raw.dtype == torch.uint8


@pytest.mark.parametrize("batch", [["Klarna KI"], ["KI", "Klarna KI Klarna", ""], ["KI"] * 200])
def test_a_small_encoder_agrees_with_torch(tiny: WeightFile, batch: list[str]) -> None:
    """Alone, padded, and in a batch that is run in parts."""
    ours = build_model(tiny, session_encoder(tiny, make_adapter()))
    check_same(ours, build_model(tiny, torch_encoder(tiny, make_adapter())), batch)


@pytest.mark.slow
def test_the_bundled_encoder_agrees_with_torch(
    real_embedder: Embedder, torch_model: SentenceTransformer, article: Document
) -> None:
    """On the article, its translation, questions, and whatever else a text may be."""
    assert isinstance(real_embedder, TransformerEmbedder)
    texts = [article.text[at : at + 700] for at in range(0, 2100, 700)]
    texts += [question.text for question in article.questions[:5]]
    check_same(real_embedder.model, torch_model, texts)
    check_same(real_embedder.model, torch_model, ODD)
    check_same(real_embedder.model, torch_model, ["Beyond 512 tokens: " + article.text * 2])


@pytest.mark.slow
def test_encode_gives_what_the_embedder_gives(real_embedder: Embedder) -> None:
    """One model behind both."""
    assert isinstance(real_embedder, TransformerEmbedder)
    vector = real_embedder.model.encode(["query: Wer leitet Klarna?"])[0]
    found = real_embedder.encode_query("Wer leitet Klarna?").vector
    assert np.asarray(vector) == pytest.approx(found, abs=1e-5)
