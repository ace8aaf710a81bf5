"""Tells how far the embedding of texts is, for whoever waits for it."""

from collections.abc import Callable

from index.types import Embedder, Encoding
from index.wrapped import WrappedEmbedder

Told = Callable[[int, int], None]
"""Is called with how many texts are embedded, and of how many."""
_BATCH = 32
"""A multiple of the embedder's own, so that telling costs no time."""


class ToldEmbedder(WrappedEmbedder):
    """An embedder that tells after every batch of passages how far it is."""

    def __init__(self, embedder: Embedder, told: Told) -> None:
        """Embed with ``embedder``."""
        super().__init__(embedder)
        self._told = told

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode texts to be found, longest first as the embedder does it, in their order."""
        self._told(0, len(texts))
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        made: dict[int, Encoding] = {}
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            found = self._embedder.encode_passages([texts[i] for i in batch], progress)
            made.update(zip(batch, found, strict=True))
            self._told(len(made), len(texts))
        return [made[i] for i in range(len(texts))]
