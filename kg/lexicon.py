"""Reads the language knowledge of this package: the YAML files in `kg/data`, each once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["DATA", "cut_phrases", "load"]

DATA = Path(__file__).parent / "data"


@cache
def load(name: str) -> Any:  # noqa: ANN401  the shape is that of each file
    """Return what `kg/data/<name>.yaml` holds; callers must not change it.

    Args:
        name: file name without its ending, as `numbers`.

    Raises:
        FileNotFoundError: if there is no such file.
    """
    # The C loader reads the same YAML ten times faster, where libyaml is there.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)


@cache
def cut_phrases(name: str, listed: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of the list `listed` of `kg/data/<name>.yaml`, cut into words."""
    return tuple(tuple(phrase.split()) for phrase in load(name)[listed])
