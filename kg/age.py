"""Reads the age that a clause sets at its beginning: "Pasados los 60, el 27 % …"."""

import re
from collections.abc import Sequence
from functools import cache

from kg.clause import boundary_before
from kg.facts import Population
from kg.grammar import Word
from kg.lexicon import load
from kg.population import Phrase

__all__ = ["find_aged"]

_LONGEST = 8  # words of "de los 18 a los 29 años"
_RANGE = re.compile(r"(?:de|desde|entre) los (\d\d) (?:a|y|hasta) los (\d\d)(?: años)?")


@cache
def _bounds() -> re.Pattern[str]:
    older, younger = ("|".join(map(re.escape, load("statistics")[k])) for k in ("older", "younger"))
    return re.compile(rf"(?:(?:{older})|(?P<younger>{younger})) los (?P<age>\d\d)(?: años)?")


def find_aged(words: Sequence[Word], at: int) -> Phrase | None:
    """Return those of the age that stands before the first comma of a clause."""
    first = boundary_before(words, at)
    comma = next((k for k in range(first, min(at, first + _LONGEST)) if words[k].low == ","), -1)
    told = " ".join(word.low for word in words[first : max(first, comma)])
    if ends := _RANGE.fullmatch(told):
        label = f"personas de {ends[1]} a {ends[2]} años"
    elif bound := _bounds().fullmatch(told):
        label = f"{'menores' if bound['younger'] else 'mayores'} de {bound['age']} años"
    else:
        return None
    return Phrase("people", first, comma, label.split()[0], (Population(label),), plural=True)
