"""The network that reads a question together with sentences: the one that ships and a little more.

Source: Nogueira and Cho 2019 (a question and a passage read as one text); Hu et al. 2022 (LoRA:
what is learnt beside a matrix that stays as it is, a product of two narrow ones).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import parametrize

from index.training.contextual.bits import four_bits, unpacked
from index.training.contextual.network import Network
from index.training.contextual.source import Source
from index.training.contextual.tuning import means_of
from index.windows import Row

__all__ = ["CrossNetwork"]

LAYERS = 6  # the last ones, that something is learnt beside
RANK = 24  # how narrow that is
SLOPE, START = 25.0, -20.0  # a cosine of 0.8 is even odds before anything is learnt


class _Low(nn.Module):
    """Adds the product of two narrow matrices, shown as they will be kept, in four bits."""

    def __init__(self, rows: int, columns: int, rank: int) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.randn(rank, columns) * columns**-0.5)
        self.b = nn.Parameter(torch.zeros(rank, rows))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + _rounded(self.b).T @ _rounded(self.a)


def _rounded(table: Tensor) -> Tensor:
    return table + (unpacked(*four_bits(table.detach())) - table).detach()


class CrossNetwork(nn.Module):
    """The network of a source with what is learnt beside it, and the odds that a sentence answers.

    Learnt are the narrow matrices, the biases and norms of the adapted layers, and the head.
    """

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.network = Network(source)
        for weight in self.network.parameters():
            weight.requires_grad = False
        layers: list[Any] = list(self.network.layers)  # modules of any kind, to torch
        for layer in layers[-LAYERS:]:
            for product in layer.products.values():
                rows, columns = product.weight.shape
                parametrize.register_parametrization(product, "weight", _Low(rows, columns, RANK))
                product.bias.requires_grad = True
            for norm in layer.norms.values():
                norm.requires_grad_(True)
        self.product = nn.Parameter(torch.full((source.width,), SLOPE))
        self.sentence = nn.Parameter(torch.zeros(source.width))
        self.bias = nn.Parameter(torch.tensor(START))

    def forward(self, rows: Sequence[Row], together: int) -> Tensor:
        """Return the logarithm of the odds that each sentence answers, of all rows in order.

        The first part of a row is the question.
        """
        parts = functional.normalize(means_of(self.network, rows, together), dim=-1)
        first = np.cumsum([0, *(len(spans) for _, spans in rows)]).tolist()
        asked = torch.cat([parts[a][None].expand(b - a - 1, -1) for a, b in pairwise(first)])
        told = torch.cat([parts[a + 1 : b] for a, b in pairwise(first)])
        return (asked * told) @ self.product + told @ self.sentence + self.bias

    @property
    def head(self) -> dict[str, NDArray[np.float32]]:
        """What the odds are made with, by the names of the graph."""
        names = ("product", "sentence", "bias")
        return {name: getattr(self, name).detach().float().cpu().numpy() for name in names}
