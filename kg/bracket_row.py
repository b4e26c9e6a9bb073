"""Parts a row of things with a figure in brackets each: "citan el coste (8 %) y el plazo (3 %)"."""

from collections.abc import Sequence

from kg.clause import boundary_before
from kg.grammar import Word

__all__ = ["row_claim"]

_BETWEEN = (",", "y", "e", "o", "u", "ni")
_MOST = 24  # things of one row: bounded, so that no text takes quadratic time
_ITEM = 14  # words of one thing, at most
_ENDS = (".", ";", "!", "?", "…", ")")


def row_claim(words: Sequence[Word], at: int) -> list[Word] | None:
    """Return what leads the row and the thing of the figure at word `at`; None for no row.

    A row that a verb follows is its subject, and stays whole: "la luz (9 %) y el gas (7 %) suben".
    """
    if not _is_bracketed(words, at):
        return None
    row = [at]
    while len(row) < _MOST and (before := _neighbour(words, row[0], -1)) is not None:
        row.insert(0, before)
    while len(row) < _MOST and (after := _neighbour(words, row[-1], 1)) is not None:
        row.append(after)
    behind = words[row[-1] + 2].low if row[-1] + 2 < len(words) else "."
    if len(row) == 1 or behind not in _ENDS:
        return None
    starts = [_start(words, one) for one in row[1:]]
    if any(w.tag == "T" for w in words[starts[0] : row[-1]]):
        return None  # "eran los primeros (8 %), seguidos de los jóvenes (7 %)"
    first = _first_start(words, row[0], words[starts[0]])
    if first <= 0:
        return None
    lead = words[_lead_start(words, first) : first]
    while lead and (lead[0].tag in "QC" or lead[0].low in _BETWEEN):
        lead = lead[1:]
    start = [first, *starts][row.index(at)]
    other = any(word.tag == "F" and any(map(str.isdigit, word.low)) for word in lead)
    said = any(word.tag == "V" for word in lead) and not other
    return [*lead, *words[start : at + 2]] if said else None


def _is_bracketed(words: Sequence[Word], at: int) -> bool:
    sides = 0 < at < len(words) - 1 and (words[at - 1].low, words[at + 1].low)
    return words[at].tag == "F" and sides == ("(", ")")


def _neighbour(words: Sequence[Word], at: int, step: int) -> int | None:
    """Return the next figure of the row, before or after: only one more thing lies between."""
    reach = range(at + step, at + step * _ITEM, step)
    other = next((k for k in reach if 0 <= k < len(words) and words[k].tag == "F"), -1)
    if other < 0 or not _is_bracketed(words, other):
        return None
    near, far = min(at, other) + 2, max(at, other) - 1
    inner = words[near:far]
    told = any(w.low in (";", ":", ".", "(") for w in inner)
    return other if inner and inner[0].low in _BETWEEN and not told else None


def _start(words: Sequence[Word], at: int) -> int:
    """Return where the thing of a figure begins, behind the bracket before it."""
    start = at - 1
    while words[start - 1].low != ")":
        start -= 1
    while words[start].low in _BETWEEN:
        start += 1
    return start


def _first_start(words: Sequence[Word], at: int, like: Word) -> int:
    """Return where the first thing begins: as the others do, or behind a verb or a colon."""
    place = at - 1
    if like.tag in "PQ":
        least = max(0, place - _ITEM)
        return next((k for k in range(place - 1, least, -1) if words[k].low == like.low), -1)
    while place > 0 and words[place - 1].tag in "DNTPA" and at - place < _ITEM:
        place -= 1
    if place == 0 or words[place - 1].tag not in "VS":
        return -1
    while words[place].tag in "PA" and place < at - 1:
        place += 1  # "optan por | los contenidos (38 %), la analítica (27 %)"
    return place


def _lead_start(words: Sequence[Word], first: int) -> int:
    """Return where the clause begins that leads a row, past a colon right before it."""
    return boundary_before(words, first - 1 if words[first - 1].low == ":" else first)
