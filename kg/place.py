"""Knows names of places, and tells which place a text is about."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from kg.lexicon import load
from kg.spanish import fold

__all__ = [
    "find_typed_places",
    "is_place",
    "main_place",
    "only_country",
    "people_of",
    "places_in",
]

_OFTEN = 3  # times that a text must name a place to be about it
_LONGEST = 5  # words of the name of a place
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"\b[A-ZÁÉÍÓÚÑ][^\W\d_]+\b")


@cache
def _places() -> frozenset[str]:
    return frozenset(" ".join(place.split()) for place in load("places")["places"].split("|"))


def is_place(words: Sequence[str]) -> bool:
    """Say whether words name a place."""
    return fold(" ".join(words)) in _places()


def find_typed_places(question: str) -> list[str]:
    """Return the places that a question names behind "en" or "de", capitals or none, folded.

    >>> find_typed_places("cuanto gastan los cmo en ciudad de mexico o en Cusco")
    ['ciudad de mexico', 'cusco']
    """
    words = _WORD.findall(fold(question))
    found, place = list[str](), 1
    while place < len(words):
        ends = range(min(place + _LONGEST, len(words)), place, -1)
        if words[place - 1] in _typed("typed_after") and words[place] not in _typed("not_typed"):
            names = (words[place:end] for end in ends)
            name = next(filter(is_place, names), [])
            found += [" ".join(name)] if name else []
            place += len(name)
        place += 1
    return found


@cache
def _typed(which: str) -> frozenset[str]:
    return frozenset(load("places")[which])


def main_place(text: str) -> str | None:
    """Return the place, or else the country, that a text names again and again.

    It must be named twice as often as any other.
    """
    counts: Counter[str] = Counter(name for name in _NAME.findall(text) if fold(name) in _places())
    countries = Counter({name: count for name, count in counts.items() if people_of(name)})
    for named in (counts, countries):
        ranked = [*named.most_common(2), ("", 0), ("", 0)]
        (most, often), (_, next_) = ranked[:2]
        if often >= _OFTEN and often >= 2 * next_:
            return most
    return None


def only_country(text: str) -> str | None:
    """Return the country that a text names, where it names no other."""
    named = {fold(name): name for name in _NAME.findall(text) if people_of(name)}
    held = {place for name in named for place in _held_by(name)}  # "Bogotá" besides "Colombia"
    countries = [name for low, name in sorted(named.items()) if low not in held]
    return countries[0] if len(countries) == 1 else None


@cache
def _held_by(name: str) -> frozenset[str]:
    """Return the places of a country that a folded name is of."""
    entries = load("countries").values()
    return frozenset(
        place for entry in entries if name in map(fold, entry["names"]) for place in entry["holds"]
    )


@cache
def _peoples() -> frozenset[str]:
    """Return how the words for the people of a place begin: "mexican", "espanol"."""
    return frozenset(fold(people)[:-2] for people in load("places")["people"].values())


def places_in(text: str) -> frozenset[str]:
    """Return the places that a text names, by the name of their people where they have one.

    >>> sorted(places_in("los CIO españoles, en México y en Soria"))
    ['espanol', 'mexican', 'soria']
    """
    words = _WORD.findall(text)
    found = set()
    for place, word in enumerate(words):
        for name in (word, " ".join(words[place : place + 2])):
            if word[0].isupper() and fold(name) in _places():
                found.add(fold(people_of(name) or "")[:-2] or fold(name))
        low = fold(word)
        found |= {low[:size] for size in range(len(low) - 2, len(low) + 1)} & _peoples()
    return frozenset(found)


def people_of(place: str | None) -> str | None:
    """Return who lives in a place: "peruanos" in Peru."""
    people: dict[str, str] = load("places")["people"]
    return people.get((place or "").lower())
