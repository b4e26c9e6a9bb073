"""The pieces of words that are kept: those of our languages, and those that are met most."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from index.training.text import read_pairs

__all__ = ["chosen_pieces", "tokenizer_of"]

SPECIAL = 4  # begin, padding, end, unknown
UNKNOWN = 3
SHORT = 2  # characters: pieces that every Latin text needs
LATIN = 0x250  # code points below are Latin
SIGNS = frozenset("▁“”‘’–—…€•«»")
LONGEST = 600  # characters of a text that are counted
TECHNICAL = 0.15  # what a text of the bench, most of them manuals, counts beside one of business
BATCH = 20_000


def tokenizer_of(pieces: Sequence[tuple[str, float]]) -> Any:  # noqa: ANN401  (no types)
    """Return the unigram tokenizer of XLM-R over `pieces`."""
    made = Tokenizer(models.Unigram([(piece, round(s, 3)) for piece, s in pieces], UNKNOWN, False))
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), spaces])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return made


def chosen_pieces(
    pieces: Sequence[tuple[str, float]], bench: Path, own: Iterable[str], count: int
) -> NDArray[np.int64]:
    """Return the numbers of the `count` pieces to keep, in order.

    Args:
        pieces: all of them.
        bench: folder of the pairs.
        own: texts like those that will be read.
        count: how many to keep.
    """
    whole, met = tokenizer_of(pieces), Counter[int]()
    for texts, weight in ((_texts(bench), TECHNICAL), (own, 5.0)):
        batch: list[str] = []
        for text in texts:
            batch.append(text[:LONGEST] if weight < 1 else text)
            if len(batch) == BATCH:
                _count(whole, batch, met, weight)
                batch.clear()
        _count(whole, batch, met, weight)
    kept = {i for i, (piece, _) in enumerate(pieces) if i < SPECIAL or _needed(piece)}
    for i, _ in sorted(met.items(), key=lambda item: (-item[1], item[0])):
        if len(kept) >= count:
            break
        kept.add(i)
    return np.array(sorted(kept), dtype=np.int64)


def _needed(piece: str) -> bool:
    return len(piece) <= SHORT and all(ord(c) < LATIN or c in SIGNS for c in piece)


def _count(tokenizer: Any, texts: list[str], met: Counter[int], weight: float) -> None:  # noqa: ANN401
    for found in tokenizer.encode_batch_fast(texts, add_special_tokens=False):
        for i in found.ids:
            met[i] += weight  # type: ignore[assignment]


def _texts(bench: Path) -> Iterator[str]:
    """Yield each text of the pairs once."""
    seen: set[str] = set()
    for pair in read_pairs(bench):
        for text in (pair.a, pair.b):
            if text not in seen:
                seen.add(text)
                yield text
