"""The bundled encoder as modules of a real ``SentenceTransformer``, run by onnxruntime.

Weights stay in their 4-bit form: the matrices go so to onnxruntime, and word vectors are expanded
a row at a time from the file. The table of these is four fifths of the model.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnxruntime
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

from index.adapter import Adapter
from index.quantized_graph import MASK, TOKENS, WORDS, encoder_graph
from index.quantized_tokens import MAX_TOKENS, PieceTokenizer
from index.types import FloatArray
from index.weights import BLOCK_BYTES, BLOCK_WEIGHTS, WeightFile, dequantize

_RUN_TOKENS = 512
"""How many at a time, so that a batch takes little memory; up to 8,192 took the same time."""

TokenEncoder = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""From ids and mask, each (n, t) int64, to token vectors, (n, t, d) float32."""


def session_encoder(weights: WeightFile, adapter: Adapter) -> TokenEncoder:
    """The encoder as an onnxruntime session.

    Vectors are those of torch to 1e-6. Only the rows of word vectors that were looked up are in
    memory, the rest of the table is in the file.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()  # as OMP_NUM_THREADS has it
    # Idle threads sleep, as index/threads.py has it for those of torch.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        encoder_graph(weights, adapter), options, providers=["CPUExecutionProvider"]
    )
    dimension = weights.shape.hidden
    table = weights.tensors["emb.word"].raw.reshape(-1, dimension // BLOCK_WEIGHTS * BLOCK_BYTES)

    def words(ids: torch.Tensor) -> FloatArray:
        blocks = table[ids.numpy().reshape(-1)].reshape(-1, BLOCK_BYTES)
        return dequantize(blocks).reshape(*ids.shape, dimension)

    def encode(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        tokens = np.zeros((*ids.shape, dimension), dtype=np.float32)
        step = max(1, _RUN_TOKENS // ids.shape[1])
        for first in range(0, len(ids), step):
            rows = slice(first, first + step)
            length = int(mask[rows].sum(dim=1).max())
            inputs = {WORDS: words(ids[rows, :length]), MASK: mask[rows, :length].numpy()}
            tokens[rows, :length] = session.run([TOKENS], inputs)[0]
        return torch.from_numpy(tokens)

    return encode


class QuantizedTransformer(InputModule):
    """Tokenizer and encoder of the bundled weight file."""

    def __init__(self, encode: TokenEncoder, tokenizer: PieceTokenizer, dimension: int) -> None:
        """Wrap an encoder that is ready to run and gives ``dimension`` numbers a token."""
        super().__init__()  # type: ignore[no-untyped-call]  # vendor base
        self.encode = encode
        self.tokenizer = tokenizer  # type: ignore[assignment]  # vendor's type is of its own
        self._pieces = tokenizer
        self.dimension = dimension
        self.max_seq_length = MAX_TOKENS

    def preprocess(  # type: ignore[override]  # text alone, of all that the base takes
        self, inputs: Sequence[str], prompt: str | None = None, **_: object
    ) -> dict[str, torch.Tensor]:
        """Tokenize texts, ``prompt`` put before each: ids and mask, each (n, t) int64."""
        rows = [self._pieces.encode((prompt or "") + text).ids for text in inputs]
        lengths = torch.tensor([len(row) for row in rows])
        length = max(map(len, rows))
        pad = self._pieces.pad_id
        return {
            "input_ids": torch.tensor([row + [pad] * (length - len(row)) for row in rows]),
            "attention_mask": (torch.arange(length) < lengths[:, None]).long(),
        }

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Add the token vectors to the features."""
        tokens = self.encode(features["input_ids"], features["attention_mask"])
        return {**features, "token_embeddings": tokens}

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return self.dimension

    def save(self, output_path: str, *args: object, **kwargs: object) -> None:
        """Refuse: the weights belong to their package.

        Raises:
            NotImplementedError: Always.
        """
        raise NotImplementedError("The bundled encoder is read from its package, not saved.")


def build_model(weights: WeightFile, encode: TokenEncoder) -> SentenceTransformer:
    """A ``SentenceTransformer`` (mean pooling, unit length) of the weight file, on the CPU.

    Args:
        weights: Its vocabulary and sizes are used here.
        encode: One of ``session_encoder`` or :func:`index.quantized_torch.torch_encoder`.
    """
    dimension = weights.shape.hidden
    tokenizer = PieceTokenizer(weights.vocabulary)
    encoder = QuantizedTransformer(encode, tokenizer, dimension)
    pooling = Pooling(dimension, pooling_mode="mean")
    return SentenceTransformer(modules=[encoder, pooling, Normalize()], device="cpu")
