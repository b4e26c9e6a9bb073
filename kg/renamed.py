"""Reads a subject that has its name beside it: "La mayor relojera, | Tictac Segura |, perdió"."""

from collections.abc import Sequence

from kg.clause import boundary_before
from kg.facts import Population
from kg.grammar import Word
from kg.population import Phrase, PopulationReader

__all__ = ["by_name"]

_KINDS = ("named", "people", "organization")
_SOME = ("un", "una")
_DEFINITE = ("el", "la", "su", "nuestro", "nuestra", "uno", "una")


def by_name(words: Sequence[Word], subject: Phrase, reader: PopulationReader) -> Phrase:
    """Return the name that is set beside a subject in the singular; itself where there is none.

    Source: Real Academia Española, Nueva gramática, § 12.13, on appositions.
    """
    if subject.plural or subject.kind not in _KINDS or _has_name(words, subject):
        return subject
    return _behind(words, subject, reader) or _before(words, subject, reader) or subject


def _has_name(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase has a name: "la papelera Ibaizar", but not "La papelera de Lugo"."""
    inside = range(phrase.first, phrase.after)
    end = next((k for k in inside if words[k].tag == "P"), phrase.after)
    return any(words[k].upper and k > 0 and words[k].tag != "D" for k in range(phrase.first, end))


def _behind(words: Sequence[Word], subject: Phrase, reader: PopulationReader) -> Phrase | None:
    """Read "Su vecina, | la papelera Ibaizar |, redujo": what is between the commas."""
    comma = subject.after
    opening = subject.first - (subject.first > 0 and words[subject.first].tag != "D")
    opening -= opening > 0 and words[opening].tag == "A"  # "la | más | grande"
    if words[opening].low not in _DEFINITE or comma + 2 >= len(words):
        return None
    if words[comma].low != ",":
        return None
    phrase = reader.read(words, comma + 1)
    closed = phrase.after + 1 < len(words) and words[phrase.after].low == ","
    goes_on = closed and words[phrase.after + 1].tag in "VRA"
    named = phrase.kind in ("named", "people") and phrase.populations and _has_name(words, phrase)
    return phrase if goes_on and named else None


def _before(words: Sequence[Word], subject: Phrase, reader: PopulationReader) -> Phrase | None:
    """Read "Agroinsumos La Ceiba, una firma de abonos que …": the name comes first."""
    comma = subject.first - 1
    if comma < 1 or words[subject.first].low not in _SOME or words[comma].low != ",":
        return None
    start = boundary_before(words, comma)
    named = words[start].upper and words[start].tag != "P"
    if not named or not all(w.upper or w.tag in "DP" for w in words[start:comma]):
        return None
    name = " ".join(reader.text[words[start].start : words[comma - 1].end].split())
    return Phrase("named", start, comma, words[start].low, (Population(name),))
