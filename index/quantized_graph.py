"""The bundled encoder as an ONNX graph, made of its weights without leaving four bits.

onnxruntime's own operators compute on the stored blocks (``MatMulNBits``, float32 activations)
and do attention in one step; its documentation (docs/ContribOperators.md) has their inputs.
"""

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from index.adapter import Adapter
from index.weights import BLOCK_BYTES, BLOCK_WEIGHTS, WeightFile, block_nibbles, block_scales

WORDS = "words"
"""Input: word vectors, (n, t, d) float32, without positions."""
MASK = "mask"
"""Input: 1 for a token and 0 for padding, (n, t) int64."""
TOKENS = "tokens"
"""Output: token vectors, (n, t, d) float32."""
_OPSET = 20
_IR_VERSION = 10
_OWN = "com.microsoft"
_OWN_OPERATORS = {"MatMulNBits", "MultiHeadAttention", "SkipLayerNormalization", "Gelu"}


def encoder_graph(weights: WeightFile, adapter: Adapter) -> bytes:
    """A serialised model from ``WORDS`` and ``MASK`` to ``TOKENS``, with what an adapter adds."""
    graph = _Graph(weights, adapter)
    x = graph.embed()
    for number in range(weights.shape.layers):
        x = graph.layer(x, f"l{number}", number >= adapter.first_layer)
    graph.node("Identity", x, output=TOKENS)
    sizes: list[str | int | None] = ["n", "t", weights.shape.hidden]
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [
            helper.make_tensor_value_info(WORDS, TensorProto.FLOAT, sizes),
            helper.make_tensor_value_info(MASK, TensorProto.INT64, sizes[:2]),
        ],
        [helper.make_tensor_value_info(TOKENS, TensorProto.FLOAT, sizes)],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_OWN, 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=_IR_VERSION)
    serialised: bytes = model.SerializeToString()
    return serialised


class _Graph:
    """The nodes and constants so far; every method adds some and names what comes out."""

    def __init__(self, weights: WeightFile, adapter: Adapter) -> None:
        self.weights = weights
        self.adapter = adapter
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def embed(self) -> str:
        """Add positions, and token type 0, to the words; the mask as attention wants it."""
        hidden = self.weights.shape.hidden
        types = self.values("emb.type").reshape(-1, hidden)
        places = self.constant("places", self.values("emb.pos").reshape(-1, hidden) + types[0])
        length = self.node("Shape", WORDS, start=1, end=2)
        first, axis = (self.constant(name, np.array([0])) for name in ("first", "axis"))
        summed = self.node("Add", WORDS, self.node("Slice", places, first, length, axis))
        self.node("Cast", MASK, output="mask32", to=TensorProto.INT32)
        epsilon = self.weights.shape.layer_norm_eps
        return self.node("LayerNormalization", summed, *self.norm("emb.ln"), epsilon=epsilon)

    def layer(self, x: str, name: str, adapted: bool) -> str:
        """Attention and feed-forward, each added to what went in and normalised."""
        shape = self.weights.shape
        linear = self.adapted if adapted else self.linear
        asked, keys, values = (linear(x, f"{name}.{part}") for part in "qkv")
        read = self.node(
            "MultiHeadAttention", asked, keys, values, "", "mask32", num_heads=shape.heads
        )
        x = self.add_and_norm(linear(read, f"{name}.ao"), x, f"{name}.aln")
        wide = self.node("Gelu", linear(x, f"{name}.fi"))
        return self.add_and_norm(linear(wide, f"{name}.fo"), x, f"{name}.oln")

    def adapted(self, x: str, name: str) -> str:
        """As ``linear``, with the adapter's addition to ``w``."""
        addition = self.adapter.additions[name]
        down = self.constant(f"{name}.down", np.ascontiguousarray(addition.down.T))
        up = self.constant(f"{name}.up", np.ascontiguousarray(addition.up.T))
        added = self.node("MatMul", self.node("MatMul", x, down), up)
        return self.node("Add", self.linear(x, name), added)

    def linear(self, x: str, name: str) -> str:
        """``x @ w.T + b``, ``w`` (out, in) in blocks along ``in``."""
        stored = self.weights.tensors[f"{name}.w"]
        bias = self.values(f"{name}.b")
        n_in = stored.count // len(bias)
        blocks = stored.raw.reshape(-1, BLOCK_BYTES)
        packed_shape = (len(bias), n_in // BLOCK_WEIGHTS, -1)
        return self.node(
            "MatMulNBits",
            x,
            self.constant(f"{name}.w", _packed(blocks).reshape(packed_shape)),
            self.constant(f"{name}.scales", block_scales(blocks).reshape(-1)),
            "",  # zero points: 8, as in the file
            "",
            self.constant(f"{name}.b", bias),
            N=len(bias),
            K=n_in,
            bits=4,
            block_size=BLOCK_WEIGHTS,
        )

    def add_and_norm(self, x: str, skipped: str, name: str) -> str:
        """The sum of both, normalised."""
        epsilon = self.weights.shape.layer_norm_eps
        return self.node("SkipLayerNormalization", x, skipped, *self.norm(name), epsilon=epsilon)

    def norm(self, name: str) -> list[str]:
        """Scale and bias of a normalisation."""
        parts = (f"{name}.{part}" for part in "wb")
        return [self.constant(part, self.values(part)) for part in parts]

    def values(self, name: str) -> np.ndarray:
        """A stored tensor as float32."""
        return self.weights.tensors[name].values()

    def constant(self, name: str, values: np.ndarray) -> str:
        """A constant of the graph."""
        self.constants.append(numpy_helper.from_array(values, name))
        return name

    def node(self, operator: str, *inputs: str, output: str = "", **attributes: float) -> str:
        """A node with one output, which gets a name of its own unless one is given."""
        output = output or f"{operator}.{len(self.nodes)}"
        domain = _OWN if operator in _OWN_OPERATORS else ""
        made = helper.make_node(operator, inputs, [output], domain=domain)
        made.attribute.extend(helper.make_attribute(*pair) for pair in attributes.items())
        self.nodes.append(made)
        return output


def _packed(blocks: np.ndarray) -> np.ndarray:
    """Blocks as the operator wants them: 2j and 2j + 1 in a byte, not weights j and j + 16."""
    nibbles = block_nibbles(blocks)
    return np.asarray(nibbles[:, 0::2] | nibbles[:, 1::2] << 4)
