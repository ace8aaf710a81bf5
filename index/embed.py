"""Embedders: the bundled one by default, or any ``SentenceTransformer`` by name or folder."""

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from index.adapter import ADAPTER, bundled_id, load_adapter
from index.centres import Centres, measure_centres, unit
from index.errors import EmbedderError
from index.quantized import build_model, session_encoder
from index.quantized_tokens import PieceTokenizer
from index.shares import even_shares, salient_shares
from index.types import Embedder, Encoding, FloatArray
from index.weights import bundled_path, read_weights

_BATCH = 32


@dataclass(frozen=True, slots=True)
class _Side:
    """What is done with the texts of one side, questions or passages.

    ``prompt`` is put before a text, ``centre``, (d,), taken from its token vectors; these count by
    the softmax of their products with ``salience``, (d,), or all alike without one.
    """

    prompt: str
    centre: FloatArray
    salience: FloatArray | None = None


class TransformerEmbedder:
    """An ``Embedder`` over a ``SentenceTransformer``, token vectors included."""

    def __init__(
        self,
        model: SentenceTransformer,
        embedder_id: str,
        centres: Centres | None = None,
        salience: FloatArray | None = None,
    ) -> None:
        """Wrap a loaded model.

        Args:
            model: Any model whose first module gives token vectors.
            embedder_id: Name and revision, kept in the index's manifest.
            centres: What its token vectors share; if not given, it is measured now.
            salience: A question's tokens count by the softmax of their products with it, (d,);
                if not given, all alike.
        """
        centres = centres or _measured(model, embedder_id)
        self._model = model
        self._id = embedder_id
        self._turn = threading.Lock()
        self._query = _Side(_prompt(model, embedder_id, "query"), centres.query, salience)
        self._passage = _Side(_prompt(model, embedder_id, "passage"), centres.passage)

    @property
    def model(self) -> SentenceTransformer:
        """The model itself."""
        return self._model

    @property
    def embedder_id(self) -> str:
        """Name and revision of the model."""
        return self._id

    @property
    def dimension(self) -> int:
        """The length d of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_query(self, text: str) -> Encoding:
        """Encode one question, in one pass of the encoder."""
        return self._encode([text], self._query)[0]

    def encode_queries(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode questions in batches.

        Args:
            texts: Any number of questions.
            progress: Show a bar on stderr.
        """
        return self._encode_all(texts, self._query, "Embedding questions", progress)

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Encode texts to be found, in batches.

        Args:
            texts: Any number of texts; beyond 512 tokens a text is cut.
            progress: Show a bar on stderr.
        """
        return self._encode_all(texts, self._passage, "Embedding passages", progress)

    def _encode_all(
        self, texts: list[str], side: _Side, title: str, progress: bool
    ) -> list[Encoding]:
        """Encode longest first, so that a batch is of one length."""
        from tqdm import tqdm

        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        encodings: list[Encoding | None] = [None] * len(texts)
        with tqdm(
            total=len(texts), disable=not (progress and texts), desc=title, unit="text"
        ) as bar:
            for first in range(0, len(order), _BATCH):
                batch = order[first : first + _BATCH]
                made = self._encode([texts[i] for i in batch], side)
                for i, encoding in zip(batch, made, strict=True):
                    encodings[i] = encoding
                bar.update(len(batch))
        return [encoding for encoding in encodings if encoding is not None]

    def _encode(self, texts: list[str], side: _Side) -> list[Encoding]:
        full = [side.prompt + text for text in texts]
        # One pass uses every core; more at once would take their memory, and no less time.
        with self._turn, torch.inference_mode():
            features = self._model.preprocess(full)
            features = {
                name: value.to(self._model.device) if isinstance(value, torch.Tensor) else value
                for name, value in features.items()
            }
            output = self._model.forward(features)
        vectors = unit(output["sentence_embedding"].float().cpu().numpy())
        tokens = output["token_embeddings"].float().cpu().numpy()
        return [
            _with_tokens(vector, rows, self._offsets(text), side)
            for vector, rows, text in zip(vectors, tokens, full, strict=True)
        ]

    def _offsets(self, text: str) -> list[tuple[int, int]]:
        """``(start, end)`` of each token, special tokens included as empty spans."""
        tokenizer = self._model.tokenizer
        if isinstance(tokenizer, PieceTokenizer):
            return tokenizer.encode(text).offsets
        made = tokenizer(text, return_offsets_mapping=True, truncation=True)
        return [(start, end) for start, end in made["offset_mapping"]]


def load_embedder(name: str = "", adapter: Path = ADAPTER) -> Embedder:
    """Load an embedder onto the CPU.

    Args:
        name: Empty for the bundled model; else a hub name or a folder of a
            ``SentenceTransformer``, of which only safetensors are read.
        adapter: What is added to the bundled model; another model has none.

    Raises:
        EmbedderError: If the model is not there, damaged, or is no ``SentenceTransformer``.
    """
    if name:
        return TransformerEmbedder(_load_named(name), name)
    added = load_adapter(adapter)
    weights = read_weights(bundled_path())
    model = build_model(weights, session_encoder(weights, added))
    return TransformerEmbedder(model, bundled_id(adapter), added.centres, added.salience)


def load_torch_model(name: str = "") -> SentenceTransformer:
    """The model of ``load_embedder`` as torch runs it, to be compared with.

    Args:
        name: As of ``load_embedder``.

    Raises:
        EmbedderError: If the model is not there, damaged, or is no ``SentenceTransformer``.
    """
    if name:
        return _load_named(name)
    from index.quantized_torch import torch_encoder  # transformers' BERT, which nobody else needs

    weights = read_weights(bundled_path())
    return build_model(weights, torch_encoder(weights, load_adapter()))


def _measured(model: SentenceTransformer, embedder_id: str) -> Centres:
    nothing = np.zeros(1, dtype=np.float32)  # of whatever width the tokens are
    return measure_centres(TransformerEmbedder(model, embedder_id, Centres(nothing, nothing)))


def _load_named(name: str) -> SentenceTransformer:
    folder = Path(name)
    if folder.exists() and not (folder / "modules.json").is_file():
        # Without it the library silently loads another model than the one meant.
        raise EmbedderError(f"EMBEDDING_MODEL={name} holds no modules.json; give a model's folder")
    try:
        return SentenceTransformer(
            name, device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True}
        )
    except (OSError, ValueError, RuntimeError) as error:
        line = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise EmbedderError(f"Cannot load EMBEDDING_MODEL={name}: {line}") from error


def _with_tokens(
    vector: np.ndarray, rows: np.ndarray, offsets: list[tuple[int, int]], side: _Side
) -> Encoding:
    """Keep the tokens of the text itself: not the prompt's, not special or padding ones."""
    n, prompt_chars = min(len(offsets), len(rows)), len(side.prompt)
    kept = [i for i in range(n) if offsets[i][1] > max(prompt_chars, offsets[i][0])]
    tokens = unit(unit(rows[kept]) - side.centre)
    spans = tuple(
        (max(offsets[i][0] - prompt_chars, 0), offsets[i][1] - prompt_chars) for i in kept
    )
    shares = (
        even_shares(len(tokens))
        if side.salience is None
        else salient_shares(tokens @ side.salience)
    )
    return Encoding(vector.astype(np.float32), tokens.astype(np.float32), spans, shares)


def _prompt(model: SentenceTransformer, name: str, kind: str) -> str:
    """What the model wants before a text: its own prompts, else those that E5 was trained with."""
    prompts = model.prompts or {}
    stored = prompts.get(kind) or (prompts.get("document") if kind == "passage" else None)
    if stored:
        return stored
    return f"{kind}: " if "e5" in name.lower() else ""
