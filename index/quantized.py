"""The bundled encoder as modules of a real ``SentenceTransformer``.

Word vectors stay in their 4-bit form and are expanded a row at a time: the table is four fifths
of the model, so this saves 340 MB of memory and most of the loading time.
"""

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import nn
from transformers import BertConfig, BertModel

from index.weights import BLOCK_BYTES, BLOCK_WEIGHTS, Vocabulary, WeightFile, dequantize

MAX_TOKENS = 512
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SUFFIXES = {"w": "weight", "b": "bias"}


class QuantizedEmbedding(nn.Module):
    """A word-vector table in Q4_0 blocks; looks up (…) int ids to (…, d) float32."""

    def __init__(self, raw: torch.Tensor, dimension: int) -> None:
        """Keep ``raw``, (rows, d / 32 * 18) uint8."""
        super().__init__()
        self.dimension = dimension
        self.raw: torch.Tensor
        self.register_buffer("raw", raw, persistent=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Expand the rows of ``ids``."""
        rows = self.raw[ids.reshape(-1)].cpu().numpy().reshape(-1, BLOCK_BYTES)
        vectors = torch.from_numpy(dequantize(rows)).reshape(*ids.shape, self.dimension)
        return vectors.to(ids.device)


class QuantizedTransformer(InputModule):
    """Tokenizer and encoder of the bundled weight file."""

    def __init__(self, encoder: BertModel, tokenizer: Tokenizer) -> None:
        """Wrap an encoder that is ready to run and its tokenizer."""
        super().__init__()  # type: ignore[no-untyped-call]  # vendor base
        self.auto_model = encoder
        self.tokenizer = tokenizer
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
        output = self.auto_model(
            input_ids=features["input_ids"], attention_mask=features["attention_mask"]
        )
        return {**features, "token_embeddings": output.last_hidden_state}

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return int(self.auto_model.config.hidden_size)

    def save(self, output_path: str, *args: object, **kwargs: object) -> None:
        """Refuse: the weights belong to their package.

        Raises:
            NotImplementedError: Always.
        """
        raise NotImplementedError("The bundled encoder is read from its package, not saved.")


def build_model(weights: WeightFile) -> SentenceTransformer:
    """A ``SentenceTransformer`` (mean pooling, unit length) of the weight file, on the CPU."""
    encoder = QuantizedTransformer(_build_encoder(weights), _build_tokenizer(weights.vocabulary))
    pooling = Pooling(weights.shape.hidden, pooling_mode="mean")
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


def _build_encoder(weights: WeightFile) -> BertModel:
    shape = weights.shape
    config = BertConfig(
        vocab_size=1,  # the table is put in below; this spares making an empty one
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.max_positions,
        type_vocab_size=shape.type_vocabulary,
        layer_norm_eps=shape.layer_norm_eps,
        pad_token_id=None,
    )
    with torch.device("meta"):
        encoder = BertModel(config, add_pooling_layer=False)
    row_bytes = shape.hidden // BLOCK_WEIGHTS * BLOCK_BYTES
    words = torch.from_numpy(weights.tensors["emb.word"].raw.copy().reshape(-1, row_bytes))
    setattr(encoder.embeddings, "word_embeddings", QuantizedEmbedding(words, shape.hidden))  # noqa: B010  # declared as nn.Embedding
    for name, buffer in list(encoder.embeddings.named_buffers(recurse=False)):
        values = torch.arange(shape.max_positions) if name == "position_ids" else None
        encoder.embeddings.register_buffer(
            name,
            torch.zeros_like(buffer, device="cpu") if values is None else values[None, :],
            persistent=False,
        )
    encoder.load_state_dict(_state(weights, encoder), strict=True, assign=True)
    encoder.train(False)
    return encoder


def _state(weights: WeightFile, encoder: BertModel) -> dict[str, torch.Tensor]:
    shapes = {name: value.shape for name, value in encoder.state_dict().items()}
    state = {}
    for name, tensor in weights.tensors.items():
        target = _target_name(name)
        if target in shapes:
            values = torch.from_numpy(tensor.values().copy())
            state[target] = values.reshape(shapes[target])
    return state


def _target_name(name: str) -> str:
    """The encoder's name of a stored tensor, such as ``l3.aln.w``."""
    fixed = {"emb.pos": "position_embeddings", "emb.type": "token_type_embeddings"}
    if name in fixed:
        return f"embeddings.{fixed[name]}.weight"
    head, _, suffix = name.rpartition(".")
    if head == "emb.ln":
        return f"embeddings.LayerNorm.{_SUFFIXES[suffix]}"
    layer, _, part = head.partition(".")
    if part not in _LAYER_NAMES:
        return name
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{_SUFFIXES[suffix]}"
