"""Knows the countries that a text speaks of, by name, by who lives there or by a city."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from corpus.article import Span
from kg.lexicon import load
from kg.spanish import fold

__all__ = [
    "NamedCountry",
    "agree",
    "country_label",
    "country_words",
    "find_countries",
    "is_country",
    "is_region",
    "main_country",
    "named_countries",
]

_KEPT = 512  # articles whose country is remembered
_ENDINGS = "(?:[oa]s?|es?|s)?"
_LANGUAGE = r"(?<!\ben )(?<!\bal )(?<!\bdel )(?<!\bde )"  # "al francés", "cursos de inglés"


@cache
def _pattern() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return what finds any of them, and the country of each name and beginning of a word."""
    of: dict[str, str] = {}
    names: list[str] = []
    people: list[str] = []
    for country, entry in load("countries").items():
        for name in (*entry["names"], entry["en"], *_cities(entry)):
            names.append(fold(name))
            of.setdefault(fold(name), country)
        for beginning in entry["people"]:
            people.append(beginning)
            of.setdefault(beginning, country)
    by_length = sorted(set(names), key=len, reverse=True)
    named = "|".join(map(re.escape, by_length))
    living = "|".join(map(re.escape, sorted(set(people), key=len, reverse=True)))
    many = rf"(?=(?:{living})(?:[oae]?s)(?!\w))"
    who = rf"(?:{_LANGUAGE}|{many})(?P<people>{living}){_ENDINGS}"
    found = rf"(?<!\w)(?:(?P<name>{named})|{who})(?!\w)"
    return re.compile(found), of


def _cities(entry: Mapping[str, Any]) -> list[str]:
    """Return the places that mean a country where they are named; of a region, none."""
    return [place for place in entry["holds"] if place not in load("countries")]


def find_countries(text: str, *, typed: bool = False) -> list[str]:
    """Return the ids of the countries and regions that `text` names, in order, with repeats.

    Args:
        text: of an article, where a name has a capital ("Lima", not "la lima").
        typed: whether it is a question, in which it may have none.

    >>> find_countries("Las pymes chilenas y las de Bogotá, no las de España")
    ['chile', 'colombia', 'spain']
    """
    _, of = _pattern()
    return [of[match["name"] or match["people"]] for match in _mentions(text, typed=typed)]


@dataclass(frozen=True, slots=True)
class NamedCountry:
    """Where a country is named, and whether by its people ("chilenas")."""

    span: Span
    country: str
    by_people: bool


def named_countries(question: str) -> list[NamedCountry]:
    """Return the countries and regions that a question names, in order."""
    _, of = _pattern()
    return [
        NamedCountry(Span(*m.span()), of[m["name"] or m["people"]], bool(m["people"]))
        for m in _mentions(question, typed=True)
    ]


def _mentions(text: str, *, typed: bool) -> Iterator[re.Match[str]]:
    pattern, _ = _pattern()
    folded = fold(text)
    capitals = len(folded) == len(text) and not typed
    for match in pattern.finditer(folded):
        if match["people"] or not capitals or text[match.start()].isupper():
            yield match


@lru_cache(_KEPT)
def main_country(text: str) -> str | None:
    """Return the country that a text is about; None where it shows none twice as often as others.

    It shows it by its name, its people, its cities, and by what only that country has: an article
    for readers at home names the office of statistics, not the country.

    >>> main_country("El desempleo bajó en abril, informó el DANE.")
    'colombia'
    """
    counts = Counter(find_countries(text))
    pattern, of = _marks()
    counts.update(of[match[0]] for match in pattern.finditer(text))
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    (most, often), (_, next_) = ranked[:2]
    return most if often >= 2 * next_ and often else None


@cache
def _marks() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return what finds the marks of countries, as they are written, and the country of each."""
    entries = load("countries").items()
    of = {mark: country for country, entry in entries for mark in entry.get("marks", ())}
    by_length = sorted(of, key=len, reverse=True)
    found = "|".join(re.escape(one) + (r"(?!\w)" if one[-1].isalnum() else "") for one in by_length)
    return re.compile(rf"(?<!\w)(?:{found})"), of


def agree(asked: Collection[str], told: Collection[str]) -> bool:
    """Say whether one of the countries asked for is told of: itself, its region or a part of it.

    >>> [agree({"chile"}, {told}) for told in ("chile", "latin_america", "peru")]
    [True, True, False]
    """
    return not _wide(asked).isdisjoint(told) or not _wide(told).isdisjoint(asked)


@cache
def is_country(name: str) -> bool:
    """Say whether a name is that of a country or region itself, and of no city of it.

    >>> is_country("japon"), is_country("Lima")
    (True, False)
    """
    named = (one for entry in load("countries").values() for one in (*entry["names"], entry["en"]))
    return fold(name) in map(fold, named)


def is_region(country: str) -> bool:
    """Say whether it is a region of several countries.

    >>> is_region("europe"), is_region("spain")
    (True, False)
    """
    entry = load("countries")[country]
    return len(_cities(entry)) < len(entry["holds"])


def _wide(countries: Collection[str]) -> set[str]:
    """Return countries with those that they hold."""
    return {*countries, *(held for one in countries for held in load("countries")[one]["holds"])}


def country_label(country: str, language: str) -> str:
    """Return the name of a country in Spanish or English."""
    entry = load("countries")[country]
    label: str = entry["en"] if language == "en" else entry["names"][0]
    return label


def country_words(country: str) -> list[str]:
    """Return what a country and who lives there are called: "chile", "chileno", "chilenas"."""
    entry = load("countries")[country]
    people = [
        one + ending for one in entry["people"] for ending in ("", "o", "a", "os", "as", "es")
    ]
    return [*map(str.lower, entry["names"]), entry["en"].lower(), *_cities(entry), *people]
