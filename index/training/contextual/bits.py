"""Matrices kept in four bits a number: blocks of 32 with one scale in half precision.

The format Q4_0 of GGML: what comes in it goes out of it unchanged.
"""

import torch
from torch import Tensor

__all__ = ["BLOCK", "four_bits", "unpacked"]

BLOCK = 32  # numbers that share a scale


def four_bits(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Return numbers from 0 to 15, (rows, blocks, 32), and scales, (rows, blocks, 1)."""
    blocks = weight.view(len(weight), -1, BLOCK)
    widest = blocks.gather(-1, blocks.abs().argmax(-1, keepdim=True))
    scale = torch.where(widest == 0, torch.ones_like(widest), widest / -8).half()
    kept = (blocks / scale.float() + 8).round().clamp(0, 15)
    return kept.to(torch.uint8), scale


def unpacked(kept: Tensor, scale: Tensor) -> Tensor:
    """Return what is left of the weight, (rows, columns)."""
    return ((kept.float() - 8) * scale.float()).flatten(1)
