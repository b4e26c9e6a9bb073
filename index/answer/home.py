"""Articles for readers at home: they tell of a country without naming it in every sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.answer.beside import countries_asked
from index.answer.draft import Statement
from index.answer.evidence import Asked
from index.answer.phrasing import phrase
from index.answer.question import understand
from index.base import Base
from index.scope import only
from kg.country import (
    agree,
    country_label,
    find_countries,
    is_country,
    main_country,
    named_countries,
)

__all__ = ["AtHome", "asked_at_home"]

NEAR = 20  # passages whose articles are looked at
_BEFORE = re.compile(r"(?:\b(?:en|de|del|desde|para|in|of|from)(?: la| el| los| the)? )$", re.I)


@dataclass(frozen=True, slots=True)
class AtHome:
    """A question without the country that it names, put to the articles that are about it."""

    asked: Asked
    country: str

    def note(self, statements: Sequence[Statement], language: str) -> list[Statement]:
        """Say that it is the article that is about the country, where no sentence cited is."""
        quotes = " ".join(self.asked.quote(e) for s in statements for e in s.evidence)
        if agree({self.country}, set(find_countries(quotes))):
            return []
        text = phrase(language, "at_home", want=country_label(self.country, language))
        return [Statement(text, statements[0].evidence[:1], (), statements[0].relevance)]


def asked_at_home(asked: Asked) -> AtHome | None:
    """Put a question that the articles do not answer as it stands to those at home where it asks.

    "¿Cuánto bajó el desempleo en Colombia?" is what an article tells that reports what the DANE
    has counted. None where the question names no country, or several, or no article is about it.
    """
    countries = countries_asked(asked)
    if len(countries) != 1:
        return None
    rest = understand(_without(asked.question.text, countries[0]))
    home = _home_of(asked.base, countries[0], rest.text) if rest.terms else None
    return AtHome(Asked(rest, home), countries[0]) if home else None


def _home_of(base: Base, country: str, text: str) -> Base | None:
    """Return the articles about a country among those nearest to a text; None where none is."""
    near = dict.fromkeys(hit.article for hit in base.searcher.search(text, top=NEAR))
    home = [one for one in near if main_country(base.article(one).text) == country]
    return only(base, home) if home else None


def _without(text: str, country: str) -> str:
    """Leave out where a text names a country itself or its people, and "en" before it.

    >>> _without("¿Cuánto bajó el desempleo en Colombia?", "colombia")
    '¿Cuánto bajó el desempleo?'
    >>> _without("En Chile, los bancos chilenos y los de Perú", "chile")
    'los bancos y los de Perú'
    """
    for found in reversed(named_countries(text)):
        if found.country == country and (found.by_people or is_country(found.span.of(text))):
            text = _BEFORE.sub("", text[: found.span.start]) + text[found.span.end :]
    return re.sub(r"\s+(?=[?!.,;]|$)", "", " ".join(text.split())).lstrip(" ,;:")
