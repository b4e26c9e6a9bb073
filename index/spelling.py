"""Words of a question that the base does not know: the words it knows that are written alike.

Or those that it is short for ("dpto."). Only for words that are in no article, so that exact
matches cost nothing and stay exact.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from corpus.lexicon import fold

__all__ = ["Speller", "distance"]

ABBREVIATIONS = Path(__file__).parent / "data" / "abbreviations.yaml"
# Words, with a full stop inside a sentence, one at its end, or none; what stands in quotes is meant
# letter by letter.
_SHORT = re.compile(
    r"\"[^\"]*\"|“[^”]*”|«[^»]*»"
    r"|(?P<word>[^\W\d_]{2,})(?:(?P<stop>\.(?=\s+[a-záéíóúüñ0-9]))|\.)?"
)
LEAST = 4  # letters: shorter words have too many neighbours
MOST = 40  # letters: nobody types a longer word, and what has more is none
ALTERNATIVES = 3


@cache
def _abbreviations() -> dict[str, str]:
    """Return what each short form stands for."""
    table = yaml.safe_load(ABBREVIATIONS.read_text(encoding="utf-8"))
    return {short: word for word, forms in table.items() for short in forms}


class Speller:
    """The words of a base, found without accents or with a slip or two."""

    def __init__(
        self, vocabulary: Sequence[str], is_word: Callable[[str], bool] = lambda word: False
    ) -> None:
        """Take the words of the base; `is_word` knows right words that no article holds."""
        self._vocabulary = vocabulary
        self._is_word = is_word

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        forms: dict[str, list[str]] = {}
        for word in self._vocabulary:
            forms.setdefault(fold(word), []).append(word)
        return forms

    @cached_property
    def _letters(self) -> tuple[NDArray[np.uint32], NDArray[np.int16], list[str]]:
        words = [word for word in self._folded if LEAST <= len(word) <= MOST and word.isalpha()]
        sets = np.array([_letter_set(word) for word in words], dtype=np.uint32)
        return sets, np.array([len(word) for word in words], dtype=np.int16), words

    def whole(self, word: str, *, cut: bool = False) -> str | None:
        """Return what a short form that is no word of its own stands for: "dpto", "provs".

        One that the model knows stands for itself, unless a full stop shows it to be `cut`.
        """
        plain = fold(word)
        known = plain in self._folded or (not cut and self._is_word(plain))
        return None if known or not word.islower() else _abbreviations().get(plain)

    def written_out(self, text: str) -> str:
        """Return `text` with its short forms written out, but for what stands in quotes."""

        def whole(found: re.Match[str]) -> str:
            word = found["word"]
            return (word and self.whole(word, cut=bool(found["stop"]))) or found[0]

        return _SHORT.sub(whole, text)

    def written(self, word: str) -> list[str]:
        """Return the words of the base that are `word`, accents aside."""
        return self._folded.get(fold(word), [])

    def forms(self, word: str) -> list[tuple[str, float]]:
        """Return the words of the base that `word` stands for, each with a weight.

        The word itself, or its forms with accents (weight 1); else, for a slip of the keyboard,
        the nearest words; else `word` as it is.
        """
        plain = fold(word)
        known = self._folded.get(plain)
        if known:
            return [(form, 1.0) for form in known] if word not in known else [(word, 1.0)]
        if not LEAST <= len(plain) <= MOST or not plain.isalpha() or self._is_word(plain):
            return [(word, 1.0)]
        near = self._near(plain)
        return [(form, 0.8) for other in near for form in self._folded[other]] or [(word, 1.0)]

    def _near(self, word: str) -> list[str]:
        """Return the nearest words within one slip, two from eight letters up."""
        allowed = 1 if len(word) < 8 else 2
        sets, lengths, words = self._letters
        if not words:
            return []
        unlike = np.bitwise_count(sets ^ np.uint32(_letter_set(word)))
        # One slip changes the set of letters by two at most.
        likely = np.flatnonzero((unlike <= 2 * allowed) & (np.abs(lengths - len(word)) <= allowed))
        found = [(distance(word, words[i], allowed), words[i]) for i in likely]
        least = min((d for d, _ in found), default=allowed + 1)
        if least > allowed:
            return []
        return [other for d, other in found if d == least][:ALTERNATIVES]


def _letter_set(word: str) -> int:
    """Return the letters of a folded word as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 32)
    return bits


def distance(a: str, b: str, most: int) -> int:
    """Return the slips between two words (letter added, lost, changed, two swapped).

    Anything above `most` is given as `most + 1`. Source: Damerau 1964, optimal string alignment.

    >>> distance("colavoracion", "colaboracion", 2), distance("maketring", "marketing", 2)
    (1, 2)
    """
    return OSA.distance(a, b, score_cutoff=most)
