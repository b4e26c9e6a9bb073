"""Goes on teaching from what ships: gives a network back what was learnt beside the transformer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from index.training.contextual.graph import cross_graph_of, kept_matrix, tables_of
from index.training.contextual.network import MATRICES, NORMS
from index.training.cross.network import CrossNetwork

__all__ = ["go_toward", "resume"]

FRESH = 0.3  # of their first size: narrow rows that hold nothing yet


def resume(network: CrossNetwork, path: Path, heads: int) -> None:
    """Set what a network learns to what the graph at `path` has of it.

    Rows that were left out of the narrow matrices begin anew, as if nothing were learnt in them.

    Args:
        network: made from the weights that lie beside the graph.
        path: of the graph, with what it takes from the other file beside it.
        heads: of the network.

    Raises:
        ValueError: if the graph is of another network.
    """
    held = _constants(network, path, heads)
    layers: list[Any] = list(network.network.layers)  # modules of any kind, to torch
    with torch.no_grad():
        for number, layer in enumerate(layers):
            for name in MATRICES:
                product, own = layer.products[name], f"layer{number}.{name}"
                product.bias.copy_(_tensor(held[f"{own}.bias"]))
                if f"{own}.a.packed" in held:
                    low = product.parametrizations.weight[-1]
                    first, second = (_tensor(kept_matrix(held, f"{own}.{k}")) for k in "ab")
                    low.a.mul_(FRESH)
                    low.b.zero_()
                    low.a[: len(first)], low.b[: len(second)] = first, second
            for name in NORMS:
                norm, own = layer.norms[name], f"layer{number}.{name}"
                norm.weight.copy_(_tensor(held[f"{own}.weight"]))
                norm.bias.copy_(_tensor(held[f"{own}.bias"]))
        network.product.copy_(_tensor(held["head.product"])[:, 0])
        network.sentence.copy_(_tensor(held["head.sentence"])[:, 0])
        network.bias.copy_(_tensor(held["head.bias"]).reshape(()))


def go_toward(network: CrossNetwork, learnt: Mapping[str, Tensor], share: float) -> None:
    """Go a share of the way from what a network is to what was learnt from it.

    What was taught last is learnt for the most part, and little of what was before is forgotten.

    Source: Wortsman et al. 2022, Robust fine-tuning of zero-shot models.
    """
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if name in learnt:
                weight.lerp_(learnt[name].to(weight), share)


def _constants(network: CrossNetwork, path: Path, heads: int) -> dict[str, NDArray[Any]]:
    """Return the constants of the graph by the names that they had before they were shortened.

    They stand in the order in which a graph of such a network has them; but for the whole numbers,
    which tell shapes.
    """
    tables = tables_of(network.network)
    like = cross_graph_of(tables, heads, network.network.norm.eps, network.head)
    whole = onnx.TensorProto.INT64
    names = [one.name for one in like.graph.initializer if one.data_type != whole]
    kept = [one for one in onnx.load(path).graph.initializer if one.data_type != whole]
    if len(names) != len(kept):
        raise ValueError(f"{path} is the graph of another network")
    return dict(zip(names, map(numpy_helper.to_array, kept), strict=True))


def _tensor(value: NDArray[Any]) -> Tensor:
    return torch.from_numpy(value.copy())
