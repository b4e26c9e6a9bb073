"""The network as an ONNX graph: kept in four bits a number, run in eight.

The graph holds each matrix as blocks of 32 with a scale, and unpacks it by itself: the runtime
folds that when it opens the file, so that what runs is a product of bytes. Operators: ONNX opset
18, and DynamicQuantizeMatMul and Gelu of ONNX Runtime.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from string import ascii_letters
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.training.contextual.bits import BLOCK, four_bits, unpacked
from index.training.contextual.network import ADAPTED, MATRICES, NORMS, PARAMETRIZED, Network
from index.training.contextual.source import Source

__all__ = [
    "cross_graph_of",
    "graph_of",
    "kept_matrix",
    "read_graph",
    "share_constants",
    "shorten",
    "tables_of",
]

MICROSOFT = "com.microsoft"
OPSET = 18
SHARED = 1024  # bytes of a constant that is worth sharing
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

    def kept(self, name: str, table: Array) -> str:
        """A matrix that the file has in four bits."""
        packed, scale = _packed(table)
        given = self.constant(name + ".packed", packed), self.constant(name + ".scale", scale)
        return self.unpacked(*given, name + ".matrix", table.shape)

    def linear(
        self, words: str, name: str, weight: Array, bias: Array, low: Sequence[Array] = ()
    ) -> str:
        """A product with a matrix of bytes, one scale a row.

        `low`, where given, are (rank, columns) and (rank, rows), whose product is added to it.
        """
        rows = len(weight)
        matrix = self.kept(name, weight)
        if low:
            first, second = (
                self.kept(f"{name}.{part}", table) for part, table in zip("ab", low, strict=True)
            )
            turned = self.put("Transpose", [second], name + ".b.turned", perm=[1, 0])
            added = self.put("MatMul", [turned, first], name + ".low")
            matrix = self.put("Add", [matrix, added], name + ".adapted")
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
    """Return the graph of what reads questions and windows.

    In go `ids` (1, words) and `shares` (parts, words), what each word counts in each part, together
    1; out come unit vectors `vectors` (parts, width).
    """
    made = _Graph()
    width = _vectors(made, tables_of(network), heads, network.norm.eps)
    return _model(made, "vectors", ["parts", width])


def cross_graph_of(
    tables: Mapping[str, Array], heads: int, epsilon: float, head: Mapping[str, Array]
) -> onnx.ModelProto:
    """Return the graph of what reads a question and a window together.

    In go `ids` and `shares` as above, the first part the question, the others sentences; out come
    `scores` (sentences,): the logarithm of the odds that each answers.
    """
    made = _Graph()
    _vectors(made, tables, heads, epsilon)
    one, end = made.integers(1), made.integers(np.iinfo(np.int64).max)
    asked = made.put("Slice", ["vectors", made.integers(0), one, made.integers(0)], "asked")
    told = made.put("Slice", ["vectors", one, end, made.integers(0)], "sentences")
    alike = made.put("Mul", [asked, told], "together")
    parts = [
        made.put("MatMul", [given, made.constant(f"head.{name}", head[name][:, None])], name)
        for name, given in (("product", alike), ("sentence", told))
    ]
    total = made.put("Add", parts, "head.sum")
    total = made.put("Add", [total, made.constant("head.bias", head["bias"])], "head.total")
    made.put("Squeeze", [total, one], "scores")
    return _model(made, "scores", ["sentences"])


def share_constants(model: onnx.ModelProto, held: bytes, file: str) -> None:
    """Let a graph take from the file of another, in its folder, each constant that stands there.

    Source: ONNX, "External Data".
    """
    for constant in model.graph.initializer:
        raw = constant.raw_data
        at = held.find(raw) if len(raw) >= SHARED else -1
        if at >= 0:
            where = {"location": file, "offset": str(at), "length": str(len(raw))}
            constant.ClearField("raw_data")
            constant.data_location = TensorProto.EXTERNAL
            for key, value in where.items():
                constant.external_data.add(key=key, value=value)


def read_graph(path: Path) -> Source:
    """Return the network that `graph_of` wrote, without the pieces of its words.

    Its matrices come out as they went in: rounded to four bits.
    """
    graph = onnx.load(path).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    heads = next(int(shape[2]) for shape in held.values() if shape.shape == (4,))
    norm = next(node for node in graph.node if node.op_type == "LayerNormalization")
    (epsilon,) = (kept.f for kept in norm.attribute if kept.name == "epsilon")

    layers = sum(name.endswith(".aln.weight") for name in held)
    words = kept_matrix(held, "word")
    tables = {
        "emb.word": words.ravel(),
        "emb.pos": held["place"].astype(np.float32).ravel(),
        "emb.type": np.zeros(words.shape[1], np.float32),
        "emb.ln.w": held["norm.weight"],
        "emb.ln.b": held["norm.bias"],
    }
    for i in range(layers):
        for name in MATRICES:
            tables[f"l{i}.{name}.w"] = kept_matrix(held, f"layer{i}.{name}").ravel()
        for name in NORMS:
            tables[f"l{i}.{name}.w"] = held[f"layer{i}.{name}.weight"]
        for name in (*MATRICES, *NORMS):
            tables[f"l{i}.{name}.b"] = held[f"layer{i}.{name}.bias"]
    inner = len(held["layer0.fi.bias"])
    pieces = [("", 0.0)] * len(words)
    return Source(words.shape[1], inner, heads, layers, epsilon, pieces, tables)


def kept_matrix(held: Mapping[str, NDArray[Any]], name: str) -> Array:
    """Return a matrix of the constants of a graph, which have it in four bits."""
    packed, scale = held[f"{name}.packed"], held[f"{name}.scale"]
    kept = np.concatenate([packed & 15, packed >> 4], axis=-1)
    return unpacked(torch.from_numpy(kept), torch.from_numpy(scale.copy())).numpy()


def shorten(model: onnx.ModelProto) -> None:
    """Give what goes between the nodes names of few letters: they are a tenth of a file."""
    ends = {value.name for value in (*model.graph.input, *model.graph.output)}
    letters = (
        "".join(name) for size in range(1, 4) for name in product(ascii_letters, repeat=size)
    )
    short: dict[str, str] = defaultdict(lambda: next(letters)) | {name: name for name in ends}
    for node in model.graph.node:
        for names in (node.input, node.output):
            names[:] = [short[name] for name in names]
    for constant in model.graph.initializer:
        constant.name = short[constant.name]


def tables_of(network: Network) -> dict[str, Array]:
    """Return the tables of a network by the names of torch."""
    return {n: t.detach().float().cpu().numpy() for n, t in network.state_dict().items()}


def _vectors(made: _Graph, tables: Mapping[str, Array], heads: int, epsilon: float) -> int:
    """Put the network; return its width."""
    width = len(tables["norm.weight"])
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
    for number in range(sum(name.endswith("aln.weight") for name in tables)):
        start = f"layers.{number}."
        own = {n.removeprefix(start): t for n, t in tables.items() if n.startswith(start)}
        words = _layer(made, words, _Layer(f"layer{number}", own, heads, epsilon))
    # the mean of each part, of the one text that is read at a time
    told = made.put("MatMul", ["shares", words], "told")
    parts = made.put("Squeeze", [told, made.integers(0)], "means")
    made.put("LpNormalization", [parts], "vectors", axis=-1, p=2)
    return width


def _model(made: _Graph, output: str, shape: Sequence[str | int]) -> onnx.ModelProto:
    wide = TensorProto.FLOAT
    graph = helper.make_graph(
        made.nodes,
        "contextual",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "words"]),
            helper.make_tensor_value_info("shares", wide, ["parts", "words"]),
        ],
        [helper.make_tensor_value_info(output, wide, shape)],
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
        self.low = {
            n: [tables[f"products.{n}.{ADAPTED}.{part}"] for part in "ab"]
            for n in MATRICES
            if f"products.{n}.{ADAPTED}.a" in tables
        }


def _layer(made: _Graph, words: str, layer: _Layer) -> str:
    """Put one layer: attention, its norm, the inner product, its norm."""

    def linear(given: str, kind: str) -> str:
        tables = (layer.weight[kind], layer.bias[kind], layer.low.get(kind, ()))
        return made.linear(given, f"{layer.name}.{kind}", *tables)

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
