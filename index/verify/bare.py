"""A claim that says no more than whose a share is, and perhaps who tells it."""

from collections.abc import Iterable

from corpus.lexicon import fold
from index.lexical import find_words
from index.verify.claim import Claim, place_of, verdict_by_halves, verdict_on
from index.verify.matching import same_value
from index.verify.shelf import Half, Shelf
from index.verify.told import Told, stems_of, without_figures
from index.verify.verdict import Verdict
from index.verify.words import terms
from kg.role import find_roles

__all__ = ["judge_bare"]

_RANKING = stems_of(" ".join(terms("ranking")))


def judge_bare(claim: Claim, shelf: Shelf) -> Verdict | None:
    """Judge "Perú lidera con 34 %" and "Leapfrog: 4 % de los ejecutivos de TI"; None for others.

    It is contradicted where no figure of that group has the value, and another does beside one of
    the group: what it is of cannot differ. It is supported only by the source that it names.
    """
    told = claim.told
    if told is None or told.kind != "share" or told.figure.comparator != "exactly":
        return None
    if len(told.populations) != 1 or claim.above:
        return None
    claimed = shelf.tellers.claimed(claim.text)
    if _matter(claim, told, shelf, claimed):
        return None
    halves = [
        half
        for half in shelf.halves
        if shelf.tellers.match(claimed, shelf.base.article(half.article), half.number, half.told)
        == "same"
    ]
    own = [half for half in halves if _is_of(told, half)]
    if same := [half for half in own if same_value(told.figure, half.told.figure)]:
        if not claimed:
            return None
        places = [place_of(shelf.base.article(half.article), half.number) for half in same]
        return verdict_on(claim, shelf.base, ("supported", "same_figure"), (), places)
    for mine in own:
        for other in halves:
            swapped = same_value(told.figure, other.told.figure) and not _is_of(told, other)
            if swapped and _named(other) and shelf.is_beside(mine, other):
                told_of = (mine, other)
                return verdict_by_halves(claim, shelf, ("contradicted", "other_value"), told_of)
    return None


def _matter(
    claim: Claim, told: Told, shelf: Shelf, claimed: Iterable[frozenset[str]]
) -> frozenset[str]:
    """Return the stems of what a claim says beyond a figure, whose it is, and who tells it."""
    text = without_figures(claim.text)
    for role in reversed(find_roles(text)):
        text = f"{text[: role.span.start]} {text[role.span.end :]}"
    sources = {word for words in claimed for word in words}
    groups = [*told.populations, *(p for h in shelf.halves for p in h.told.populations)]
    named = (p.label for p in groups if p in told.populations or p.label[:1].isupper())
    people = {fold(word) for label in named for word in find_words(label)}
    left = [w for w in find_words(text) if fold(w) not in sources | people]
    names = stems_of(" ".join(claim.names))
    return stems_of(" ".join(left)) - _RANKING - names


def _is_of(claimed: Told, half: Half) -> bool:
    """Say whether a figure is of those of a claim: of the very role, or called by the very name."""
    (population,) = claimed.populations
    if population.role:
        return population.role in half.told.roles
    return any(fold(p.label) == fold(population.label) for p in half.told.populations)


def _named(half: Half) -> bool:
    """Say whether a figure is surely of others: of roles, or of what has a name."""
    people = half.told.populations
    return bool(people) and all(p.role or p.label[:1].isupper() for p in people)
