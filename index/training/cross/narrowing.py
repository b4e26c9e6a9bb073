"""Leaves out of what was learnt beside the matrices what adds least to them."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.training.contextual.network import ADAPTED

__all__ = ["narrowed"]

KEPT = 0.65  # of the numbers; they hold 97 % of the squares of what is added

Array = NDArray[np.float32]


def narrowed(tables: Mapping[str, Array], kept: float = KEPT) -> dict[str, Array]:
    """Return the tables with the directions that add most for what they take, over all matrices.

    Source: Eckart and Young 1936 (the nearest product of narrower matrices).

    Args:
        tables: of a network, by the names of torch.
        kept: share of the numbers that are kept.
    """
    names = [name.removesuffix(".a") for name in tables if name.endswith(f"{ADAPTED}.a")]
    split = {name: _directions(tables[f"{name}.a"], tables[f"{name}.b"]) for name in names}
    sizes = {name: len(left) + len(right.T) for name, (left, _, right) in split.items()}
    room = kept * sum(len(strength) * sizes[n] for n, (_, strength, _) in split.items())
    # the first direction of each is kept, whatever it is worth
    worth = sorted(
        (
            (float(s * s / sizes[name]) if place else np.inf, name)
            for name, (_, strength, _) in split.items()
            for place, s in enumerate(strength)
        ),
        reverse=True,
    )
    taken = np.cumsum([sizes[name] for _, name in worth])
    ranks = Counter(name for (_, name), size in zip(worth, taken, strict=True) if size <= room)
    made = dict(tables)
    for name, (left, strength, right) in split.items():
        rank = ranks[name]
        root = np.sqrt(strength[:rank])[:, None]
        made[f"{name}.a"] = np.ascontiguousarray(root * right[:rank])
        made[f"{name}.b"] = np.ascontiguousarray(root * left.T[:rank])
    return made


def _directions(first: Array, second: Array) -> tuple[Array, Array, Array]:
    """Return the singular value decomposition of the product, as narrow as its factors."""
    left, inner = np.linalg.qr(second.T)
    right, outer = np.linalg.qr(first.T)
    turned, strength, back = np.linalg.svd(inner @ outer.T)
    return left @ turned, strength, back @ right.T
