"""Language knowledge kept as data: the YAML files of `kg/data`, each read once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["load"]

# The C loader reads the larger lexicons some ten times faster than the Python one.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """Return the content of `kg/data/<name>.yaml`."""
    return yaml.load((files("kg") / "data" / f"{name}.yaml").read_bytes(), Loader=_Loader)
