"""The network as an ONNX graph: kept in four bits a number, run in eight.

The graph holds each matrix as blocks of 32 with a scale, and unpacks it by itself: the runtime
folds that when it opens the file, so that what runs is a product of bytes. Operators: ONNX opset
18, and DynamicQuantizeMatMul and Gelu of ONNX Runtime.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.training.contextual.bits import BLOCK, four_bits
from index.training.contextual.network import MATRICES, NORMS, PARAMETRIZED, Network

__all__ = ["graph_of"]

MICROSOFT = "com.microsoft"
OPSET = 18
Array = NDArray[np.float32]


class _Graph:
    """Nodes and constants as they are put one after another."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def put(self, kind: str, inputs: Sequence[str], output: str, **options: Any) -> str:  # noqa: ANN401
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **options))
        return output

    def integers(self, *values: int) -> str:
        return self.constant("int_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.constant(f"number_{value}", np.array(value, dtype=np.float32))

    def unpacked(self, packed: str, scale: str, output: str, shape: Sequence[int]) -> str:
        """Two numbers of four bits a byte, the low ones first, to a matrix."""
        low = self.put(
            "BitwiseAnd",
            [packed, self.constant("low", np.array(15, dtype=np.uint8))],
            output + ".low",
        )
        four = self.constant("four", np.array(4, dtype=np.uint8))
        high = self.put("BitShift", [packed, four], output + ".high", direction="RIGHT")
        both = self.put("Concat", [low, high], output + ".both", axis=-1)
        wide = self.put("Cast", [both], output + ".wide", to=TensorProto.FLOAT)
        even = self.put("Sub", [wide, self.number(8.0)], output + ".even")
        step = self.put("Cast", [scale], output + ".step", to=TensorProto.FLOAT)
        whole = self.put("Mul", [even, step], output + ".whole")
        return self.put("Reshape", [whole, self.integers(*shape)], output)

    def linear(self, words: str, name: str, weight: Array, bias: Array) -> str:
        """A product with a matrix of bytes, one scale a row."""
        rows, columns = weight.shape
        packed, scale = _packed(weight)
        given = self.constant(name + ".packed", packed), self.constant(name + ".scale", scale)
        matrix = self.unpacked(*given, name + ".matrix", (rows, columns))
        size = self.put("Abs", [matrix], name + ".size")
        most = self.put("ReduceMax", [size, self.integers(1)], name + ".most", keepdims=1)
        step = self.put("Div", [most, self.number(127.0)], name + ".step8")
        share = self.put("Div", [matrix, step], name + ".share")
        byte = self.put("Round", [share], name + ".round")
        byte = self.put("Cast", [byte], name + ".byte", to=TensorProto.INT8)
        byte = self.put("Transpose", [byte], name + ".turned", perm=[1, 0])
        step = self.put("Squeeze", [step, self.integers(1)], name + ".steps")
        zero = self.constant(f"zero_{rows}", np.zeros(rows, dtype=np.int8))
        given_bias = self.constant(name + ".bias", bias)
        inputs = [words, byte, step, zero, given_bias]
        return self.put("DynamicQuantizeMatMul", inputs, name, domain=MICROSOFT)

    def norm(self, words: str, name: str, weight: Array, bias: Array, epsilon: float) -> str:
        given = [
            words,
            self.constant(name + ".weight", weight),
            self.constant(name + ".bias", bias),
        ]
        return self.put("LayerNormalization", given, name, axis=-1, epsilon=epsilon)


def _packed(weight: Array) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Return bytes (rows, blocks, 16) and scales (rows, blocks, 1)."""
    kept, scale = (part.numpy() for part in four_bits(torch.from_numpy(weight)))
    half = BLOCK // 2
    both = kept[..., :half] | (kept[..., half:] << 4)
    return both.astype(np.uint8), scale


def graph_of(network: Network, heads: int) -> onnx.ModelProto:
    """Return the graph.

    In go `ids` (1, words) and `shares` (parts, words), what each word counts in each part, together
    1; out come unit vectors `vectors` (parts, width).
    """
    tables = {n: t.detach().float().numpy() for n, t in network.state_dict().items()}
    width = tables["word.weight"].shape[1]
    made, epsilon = _Graph(), network.norm.eps
    packed, scale = _packed(tables["word.weight"])
    rows = [
        made.put("Gather", [made.constant(name, table), "ids"], name + ".of")
        for name, table in (("word.packed", packed), ("word.scale", scale))
    ]
    words = made.unpacked(rows[0], rows[1], "word", (0, 0, width))
    size = made.put("Shape", ["ids"], "size")
    length = made.put("Gather", [size, made.integers(1)], "length", axis=0)
    place = made.constant("place", tables["place"].astype(np.float16))
    place = made.put("Slice", [place, made.integers(0), length, made.integers(0)], "places")
    place = made.put("Cast", [place], "place.wide", to=TensorProto.FLOAT)
    words = made.put("Add", [words, place], "placed")
    words = made.norm(words, "norm", tables["norm.weight"], tables["norm.bias"], epsilon)
    for number in range(len(network.layers)):
        start = f"layers.{number}."
        own = {n.removeprefix(start): t for n, t in tables.items() if n.startswith(start)}
        words = _layer(made, words, _Layer(f"layer{number}", own, heads, epsilon))
    # the mean of each part, of the one text that is read at a time
    told = made.put("MatMul", ["shares", words], "told")
    parts = made.put("Squeeze", [told, made.integers(0)], "means")
    made.put("LpNormalization", [parts], "vectors", axis=-1, p=2)
    wide = TensorProto.FLOAT
    graph = helper.make_graph(
        made.nodes,
        "contextual",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "words"]),
            helper.make_tensor_value_info("shares", wide, ["parts", "words"]),
        ],
        [helper.make_tensor_value_info("vectors", wide, ["parts", width])],
        list(made.constants.values()),
    )
    sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=sets, ir_version=9)


class _Layer:
    """The tables of a layer, by the names of the network."""

    def __init__(self, name: str, tables: Mapping[str, Array], heads: int, epsilon: float) -> None:
        self.name, self.heads, self.epsilon = name, heads, epsilon
        self.weight = {n: tables[f"products.{n}.{PARAMETRIZED}"] for n in MATRICES}
        self.weight |= {n: tables[f"norms.{n}.weight"] for n in NORMS}
        self.bias = {n: tables[f"products.{n}.bias"] for n in MATRICES}
        self.bias |= {n: tables[f"norms.{n}.bias"] for n in NORMS}


def _layer(made: _Graph, words: str, layer: _Layer) -> str:
    """Put one layer: attention, its norm, the inner product, its norm."""

    def linear(given: str, kind: str) -> str:
        return made.linear(given, f"{layer.name}.{kind}", layer.weight[kind], layer.bias[kind])

    def norm(given: str, kind: str) -> str:
        tables = (layer.weight[kind], layer.bias[kind], layer.epsilon)
        return made.norm(given, f"{layer.name}.{kind}", *tables)

    def split(kind: str, turn: Sequence[int]) -> str:
        shape = made.integers(0, 0, layer.heads, width // layer.heads)
        apart = made.put("Reshape", [linear(words, kind), shape], f"{layer.name}.{kind}.apart")
        return made.put("Transpose", [apart], f"{layer.name}.{kind}.heads", perm=turn)

    def put(kind: str, inputs: Sequence[str], output: str, **options: Any) -> str:  # noqa: ANN401
        return made.put(kind, inputs, f"{layer.name}.{output}", **options)

    width = len(layer.bias["q"])
    sought, keys = split("q", [0, 2, 1, 3]), split("k", [0, 2, 3, 1])
    alike = put("MatMul", [sought, keys], "alike")
    alike = put("Mul", [alike, made.number((width // layer.heads) ** -0.5)], "alike.even")
    seen = put("Softmax", [alike], "seen", axis=-1)
    told = put("MatMul", [seen, split("v", [0, 2, 1, 3])], "told")
    told = put("Transpose", [told], "told.turned", perm=[0, 2, 1, 3])
    told = put("Reshape", [told, made.integers(0, 0, width)], "told.whole")
    words = norm(put("Add", [words, linear(told, "ao")], "sum"), "aln")
    inner = made.put("Gelu", [linear(words, "fi")], f"{layer.name}.gelu", domain=MICROSOFT)
    return norm(put("Add", [words, linear(inner, "fo")], "sum2"), "oln")
