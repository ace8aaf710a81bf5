"""Telling how far an embedding is."""

import numpy as np

from app.told import ToldEmbedder
from tests.fakes import HashingEmbedder


def test_every_batch_is_told_and_the_order_kept() -> None:
    """The encodings are those of the embedder itself, each at its text's place."""
    texts = [f"{'word ' * (n % 7 + 1)}number {n}" for n in range(70)]
    heard: list[tuple[int, int]] = []
    told = ToldEmbedder(HashingEmbedder(), lambda done, of: heard.append((done, of)))
    found, plain = told.encode_passages(texts), HashingEmbedder().encode_passages(texts)
    assert heard == [(0, 70), (32, 70), (64, 70), (70, 70)]
    assert all(np.array_equal(a.vector, b.vector) for a, b in zip(found, plain, strict=True))
    assert (told.embedder_id, told.dimension) == (HashingEmbedder().embedder_id, told.dimension)
    assert np.array_equal(told.encode_query("a").vector, HashingEmbedder().encode_query("a").vector)


def test_nothing_to_embed_is_told_too() -> None:
    """As the beginning, of nothing."""
    heard: list[tuple[int, int]] = []
    told = ToldEmbedder(HashingEmbedder(), lambda done, of: heard.append((done, of)))
    assert told.encode_passages([]) == told.encode_queries([]) == []
    assert heard == [(0, 0)]
