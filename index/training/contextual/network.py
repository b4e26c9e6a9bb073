"""The network in torch, for teaching: a BERT of four bits that tells of parts of a text.

Source: Devlin et al. 2019 (the network); Wang et al. 2024 (multilingual E5); Jacob et al. 2018
(rounding while teaching, with the gradient passed straight through).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import parametrize

from index.training.contextual.bits import four_bits, unpacked
from index.training.contextual.source import Source
from index.windows import Row

__all__ = ["ADAPTED", "MATRICES", "NORMS", "PADDING", "PARAMETRIZED", "Block", "Network", "padded"]

PADDING = 1
POSITIONS = 304  # rows of the source's table of places that are kept; no text is longer
DROPPED = 0.1  # share of the numbers left out at a time while teaching
MATRICES = ("q", "k", "v", "ao", "fi", "fo")  # names of the source
NORMS = ("aln", "oln")
PARAMETRIZED = "parametrizations.weight.original"
ADAPTED = "parametrizations.weight.1"  # what is added to it, where that is taught and it is not


class _FourBits(nn.Module):
    """Shows a matrix as it will be kept: 16 steps a block."""

    def forward(self, weight: Tensor) -> Tensor:
        return weight + (unpacked(*four_bits(weight.detach())) - weight).detach()


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
        self.drop = nn.Dropout(DROPPED)

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        def heads(name: str) -> Tensor:
            turned: Tensor = self.products[name](words)
            return turned.view(*turned.shape[:2], self.heads, -1).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            heads("q"), heads("k"), heads("v"), attn_mask=mask
        )
        told = self.products["ao"](seen.transpose(1, 2).flatten(2))
        words = self.norms["aln"](words + self.drop(told))
        inner = functional.gelu(self.products["fi"](words))
        whole: Tensor = self.norms["oln"](words + self.drop(self.products["fo"](inner)))
        return whole


@dataclass(frozen=True)
class Block:
    """Rows of ids that `PADDING` fills up, and the part that each token is of.

    Attributes:
        ids: (texts, words).
        part: (texts, words), parts counted through from 0; `parts` for tokens of none.
        parts: how many there are.
    """

    ids: Tensor
    part: Tensor
    parts: int


class Network(nn.Module):
    """The network of a source; the words' rows stay fixed."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        rows = source.matrix("emb.word", source.width)
        self.word = nn.Embedding(*rows.shape)
        self.word.weight = nn.Parameter(torch.from_numpy(rows), requires_grad=False)
        places = source.matrix("emb.pos", source.width)[:POSITIONS]
        kind = source.matrix("emb.type", source.width)[0]
        self.place = nn.Parameter(torch.from_numpy(places + kind))
        self.norm = _norm(source, "emb.ln")
        self.layers = nn.ModuleList(_Layer(source, i) for i in range(source.layers))
        self.drop = nn.Dropout(DROPPED)

    def forward(self, block: Block) -> Tensor:
        """Return the mean of the words of each part, (parts, width)."""
        filled = block.ids != PADDING
        words = self.word(block.ids) + self.place[: block.ids.shape[1]]
        words = self.drop(self.norm(words))
        for layer in self.layers:
            words = layer(words, filled[:, None, None, :])
        words, part = words.float().flatten(0, 1), block.part.flatten()
        total = words.new_zeros(block.parts + 1, words.shape[1]).index_add(0, part, words)
        count = torch.bincount(part, minlength=block.parts + 1).clamp(min=1)
        means: Tensor = (total / count[:, None])[:-1]
        return means

    def learnt(self, source: Source) -> Source:
        """Return the source that the network was made from with what it has learnt."""
        tables = {n: t.detach().float().cpu().numpy() for n, t in self.state_dict().items()}
        made = dict(source.tensors)
        made["emb.pos"] = tables["place"].ravel()
        made["emb.type"] = np.zeros_like(made["emb.type"])  # it is part of the places now
        made["emb.ln.w"], made["emb.ln.b"] = tables["norm.weight"], tables["norm.bias"]
        for i in range(source.layers):
            for kind, names in (("products", MATRICES), ("norms", NORMS)):
                for name in names:
                    start = f"layers.{i}.{kind}.{name}."
                    weight = PARAMETRIZED if kind == "products" else "weight"
                    made[f"l{i}.{name}.w"] = tables[start + weight].ravel()
                    made[f"l{i}.{name}.b"] = tables[start + "bias"]
        return replace(source, tensors=made)


def _norm(source: Source, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(source.width, source.epsilon)
    norm.weight = nn.Parameter(torch.from_numpy(source.tensors[f"{name}.w"]))
    norm.bias = nn.Parameter(torch.from_numpy(source.tensors[f"{name}.b"]))
    return norm


def padded(rows: Sequence[Row], device: str = "cpu") -> Block:
    """Return rows as one block, their parts in order."""
    parts = sum(len(spans) for _, spans in rows)
    shape = (len(rows), max(len(ids) for ids, _ in rows))
    ids, part = np.full(shape, PADDING), np.full(shape, parts)
    number = 0
    for i, (row, spans) in enumerate(rows):
        ids[i, : len(row)] = row
        for start, end in spans:
            part[i, start:end] = number
            number += 1
    return Block(torch.from_numpy(ids).to(device), torch.from_numpy(part).to(device), parts)
