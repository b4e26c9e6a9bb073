"""Places for the nodes of a drawing, computed once on the server so that nothing ever jumps."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx

__all__ = ["arrange"]

# A drawing is wider than it is high.
_ASPECT = 1.5

# Pixels at scale 1. A drawing of a hundred nodes is shown at about half its size, with the
# labels as large as ever: so they take twice their room here.
_LETTER, _LINE_WIDTH, _LINE_HEIGHT, _NODE = 11.0, 200.0, 25.0, 34.0

_ROUNDS = 200
_GAP = 40.0


def arrange(
    labels: Mapping[str, str],
    edges: Iterable[tuple[str, str]],
    *,
    bare: frozenset[str] = frozenset(),
) -> dict[str, tuple[float, float]]:
    """Return a place for each node, in pixels at scale 1, labels apart as far as they can be.

    Springs give the shape: the length of the way between two nodes is kept on paper as well as
    it can be. Boxes as large as the labels are then pushed apart.

    Args:
        labels: label of each node, by its id.
        edges: pairs of ids; a pair with a node that is not in `labels` is left out.
        bare: ids of nodes that are drawn without their label.

    Source:
        Kamada and Kawai, "An algorithm for drawing general undirected graphs", 1989.
    """
    # Imported here because it takes a quarter of a second.
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(sorted(labels))
    graph.add_edges_from(
        sorted((one, other) for one, other in edges if one in labels and other in labels)
    )
    places: dict[str, tuple[float, float]] = {}
    left = top = bottom = right = 0.0
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    for part in parts:
        ids = sorted(part)
        spots = _springs(graph.subgraph(ids), ids)
        boxes = np.array([_box(labels[one], bare=one in bare) for one in ids])
        # A label hangs below its node: the middle of the box lies below the node's.
        hang = np.column_stack([np.zeros(len(ids)), (boxes[:, 1] - _NODE) / 2])
        spots = _push_apart(spots + hang, boxes) - hang
        spots -= (spots + hang - boxes / 2).min(axis=0)
        width, height = (spots + hang + boxes / 2).max(axis=0).tolist()
        # The biggest part sets the height; the others stand beside it, in columns as high.
        if top and top + height > bottom:
            left, top = right, 0.0
        for one, (x, y) in zip(ids, spots.tolist(), strict=True):
            places[one] = (round(left + x, 1), round(top + y, 1))
        bottom, right = max(bottom, height), max(right, left + width + _GAP)
        top += height + _GAP
    return places


def _springs(graph: "networkx.Graph[str]", ids: Sequence[str]) -> NDArray[np.float64]:
    """Return places for one connected part, about as far apart as its labels need."""
    import networkx

    if len(ids) < 3:
        return np.array([[0.0, 70.0 * turn] for turn in range(len(ids))])
    found: Mapping[str, NDArray[np.float64]] = networkx.kamada_kawai_layout(graph)
    side = 44.0 * math.sqrt(len(ids))
    spots = _lay_down(np.array([found[one] for one in ids], dtype=np.float64)) * side
    spots[:, 0] *= _ASPECT
    return spots


def _lay_down(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn a drawing so that its longest stretch lies along the page."""
    spots = spots - spots.mean(axis=0)
    _, axes = np.linalg.eigh(spots.T @ spots)
    turned: NDArray[np.float64] = spots @ axes[:, ::-1]
    # An axis has no sign of its own: the first node, by name, goes to the left and up.
    return turned * np.where(turned[0] > 0, -1.0, 1.0)


def _box(label: str, *, bare: bool) -> tuple[float, float]:
    """Return width and height of a node with its label below it."""
    if bare:
        return _NODE, _NODE
    long = len(label) * _LETTER
    lines = math.ceil(long / _LINE_WIDTH)
    return max(_NODE, min(long, _LINE_WIDTH)) + 8.0, _NODE + lines * _LINE_HEIGHT


def _push_apart(spots: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move boxes that overlap away from each other, each along the shorter way, until none does."""
    spots = spots.copy()
    others = ~np.eye(len(spots), dtype=bool)
    need = (boxes[:, None, :] + boxes[None, :, :]) / 2
    for _ in range(_ROUNDS):
        apart = spots[:, None, :] - spots[None, :, :]
        lack = need - np.abs(apart)
        both = (lack > 0).all(axis=2) & others
        if not both.any():
            break
        # Where two stand on one spot, their order decides who goes where.
        order = np.sign(np.arange(len(spots))[:, None] - np.arange(len(spots))[None, :])
        sign = np.where(apart == 0, order[:, :, None], np.sign(apart))
        axis = lack[:, :, 0] < lack[:, :, 1]
        move = np.zeros_like(apart)
        move[:, :, 0] = np.where(both & axis, lack[:, :, 0] * sign[:, :, 0] * 0.3, 0.0)
        move[:, :, 1] = np.where(both & ~axis, lack[:, :, 1] * sign[:, :, 1] * 0.3, 0.0)
        spots += move.sum(axis=1)
    return spots
