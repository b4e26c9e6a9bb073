"""One score from many channels: weights learnt on questions, kept as data."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.errors import PuenteError

__all__ = ["RANKER", "ChannelError", "best", "fuse", "switched_off", "weights"]

FILE = Path(__file__).parent / "data" / "fusion.yaml"
RANKER = "ranker"  # reorders what the others found
TWIN = "sentence_"  # before the name of a channel: the best sentence of a passage


class ChannelError(PuenteError):
    """A channel of search that there is not, or none of them left on."""

    def __init__(self, problem: str) -> None:
        """Say what is wrong, and which channels there are."""
        super().__init__(f"{problem}; los canales de la búsqueda son: {', '.join(_channels())}")


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


@cache
def _channels() -> tuple[str, ...]:
    """Return the names of all channels, in order."""
    return (*sorted({channel for table in _load().values() for channel in table}), RANKER)


def switched_off(names: Collection[str]) -> frozenset[str]:
    """Return the channels that go off with `names`: those, and what they say of sentences.

    Raises:
        ChannelError: if there is no channel of such a name.

    >>> sorted(switched_off({"dense"}))
    ['dense', 'sentence_dense']
    """
    if unknown := sorted(set(names) - set(_channels())):
        raise ChannelError(f"No hay ningún canal «{unknown[0]}»")
    return frozenset({*names, *(TWIN + name for name in names)} & set(_channels()))


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
