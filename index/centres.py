"""What all token vectors of an encoder share, which tells nothing of their texts.

Contextual vectors lie in a narrow cone (Ethayarajh, 2019, "How Contextual are Contextualized Word
Representations?"), and less their mean they tell more (Mu and Viswanath, 2018, "All-but-the-Top").
Questions and passages have each a mean of their own, because they are read behind other prompts:
without it a question's tokens are all about as near to anything.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.types import Embedder, Encoding, FloatArray

SAMPLE = Path(__file__).parent / "data" / "sample.json"
"""Invented text on six subjects, and questions about it in five languages: a mean moves little
with more of it or with other text. Whoever changes it raises ``FORMAT_VERSION`` of the snapshot,
whose tokens are less the means of the old one."""


@dataclass(frozen=True, slots=True)
class Centres:
    """The mean token vector of questions and of passages, (d,) float32 each.

    Those of the bundled encoder were means, and then trained with its adapter.
    """

    query: FloatArray
    passage: FloatArray


def measure_centres(embedder: Embedder) -> Centres:
    """The means over the sample.

    Args:
        embedder: One that gives token vectors as they are.
    """
    sample = json.loads(SAMPLE.read_text("utf-8"))
    return Centres(
        _mean_row(embedder.encode_queries(sample["questions"])),
        _mean_row(embedder.encode_passages(sample["passages"])),
    )


def unit(rows: FloatArray) -> FloatArray:
    """Rows, (n, d), made unit length."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def _mean_row(encodings: list[Encoding]) -> FloatArray:
    return np.asarray(np.concatenate([e.tokens for e in encodings]).mean(axis=0))
