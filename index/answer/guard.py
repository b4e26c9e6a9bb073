"""The number guard: no figure in an answer without a cited sentence that holds the same figure.

A figure is the same where value, unit and comparator are, in any surface form: "uno de cada
diez" is 10 %, "77 por ciento" is 77 %. The points between two shares follow from them. It looks
only at texts, so that it can be laid over any answer, whoever wrote it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from kg.numeral import Figure, find_figures

__all__ = ["unsupported"]

LABELS = frozenset({"label", "list", "year"})
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def _same(figure: Figure, other: Figure) -> bool:
    return (
        figure.value == other.value
        and figure.unit == other.unit
        and figure.comparator == other.comparator
        and figure.currency == other.currency
    )


def gaps_of(known: Sequence[Figure]) -> list[Figure]:
    """Return by how many points shares stand apart: what follows from two that are held."""
    shares = {f.value: f for f in known if f.unit == "percent" and f.comparator == "exactly"}
    return [
        replace(shares[high], value=high - low, unit="points")
        for high, low in permutations(shares, 2)
        if high > low
    ]


def unsupported(text: str, quotes: Sequence[str]) -> list[str]:
    """Return the figures of `text` that none of `quotes` holds, as written; empty is good.

    Digits that are no quantity (a year, "2.0") must stand in a quote with the same digits.
    """
    known = [figure for quote in quotes for figure in find_figures(quote)]
    known += gaps_of(known)
    # a label (a version, a telephone) or a year is no quantity: its digits are compared below
    figures = [figure for figure in find_figures(text) if figure.kind not in LABELS]
    wrong = [f.text for f in figures if not any(_same(f, k) for k in known)]
    digits = {match for quote in quotes for match in _DIGITS.findall(quote)}
    for match in _DIGITS.finditer(text):
        inside = any(f.span.start <= match.start() and match.end() <= f.span.end for f in figures)
        if not inside and match.group() not in digits:
            wrong.append(match.group())
    return wrong
