"""Reads whom a question was put to: "si se pregunta a los jefes …", "se formuló a quienes …"."""

from collections.abc import Sequence

from kg.grammar import Word
from kg.noun_phrase import terms
from kg.population import Phrase, PopulationReader

__all__ = ["polls", "whom_asked"]

_FAR = 60  # words before a figure in which its question is told
_BEFORE = 12  # words between "a" of whom somebody asks and a verb of asking behind it
_REACH = 16  # words between a verb of asking and the "a" of whom it asks


def polls(words: Sequence[Word]) -> bool:
    """Say whether a sentence tells of asking, and not only of making or sending something."""
    return any(
        w.low in terms("asking") | terms("poll") or (w.tag in "VTI" and w.lemma in terms("polling"))
        for w in words
    )


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
            start = whom + (not absolute)
            counted = start + 1 < len(words) and words[start].tag == "F"
            phrase = reader.read(words, start + counted)  # "a 820 | encargados"
            people = phrase.plural or phrase.kind == "people"
            named = phrase.populations or phrase.kind == "relative"
            if named and phrase.after <= at and people:
                return _told_again(words, phrase, reader)
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
            counted = words[place + 1].tag == "F"
            phrase = reader.read(words, place + 1 + counted)
            if phrase.populations and (phrase.kind == "people" or (counted and phrase.plural)):
                return phrase
    return None


def _told_again(words: Sequence[Word], phrase: Phrase, reader: PopulationReader) -> Phrase:
    """Return who is named more fully behind: "a mis vecinos, 85 | pescadores de Cedeira"."""
    behind = words[phrase.after : phrase.after + 2]
    if [w.tag for w in behind] != ["S", "F"] or behind[0].low not in (",", ":", "("):
        return phrase
    other = reader.read(words, phrase.after + 2)
    return other if other.populations and other.plural else phrase
