"""Tells where people choose: what a share then stands beside is what they chose, and no subject."""

from collections.abc import Sequence

from kg.clause import boundary_before, governing_verb
from kg.grammar import Word
from kg.noun_phrase import terms
from kg.population import PopulationReader
from kg.spoken import is_many, is_plural
from kg.subject import find_subject

__all__ = ["choosing_verb"]

_REACH = 60  # words before a figure that are looked through
_BEHIND = 4  # words between a verb and the share that is its subject: "lo eligió solo el 47 %"


def choosing_verb(words: Sequence[Word], at: int, reader: PopulationReader) -> int:
    """Return the verb by which people choose what a figure is told of; -1 for none.

    "Los jefes citan el coste (48 %) y el plazo (31 %)", "el 43 % prefiere el tren, el 29 % el bus".
    """
    verb = governing_verb(words, max(0, at - _REACH), at)
    if verb < 0 or words[verb].lemma not in terms("choosing"):
        return -1
    first = boundary_before(words, verb)
    if any(w.tag == "F" for w in (*words[first:verb], *words[verb + 1 : verb + _BEHIND])):
        return verb
    subject = find_subject(words, first, verb + 1, reader)
    if subject is None:
        return verb if is_many(words[verb]) else -1
    named = subject.head in terms("told_by") or subject.head.removesuffix("s") in terms("told_by")
    many = is_plural(words, subject) or subject.kind == "people"
    return verb if many and not named else -1
