"""Phrases in quotes: which passages and sentences hold their very words, one after another.

Capitals, accents and punctuation aside, and figures and initials in any form, as `find_words` reads
them: "ti" is no part of «participa», and "77 por ciento" is «77 %».
"""

from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index.channels import Channels, spread
from index.lexical import stem_terms
from index.spelling import Speller
from index.units import FIRST, LAST

__all__ = ["Phrases"]

CHUNK = 4096  # passages that are looked through at once


class Phrases:
    """The phrases of one question, looked for in a base."""

    def __init__(
        self, phrases: Sequence[Sequence[str]], channels: Channels, speller: Speller
    ) -> None:
        """Find how the base writes each word of each phrase."""
        self._channels = channels
        self._forms = [[speller.written(word) for word in phrase] for phrase in phrases]

    def held(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say which runs of sentences, from `starts` to before `ends`, hold every phrase, (n,)."""
        first = self._channels.units.words.first
        opening, closing = np.asarray(first[starts]), np.asarray(first[ends])
        words = np.asarray(self._channels.units.words.flat[spread(opening, closing)])
        owner = np.repeat(np.arange(len(starts)), closing - opening)
        held = np.ones(len(starts), dtype=bool)
        for phrase in self._forms:
            begins = np.flatnonzero(self._runs(words, owner, phrase))
            held &= np.bincount(owner[begins], minlength=len(starts)) > 0
        return held

    def passages(self, most: int) -> NDArray[np.int64]:
        """Return the first `most` passages that hold every phrase, in order."""
        found: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
        for ids in self._likely():
            rows = self._channels.units.passages[ids]
            found.append(ids[self.held(rows[:, FIRST], rows[:, LAST] + 1)])
            if sum(len(part) for part in found) >= most:
                break
        return np.concatenate(found)[:most]

    def _runs(
        self, words: NDArray[np.int32], owner: NDArray[np.int64], phrase: Sequence[Sequence[str]]
    ) -> NDArray[np.bool_]:
        """Say at which of `words` the phrase begins and does not run over into another unit."""
        last = len(phrase) - 1
        count = max(len(words) - last, 0)
        runs = np.asarray(owner[:count] == owner[last : last + count])
        numbers = self._channels.word_numbers
        for place, forms in enumerate(phrase):
            wanted = np.zeros(len(numbers), dtype=bool)
            wanted[[numbers[form] for form in forms]] = True
            runs &= wanted[words[place : place + count]]
        return runs

    def _likely(self) -> Iterator[NDArray[np.int64]]:
        """Yield the passages that hold every word with a stem, some at a time."""
        index = self._channels.lexical["stems.passage"]
        words = [forms for phrase in self._forms for forms in phrase]
        if not all(words):
            return
        holders = [
            index.holders({terms[0] for terms in stems})
            for forms in words
            if all(stems := [stem_terms(form) for form in forms])
        ]
        # phrases of stop words alone may be anywhere
        ids = reduce(np.intersect1d, sorted(holders, key=len)) if holders else np.arange(index.size)
        for start in range(0, len(ids), CHUNK):
            yield ids[start : start + CHUNK].astype(np.int64)
