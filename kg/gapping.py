"""Reads clauses that leave out the verb of the one before: "Chile paga 300 dólares; Perú, 200"."""

from collections.abc import Sequence

from kg.clause import contrast_before
from kg.grammar import Word, before_number, verb_start
from kg.noun_phrase import terms

__all__ = ["gap_after", "gap_before", "regained"]

_REACH = 60  # words that are looked through on either side of a figure
_MOST = 10  # words of what a clause without its verb is about
_JOINED = ("y", "e", "pero", ";", ",")
_OF = ("de", "del")


def gap_before(words: Sequence[Word], first: int, at: int) -> int:
    """Return where the clause of a figure begins that lacks its verb: "…, y | en Soria, el 5 %".

    Another figure, and its verb, stand before it since word `first`; -1 for none.
    """
    lead = _lead(words, at)
    parted = lead > 0 and words[lead - 1].low == ","
    start = lead - parted
    while start > first and lead - start <= _MOST and words[start - 1].tag in "DNPTA":
        start -= 1
    if start >= lead - parted or start <= first or words[start - 1].low not in _JOINED:
        return -1
    placed = words[start].low in terms("placed_by")
    if words[start - 1].low == "," or contrast_before(words, start):
        return -1
    if not placed and not (parted and words[start].tag in "DN"):
        return -1
    earlier = next((k for k in range(start - 1, first - 1, -1) if words[k].tag == "F"), -1)
    said = earlier >= 0 and any(w.tag == "V" for w in words[first : start - 1])
    return start if said else -1


def gap_after(words: Sequence[Word], first: int, at: int, after: int) -> int:
    """Return where the clause of a figure ends, before one that lacks its verb."""
    following = next((k for k in range(at + 1, after) if words[k].tag == "F"), -1)
    start = gap_before(words, first, following) if following > 0 else -1
    if start < 0 or any(w.tag == "V" for w in words[following + 1 : after]):
        return after
    return start - 1


def regained(
    words: Sequence[Word],
    clause: tuple[int, int, int],
    other: int,
    whole: tuple[int, int],
) -> list[Word] | None:
    """Return what a clause without a verb says, with that of the clause of another figure.

    "Chile paga 300 dólares por obrero; Perú, 200 dólares" says "Perú paga 200 dólares por obrero".

    Args:
        words: of the sentence.
        clause: the first word of the clause, its figure, and the word after it.
        other: the figure before.
        whole: first and last (exclusive) word of the clause of that figure.
    """
    first, at, after = clause
    begin, end = whole
    lead, kept = _lead(words, at), _lead(words, other)
    about = [w for w in words[first:lead] if w.low != ","]
    verb = next((k for k in range(kept - 1, begin - 1, -1) if words[k].tag == "V"), -1)
    plain = about and all(w.tag in "DNPTA" for w in about)
    if verb < 0 or not plain or any(w.tag in "VQF" for w in words[at + 1 : after]):
        return None
    if words[lead].tag != "P" and words[kept].tag == "P":
        kept += 1  # "sube al 8 %; …, 5 %"
    start = verb_start(words, verb)
    subject, tail = words[begin:start], words[other + 1 : end] if at + 1 == after else []
    said = [*words[start:kept], *words[lead:after]]
    if about[0].tag != "P":
        return [*_named(about, subject), *said, *tail]
    behind = not any(w.low == about[0].low for w in subject)  # "La tasa es del 5 % | en Vigo"
    subject, tail = _without(subject, about[0]), _without(tail, about[0])
    return [*subject, *said, *tail, *about] if behind else [*about, *subject, *said, *tail]


def _lead(words: Sequence[Word], at: int) -> int:
    """Return where the preposition and the article begin that lead the figure at `at`."""
    place = before_number(words, at)
    governed = place >= 0 and words[place].tag == "P" and words[place].low not in ("en", "entre")
    return place if governed else place + 1


def _named(about: list[Word], subject: Sequence[Word]) -> list[Word]:
    """Return "el | precio | de los pisos" for "el de los pisos"."""
    head = next((w for w in subject if w.tag in "NT"), None)
    if head is None or len(about) < 2 or about[0].tag != "D" or about[1].low not in _OF:
        return about
    return [about[0], head, *about[1:]]


def _without(words: Sequence[Word], place: Word) -> list[Word]:
    """Leave out what the same preposition leads, up to a comma or a determiner that follows."""
    opens = next((k for k, w in enumerate(words) if w.low == place.low), -1)
    if opens < 0:
        return list(words)
    ends = opens + 1
    while ends < len(words) and words[ends].tag in "DNT" and not _is_new(words, ends, opens):
        ends += 1
    ends += ends < len(words) and words[ends].low == ","
    return [*words[:opens], *words[ends:]]


def _is_new(words: Sequence[Word], place: int, opens: int) -> bool:
    """Say whether a determiner begins another phrase: "En Lugo | la tasa"."""
    return words[place].tag == "D" and place > opens + 1 and words[place - 1].tag in "NT"
