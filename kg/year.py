"""Reads the year that a figure is told of: "En 2019 el 48 % …; dos años después, el 58 %"."""

from collections.abc import Sequence

from kg.clause import contrast_at
from kg.grammar import Word, is_year
from kg.numeral import Figure
from kg.parse import ParsedSentence
from kg.population import terms

__all__ = ["read_year"]

_REACH = 40  # words that are looked through on either side of a figure
_FIRST, _LAST = 1900, 2100
_ENDS = frozenset([";", ":", ".", "(", "—"])


def read_year(sentence: ParsedSentence, at: int, before: int | None) -> int | None:
    """Return the year that the figure at word `at` is told of, where the sentence names it.

    Args:
        sentence: that holds the figure.
        at: index of the figure's word.
        before: the year of the figure before, from which "dos años después" counts.
    """
    words = sentence.words
    return _right_behind(words, at) or _in_front(sentence, at, before) or _behind(words, at)


def _right_behind(words: Sequence[Word], at: int) -> int | None:
    """Read "18 % en 2018", "64 % de 2021", "12 % (2019)", "6 % en el año 2022"."""
    if at + 2 >= len(words) or words[at + 1].low not in ("en", "de", "del", "("):
        return None
    place = at + 2
    while place < min(len(words) - 1, at + 4) and words[place].low in ("el", "año"):
        place += 1
    return _year(words[place])


def _in_front(sentence: ParsedSentence, at: int, before: int | None) -> int | None:
    """Read "En 2019 el 48 %", and "dos años después el 58 %" where the year before is known."""
    words = sentence.words
    for place in range(at - 1, max(-1, at - _REACH), -1):
        word = words[place]
        if word.tag == "F" and not _year(word):
            return _counted(words, place, sentence.figures[word.figure], before)
        if word.low in _ENDS:
            return None
        if _year(word):
            return _year(word) if _is_when(words, place) else None
    return None


def _counted(words: Sequence[Word], at: int, figure: Figure, before: int | None) -> int | None:
    """Count "dos años después" from the year before."""
    ahead = " ".join(word.low for word in words[at + 1 : at + 3])
    later = any(f"{ahead} ".startswith(f"{phrase} ") for phrase in terms("later"))
    if before is None or not later or figure.kind != "duration" or "año" not in figure.text:
        return None
    year = before + int(figure.value)
    return year if year <= _LAST else None


def _behind(words: Sequence[Word], at: int) -> int | None:
    """Read "el 48 % fichaba a mano en 2019"."""
    for place in range(at + 1, min(len(words), at + _REACH)):
        word = words[place]
        if (word.tag == "F" and not _year(word)) or word.low in _ENDS or contrast_at(words, place):
            return None
        if _year(word):
            # "…, y en 2023 lo hizo el 52 %" tells when the next figure was
            joined = any(w.tag == "C" for w in words[max(at, place - 3) : place])
            return _year(word) if _is_when(words, place) and not joined else None
    return None


def _is_when(words: Sequence[Word], place: int) -> bool:
    """Say whether a year tells when something is so: "en 2019", no "desde 2019", "que en 2019"."""
    first = place - 1
    if first > 0 and words[first].low == "año":
        first -= 2 if words[first - 1].low == "el" else 1
    elif first > 1 and words[first].low in ("de", "del") and words[first - 1].low in terms("times"):
        first -= 2  # "en junio de 2019"
    if first < 0 or words[first].low != "en":
        return False
    return first == 0 or words[first - 1].tag != "Q"


def _year(word: Word) -> int | None:
    return int(word.low) if is_year(word.low) and _FIRST <= int(word.low) <= _LAST else None
