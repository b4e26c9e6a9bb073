"""Reads whom a figure is about that stands apart: behind a colon, a dash, "de los cuales"."""

from collections.abc import Sequence

from kg.clause import boundary_before, governing_verb, leads
from kg.grammar import Word, before_number
from kg.noun_phrase import terms
from kg.population import Phrase, PopulationReader
from kg.subject import find_subject

__all__ = [
    "before_colon",
    "before_dash",
    "behind_comma",
    "identified",
    "in_apposition",
    "listed",
    "of_which",
]

_NEAR = 8  # words


def identified(words: Sequence[Word], subject: Phrase, at: int, reader: PopulationReader) -> Phrase:
    """Return who is told to be what the subject says: "la ciudad que más crece es | Lugo"."""
    start = max(0, subject.first - 1)
    most = any(w.low in ("más", "menos") for w in words[start : subject.after])
    told = most or (subject.after < at and words[subject.after].tag == "Q")
    verb = next((k for k in range(subject.after, at) if words[k].lemma == "ser"), -1)
    if not told or verb < 0 or words[verb].tag != "V" or (most and verb != subject.after):
        return subject
    phrase = reader.read(words, verb + 1)
    many = phrase.kind in ("people", "named") and phrase.populations
    return phrase if many and phrase.after <= at and phrase.head not in terms("times") else subject


def before_dash(words: Sequence[Word], first: int, reader: PopulationReader) -> Phrase | None:
    """Return what stands before an insertion: "Las tarifas — el índice subió un 5 % — …"."""
    dash = first - 1
    if dash < 1 or words[dash].low not in ("—", "–"):
        return None
    for start in range(max(0, dash - _NEAR), dash):
        opens = words[start].tag in "DN" and (start == 0 or words[start - 1].tag not in "DNPA")
        phrase = reader.read(words, start) if opens else None
        if phrase and phrase.after == dash and phrase.populations:
            return phrase
    return None


def behind_comma(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read the subject that a fronted figure is of: "Con 48 tiendas, | Zurbano lidera"."""
    place = before_number(words, at)
    if place < 0 or words[place].low != "con" or (place and words[place - 1].tag not in "SC"):
        return None
    for comma in range(at + 1, min(at + _NEAR, len(words) - 2)):
        if words[comma].low == ",":
            phrase = reader.read(words, comma + 1)
            acts = phrase.after < len(words) and words[phrase.after].tag in "VRA"
            return phrase if acts and phrase.populations else None
    return None


def before_colon(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read what a figure behind a colon is about: "X es lo que más sube: un 18 % del total"."""
    place = before_number(words, at, ("de", "desde"))
    if place < 1 or words[place].low != ":":
        return None
    verb = governing_verb(words, boundary_before(words, place), place)
    if verb < 0 or leads(words, at) or (at + 1 < len(words) and words[at + 1].tag in "VR"):
        return None
    first = boundary_before(words, place)
    if any(w.tag == "F" for w in words[first:place]):
        return None
    subject = find_subject(words, first, place, reader)
    return identified(words, subject, place, reader) if subject else None


def in_apposition(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read "el alza del salario mínimo, del 12 %, se comió …": what the noun before comes to."""
    place = before_number(words, at)
    closed = at + 1 < len(words) and words[at + 1].tag == "S"
    if place < 1 or words[place].low not in ("de", "del") or words[place - 1].low != ",":
        return None
    for start in range(max(0, place - 1 - _NEAR), place - 1):
        opens = words[start].tag == "D" and (start == 0 or words[start - 1].tag not in "DNP")
        phrase = reader.read(words, start) if opens and closed else None
        if phrase and phrase.after == place - 1 and phrase.populations:
            return phrase
    return None


def listed(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read the next of a list: "El pan subió un 2 % y el de maíz, un 6 %"."""
    comma = before_number(words, at, ("con", "en"))
    if comma < 1 or words[comma].low != ",":
        return None
    for start in range(max(2, comma - _NEAR), comma):
        joined = words[start - 1].low in ("y", "e", ";", ",") and words[start - 2].tag == "F"
        phrase = reader.read(words, start) if joined else None
        if phrase and phrase.after == comma and phrase.populations:
            return phrase
    return None


def of_which(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read "generó 48.000 empleos directos, | de los cuales el 60 %"."""
    place = before_number(words, at)
    pointing = [w.low for w in words[max(0, place - 2) : place + 1]]
    if pointing[:1] != ["de"] or pointing[-1] not in ("cuales", "que") or len(pointing) < 3:
        return None
    end = place - 2 - (words[place - 3].low == ",")
    for start in range(max(0, end - _NEAR), end):
        phrase = reader.read(words, start) if words[start].tag in "DN" else None
        if phrase and phrase.after == end and phrase.populations:
            return phrase
    return None
