"""Reads of whom a share goes on to tell: "Los grandes piensan otra cosa: | el 55 % reconoce …"."""

from collections.abc import Sequence

from kg.clause import acts, answers, boundary_before, leads
from kg.grammar import Word, before_number
from kg.itemised import is_group
from kg.population import Phrase, PopulationReader
from kg.subject import find_subject

__all__ = ["whom_explained"]

_PARTING = (":", ";")
_JOINING = ("y", "e", "pero", "aunque")
_CLITICS = ("le", "les")
_NEAR = 4  # words between "a los jefes" and the pronoun that takes it up


def whom_explained(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Return the subject of the clause before, of whom a share that leads its own clause is.

    It is a group, or does what only people do: nobody else does what the share does.

    Source: Real Academia Española, Nueva gramática, § 46.7, on explaining what comes before.
    """
    end = _clause_before(words, at)
    if end < 1:
        return None
    first = boundary_before(words, end)
    if words[first].tag == "Q":
        return None  # "Que los jefes lo sepan es otra cosa: el 55 % duda"
    given = _concerned(words, first, end, reader)
    if given:
        return given if is_group(words, given) or given.plural else None
    phrase = find_subject(words, first, end, reader)
    if phrase is None or phrase.after > end or phrase.kind in ("generic", "time", "measure"):
        return None
    many = phrase.plural and acts(words, phrase.after)
    return phrase if many or is_group(words, phrase) else None


def _clause_before(words: Sequence[Word], at: int) -> int:
    """Return where the clause before that of a leading share ends; -1 for none."""
    if not leads(words, at) and not answers(words, at):
        return -1
    place = before_number(words, at)
    while place > 0 and words[place].tag in "VRAQ":
        place -= 1  # "lo reconoce | el 55 %"
    if place > 0 and words[place].low in _PARTING:
        return place
    joined = place > 1 and words[place].low in _JOINING and words[place - 1].low == ","
    return place - 1 if joined else -1


def _concerned(
    words: Sequence[Word], first: int, end: int, reader: PopulationReader
) -> Phrase | None:
    """Read "A los jefes de obra se les dejó elegir": whom a clause concerns comes first."""
    if words[first].low not in ("a", "al"):
        return None
    phrase = reader.read(words, first + 1)
    behind = words[phrase.after : min(end, phrase.after + _NEAR)]
    return phrase if any(w.low in _CLITICS for w in behind) and phrase.after < end else None
