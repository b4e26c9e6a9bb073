"""The number guard: no figure in an answer without a cited sentence that holds the same figure.

A figure is the same where value, unit and comparator are, in any surface form: "uno de cada
diez" is 10 %, "77 por ciento" is 77 %, and so is "77 percent". The points between two shares follow
from them. It looks only at texts, so that it can be laid over any answer, whoever wrote it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import combinations
from typing import Any

import yaml

from corpus.lexicon import fold
from index.lexical import find_words
from kg.numeral import Figure, find_figures
from kg.role import find_roles
from kg.thesaurus import thesaurus

__all__ = ["gap_of", "of_others", "overstated", "unsupported"]

LABELS = frozenset({"label", "list", "year"})
REACH = 60  # characters beside a figure in which those it is of are named
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NAMED_BEFORE = re.compile(r"\s*[:(]\s*\Z")  # "CMO: 56 %", "los CMO (56 %)"


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files("index").joinpath("data/guard.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def unsupported(text: str, quotes: Sequence[str]) -> list[str]:
    """Return the figures of `text` that none of `quotes` holds, as written; empty is good.

    Digits that are no quantity (a year, "2.0") must stand in a quote with the same digits. A
    figure that `text` gives to one role, and every quote that holds it to another, is not held.
    """
    held = _held(quotes)
    figures = _figures(text)
    told = [figure for figure, _ in held]
    known = [*told, *_gaps_of(told)]
    wrong = [f.text for f in figures if not any(_same(f, other) for other in known)]
    wrong += _of_others(text, figures, held)
    digits = {match for quote in quotes for match in _DIGITS.findall(quote)}
    for match in _DIGITS.finditer(text):
        inside = any(f.span.start <= match.start() and match.end() <= f.span.end for f in figures)
        if not inside and match.group() not in digits:
            wrong.append(match.group())
    return wrong


def of_others(text: str, quotes: Sequence[str]) -> list[str]:
    """Return the figures that `text` gives to one role, and `quotes` only to another.

    >>> of_others("El 56 % de los CIO", ["El 77 % de los CIO, y el 56 % de los CMO"])
    ['56 %']
    """
    return _of_others(text, _figures(text), _held(quotes))


def _of_others(
    text: str, figures: Sequence[Figure], known: Sequence[tuple[Figure, str]]
) -> list[str]:
    return [
        figure.text
        for figure in figures
        if (held := [(other, quote) for other, quote in known if _same(figure, other)])
        and _is_of_others(text, figure, held)
    ]


def _gaps_of(known: Sequence[Figure]) -> list[Figure]:
    """Return by how many points shares stand apart: what follows from two that are held."""
    shares = {f.value: f for f in known if f.unit == "percent" and f.comparator == "exactly"}
    return [gap_of(one, other) for one, other in combinations(shares.values(), 2)]


def gap_of(one: Figure, other: Figure) -> Figure:
    """Return by how many points two exact shares stand apart."""
    return replace(one, value=abs(one.value - other.value), unit="points", words=False)


def _held(quotes: Sequence[str]) -> list[tuple[Figure, str]]:
    """Return the figures of quotes; an answer in English may quote English in a Spanish one."""
    return [
        (figure, quote)
        for quote in quotes
        for english in (False, True)
        for figure in find_figures(quote, english=english)
    ]


def _figures(text: str) -> list[Figure]:
    """Return the quantities of an answer; labels and years are none, their digits are compared."""
    return [f for f in find_figures(text, english=True) if f.kind not in LABELS]


def _same(figure: Figure, other: Figure) -> bool:
    return (
        figure.value == other.value
        and figure.unit == other.unit
        and figure.comparator == other.comparator
        and figure.currency == other.currency
    )


def _is_of_others(text: str, figure: Figure, held: Sequence[tuple[Figure, str]]) -> bool:
    """Say whether every quote gives a figure to a role that the text does not give it to.

    A quote that does not say whose it is may be told of anybody: another one says who.
    """
    role = _role_beside(text, figure)
    if role is None:
        return False
    others = {_role_beside(quote, other) for other, quote in held}
    return not any(other is None or _may_be(role, other) for other in others)


def _role_beside(text: str, figure: Figure) -> str | None:
    """Return the role that a figure is of, where it stands right beside it."""
    start, end = figure.span.start, figure.span.end
    behind = text[end : end + REACH]
    found = next(iter(find_roles(behind)), None)
    between = " ".join(fold(behind[: found.span.start]).split()) if found else None
    if found and between in _words()["of"]:
        return found.role
    before = text[max(start - REACH, 0) : start]
    named = _NAMED_BEFORE.search(before)
    last = find_roles(before)[-1:] if named else []
    return last[0].role if named and last and last[0].span.end == named.start() else None


def _may_be(role: str, other: str) -> bool:
    """Say whether two roles may be the same people: one of them is the wider."""
    concepts = thesaurus().concepts
    wider = [concepts[r].broader if r in concepts else () for r in (role, other)]
    return role == other or other in wider[0] or role in wider[1]


def overstated(text: str, quotes: Sequence[str]) -> str | None:
    """Return the word by which `text` denies, or speaks of all, where none of `quotes` does.

    >>> overstated("Ningún CIO la ve importante", ["La ve importante el 77 % de los CIO."])
    'Ningún'
    >>> overstated("Nobody knows", ["Nadie lo sabe."])
    """
    told = {fold(word) for quote in quotes for word in find_words(quote)}
    for what, words in _words()["sweeping"].items():
        borne_out = told.intersection([*words, *_words()["borne_out"][what]])
        found: list[str] = [word for word in re.findall(r"\w+", text) if fold(word) in words]
        if found and not borne_out:
            return found[0]
    return None
