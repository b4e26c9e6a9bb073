"""Tells which group of companies a text is about, where it calls them by wider nouns too."""

import re
from collections import Counter

from kg.population import terms

__all__ = ["headword", "narrow_group"]

_OFTEN = 3  # times that a text must name a group
_WORD = re.compile(r"[^\W\d_]+")


def narrow_group(text: str) -> str | None:
    """Return the one group of companies that a text is about: "pymes" that it calls firms too.

    A hypernym takes up a hyponym: in a text that speaks of small firms again and again, "siete
    de cada diez empresas" are those.
    """
    counts = Counter(word.lower() for word in _WORD.findall(text))
    wider = sum(counts[word] for word in terms("wider") if word.endswith("s"))
    found = [(counts[w] + counts[w.rstrip("s")], w) for w in terms("narrower") if w.endswith("s")]
    most, group = max(found)
    return group if most >= _OFTEN and 2 * most >= wider else None


def headword(text: str) -> str | None:
    """Return the noun by which a text calls firms most often: "empresas", not "compañías"."""
    counts = Counter(word.lower() for word in _WORD.findall(text))
    ranked = sorted(((counts[word], word) for word in terms("firms")), reverse=True)
    most, next_ = ranked[0], ranked[1]
    return most[1] if most[0] > next_[0] and most[0] > 1 else None
