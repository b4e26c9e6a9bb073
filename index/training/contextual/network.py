"""The network in torch, for teaching: a BERT of four bits, its texts' vectors the mean of words.

Source: Devlin et al. 2019 (the network); Wang et al. 2024 (multilingual E5); Jacob et al. 2018
(rounding while teaching, with the gradient passed straight through).
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import parametrize

from index.training.contextual.source import Source, four_bits

__all__ = ["MATRICES", "NORMS", "PADDING", "Network", "padded"]

PADDING = 1
POSITIONS = 256
MATRICES = ("q", "k", "v", "ao", "fi", "fo")  # names of the source
NORMS = ("aln", "oln")


class _FourBits(nn.Module):
    """Shows a matrix as it will be kept: 16 steps a block."""

    def forward(self, weight: Tensor) -> Tensor:
        kept, scale = four_bits(weight.detach().numpy())
        shown = (kept.astype(np.float32) - 8) * scale.astype(np.float32)
        return weight + (torch.from_numpy(shown).view_as(weight) - weight).detach()


class _Layer(nn.Module):
    def __init__(self, source: Source, number: int) -> None:
        super().__init__()
        self.heads = source.heads
        self.products, self.norms = nn.ModuleDict(), nn.ModuleDict()
        for name in MATRICES:
            columns = source.inner if name == "fo" else source.width
            weight = torch.from_numpy(source.matrix(f"l{number}.{name}.w", columns))
            linear = nn.Linear(columns, len(weight))
            linear.weight = nn.Parameter(weight)
            linear.bias = nn.Parameter(torch.from_numpy(source.tensors[f"l{number}.{name}.b"]))
            parametrize.register_parametrization(linear, "weight", _FourBits())
            self.products[name] = linear
        for name in NORMS:
            self.norms[name] = _norm(source, f"l{number}.{name}")

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        def heads(name: str) -> Tensor:
            turned: Tensor = self.products[name](words)
            return turned.view(*turned.shape[:2], self.heads, -1).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            heads("q"), heads("k"), heads("v"), attn_mask=mask
        )
        words = self.norms["aln"](words + self.products["ao"](seen.transpose(1, 2).flatten(2)))
        inner = functional.gelu(self.products["fi"](words))
        whole: Tensor = self.norms["oln"](words + self.products["fo"](inner))
        return whole


class Network(nn.Module):
    """The source's network over the pieces `kept` of its vocabulary; the words' rows stay fixed."""

    def __init__(self, source: Source, kept: NDArray[np.int64]) -> None:
        super().__init__()
        rows = source.matrix("emb.word", source.width)[kept]
        self.word = nn.Embedding(*rows.shape)
        self.word.weight = nn.Parameter(torch.from_numpy(rows), requires_grad=False)
        places = source.matrix("emb.pos", source.width)[:POSITIONS]
        kind = source.matrix("emb.type", source.width)[0]
        self.place = nn.Parameter(torch.from_numpy(places + kind))
        self.norm = _norm(source, "emb.ln")
        self.layers = nn.ModuleList(_Layer(source, i) for i in range(source.layers))

    def forward(self, ids: Tensor) -> Tensor:
        """Return unit vectors, (texts, width), of rows of ids that `PADDING` fills up."""
        filled = ids != PADDING
        words = self.norm(self.word(ids) + self.place[: ids.shape[1]])
        for layer in self.layers:
            words = layer(words, filled[:, None, None, :])
        return functional.normalize((words.float() * filled[..., None]).sum(1), dim=-1)


def _norm(source: Source, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(source.width, source.epsilon)
    norm.weight = nn.Parameter(torch.from_numpy(source.tensors[f"{name}.w"]))
    norm.bias = nn.Parameter(torch.from_numpy(source.tensors[f"{name}.b"]))
    return norm


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    """Return rows of ids as one block."""
    block = torch.full((len(rows), max(map(len, rows))), PADDING)
    for i, row in enumerate(rows):
        block[i, : len(row)] = torch.tensor(row)
    return block
