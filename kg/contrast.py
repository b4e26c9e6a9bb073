"""Finds figures that state the same of two populations, or of one in two years.

"el 77 % de los CIO y el 57 % de los CMO", "pasó del 18 % en 2018 al 26 % en 2023".
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from kg.facts import Population, Statistic, Unit
from kg.grammar import is_year
from kg.lexicon import load
from kg.memory import is_people
from kg.population import terms
from kg.same_claim import adds_nothing, are_asked_apart, is_same_claim, tells_whom

__all__ = ["contrasts"]

# Pairs that share their words but not their sentence need nearly the same claim; measured on
# claims of neighbouring sentences, which share their subject and half of their words.
_NEAR, _FAR = 0.6, 0.9
_NEARBY = 2  # characters between the sentences of one pair: the white space
_SMALL = 3  # letters of "de", "que", which set no group apart
_REACH = 50  # figures further on than this are not compared, so that a long table takes no time


def contrasts(statistics: Sequence[Statistic], text: str = "") -> Iterator[tuple[int, int]]:
    """Yield the index pairs of statistics with the same claim and other populations or years.

    Args:
        statistics: of one article, in reading order.
        text: of that article, which tells where and when groups were asked.

    Both must be in the same unit and of the same study (or of none), and both be about people, or
    about groups of one kind: "un tercio de los CMO dedica el 75 % de su gasto" contrasts nothing.
    Two of one population must tell their years.
    Those of one sentence, or of two in a row, need alike claims, others the same claim in nearly
    the same words. A figure without a claim of its own shares that of its neighbour in the same
    sentence: "lo ve importante el 77 % de los CIO, frente al 56 % de los CMO".
    """
    words = [_words(statistic) for statistic in statistics]
    who = [
        frozenset(population.role or _named(population) for population in s.populations)
        for s in statistics
    ]
    for i, one in enumerate(statistics):
        for j in range(i + 1, min(i + _REACH, len(statistics))):
            other = statistics[j]
            if (one.unit, one.study, one.currency) != (other.unit, other.study, other.currency):
                continue
            years = bool(who[i] & who[j])
            sides = _of_two_years(one, other) if years else _of_two_groups(one, other)
            if not sides or not (words[i] or words[j]):
                continue
            if not (words[i] and words[j]):
                unsaid, said = (other, one) if words[i] else (one, other)
                near = j == i + 1 and one.evidence == other.evidence
                if near and adds_nothing(unsaid, said):
                    yield i, j
                continue
            if _are_alike(one, other, words[i], words[j]) and (
                years or not are_asked_apart(one, other, text)
            ):
                yield i, j


def _are_alike(
    one: Statistic, other: Statistic, said: frozenset[str], said_next: frozenset[str]
) -> bool:
    """Say whether the claims of two figures, of which these are the words, are the same."""
    alike = len(said & said_next) / len(said | said_next)
    gap = max(one.evidence.start, other.evidence.start) - min(one.evidence.end, other.evidence.end)
    if alike < (_NEAR if gap <= _NEARBY else _FAR):
        return False
    return is_same_claim(one, other)


def _of_two_years(one: Statistic, other: Statistic) -> bool:
    """Say whether both are about the same, in two years."""
    years = {one.year, other.year}
    return None not in years and len(years) == 2 and set(one.populations) == set(other.populations)


def _of_two_groups(one: Statistic, other: Statistic) -> bool:
    """Say whether both are about people, or about groups that begin with the same word."""
    if one.year and other.year and one.year != other.year:
        return False
    sides = [
        {_kind(population, one.unit) for population in who}
        for who in (one.populations, other.populations)
        if who and all(population.label.strip() for population in who)
    ]
    alike = len(sides) == 2 and len(sides[0] | sides[1]) == 1
    return alike or _are_opposed(one.populations, other.populations)


def _named(population: Population) -> str:
    """Return the words of a group's name, each once: what is read double is no other group."""
    words = population.label.casefold().split()
    telling = {word for word in words if len(word) > _SMALL or word.isdigit()}
    return " ".join(sorted(telling or set(words)))


def _are_opposed(one: Sequence[Population], other: Sequence[Population]) -> bool:
    """Say whether only an adjective sets two apart: "el paro femenino", "el masculino"."""
    if len(one) != 1 or len(other) != 1:
        return False
    if not one[0].label.strip() or not other[0].label.strip():
        return False
    *noun, first = one[0].label.casefold().split()
    *other_noun, second = other[0].label.casefold().split()
    if other_noun and noun != other_noun:
        return False
    return any(
        (first.startswith(a) and second.startswith(b))
        or (first.startswith(b) and second.startswith(a))
        for a, b in load("statistics")["opposites"]
    )


def _kind(population: Population, unit: Unit) -> str:
    """Return one word for all groups that a claim may be about alike: empty for many people.

    Only shares are compared over groups of all kinds; amounts of roles, or of one kind.
    """
    first = population.label.casefold().split()[0]
    many = first.endswith("s") or first in terms("inhabitants")  # "una agencia" is an answer
    people = is_people(population) or first in terms("bodies") or first in terms("nations")
    return "" if population.role or (unit == "percent" and many and people) else first


def _words(statistic: Statistic) -> frozenset[str]:
    """Return the words of a claim that are not its figure or its population, without endings."""
    who = {word for population in statistic.populations for word in _split(population.label)}
    own = set(_split(statistic.claim)) - set(_split(statistic.value_text)) - who
    own -= terms("says_nothing")
    own = {word for word in own if len(word) > 3 and not is_year(word) and not tells_whom(word)}
    return frozenset(word[:6] for word in own)


def _split(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
