"""What the gate adds to a model's answer: the time to judge one sentence."""

import time
from collections.abc import Sequence

import numpy as np

from app import Settings
from app.gate import prepare, verify
from evals.bench_types import Latency
from evals.figures import percentiles
from index.chunk import chunk
from index.types import Sentence
from sources import load_documents
from sources.types import Document

_OPENINGS = {"de": "Laut dem Artikel gilt: ", "en": "According to the article: "}
"""Makes a sentence of the article one that is not verbatim, so that every check runs."""


def gate_latency() -> Latency:
    """Time to judge one sentence, over those of the configured articles in both languages."""
    documents = load_documents(Settings.load().sources_dir).documents
    for document in documents:
        prepare([s for passage in chunk(document) for s in passage.sentences])
    return time_gate(documents)


def time_gate(documents: Sequence[Document]) -> Latency:
    """Judge each sentence of some documents, citing itself, in German and in English."""
    times_ms: list[float] = []
    for document in documents:
        sentences = [s for passage in chunk(document) for s in passage.sentences]
        for sentence in sentences:
            for statement in _statements(sentence):
                began = time.perf_counter()
                verify(statement, [sentence], sentences)
                times_ms.append((time.perf_counter() - began) * 1000)
    return Latency(*percentiles(np.array(times_ms)))


def _statements(sentence: Sentence) -> list[str]:
    return [opening + sentence.in_language(code) for code, opening in _OPENINGS.items()]
