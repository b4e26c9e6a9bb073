"""Reads whose a figure is in an enumeration: "Murcia, con un 23 %", "Soldador: 22.000 euros"."""

from collections.abc import Sequence
from dataclasses import replace

from kg.facts import Population
from kg.grammar import Word, before_number
from kg.noun_phrase import terms
from kg.place import is_place
from kg.population import Phrase, PopulationReader

__all__ = ["compared", "is_group", "item_before", "labelled", "phrase_until"]

_REACH = 8  # words before a figure in which its item begins
_SAID = 3  # words of "por encima de"
_MANY = 2  # items that make a list
_JOINED = (",", ";", "y", "e")
_WHERE = ("en", "entre")
_BETWEEN = ("y", "a", "-", "–", "entre", "de", "desde", "hasta", "k", "€", "$")  # of a range's ends


def phrase_until(words: Sequence[Word], end: int, reader: PopulationReader) -> Phrase | None:
    """Return the longest phrase that ends right before word `end` and names somebody."""
    for start in range(max(0, end - _REACH), end):
        if words[start].tag not in "DN" or (start and words[start - 1].tag in "DNF"):
            continue
        if words[start].low in terms("followed"):
            continue  # "por delante de | las hortalizas"
        phrase = reader.read(words, start)
        named = phrase.populations or phrase.kind == "relative"
        if phrase.after == end and named and phrase.kind != "time":
            return phrase
    return None


def is_group(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase names people, a place or a layer of society: "la sierra"."""
    inside = [w.low for w in words[phrase.first : phrase.after] if w.tag != "D"]
    place = is_place(inside) or is_place(inside[:1])  # "Lima", "el Perú rural"
    return place or phrase.kind in ("people", "relative") or phrase.head in terms("strata")


def item_before(
    words: Sequence[Word], at: int, reader: PopulationReader, *, asked: bool
) -> Phrase | None:
    """Read the item that a figure is told of with "con": "en la sierra con un 58 %".

    Args:
        words: of the sentence.
        at: index of the figure's word.
        reader: of phrases.
        asked: people were asked: an item that is a thing may be what they chose.
    """
    end = _told_with(words, at)
    if end < 0:
        return _next_place(words, at, reader)
    phrase = phrase_until(words, end, reader) if end > 0 else None
    if phrase is None or phrase.head in terms("times"):
        return None
    last = phrase.first - 1
    while last > 0 and words[last].tag == "A":
        last -= 1  # "con más casos"
    before = words[last] if last >= 0 else None
    group = is_group(words, phrase)
    if asked and not group:
        return None
    listed = sum(_told_with(words, k) > 0 for k, w in enumerate(words) if w.tag == "F") >= _MANY
    if before is not None and before.tag == "P":
        followed = last > 0 and words[last - 1].low in terms("followed")
        return phrase if (before.low in _WHERE and (group or listed)) or followed else None
    if before is not None and before.lemma == "ser":
        return None  # "el olivo es el primer cultivo, con el 42 %"
    joined = before is not None and before.low in _JOINED
    told = any(w.tag == "F" for w in words[: phrase.first])
    return phrase if listed or (joined and told) else None


def _next_place(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read "… un 78 % y en Lima un 68 %": the next place, its verb left out."""
    end = before_number(words, at, (",",)) + 1
    phrase = phrase_until(words, end, reader)
    if phrase is None or phrase.first < 3:
        return None
    first = phrase.first
    gapped = any(w.tag == "F" for w in words[first - 3 : first])
    if gapped and words[first - 1].low in ("y", "e") and words[end].tag == "D":
        return phrase  # "China compra el 19 % y | Brasil | el 12 %"
    told = any(w.tag == "F" for w in words[max(0, first - _REACH) : first])
    placed = words[first - 1].low in _WHERE and words[first - 2].low in _JOINED
    return phrase if told and placed and is_group(words, phrase) else None


def _told_with(words: Sequence[Word], at: int) -> int:
    """Return where the item ends that "…, con un 23 %" tells of; -1 where "con" is not there."""
    place = before_number(words, at)
    if place < 1 or words[place].low != "con":
        return -1
    if at + 2 < len(words) and words[at + 1].low == "de" and words[at + 2].tag != "D":
        return -1  # "con un 5 % de descuento"
    return place - 1 if words[place - 1].low == "," else place


def compared(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read what a figure is set against: "por encima de | la media nacional | del 2,1 %"."""
    place = before_number(words, at)
    if place < 1 or words[place].low not in ("de", "del"):
        return None
    phrase = phrase_until(words[:place], place, reader)
    if phrase is None or not phrase.first or words[phrase.first - 1].tag != "P":
        return None
    before = {w.low for w in words[max(0, phrase.first - _SAID) : phrase.first]}
    return replace(phrase, kind="named") if before & terms("comparing") else None


def labelled(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read the label of a list item: "Soldador: entre 22.000 y 28.000 euros", "– Lugo: 8 %"."""
    colon = at - 1
    while colon > 0 and (words[colon].tag in "DAF" or words[colon].low in _BETWEEN):
        colon -= 1
    if colon < 1 or words[colon].low != ":":
        return None
    start = next((k for k in range(colon) if words[k].tag != "S"), colon)
    phrase = reader.read(words, start)
    if phrase.after == colon and phrase.populations:
        return phrase if phrase.head not in terms("answers") else None
    label = words[start:colon]
    aged = any(w.low.endswith(("años", "empleados", "trabajadores", "habitantes")) for w in label)
    if not aged or len(label) > _REACH or any(w.tag == "V" for w in label):
        return None
    told = reader.text[label[0].start : label[-1].end]  # "De 18 a 30 años: 81 %"
    return Phrase("people", start, colon, label[-1].low, (Population(told),), plural=True)
