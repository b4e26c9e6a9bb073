"""Chooses what to send from what a client says it takes (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Offer", "choose"]

Name = TypeVar("Name", bound=str)
Offer = tuple[str, Name]

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def choose(accept: str, offers: Sequence[Offer[Name]]) -> Offer[Name] | None:
    """Return the offer that a client likes best, none where it takes none of them.

    Args:
        accept: the value of the header, several joined with commas; empty: anything will do.
        offers: media types without parameters and what each stands for, our favourite first.

    >>> choose("text/csv;q=0.5, text/*", [("text/csv", "csv"), ("text/turtle", "turtle")])
    ('text/turtle', 'turtle')
    """
    ranges = _ranges(accept)
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for offer in offers:
        liked = _liked(offer[0], ranges)
        if liked[0] > 0 and liked > best:
            best, chosen = liked, offer
    return chosen


def _ranges(accept: str) -> dict[str, float]:
    """Return the quality of each media range; what is no media range is left out."""
    found: dict[str, float] = {}
    for part in _QUOTED.sub("", accept or "*/*").split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name == "*":  # Java's URLConnection sends it
            name = "*/*"
        if name.count("/") != 1:
            continue
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q" and _QUALITY.fullmatch(value.strip()):
                quality = float(value)
        found[name] = max(quality, found.get(name, 0.0))
    return found


def _liked(media_type: str, ranges: dict[str, float]) -> tuple[float, int]:
    """Return the quality of a media type by the narrowest range that holds it, and how narrow."""
    kind = media_type.partition("/")[0]
    for narrow, name in ((2, media_type), (1, f"{kind}/*"), (0, "*/*")):
        if name in ranges:
            return ranges[name], narrow
    return 0.0, 0
