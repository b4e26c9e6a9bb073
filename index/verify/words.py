"""The words that verifying knows, read from data files once."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from corpus.lexicon import fold

__all__ = ["opposites", "teller_kinds", "terms"]


@cache
def _load(name: str) -> Any:  # noqa: ANN401  (each file has its own shape, told at its top)
    return yaml.safe_load(resources.files("index").joinpath(f"data/{name}.yaml").read_text("utf-8"))


def terms(name: str) -> Sequence[str]:
    """Return the list `name` of `index/data/verify.yaml`."""
    lists: Mapping[str, Sequence[str]] = _load("verify")
    return lists[name]


def opposites() -> Sequence[tuple[Sequence[str], Sequence[str]]]:
    """Return the pairs of groups of `index/data/opposites.yaml`."""
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]] = _load("opposites")
    return pairs


@cache
def teller_kinds() -> Sequence[frozenset[str]]:
    """Return the rows of `teller_kinds`, folded."""
    rows: Sequence[Sequence[str]] = _load("verify")["teller_kinds"]
    return tuple(frozenset(fold(word) for word in row) for row in rows)
