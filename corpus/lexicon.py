"""What the readers know about Spanish pages, kept as data that a linguist can edit."""

from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

__all__ = ["fold", "load"]

Data: TypeAlias = Any  # what a YAML file holds

DATA = Path(__file__).with_name("data")

# One character for one, so that offsets in a folded text hold in the text itself. The letters
# are spelt out because str.lower() may lengthen ("İ"), and an NFD fold would.
_FOLDED = str.maketrans(
    "áàâäãåéèêëíìîïóòôöõúùûüñçÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇ"
    "\u00a0\u2007\u2009\u202f\t\n“”«»„‟‘’‚‛´`–—−‐‑‒",
    "aaaaaaeeeeiiiiooooouuuuncaaaaaaeeeeiiiiooooouuuunc" + " " * 6 + '"' * 6 + "'" * 6 + "-" * 6,
)
_LOWER = {code: chr(code).lower() for code in range(0x250) if len(chr(code).lower()) == 1}


@cache
def load(name: str) -> Data:
    """Return the content of `data/<name>.yaml`, read once.

    Each file has its own shape, told at its top.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)


def fold(text: str) -> str:
    """Return `text` in lower case without accents, quotes and dashes made plain.

    The result is as long as `text`, so that offsets carry over.

    >>> fold("Más Leídos — «Año»")
    'mas leidos - "ano"'
    """
    return text.translate(_FOLDED).translate(_LOWER)
