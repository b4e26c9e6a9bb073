"""One score from many channels: weights learnt on questions, kept as data."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

__all__ = ["best", "fuse", "weights"]

FILE = Path(__file__).parent / "data" / "fusion.yaml"


@cache
def _load() -> Any:  # noqa: ANN401  (table of tables, told at the top of the file)
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def weights(kind: str, off: Collection[str] = ()) -> dict[str, float]:
    """Return the weight of each channel.

    Args:
        kind: `passage` or `sentence`, for the model that ships; with `_any` for other encoders.
        off: channels to leave out.
    """
    table: dict[str, float] = _load()[kind]
    return {channel: weight for channel, weight in table.items() if channel not in off}


def fuse(
    features: Mapping[str, NDArray[np.float32]], weight: Mapping[str, float]
) -> NDArray[np.float32]:
    """Return the weighted mean of the channels, (n,); one with no weight or no scores counts not.

    >>> fuse({"dense": np.array([1.0, 0.0])}, {"dense": 0.5, "lexical": 0.5}).tolist()
    [1.0, 0.0]
    """
    used = [channel for channel in weight if channel in features]
    if not used:
        raise ValueError(f"no channel of {sorted(weight)} gave scores")
    total = sum(abs(weight[channel]) for channel in used)
    score = sum(weight[channel] * features[channel] for channel in used)
    return np.asarray(score / max(total, 1e-9), dtype=np.float32)


def best(scores: NDArray[np.float32], top: int) -> NDArray[np.int64]:
    """Return the places of the `top` highest scores, highest first, equal ones in their order."""
    return np.argsort(-scores, kind="stable")[:top].astype(np.int64)
