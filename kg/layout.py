"""Places the nodes of a graph on a plane so that near ones in the graph lie near each other."""

import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["layout"]

_EDGE = 90.0  # length that an edge would like to have, in pixels of a page
_ROOM = 46.0  # that two nodes keep between their centres
_STEPS = 150  # places move by less than a pixel from then on, in graphs of up to 300 nodes


def layout(
    nodes: Iterable[str], edges: Iterable[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """Return x and y of each node, in pixels from the top left corner.

    Each connected part is laid out by itself, and the parts on shelves, the biggest first. The
    same graph gets the same places, whatever the order of its nodes and edges.

    Source: Gansner, Koren and North, "Graph Drawing by Stress Majorization", Graph Drawing 2004.
    """
    around: dict[str, set[str]] = {node: set() for node in nodes}
    for one, other in edges:
        if one != other:
            around[one].add(other)
            around[other].add(one)
    parts = [_place(part, around) for part in _parts(around)]
    return _shelves(parts)


def _parts(around: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the connected parts, each sorted, the biggest first."""
    parts, seen = [], set[str]()
    for start in sorted(around):
        if start not in seen:
            part = sorted(_distances(start, around))
            seen.update(part)
            parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part))


def _distances(start: str, around: Mapping[str, set[str]]) -> dict[str, int]:
    """Return how many edges lie between a node and each that it can reach."""
    found, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for other in around[node]:
            if other not in found:
                found[other] = found[node] + 1
                queue.append(other)
    return found


def _place(part: Sequence[str], around: Mapping[str, set[str]]) -> dict[str, tuple[float, float]]:
    """Place one connected part by stress majorization, then push apart what lies too near."""
    import numpy as np  # 0.1 s to import: not for a command that draws nothing

    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    rows = (_distances(node, around) for node in part)
    wanted = np.array([[row[node] for node in part] for row in rows], dtype=float)
    np.fill_diagonal(wanted, 1.0)
    weights = wanted**-2
    np.fill_diagonal(weights, 0.0)
    places = np.random.default_rng(7).normal(size=(len(part), 2)) * wanted.max() / 2
    for _ in range(_STEPS):
        between = places[:, None, :] - places[None, :, :]
        lengths = np.maximum(np.hypot(between[..., 0], between[..., 1]), 1e-9)
        pull = places[None, :, :] + between * (wanted / lengths)[..., None]
        places = (weights[..., None] * pull).sum(axis=1) / weights.sum(axis=1)[:, None]
    places = _apart(places * _EDGE)
    return {node: (float(x), float(y)) for node, (x, y) in zip(part, places, strict=True)}


def _apart(places: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Move nodes that lie too near away from each other, half the way each."""
    import numpy as np

    for _ in range(_STEPS):
        between = places[:, None, :] - places[None, :, :]
        lengths = np.hypot(between[..., 0], between[..., 1])
        np.fill_diagonal(lengths, _ROOM)
        missing = np.clip(_ROOM - lengths, 0.0, None)
        if not missing.any():
            break
        step = between / np.maximum(lengths, 1e-9)[..., None] * (missing / 2)[..., None]
        places = places + step.sum(axis=1) * 0.7
    return places


def _shelves(parts: Sequence[Mapping[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """Put parts beside each other, row under row."""
    sizes = []
    for part in parts:
        xs, ys = zip(*part.values(), strict=True)
        sizes.append((min(xs), min(ys), max(xs) - min(xs) + _EDGE, max(ys) - min(ys) + _EDGE))
    # a page is wider than it is high
    width = max(
        (math.sqrt(1.6 * sum(w * h for *_, w, h in sizes)), *(w for _, _, w, _ in sizes)),
        default=0.0,
    )
    placed: dict[str, tuple[float, float]] = {}
    left = top = height = 0.0
    for part, (x0, y0, w, h) in zip(parts, sizes, strict=True):
        if left and left + w > width:
            left, top, height = 0.0, top + height, 0.0
        for node, (x, y) in part.items():
            placed[node] = (
                round(left + x - x0 + _EDGE / 2, 1),
                round(top + y - y0 + _EDGE / 2, 1),
            )
        left, height = left + w, max(height, h)
    return placed
