"""Reads whose a figure is in a clause without a verb: "Los navarros, en un 56 %."."""

from collections.abc import Sequence
from functools import cache

from kg.clause import boundary_before, leads
from kg.grammar import Word
from kg.itemised import is_group
from kg.lexicon import load
from kg.noun_phrase import is_passive, terms
from kg.population import Phrase, PopulationReader
from kg.topic import is_time, is_timed

__all__ = ["find_verbless"]

_PLACING = ("en", "entre", "a", "al", "para")
_LINKS = 3  # words that link such a clause to the one before: "Y, en cambio, "
_AMOUNT = ("con", "en", "de", "del", "por", "a", "al", "hasta")  # leads a figure: "en un 56 %"
_ENDS = (",", ":")
_CASES = 4  # words to the end of "de los casos"


def find_verbless(
    words: Sequence[Word], at: int, reader: PopulationReader, *, asked: bool
) -> tuple[str, Phrase] | None:
    """Return the cue and the phrase that a clause without a verb begins with.

    Its verb is that of the sentence before, which it is set against. Where people were `asked`, a
    thing may be what they chose.

    Source: Real Academia Española, Nueva gramática, § 48.14, on the gapping of verbs.
    """
    first = boundary_before(words, at)
    colon = first > 0 and words[first - 1].low == ":"
    first = boundary_before(words, first - 1) if colon else first
    start = _past_links(words, first, at)
    placed = words[start].low in _PLACING
    phrase = reader.read(words, start + placed)
    if phrase.after <= start + placed or not _is_somebody(words, phrase):
        return None
    end = next((k for k in range(phrase.after, at) if words[k].low in _ENDS), -1)
    if end < 0 or any(w.tag not in "AR" for w in words[phrase.after : end]):
        return None
    tail, group = words[end:at], is_group(words, phrase)
    cases = any(w.low in ("casos", "ocasiones") for w in words[at + 1 : at + _CASES])
    chosen = asked and not group and not any(w.low == "en" for w in tail)
    if (
        not _is_led(tail)
        or chosen
        or (not group and ((cases and not phrase.plural) or leads(words, at)))
    ):
        return None
    return ("dónde" if placed else "sujeto pospuesto"), phrase


def _past_links(words: Sequence[Word], first: int, at: int) -> int:
    start = first
    while start < min(first + _LINKS, at - 1) and (
        words[start].tag in "CA" or words[start].low == ","
    ):
        start += 1
    return start


def _is_somebody(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase can be whose a figure is, and tells neither when nor what."""
    if phrase.kind in ("first", "second") or phrase.head == "quienes":
        return True
    if phrase.kind in ("time", "none", "generic") or phrase.head in _vague():
        return False
    opening = words[phrase.first]
    to_thing = words[phrase.first - 1].low == "a" and not opening.upper
    if opening.tag != "D" and (is_passive(opening) or (phrase.first and to_thing)):
        return False  # "Consultados por la cámara, un 49 %", "A precio, …"
    timed = any(map(is_time, words[phrase.first : phrase.after])) or is_timed(words, phrase)
    known = bool(phrase.populations) or phrase.kind == "relative"
    return known and not timed


@cache
def _vague() -> frozenset[str]:
    """Return the heads that name nobody: "la cifra", "el aumento", "en el segundo, …"."""
    lists = ("told_by", "changes", "comparing", "rest", "first_ones", "second_ones")
    return frozenset(load("grammar")["not_settings"]).union(*(terms(name) for name in lists))


def _is_led(tail: Sequence[Word]) -> bool:
    """Say whether a figure follows with no subject between: ", en un", ", poco:", ", dormidas:"."""
    inner = [w for w in tail if w.tag != "S"]
    free = all(w.tag in "DAT" or w.low in _AMOUNT or w.tag == "N" for w in inner)
    named = any(w.tag == "N" and k and inner[k - 1].tag in "DP" for k, w in enumerate(inner))
    return free and not named and all(w.low in _ENDS for w in tail if w.tag == "S")
