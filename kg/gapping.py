"""Reads clauses that leave out the verb of the one before: "Chile paga 300 dólares; Perú, 200"."""

from collections.abc import Sequence

from kg.clause import contrast_before
from kg.grammar import Word, before_number, verb_start
from kg.noun_phrase import terms

__all__ = ["gap_after", "gap_before", "regained"]

_NEAR = 4  # words between where a clause ends and the next figure
_MOST = 10  # words of what a clause without its verb is about
_JOINED = ("y", "e", "pero", ";")
_OF = ("de", "del")


def gap_before(words: Sequence[Word], first: int, at: int) -> int:
    """Return where the clause of a figure begins that lacks its verb: "…, y | en Soria, el 5 %".

    Another figure, and its verb, stand before it since word `first`; -1 for none.
    """
    lead = _lead(words, at)
    behind = words[at + 1].low if at + 1 < len(words) else "."
    if words[lead].low == "con" or behind in ("más", "menos"):
        return -1
    parted = lead > 0 and words[lead - 1].low == ","
    end = lead - parted
    start = _about(words, first, end)
    if start <= first or words[start - 1].low not in _JOINED or contrast_before(words, start):
        return -1
    placed = words[start].low in terms("placed_by")
    named = parted and (words[start].tag == "D" or words[start].upper)
    if not (placed or named) or not any(w.tag in "NT" for w in words[start:end]):
        return -1
    earlier = any(w.tag == "F" for w in words[first : start - 1])
    return start if earlier and any(w.tag == "V" for w in words[first : start - 1]) else -1


def _about(words: Sequence[Word], first: int, end: int) -> int:
    """Return where begins what a clause without its verb is about: "en Barranco y Miraflores"."""
    start = _run(words, first, end)
    while start > first and words[start - 1].low in ("y", "e"):
        before = _run(words, first, start - 1)
        row = before < start - 1 and words[before].low in terms("placed_by")
        if not row or before <= first or words[before - 1].low not in _JOINED:
            break
        start = before
    return start


def _run(words: Sequence[Word], first: int, end: int) -> int:
    start = end
    while start > first and end - start <= _MOST and words[start - 1].tag in "DNPTA":
        start -= 1
    return start


def gap_after(words: Sequence[Word], first: int, at: int, after: int) -> int:
    """Return where the clause of a figure ends, before one that lacks its verb."""
    near = range(at + 1, min(len(words), after + _NEAR))
    following = next((k for k in near if words[k].tag == "F"), -1)
    start = gap_before(words, first, following) if following > 0 else -1
    return start - 1 if at < start - 1 < after else after


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
        if not any(w.tag in "NT" for w in subject):
            return None  # "le siguen los cines, …, y los bares": its subject stands behind
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
    while ends < len(words) and words[ends].tag in "DNTP" and not _is_new(words, ends, opens):
        ends += 1
    ends += ends < len(words) and words[ends].low == ","
    return [*words[:opens], *words[ends:]]


def _is_new(words: Sequence[Word], place: int, opens: int) -> bool:
    """Say whether a determiner begins another phrase: "En Lugo | la tasa"."""
    return words[place].tag == "D" and place > opens + 1 and words[place - 1].tag in "NT"
