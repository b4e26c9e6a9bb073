"""The number guard: no figure in an answer without a cited sentence that holds the same figure.

A figure is the same where value, unit and comparator are, in any surface form: "uno de cada
diez" is 10 %, "77 por ciento" is 77 %, and so is "77 percent". It looks only at texts, so that
it can be laid over any answer, whoever wrote it.
"""

import re
from collections.abc import Sequence

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


def unsupported(text: str, quotes: Sequence[str]) -> list[str]:
    """Return the figures of `text` that none of `quotes` holds, as written; empty is good.

    Digits that are no quantity (a year, "2.0") must stand in a quote with the same digits.
    """
    # an answer in English quotes Spanish sentences: it is read in both, and so is what it quotes
    known = [
        f for quote in quotes for both in (False, True) for f in find_figures(quote, english=both)
    ]
    # a label (a version, a telephone) or a year is no quantity: its digits are compared below
    figures = [f for f in find_figures(text, english=True) if f.kind not in LABELS]
    wrong = [f.text for f in figures if not any(_same(f, k) for k in known)]
    digits = {match for quote in quotes for match in _DIGITS.findall(quote)}
    for match in _DIGITS.finditer(text):
        inside = any(f.span.start <= match.start() and match.end() <= f.span.end for f in figures)
        if not inside and match.group() not in digits:
            wrong.append(match.group())
    return wrong
