"""Embedders: the bundled one, a tiny one of the same form, and models that are refused."""

from pathlib import Path

import numpy as np
import pytest

from index.adapter import bundled_id
from index.embed import TransformerEmbedder, load_embedder
from index.errors import EmbedderError
from index.quantized import QuantizedTransformer, build_model, session_encoder
from index.shares import even_shares
from index.types import Embedder, Encoding
from tests.fakes import HashingEmbedder
from tests.index.adapters import make_adapter
from tests.index.weight_files import tiny_weights


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> TransformerEmbedder:
    """A real transformer of one layer and eleven words."""
    weights = tiny_weights(tmp_path_factory.mktemp("weights"))
    model = build_model(weights, session_encoder(weights, make_adapter()))
    return TransformerEmbedder(model, "tiny-e5")


def check_encoding(encoding: Encoding, text: str, dimension: int) -> None:
    """Shapes, unit length, and offsets inside the text."""
    assert encoding.vector.shape == (dimension,) and encoding.vector.dtype == np.float32
    assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)
    assert encoding.tokens.shape == (len(encoding.offsets), dimension)
    assert np.linalg.norm(encoding.tokens, axis=1) == pytest.approx(1, abs=1e-5)
    assert all(0 <= start < end <= len(text) for start, end in encoding.offsets)
    assert list(encoding.offsets) == sorted(encoding.offsets)
    assert encoding.shares.shape == (len(encoding.offsets),)
    assert encoding.shares.sum() == pytest.approx(1, abs=1e-5)


def test_a_weight_file_becomes_a_sentence_transformer(tiny: TransformerEmbedder) -> None:
    """With token vectors, a word each, and none for the prompt and the special tokens."""
    encoding = tiny.encode_query("Klarna KI")
    check_encoding(encoding, "Klarna KI", 32)
    assert ["Klarna KI"[a:b].strip() for a, b in encoding.offsets] == ["Klarna", "KI"]
    assert tiny.dimension == 32
    assert tiny.embedder_id == "tiny-e5"


def test_a_questions_tokens_count_by_their_salience(tiny: TransformerEmbedder) -> None:
    """By the softmax of their products with it; a passage's all alike, and of none none does."""
    salience = np.linspace(-4, 4, tiny.dimension, dtype=np.float32)
    embedder = TransformerEmbedder(tiny.model, "tiny-e5", salience=salience)
    asked = embedder.encode_query("Klarna KI s")
    grown = np.exp(asked.tokens @ salience)
    assert asked.shares == pytest.approx(grown / grown.sum(), abs=1e-5)
    assert asked.shares.std() > 0.01
    (told,) = embedder.encode_passages(["Klarna KI s"])
    assert told.shares == pytest.approx(even_shares(len(told.offsets)))
    assert not len(embedder.encode_query("").shares)


def test_a_batch_gives_what_each_text_gives_alone(tiny: TransformerEmbedder) -> None:
    """In the order given, though long ones are encoded first, and padding counts nothing."""
    texts = ["KI", "Klarna KI Klarna", "Klarna", "", "KI KI"]
    together = tiny.encode_passages(texts)
    for text, encoding in zip(texts, together, strict=True):
        alone = tiny.encode_passages([text])[0]
        assert encoding.vector == pytest.approx(alone.vector, abs=1e-5)
        assert encoding.offsets == alone.offsets
    assert tiny.encode_passages([]) == []


def test_questions_and_passages_have_their_prompts(tiny: TransformerEmbedder) -> None:
    """E5 was trained with one for each."""
    asked, told = tiny.encode_query("KI"), tiny.encode_passages(["KI"])[0]
    assert asked.offsets == told.offsets
    assert not np.allclose(asked.vector, told.vector)


def test_the_bundled_encoder_is_not_saved(tiny: TransformerEmbedder, tmp_path: Path) -> None:
    """Its weights belong to their package."""
    module = tiny.model[0]
    assert isinstance(module, QuantizedTransformer)
    with pytest.raises(NotImplementedError, match="not saved"):
        module.save(str(tmp_path))


def test_a_folder_without_modules_is_refused(tmp_path: Path) -> None:
    """The library would load another model than the one meant."""
    with pytest.raises(EmbedderError, match=r"holds no modules\.json"):
        load_embedder(str(tmp_path))


def test_a_model_that_is_not_at_hand_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub that cannot be reached is no trace."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(EmbedderError, match="Cannot load EMBEDDING_MODEL=nobody/nothing") as raised:
        load_embedder("nobody/nothing")
    assert "\n" not in str(raised.value)


def test_the_fake_meets_the_protocol() -> None:
    """And texts that share words are nearer than others: a ranking assert means something."""
    fake: Embedder = HashingEmbedder()
    text = "Klarna hatte 5.000 Mitarbeiter."
    check_encoding(fake.encode_query(text), text, fake.dimension)
    asked = fake.encode_query("Wie viele Mitarbeiter hatte Klarna?").vector
    near, far = fake.encode_passages([text, "Der Bericht warnt vor Folgen."])
    assert asked @ near.vector > 0.5 > 0.1 > asked @ far.vector
    assert np.linalg.norm(fake.encode_query("").vector) == 1


def test_the_bundled_embedder_knows_what_is_near(real_embedder: Embedder) -> None:
    """Across languages; unit vectors, and offsets of the text alone."""
    texts = [
        "Klarna hatte auf seinem Höhepunkt 5.000 Mitarbeiter.",
        "Das Wetter in Lissabon ist heute sonnig.",
        "",
    ]
    assert real_embedder.embedder_id == bundled_id()
    right, wrong, empty = real_embedder.encode_passages(texts)
    check_encoding(right, texts[0], 384)
    assert right.offsets[0][0] == 0
    assert texts[0][right.offsets[-1][0] : right.offsets[-1][1]] == "."
    assert empty.offsets == ()
    asked = real_embedder.encode_query("How many employees did Klarna have at its peak?").vector
    assert asked @ right.vector > asked @ wrong.vector + 0.05


def test_a_long_text_is_cut_not_refused(real_embedder: Embedder) -> None:
    """At the encoder's 512 tokens."""
    text = "Mitarbeiter " * 2000
    encoding = real_embedder.encode_passages([text])[0]
    check_encoding(encoding, text, 384)
    assert 400 < len(encoding.offsets) < 512
