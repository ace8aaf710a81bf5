"""The bundled encoder in torch: what the onnxruntime session is compared with and measured by."""

import torch
from torch import nn
from transformers import BertConfig, BertModel

from index.adapter import Adapter
from index.quantized import TokenEncoder
from index.weights import BLOCK_BYTES, BLOCK_WEIGHTS, WeightFile, dequantize

LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Of each part of a layer in the weight file, its module in a layer of transformers' BERT."""
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


def torch_encoder(weights: WeightFile, adapter: Adapter) -> TokenEncoder:
    """The encoder as transformers has it: its matrices in float32, the adapter's added to them."""
    encoder = torch_bert(weights)
    with torch.no_grad():
        for name, addition in adapter.additions.items():
            layer, _, part = name.partition(".")
            matrix = encoder.encoder.layer[int(layer[1:])].get_submodule(LAYER_NAMES[part])
            matrix.get_parameter("weight").add_(torch.from_numpy(addition.up @ addition.down))

    def encode(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return found

    return encode


def torch_bert(weights: WeightFile) -> BertModel:
    """The encoder as a module."""
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
    if part not in LAYER_NAMES:
        return name
    return f"encoder.layer.{layer[1:]}.{LAYER_NAMES[part]}.{_SUFFIXES[suffix]}"
