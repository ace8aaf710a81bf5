"""Hand-written stand-ins with real behaviour, each meeting its Protocol."""

import re
import zlib

import numpy as np

from index.shares import even_shares
from index.types import Encoding, FloatArray

_WORD = re.compile(r"\w+")


class HashingEmbedder:
    """An embedder of words: texts that share words are near, and nothing is loaded.

    Each word is hashed to one coordinate, so the cosine of two texts is about the share of words
    that they have in common, and a ranking assert means something.
    """

    def __init__(self, name: str = "words", dimension: int = 256) -> None:
        """Make one; another ``name`` gives other vectors, as another model would."""
        self._name = name
        self._dimension = dimension
        self.n_encoded = 0
        """How many texts were encoded so far, but for single questions."""

    @property
    def embedder_id(self) -> str:
        """Name and dimension."""
        return f"fake:{self._name}@{self._dimension}"

    @property
    def dimension(self) -> int:
        """The length d of a vector."""
        return self._dimension

    def encode_query(self, text: str) -> Encoding:
        """Encode one question."""
        found = list(_WORD.finditer(text))
        tokens = np.zeros((len(found), self._dimension), dtype=np.float32)
        for row, match in enumerate(found):
            tokens[row, self._coordinate(match.group())] = 1.0
        offsets = tuple((match.start(), match.end()) for match in found)
        return Encoding(self._vector(tokens), tokens, offsets, even_shares(len(found)))

    def encode_queries(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode questions."""
        self.n_encoded += len(texts)
        return [self.encode_query(text) for text in texts]

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode texts to be found."""
        self.n_encoded += len(texts)
        return [self.encode_query(text) for text in texts]

    def _coordinate(self, word: str) -> int:
        hashed = zlib.crc32(f"{self._name} {word.casefold()}".encode("utf-8", "replace"))
        return 1 + hashed % (self._dimension - 1)

    def _vector(self, tokens: FloatArray) -> FloatArray:
        """The words' sum at unit length; the first coordinate stands for no word at all."""
        vector = tokens.sum(axis=0, dtype=np.float32)
        if not vector.any():
            vector[0] = 1.0
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
