"""Articles of any number of passages, and vectors for them without an encoder."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from index.shares import even_shares
from index.types import Embedder, Encoding, FloatArray
from sources.types import Document

PASSAGES_PER_DOCUMENT = 20
SENTENCES_PER_PASSAGE = 3
WORDS_PER_SENTENCE = 16
N_WORDS = 30_000
"""Different words in all; how often each comes follows Zipf's law, as in real text."""
_SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo wu za ber den fin gel hom kar".split()
_POOL_ROWS = 4096
_NOISE = 0.5
"""Length of what is added to a row of the pool: a cosine of about 0.9 with it."""


def synthetic_documents(
    n_passages: int, seed: int, like: Sequence[Document] = ()
) -> Iterator[Document]:
    """German-looking documents that hold ``n_passages`` paragraphs in all.

    Args:
        n_passages: How many.
        seed: The same seed gives the same text.
        like: Articles whose words, translations included, are the most frequent ones, so that
            questions about them meet words that they share.
    """
    rng = np.random.default_rng(seed)
    words = [*_words_of(like), *_made_up_words(rng)][:N_WORDS]
    chances = 1.0 / np.arange(1, N_WORDS + 1)
    chances /= chances.sum()
    for number in range(0, n_passages, PASSAGES_PER_DOCUMENT):
        n = min(PASSAGES_PER_DOCUMENT, n_passages - number)
        size = (n, SENTENCES_PER_PASSAGE, WORDS_PER_SENTENCE)
        picks = rng.choice(N_WORDS, size=size, p=chances)
        paragraphs = [
            " ".join(_sentence([words[i] for i in row]) for row in rows) for rows in picks
        ]
        yield Document(
            doc_id=f"synthetic-{number}",
            title="",
            text="\n\n".join(paragraphs),
            url="",
            language="de",
            author="",
            publisher="",
            published="",
            translations=(),
            questions=(),
        )


class SyntheticEmbedder:
    """Questions by a real embedder, passages by chance: for times and memory, not for quality."""

    def __init__(self, real: Embedder, seed: int) -> None:
        """Encode questions with ``real``; passages get vectors of the same length."""
        self._real = real
        rng = np.random.default_rng(seed)
        self._pool = _unit_rows(rng, _POOL_ROWS, real.dimension)
        self._rng = rng
        self._next = 0

    @property
    def embedder_id(self) -> str:
        """That of the real one, marked."""
        return f"synthetic:{self._real.embedder_id}"

    @property
    def dimension(self) -> int:
        """The length d of a vector."""
        return self._real.dimension

    def encode_query(self, text: str) -> Encoding:
        """Encode one question for real."""
        return self._real.encode_query(text)

    def encode_queries(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode questions for real."""
        return self._real.encode_queries(texts, progress)

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Give each text a vector of its own and a token vector a word.

        Token rows are views of one pool, so that they take no memory of their own. A text's vector
        is a row of the pool with noise: of rows that come again and again, Chroma's graph is slow.
        """
        return [self._encode(text) for text in texts]

    def _encode(self, text: str) -> Encoding:
        offsets: list[tuple[int, int]] = []
        at = 0
        for word in text.split():
            at = text.index(word, at)
            offsets.append((at, at + len(word)))
            at += len(word)
        first = self._next % (_POOL_ROWS - len(offsets) - 1)
        # A prime step: neighbours in the text are no neighbours in the pool.
        self._next += 7919
        tokens = self._pool[first : first + len(offsets)]
        noise = _unit_rows(self._rng, 1, self.dimension)[0] * _NOISE
        vector = self._pool[first + len(offsets)] + noise
        shares = even_shares(len(offsets))
        return Encoding(vector / np.linalg.norm(vector), tokens, tuple(offsets), shares)


def _unit_rows(rng: np.random.Generator, n: int, dimension: int) -> FloatArray:
    rows = rng.standard_normal((n, dimension), dtype=np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _sentence(words: list[str]) -> str:
    text = " ".join(words)
    return f"{text[:1].upper()}{text[1:]}."


def _words_of(documents: Sequence[Document]) -> list[str]:
    """The documents' words, most frequent first."""
    texts = [text for d in documents for text in (d.text, *(t.text for t in d.translations))]
    found = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text))
    return [word for word, _ in found.most_common()]


def _made_up_words(rng: np.random.Generator) -> list[str]:
    lengths = rng.integers(2, 5, N_WORDS)
    return ["".join(rng.choice(_SYLLABLES, length)) for length in lengths]
