"""Many phrases looked up at once: a tree of words, walked from a place in a text."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

__all__ = ["PhraseTree", "by_word"]

_T = TypeVar("_T")


def by_word(
    phrases: Iterable[Sequence[str]], place: int = 0
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return phrases by their first word (or that at `place`), the longest first.

    >>> by_word([["en"], ["en", "tanto"], ["pero"]])
    {'en': (('en', 'tanto'), ('en',)), 'pero': (('pero',),)}
    """
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found[phrase[place]] = (*found.get(phrase[place], ()), tuple(phrase))
    return found


class PhraseTree(Generic[_T]):
    """Maps phrases (sequences of words) to payloads; a look-up costs its longest match."""

    __slots__ = ("_children", "_payload")

    def __init__(self) -> None:
        self._children: dict[str, PhraseTree[_T]] = {}
        self._payload: _T | None = None

    def add(self, words: Iterable[str], payload: _T) -> None:
        """Enter a phrase; the first payload entered for it stays."""
        node = self
        for word in words:
            node = node._children.setdefault(word, PhraseTree())
        if node._payload is None:
            node._payload = payload

    @property
    def firsts(self) -> frozenset[str]:
        """The words that phrases begin with."""
        return frozenset(self._children)

    def longest(self, keys: Sequence[Sequence[str]], start: int) -> tuple[int, _T] | None:
        """Return the end and the payload of the longest phrase that starts at `start`.

        `keys[i]` holds the readings of word i, the one to prefer first. A phrase follows one
        reading a word: where two readings lead on, the first that is known is taken.
        """
        node, found = self, None
        for place in range(start, len(keys)):
            following = None
            for key in keys[place]:
                following = node._children.get(key)
                if following is not None:
                    break
            if following is None:
                return found
            node = following
            if node._payload is not None:
                found = (place + 1, node._payload)
        return found
