"""The bundled encoder as modules of a real ``SentenceTransformer``, run by onnxruntime.

Weights stay in their 4-bit form: the matrices go so to onnxruntime, and word vectors are expanded
a row at a time. The table of these is four fifths of the model.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnxruntime
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from index.quantized_graph import MASK, WORDS, encoder_graph
from index.types import FloatArray
from index.weights import BLOCK_BYTES, BLOCK_WEIGHTS, Vocabulary, WeightFile, dequantize

MAX_TOKENS = 512
_RUN_TOKENS = 512
"""How many at a time: what a layer makes of more leaves the cache, and takes a fifth longer."""

TokenEncoder = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""From ids and mask, each (n, t) int64, to token vectors, (n, t, d) float32."""


def session_encoder(weights: WeightFile) -> TokenEncoder:
    """The encoder as an onnxruntime session.

    In torch's processor time a question takes 0.3, a batch of 32 questions 0.9, a passage 0.7;
    vectors are the same to 1e-6. With activations in int8 a question took 0.25 and passages a
    tenth more, vectors off by 3e-3; matrices expanded to float32 took longer and 70 MB more.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()  # as OMP_NUM_THREADS has it
    # Idle threads sleep, as index/threads.py has it for those of torch.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        encoder_graph(weights), options, providers=["CPUExecutionProvider"]
    )
    dimension = weights.shape.hidden
    # A copy, so that the rest of the file is not kept with it.
    table = weights.tensors["emb.word"].raw.reshape(-1, dimension // BLOCK_WEIGHTS * BLOCK_BYTES)
    table = table.copy()

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
            tokens[rows, :length] = session.run(None, inputs)[0]
        return torch.from_numpy(tokens)

    return encode


class QuantizedTransformer(InputModule):
    """Tokenizer and encoder of the bundled weight file."""

    def __init__(self, encode: TokenEncoder, tokenizer: Tokenizer, dimension: int) -> None:
        """Wrap an encoder that is ready to run and gives ``dimension`` numbers a token."""
        super().__init__()  # type: ignore[no-untyped-call]  # vendor base
        self.encode = encode
        self.tokenizer = tokenizer
        self.dimension = dimension
        self.max_seq_length = MAX_TOKENS

    def preprocess(  # type: ignore[override]  # text alone, of all that the base takes
        self, inputs: Sequence[str], prompt: str | None = None, **_: object
    ) -> dict[str, torch.Tensor]:
        """Tokenize texts, ``prompt`` put before each: ids and mask, each (n, t) int64."""
        rows = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.tensor([row.ids for row in rows]),
            "attention_mask": torch.tensor([row.attention_mask for row in rows]),
        }

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Add ``token_embeddings``, (n, t, d) float32, to the features."""
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


def build_model(
    weights: WeightFile, make_encoder: Callable[[WeightFile], TokenEncoder] = session_encoder
) -> SentenceTransformer:
    """A ``SentenceTransformer`` (mean pooling, unit length) of the weight file, on the CPU."""
    dimension = weights.shape.hidden
    tokenizer = _build_tokenizer(weights.vocabulary)
    encoder = QuantizedTransformer(make_encoder(weights), tokenizer, dimension)
    pooling = Pooling(dimension, pooling_mode="mean")
    return SentenceTransformer(modules=[encoder, pooling, Normalize()], device="cpu")


def _build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    pieces = vocabulary.pieces
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=vocabulary.unknown_id))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    bos, eos, pad = (
        pieces[i][0] for i in (vocabulary.bos_id, vocabulary.eos_id, vocabulary.pad_id)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos_id), (eos, vocabulary.eos_id)],
    )
    tokenizer.enable_padding(pad_id=vocabulary.pad_id, pad_token=pad)
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
