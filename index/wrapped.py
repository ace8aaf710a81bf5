"""An embedder around another, to be built upon by those that do one thing otherwise."""

from index.types import Embedder, Encoding


class WrappedEmbedder:
    """Does all as the embedder that it stands for."""

    def __init__(self, embedder: Embedder) -> None:
        """Stand for ``embedder``."""
        self._embedder = embedder

    @property
    def embedder_id(self) -> str:
        """That of the embedder."""
        return self._embedder.embedder_id

    @property
    def dimension(self) -> int:
        """The length d of a vector."""
        return self._embedder.dimension

    def encode_query(self, text: str) -> Encoding:
        """Encode one question."""
        return self._embedder.encode_query(text)

    def encode_queries(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode questions."""
        return self._embedder.encode_queries(texts, progress)

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode texts to be found."""
        return self._embedder.encode_passages(texts, progress)
