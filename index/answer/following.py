"""Completes a question that leans on the one before it: "¿Y de los CMO?"."""

import re
from collections.abc import Sequence

from corpus.article import Span
from corpus.lexicon import fold
from index.answer.cues import cues
from kg.country import named_countries
from kg.grammar import words_of
from kg.place import find_typed_places
from kg.role import find_roles

__all__ = ["completed"]

LONGEST = 8  # words; a longer question says what it asks
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SIGNS = "¿?¡!.,;: "

Found = tuple[Span, bool]
"""A place, and whether an adjective stands there."""


def completed(question: str, before: str) -> str:
    """Return a question with what it leaves out taken from the one before it.

    What is of one kind (role, country, place, year) with what the earlier question has once takes
    its place; where that has none, it is added at the end. A question that says what it asks is
    returned as it is.

    >>> completed("¿y de los CMO?", "¿Qué porcentaje de los CIO usa la nube?")
    '¿Qué porcentaje de los CMO usa la nube?'
    >>> completed("y en Chile", "¿Qué pymes usan IA?")
    '¿Qué pymes usan IA en Chile?'
    >>> completed("¿Quién dirige Norvia?", "¿Qué pymes usan IA?")
    '¿Quién dirige Norvia?'
    """
    rest = _left(question)
    if not rest or not before.strip():
        return question
    for find in (_roles, _countries, _places, _years):
        new, old = find(rest), find(before)
        if len(new) == 1 and len(old) == 1:
            (place, adjective), (said, _) = old[0], new[0]
            if adjective:  # "pymes chilenas": "en Perú" stands elsewhere
                before = f"{before[: place.start].rstrip()}{before[place.end :]}"
                break
            return before[: place.start] + said.of(rest) + before[place.end :]
        if new and len(old) > 1:
            return question  # which of them is meant is not told
    asked = before.rstrip(_SIGNS)
    return f"{asked} {rest}{'?' if before.rstrip().endswith('?') else ''}"


def _left(question: str) -> str:
    """Return what an elliptical question says behind its "y"; "" where it is a whole question."""
    text = question.strip(_SIGNS)
    leads = cues().following.match(fold(text))
    if leads is None:
        return ""
    rest = text[leads.end() :].strip(_SIGNS)
    words = words_of(rest, Span(0, len(rest)), ())
    whole = any(word.tag == "V" for word in words)
    return "" if whole or not 0 < len(words) <= LONGEST else rest


def _roles(text: str) -> Sequence[Found]:
    return [(found.span, False) for found in find_roles(text, casefold=True)]


def _countries(text: str) -> Sequence[Found]:
    return [(found.span, found.by_people) for found in named_countries(text)]


def _places(text: str) -> Sequence[Found]:
    folded = fold(text)
    found = (re.search(rf"\b{re.escape(name)}\b", folded) for name in find_typed_places(text))
    return [(Span(*match.span()), False) for match in found if match]


def _years(text: str) -> Sequence[Found]:
    return [(Span(*found.span()), False) for found in _YEAR.finditer(text)]
