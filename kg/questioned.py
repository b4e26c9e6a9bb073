"""Reads whom a question was put to: "si se pregunta a los jefes …", "se formuló a quienes …"."""

from collections.abc import Sequence

from kg.grammar import Word
from kg.noun_phrase import terms
from kg.population import Phrase, PopulationReader

__all__ = ["whom_asked"]

_FAR = 60  # words before a figure in which its question is told
_BEFORE = 12  # words between "a" of whom somebody asks and a verb of asking behind it
_REACH = 8  # words between a verb of asking and the "a" of whom it asks


def whom_asked(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Return those whom the words before `at` tell of being asked, the last of them."""
    for place in range(at - 1, max(-1, at - _FAR), -1):
        if words[place].low in terms("asking") and (polled := _polled(words, place, at, reader)):
            return polled
        made = words[place].lemma in terms("carried_out")
        if words[place].tag not in "VTI" or not (made or words[place].lemma in terms("put_to")):
            continue
        if not made and (doubled := _doubled(words, place, reader)):
            return doubled
        for whom in range(place + 1, min(place + _REACH, at - 1)):
            if words[whom].tag in "VQF" or words[whom].low in (".", ";", ":"):
                break
            asked = words[whom].low == "entre" or (words[whom].low in ("a", "al") and not made)
            # "preguntados | los alcaldes"
            absolute = words[place].tag == "T" and whom == place + 1 and words[whom].tag == "D"
            absolute = absolute and not made
            if not asked and not absolute:
                continue
            phrase = reader.read(words, whom + (not absolute))
            people = phrase.plural or phrase.kind == "people"
            if phrase.populations and phrase.after <= at and people:
                return phrase
    return None


def _polled(words: Sequence[Word], noun: int, at: int, reader: PopulationReader) -> Phrase | None:
    """Read "una encuesta del gremio entre | fabricantes", "el panel de | gerentes"."""
    for place in range(noun + 1, min(noun + _REACH, at - 1)):
        low = words[place].low
        if words[place].tag in "VQFS":
            return None
        of = low == "de" and place == noun + 1 and words[noun].low in terms("panels")
        if low not in ("entre", "a") and not of:
            continue
        phrase = reader.read(words, place + 1)
        people = phrase.kind == "people" and phrase.plural and phrase.populations
        told = any(w.tag == "F" for w in words[phrase.after : at])  # of others, it may be
        return phrase if people and phrase.after <= at and not told else None
    return None


def _doubled(words: Sequence[Word], verb: int, reader: PopulationReader) -> Phrase | None:
    """Read "A | los caseros |, que lo pagan, también les preguntaron": they come first."""
    if words[verb - 1].low not in ("le", "les"):
        return None
    for place in range(verb - 2, max(-1, verb - _BEFORE), -1):
        if words[place].tag == "S" and words[place].low != ",":
            return None
        if words[place].low in ("a", "al"):
            phrase = reader.read(words, place + 1)
            if phrase.kind == "people" and phrase.populations:
                return phrase
    return None
