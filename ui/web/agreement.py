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

__all__ = ["agreements", "group_alike", "words_of"]

# Claims that share this much of their words state the same. Measured on articles and digests of
# them: two wordings of one finding share a half or more, two findings about one subject less.
_SAME_CLAIM = 0.5

# Between two roundings of one finding ("77 %", "cerca del 78 %") lies no conflict.
_ROUNDING = Decimal("1.0")

# Advice: near in meaning, by the cosine of the base's model, and in words. Measured likewise: of 30
# pairs of advice above both, 27 were two wordings of one.
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
    """Yield the pairs of one group that state the same in different articles.

    Two sets that share so much share one of their rarest words too: only those are compared
    (Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", 2006).
    """
    counts = Counter(word for _, words in group for word in words)
    seen: dict[str, list[int]] = defaultdict(list)
    for place, (one, words) in enumerate(group):
        rarest = sorted(words, key=lambda word: (counts[word], word))
        rarest = rarest[: len(words) - math.ceil(_SAME_CLAIM * len(words)) + 1]
        for earlier in sorted({at for word in rarest for at in seen[word]}):
            other, others = group[earlier]
            # Two figures of one article for one claim are two answers to one question.
            if one.article != other.article and overlap(words, others) >= _SAME_CLAIM:
                yield other, one
        for word in rarest:
            seen[word].append(place)


def group_alike(texts: Sequence[str], base: Base) -> list[list[int]]:
    """Return the places of `texts` in groups that say the same, in the order of their first.

    A text joins the group whose first member it is nearest to, so that no chain of small steps
    ends far from where it began.
    """
    if not texts:
        return []
    vectors: NDArray[np.float32] = base.searcher.encoder.encode_passages(list(texts))
    words = [words_of(text) for text in texts]
    groups: list[list[int]] = []
    for place in range(len(texts)):
        firsts = [group[0] for group in groups]
        near = vectors[firsts] @ vectors[place] if firsts else np.zeros(0)
        fitting = [
            at
            for at in np.flatnonzero(near >= _NEAR)
            if overlap(words[place], words[firsts[at]]) >= _SHARED
        ]
        if fitting:
            groups[max(fitting, key=lambda at: float(near[at]))].append(place)
        else:
            groups.append([place])
    return groups
