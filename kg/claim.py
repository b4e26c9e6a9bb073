"""Words what a figure says: its clause, trimmed of who says it, readable alone."""

from collections.abc import Sequence
from itertools import pairwise

from kg.bracket import opening_before
from kg.clause import clause_of
from kg.grammar import Word
from kg.lexicon import load
from kg.population import terms

__all__ = ["read_claim"]

# Characters of a claim on either side of its figure; the longest of any article at hand has 421
_REACH = 500


def read_claim(
    text: str,
    words: Sequence[Word],
    at: int,
    before: str | None,
    *,
    here: bool = True,
    again: bool = False,
) -> str:
    """Return what holds of the population of the figure at word `at`.

    Args:
        text: of the article.
        words: of the sentence.
        at: index of the figure's word.
        before: the claim of the figure before, which an echo ("hacen lo propio") takes over, and
            a figure of the same sentence that says nothing of its own ("frente al 31 % de X").
        here: the figure before stands in the same sentence.
        again: both are shares of people, and stand near each other: "Los jefes llegan al 78 %".
    """
    first, after = clause_of(words, at)
    first = _past_attribution(words, first, at)
    while first < at and (
        words[first].tag in "C" or words[first].low in (",", "(", "así", "además", "asimismo")
    ):
        first += 1
    while after > at + 1 and (
        words[after - 1].low in (",", ":", ".", "(") or words[after - 1].tag == "C"
    ):
        after -= 1
    after = _before_attribution(words, at, after)
    rest = words[at + 1 : after]
    tail = " ".join(w.low for w in rest)
    if before and again and _adds_nothing(words, first, at, after):
        return before
    # A word on either side, so that "así" is not found in "casi"
    if before and any(f" {echo} " in f" {tail} " for echo in terms("echoes")):
        return before
    if before and not any(w.tag in "NVT" for w in rest) and _tells_again(words[first:at]):
        return before
    bracketed = opening_before(words, at) > 0
    if bracketed or not _says(words[first:after]):
        # what is told in brackets, or of a thing in a row, needs the sentence around it
        if before and here and not bracketed:
            return before
        first, after = _past_attribution(words, 0, at), len(words)
        while after > at + 1 and words[after - 1].tag == "S" and words[after - 1].low in ".:":
            after -= 1
        after = _before_attribution(words, at, after)
    first, after = _within_reach(words, at, first, after)
    first = _predicate(words, at, after) or first
    clause = text[words[first].start : words[after - 1].end]
    return " ".join(clause.split())


def _within_reach(words: Sequence[Word], at: int, first: int, after: int) -> tuple[int, int]:
    """Leave out words far from the figure: a line of a table may be as long as its text."""
    figure = words[at]
    while first < at and figure.start - words[first].start > _REACH:
        first += 1
    while after > at + 1 and words[after - 1].end - figure.end > _REACH:
        after -= 1
    return first, after


def _adds_nothing(words: Sequence[Word], first: int, at: int, after: int) -> bool:
    """Say whether a clause only tells how many: "llegan al 78 %", "opina así el 57 %"."""
    if any(word.tag in "NVTI" for word in words[at + 1 : after]):
        return False
    verb = next((k for k in range(at - 1, first - 1, -1) if words[k].tag == "V"), -1)
    if verb < 0 or any(word.tag in "NQF" for word in words[verb + 1 : at]):
        return False
    hugging = {word.low for word in words[max(0, verb - 1) : verb]}
    echoed = words[verb + 1].low == "así" or not hugging.isdisjoint(("lo", "así"))
    return echoed or words[verb].lemma in terms("reaching")


def _tells_again(words: Sequence[Word]) -> bool:
    """Say whether a clause takes up the figure before: "entre los jóvenes, la cifra llega a"."""
    return any(
        word.low in terms("told_again") and following.low not in ("de", "del")
        for word, following in pairwise(words)
    )


def _says(words: Sequence[Word]) -> bool:
    """Say whether a clause has a verb of its own."""
    return any(word.tag == "V" for word in words)


def _predicate(words: Sequence[Word], at: int, after: int) -> int | None:
    """Return where the predicate begins of which the figure at word `at` is the subject.

    "el 77% de los CIO | piensa que la colaboración es importante": whose and how many are told by
    the statistic itself, and the predicate alone is true of another figure that echoes it.
    """
    place = at + 1
    while (
        place < after
        and (words[place].tag in "PDNTA" or words[place].low in _THEM)
        and words[place].low not in _NOT_SUBJECT
    ):
        place += 1
    if place >= after - 1 or words[place].tag not in "VR":
        return None
    while place < after and words[place].tag == "R":  # "se", "lo", "les" before the verb
        place += 1
    if place >= after - 1 or words[place].tag != "V":
        return None
    while place > at + 1 and (
        (words[place - 1].tag == "R" and words[place - 1].low not in _THEM)
        or words[place - 1].low in _WITH_VERB
    ):
        place -= 1
    return place


_WITH_VERB = frozenset({"no", "ya", "nunca", "también", "aún", "todavía", "apenas"})
_THEM = frozenset({"ellos", "ellas", "éstos", "estos", "éstas", "estas"})  # "un 30% de ellos"
_NOT_SUBJECT = frozenset({"más", "menos"})  # "un 15% más proclives" is no subject


def _past_attribution(words: Sequence[Word], first: int, at: int) -> int:
    """Skip "Según el informe de X," at the beginning of a clause."""
    if first < at and (
        words[first].low == "según"
        or (words[first].low == "de" and first + 1 < at and words[first + 1].low == "acuerdo")
    ):
        for place in range(first, at):
            if words[place].low == ",":
                return place + 1
    return first


def _before_attribution(words: Sequence[Word], at: int, after: int) -> int:
    """Stop before ", según X" at the end of a clause."""
    cues = load("studies")["according"]
    for place in range(at + 1, after):
        if (
            words[place].low == ","
            and place + 1 < after
            and any(
                " ".join(w.low for w in words[place + 1 : place + 1 + len(cue.split())]) == cue
                for cue in cues
            )
        ):
            return place
    return after
