"""Facts that say the same as others: figures that agree or conflict, advice given twice."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from index.base import Base
from index.lexical import find_words, stem_terms
from kg.records import Knowledge, StatisticRecord
from kg.same_claim import telling_words

__all__ = ["agreements", "group_alike", "of_two_years", "words_of"]

# Claims that share this much of their words state the same. Measured on articles and digests of
# them: two wordings of one finding share a half or more, two findings about one subject less.
_SAME_CLAIM = 0.5

# Between two roundings of one finding ("77 %", "cerca del 78 %") lies no conflict.
_ROUNDING = Decimal("1.0")

# Advice: near in meaning, by the cosine of the base's model, and in words. Measured likewise: of 21
# groups above both, 19 were two wordings of one advice.
_NEAR, _SHARED = 0.55, 0.3


def words_of(text: str, *, without: str = "") -> frozenset[str]:
    """Return the stems of the words of a text that carry meaning; figures are left out.

    >>> sorted(words_of("El 77 % de los CIO cree en la nube", without="CIO"))
    ['cre', 'nub']
    """
    left_out = {term for word in find_words(without) for term in stem_terms(word)}
    terms = {
        term for word in find_words(text) if not word[0].isdigit() for term in stem_terms(word)
    }
    return frozenset(terms - left_out)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the words of both that both have, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def agreements(knowledge: Knowledge) -> Mapping[str, tuple[tuple[str, bool], ...]]:
    """Return, by IRI, the figures of other sentences for the same claim and the same people.

    Each comes with whether its value is the same, give or take a rounding.
    """
    by_people: dict[object, list[tuple[StatisticRecord, frozenset[str]]]] = defaultdict(list)
    for record in knowledge.statistics:
        people = frozenset(one.role or one.label.casefold() for one in record.populations)
        if people:
            labels = " ".join(one.label for one in record.populations)
            words = words_of(record.claim, without=f"{labels} {record.value_text}")
            by_people[people, record.unit, record.currency].append((record, words))
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for group in by_people.values():
        for one, other in _alike(group):
            same = abs(one.value - other.value) <= _ROUNDING
            found[one.iri].append((other.iri, same))
            found[other.iri].append((one.iri, same))
    return {iri: tuple(others) for iri, others in found.items()}


def _alike(
    group: Sequence[tuple[StatisticRecord, frozenset[str]]],
) -> Iterator[tuple[StatisticRecord, StatisticRecord]]:
    """Yield the pairs of one group that state the same in different articles."""
    shared = _SharedWords([words for _, words in group], _SAME_CLAIM)
    for place, (one, _) in enumerate(group):
        for earlier in shared.before(place):
            other = group[earlier][0]
            # Two figures of one article for one claim are two answers to one question, two of
            # different years a change, and "confía" and "no confía" two claims.
            denied = {"no" in telling_words(figure) for figure in (one, other)}
            if other.article != one.article and not of_two_years(one, other) and len(denied) == 1:
                yield other, one
        shared.add(place)


def of_two_years(one: StatisticRecord, other: StatisticRecord) -> bool:
    """Say whether two figures are of different years, and not only one of a known one."""
    return None not in (one.year, other.year) and one.year != other.year


class _SharedWords:
    """Finds the sets of words that share much with another, without comparing all with all.

    Two sets that overlap by `least` share one of the rarest words of each: only those are compared
    (Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", 2006).
    """

    def __init__(self, sets: Sequence[frozenset[str]], least: float) -> None:
        counts = Counter(word for words in sets for word in words)
        self._sets = sets
        self._least = least
        self._rarest = [
            sorted(words, key=lambda word: (counts[word], word))[
                : len(words) - math.ceil(least * len(words)) + 1
            ]
            for words in sets
        ]
        self._places: dict[str, list[int]] = defaultdict(list)

    def add(self, place: int) -> None:
        """Let a set be found by those that come later."""
        for word in self._rarest[place]:
            self._places[word].append(place)

    def before(self, place: int) -> list[int]:
        """Return the sets added so far that share enough with this one, in order."""
        near = {at for word in self._rarest[place] for at in self._places[word]}
        words = self._sets[place]
        return sorted(at for at in near if overlap(words, self._sets[at]) >= self._least)


def group_alike(texts: Sequence[str], base: Base) -> list[list[int]]:
    """Return the places of `texts` in groups that say the same, in the order of their first.

    A text joins the group whose first member it is nearest to, so that no chain of small steps
    ends far from where it began.
    """
    if not texts:
        return []
    vectors: NDArray[np.float32] = base.searcher.encoder.encode_passages(list(texts))
    shared = _SharedWords([words_of(text) for text in texts], _SHARED)
    groups: dict[int, list[int]] = {}
    for place in range(len(texts)):
        near = {first: float(vectors[first] @ vectors[place]) for first in shared.before(place)}
        first = max(near, key=lambda one: near[one], default=place)
        if near.get(first, 0.0) >= _NEAR:
            groups[first].append(place)
        else:
            groups[place] = [place]
            shared.add(place)
    return list(groups.values())
