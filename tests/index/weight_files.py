"""A weight file in E5S1 form, small enough to be made by hand: one layer of 32 numbers."""

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.weights import WeightFile, read_weights

HIDDEN, FEED_FORWARD, MAX_POSITIONS = 32, 64, 512
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁Klarna", "▁KI", "▁", "s", "ü", ":", "▁query")
BOS, PAD, EOS, UNKNOWN = 0, 1, 2, 3
CHARACTER_MAP = b"\x07" * 11


def make_weights(magic: bytes = b"E5S1", block: int = 32, tensor_type: int = 1) -> bytes:
    """The bytes of a whole file; the arguments are what a wrong file would have there."""
    header = magic + struct.pack("<I", 1)
    header += struct.pack("<7i", HIDDEN, 1, 2, FEED_FORWARD, len(PIECES), MAX_POSITIONS, 2)
    header += struct.pack("<f", 1e-5) + struct.pack("<i", block) + _vocabulary()
    tensors = list(_tensors(tensor_type))
    at = len(header) + 4 + sum(len(name) + 2 + 21 for name, _, _, _ in tensors)
    table = struct.pack("<i", len(tensors))
    data = b""
    for name, kind, count, raw in tensors:
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BIQQ", kind, count, at + len(data), len(raw))
        data += raw
    return header + table + data


def tiny_weights(folder: Path) -> WeightFile:
    """A whole file, written to a folder and read: one layer and eleven words."""
    data = make_weights()
    path = folder / "tiny.bin"
    path.write_bytes(data)
    return read_weights(path, hashlib.sha256(data).hexdigest())


def quantized_block(scale: float, nibbles: list[int]) -> bytes:
    """A Q4_0 block of 32 nibbles (0 to 15), packed as llama.cpp does."""
    packed = bytes(nibbles[j] | nibbles[j + 16] << 4 for j in range(16))
    return struct.pack("<e", scale) + packed


def word_vectors() -> np.ndarray:
    """What the table of word vectors stands for, (vocabulary, 32) float32."""
    rows = [[(n - 8) * 0.25 for n in _nibbles(row)] for row in range(len(PIECES))]
    return np.array(rows, dtype=np.float32)


def _nibbles(row: int) -> list[int]:
    return [(7 * row + 3 * column) % 16 for column in range(HIDDEN)]


def _vocabulary() -> bytes:
    blob = b"".join(piece.encode() for piece in PIECES)
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)])
    found = struct.pack("<5i", len(PIECES), BOS, EOS, PAD, UNKNOWN)
    found += struct.pack("<Q", len(blob)) + ends.astype("<u4").tobytes()
    found += np.arange(0, -len(PIECES), -1, dtype="<f4").tobytes() + blob
    return found + struct.pack("<iI", 3, len(CHARACTER_MAP)) + CHARACTER_MAP


def _tensors(tensor_type: int) -> Iterator[tuple[str, int, int, bytes]]:
    words = b"".join(quantized_block(0.25, _nibbles(row)) for row in range(len(PIECES)))
    yield "emb.word", tensor_type, len(PIECES) * HIDDEN, words
    shapes = {"emb.pos": MAX_POSITIONS * HIDDEN, "emb.type": 2 * HIDDEN}
    shapes |= {f"{name}.{part}": HIDDEN for name in _NORMS for part in "wb"}
    shapes |= {f"l0.{name}.b": HIDDEN for name in ("q", "k", "v", "ao", "fo")}
    shapes |= {"l0.fi.b": FEED_FORWARD}
    rng = np.random.default_rng(5)
    matrices = dict.fromkeys(("q", "k", "v", "ao"), HIDDEN * HIDDEN)
    matrices |= dict.fromkeys(("fi", "fo"), FEED_FORWARD * HIDDEN)
    for name, count in matrices.items():
        blocks = rng.integers(0, 16, (count // 32, 32)).tolist()
        raw = b"".join(quantized_block(0.05, nibbles) for nibbles in blocks)
        yield f"l0.{name}.w", 1, count, raw
    for name, count in shapes.items():
        values = rng.normal(0, 0.2, count).astype("<f4")
        yield name, 0, count, values.tobytes()


_NORMS = ("emb.ln", "l0.aln", "l0.oln")
