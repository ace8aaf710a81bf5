"""What the encoder and the regression give for the shipped questions, kept with the product.

Encoding many thousand questions takes two cores a minute or two, and what they teach takes memory
by the square: a first start should need neither. What is not in the file is computed as ever.
``python -m index precompute`` writes it.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.arrays import write_arrays
from index.types import Embedder, FloatArray

FILE = Path(__file__).parent / "data" / "precomputed.npz"
_DIGEST_BYTES = 16
_log = logging.getLogger(__name__)


def known_vectors(texts: Iterable[str], embedder_id: str) -> dict[str, FloatArray]:
    """The vectors of those questions that the file has of this embedder, (d,) each, by text."""
    texts = list(texts)
    if not texts:
        return {}
    kept = _read("embedder_id", "digests", "rows", "scales")
    if not kept or str(kept["embedder_id"]) != embedder_id:
        return {}
    row_of = {digest.tobytes(): row for row, digest in enumerate(kept["digests"])}
    rows = {text: row_of.get(digest_of(text)) for text in texts}
    return {
        text: unpacked(kept["rows"][row], kept["scales"][row])
        for text, row in rows.items()
        if row is not None
    }


def encoded(
    texts: Sequence[str], embedder: Embedder, progress: bool = False
) -> dict[str, FloatArray]:
    """The vector of each question, (d,), by text: those that the file has, the others made now.

    Args:
        texts: Any number of questions.
        embedder: Makes them.
        progress: Show a bar on stderr.
    """
    known = known_vectors(texts, embedder.embedder_id)
    fresh = [text for text in dict.fromkeys(texts) if text not in known]
    made = zip(fresh, embedder.encode_queries(fresh, progress), strict=True)
    return known | {text: encoding.vector for text, encoding in made}


def known_weights(key: str) -> FloatArray | None:
    """The weights of the regression with this ``regression_key``, if the file has them."""
    kept = _read(key)
    return np.asarray(kept[key], dtype=np.float32) if kept else None


def regression_key(
    texts: Sequence[str], arrays: Sequence[np.ndarray], constants: Sequence[float]
) -> str:
    """A hash of the data of a regression and of the constants given, in hexadecimal."""
    digest = hashlib.sha256(b"".join(digest_of(text) for text in texts))
    for array in (*arrays, np.array(constants, dtype=np.float64)):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def digest_of(text: str) -> bytes:
    """What a text is found by."""
    return hashlib.sha256(text.encode("utf-8")).digest()[:_DIGEST_BYTES]


def packed(vectors: FloatArray) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Unit vectors, (n, d), as whole numbers to 127 and what each row is to be multiplied by."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    rows = np.rint(vectors / np.maximum(largest, 1e-12) * 127).astype(np.int8)
    scales = 1 / np.maximum(np.linalg.norm(rows.astype(np.float64), axis=1), 1e-12)
    return rows, scales.astype(np.float32)


def unpacked(row: NDArray[np.int8], scale: np.float32) -> FloatArray:
    """A vector of unit length, the same to the bit on every machine."""
    return np.asarray(row.astype(np.float32) * scale)


def rounded_as_kept(vectors: FloatArray) -> list[FloatArray]:
    """Unit vectors, (n, d), as they come back from a file."""
    return [unpacked(row, scale) for row, scale in zip(*packed(vectors), strict=True)]


def write(
    path: Path,
    embedder_id: str,
    vectors: dict[str, FloatArray],
    weights: dict[str, FloatArray],
) -> None:
    """Write a file: vectors of questions by text, weights by ``regression_key``."""
    rows, scales = packed(np.stack(list(vectors.values())))
    digests = np.frombuffer(b"".join(map(digest_of, vectors)), dtype=np.uint8)
    arrays: dict[str, np.ndarray] = {
        key: found.astype(np.float16) for key, found in weights.items()
    }
    arrays["digests"] = digests.reshape(-1, _DIGEST_BYTES)
    arrays["embedder_id"] = np.array(embedder_id)
    arrays["rows"], arrays["scales"] = rows, scales
    write_arrays(path, arrays)


def _read(*names: str) -> dict[str, np.ndarray]:
    """Arrays of the file; nothing if one is not there, or the file cannot be read."""
    if not FILE.exists():
        return {}
    try:
        with np.load(FILE, allow_pickle=False) as kept:
            return {name: kept[name] for name in names}
    except KeyError:
        return {}
    except (OSError, ValueError, BadZipFile) as error:
        _log.warning("%s cannot be read, so all is computed: %s", FILE, error)
        return {}
