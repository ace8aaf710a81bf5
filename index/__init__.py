"""Passages cut, embedded, stored and retrieved."""

from index.types import Embedder, Encoding, Hit, Passage, Sentence, Snapshot

__all__ = ["Embedder", "Encoding", "Hit", "Passage", "Sentence", "Snapshot"]
