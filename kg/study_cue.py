"""Looks for the phrases of the studies lexicon among the words of a sentence."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from kg.grammar import Word
from kg.lexicon import cut_phrases, load
from kg.phrases import by_word

__all__ = [
    "BEHIND",
    "CITED",
    "OF_BODY",
    "analyses",
    "ends_before",
    "finds_by_trade",
    "parts_of",
    "phrases_of",
    "starts_at",
    "tells_by_trade",
    "words_in",
]


CITED = ("según", "organización", "inciso")  # how the rules begin by which a text only cites
BEHIND = "detrás de lo que dice la entidad"  # the rule of a body that only its kind tells

OF_BODY = "de la entidad"  # how the rule of a study ends that is told of by the kind of its body


@cache
def words_in(name: str) -> frozenset[str]:
    """Return a list of the studies lexicon as a set."""
    return frozenset(load("studies")[name])


def parts_of(names: Iterable[str]) -> set[str]:
    """Return the words of some names in small letters."""
    return {word for name in names for word in name.lower().split()}


def finds_by_trade(makers: Iterable[str]) -> bool:
    """Say whether one of some bodies finds things out for its State or its trade."""
    return bool(parts_of(makers) & (words_in("gremial") | words_in("statistical")))


def tells_by_trade(makers: Iterable[str]) -> bool:
    """Say whether that is the trade of one of some bodies, or it tells the public what it finds."""
    return finds_by_trade(makers) or bool(parts_of(makers) & words_in("public"))


def analyses(makers: Iterable[str], near: Collection[str] = ()) -> bool:
    """Say whether bodies analyse for a living, by their names or the words `near` them."""
    named = parts_of(makers) & words_in("analysts")
    return bool(words_in("analyst_nouns").intersection(near) or named)


def phrases_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a list of the studies lexicon, cut into words."""
    return cut_phrases("studies", name)


@cache
def _by_word(name: str, place: int) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Index the phrases of a list by their first word (0) or by their last (-1)."""
    return by_word(phrases_of(name), place)


def starts_at(words: Sequence[Word], at: int, name: str) -> int:
    """Return how many words of the longest phrase of a list stand at `at`, 0 for none."""
    best = 0
    for phrase in _by_word(name, 0).get(words[at].low, ()):
        size = len(phrase)
        if (
            size > best
            and at + size <= len(words)
            and all(words[at + k].low == phrase[k] for k in range(size))
        ):
            best = size
    return best


def ends_before(words: Sequence[Word], at: int, name: str) -> bool:
    """Say whether a phrase of a list stands right before word `at`."""
    return at > 0 and any(
        at >= len(p) and all(words[at - len(p) + k].low == p[k] for k in range(len(p)))
        for p in _by_word(name, -1).get(words[at - 1].low, ())
    )
