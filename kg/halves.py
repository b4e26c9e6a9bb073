"""Tells the claims of two figures of one clause apart: "el 11 % en España y el 6 % en la UE"."""

from collections.abc import Sequence
from itertools import pairwise

from kg.clause import contrast_at
from kg.figure import LEXICON
from kg.grammar import Word, before_number, is_year, verb_start
from kg.noun_phrase import terms
from kg.topic import is_time

__all__ = ["compared_half", "joined_after", "joined_before", "same_measure"]

_PLACED = ("en", "entre", "para", "de", "del")  # prepositions of what the halves differ in
_JOINED = ("y", "e", ",")


def _lead(words: Sequence[Word], at: int) -> int:
    """Return where the preposition and the article begin that lead the figure at `at`."""
    place = before_number(words, at)
    governed = place >= 0 and words[place].tag == "P"
    return place if governed else place + 1


def _next(words: Sequence[Word], at: int, after: int) -> int:
    """Return the figure that stands in a row with the one at `at`: "y del 6 % en la UE"; or -1."""
    following = next((k for k in range(at + 1, after) if words[k].tag == "F"), -1)
    if following < 0 or any(w.tag == "V" for w in words[at + 1 : after]):
        return -1
    join = _lead(words, following) - 1
    alike = join > at + 1 and words[join].low in _JOINED and _is_led_alike(words, at, following)
    if not alike or following + 1 >= after:
        return -1
    one, other = words[at + 1], words[following + 1]
    return following if one.low == other.low and one.low in _PLACED else -1


def _is_led_alike(words: Sequence[Word], one: int, other: int) -> bool:
    """Say whether two figures have the same preposition, or the second one none."""
    first, second = words[_lead(words, one)], words[_lead(words, other)]
    return second.tag != "P" or first.low == second.low


def joined_after(words: Sequence[Word], at: int, after: int) -> int:
    """Return where the claim of a figure ends whose clause goes on with another of the same."""
    following = _next(words, at, after)
    return _lead(words, following) - 1 if following > 0 else after


def joined_before(words: Sequence[Word], first: int, at: int) -> list[Word] | None:
    """Return what a figure says that goes on with the clause of another, up to itself."""
    head, before = -1, at
    while True:
        earlier = next((k for k in range(before - 1, first - 1, -1) if words[k].tag == "F"), -1)
        if earlier < 0 or _next(words, earlier, min(at + 2, len(words))) != before:
            break
        head = before = earlier
    if head < 0 or not any(w.tag == "V" for w in words[first:head]):
        return None
    start = _lead(words, at)
    kept = _lead(words, head)
    if words[start].tag != "P" and words[kept].tag == "P":
        kept += 1  # "en un 5 % en Lugo y un 3 % en Soria"
    return [*words[first:kept], *words[start:at]]


def compared_half(
    words: Sequence[Word], at: int, after: int, other: int, clause: tuple[int, int]
) -> list[Word] | None:
    """Return the clause of another figure as it holds of the one that it is set against.

    "La tasa en el agro es del 95 %, frente al 62 % de la industria" says of the industry that
    "la tasa es del 62 %": the figure takes the place of the other, without what they differ in.

    Args:
        words: of the sentence.
        at: the figure that is set against the other.
        after: the word after its own half.
        other: the figure of the clause.
        clause: first and last (exclusive) word of that clause.
    """
    if not any(contrast_at(words, k) for k in range(other + 1, at)):
        return None
    first, last = clause
    verb = next((k for k in range(_lead(words, other) - 1, first, -1) if words[k].tag == "V"), -1)
    if verb < 0:
        return None
    own = words[at + 1 : after]
    timed = any(map(is_time, own))
    if not timed and _is_somebody(words[first:verb]):
        first = verb_start(words, verb)
    dropped = _differing(words, own, (first, verb), (other + 1, last), timed=timed)
    kept = [k for k in range(first, last) if not any(k in part for part in dropped)]
    told = words[other].low[:1].isdigit() and words[at].low[:1].isdigit()
    if first < verb and not (told and words[verb].low not in LEXICON["comparator_verbs"]):
        return [words[k] for k in kept if k < verb]
    return [word for k in kept for word in (_counted(words, at, k) if k == other else [words[k]])]


def _counted(words: Sequence[Word], at: int, other: int) -> list[Word]:
    """Return a figure with the unit that only the other of two halves tells: "4 horas … las 19"."""
    number, _, unit = words[other].low.partition(" ")
    if not unit or not number[:1].isdigit() or not words[at].low.isdigit():
        return [words[at]]
    start = words[other].end - len(unit)
    return [words[at], words[other]._replace(start=start, low=unit, tag="N")]


def same_measure(one: Word, other: Word) -> bool:
    """Say whether two figures are told in the same unit, or one of them without it."""
    unit, own = other.low.split()[-1], one.low.split()
    elided = unit[:1].isdigit() and unit[-1:] != "%"  # "4 horas, frente a las 19"
    shares = own[-1][-1:] == "%" == unit[-1:]
    return not is_year(one.low) and (elided or shares or unit in own)


def _is_somebody(subject: Sequence[Word]) -> bool:
    """Say whether a subject is a name or a group: "España", "estos últimos", "las mujeres"."""
    nouns = [w for w in subject if w.tag in "NT"]
    if not nouns:
        return False
    head = nouns[0]
    return (head.upper and subject[0] == head) or any(
        head.low in terms(group) for group in ("people", "first_ones", "second_ones")
    )


def _complements(words: Sequence[Word], start: int, stop: int) -> list[range]:
    """Return what is told by a preposition of place or possession in `words[start:stop]`."""
    opens = [k for k in range(start, stop) if words[k].low in _PLACED and words[k + 1].tag in "DNT"]
    return [range(k, _stop(words, k + 1, end)) for k, end in pairwise([*opens, stop])]


def _stop(words: Sequence[Word], start: int, stop: int) -> int:
    """Return where a complement ends: before a sign or a clause of its own."""
    return next((k for k in range(start, stop) if words[k].tag in "SQV"), stop)


def _differing(
    words: Sequence[Word],
    own: Sequence[Word],
    subject: tuple[int, int],
    tail: tuple[int, int],
    *,
    timed: bool,
) -> list[range]:
    """Return the complements of a clause that do not hold of the half with a complement `own`."""
    behind = _complements(words, *tail)
    if timed:
        return [part for part in behind if _is_timed(words, part)]
    placed = [part for part in behind if not _is_timed(words, part)]
    if placed:
        return placed[:1]
    name = any(w.upper for w in own)
    definite = [
        part
        for part in _complements(words, *subject)
        if part[1:]
        and (words[part[0]].low == "del" or words[part[1]].tag == "D" or words[part[1]].upper)
        and (any(words[k].upper for k in part) or not name)
    ]
    return definite[-1:]


def _is_timed(words: Sequence[Word], part: range) -> bool:
    return any(is_time(words[k]) for k in part)
