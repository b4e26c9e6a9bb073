"""The ranker: a small network, learnt on questions, that orders the foremost candidates.

A linear part and one hidden layer over the signs of `index.signs`; its numbers are data, written
by `python -m tests.benchmarks.tune_ranker`, and it runs in numpy.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["FILE", "FOREMOST", "NUMBERS", "Ranker", "load_ranker", "reorder"]

FILE = Path(__file__).parent / "data" / "ranker.json"
NUMBERS = ("mean", "deviation", "linear", "hidden", "bias", "out")
FOREMOST = 50  # candidates that are ranked anew
SPREAD = 5.0  # standard deviations at which a sign is cut


@dataclass(frozen=True, slots=True)
class Ranker:
    """Numbers of a network: signs made even, then `linear` plus `out` of the hidden layer.

    Attributes:
        signs: names of the k signs, in order.
        mean: (k,), and `deviation` (k,): what a sign is made even by.
        linear: (k,).
        hidden: (h, k), with `bias` (h,).
        out: (h,).
    """

    signs: Sequence[str]
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    linear: NDArray[np.float64]
    hidden: NDArray[np.float64]
    bias: NDArray[np.float64]
    out: NDArray[np.float64]

    def scores(self, signs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return one score a row of `signs`, (n,); only their differences mean anything."""
        even = (signs - self.mean) / self.deviation
        even = np.clip(even, -SPREAD, SPREAD)
        layer = even @ self.hidden.T + self.bias
        layer = np.maximum(layer, 0) @ self.out
        return np.asarray(even @ self.linear + layer, dtype=np.float32)


@cache
def _load() -> Mapping[str, Ranker]:
    tables = json.loads(FILE.read_text(encoding="utf-8"))
    rankers = {}
    for kind, table in tables.items():
        numbers = {name: np.array(table[name]) for name in NUMBERS}
        rankers[kind] = Ranker(tuple(table["signs"]), **numbers)
    return rankers


def load_ranker(kind: str) -> Ranker:
    """Return the ranker of `passage` or `sentence`."""
    return _load()[kind]


def reorder(
    scores: NDArray[np.float32], places: NDArray[np.int64], ranked: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Hand the scores at `places` out again among them, in the order of `ranked`.

    So the order is the ranker's, and the scores stay on the scale of the others.

    Returns:
        The scores, and the share of trust (softmax) that the ranker puts in each, 0 elsewhere.
    """
    fresh, trust = scores.copy(), np.zeros_like(scores)
    if len(places):
        fresh[places[np.argsort(-ranked, kind="stable")]] = np.sort(scores[places])[::-1]
        raised = np.exp(ranked - ranked.max())
        trust[places] = raised / raised.sum()
    return fresh, trust
