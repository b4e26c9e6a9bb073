"""Reads whose a figure in brackets is: "España (12 %)", "la mitad de las pymes (un 50,4 %)"."""

from collections.abc import Sequence
from typing import Literal

from kg.grammar import Word, before_number
from kg.itemised import is_group, phrase_until
from kg.place import is_place
from kg.population import Phrase, PopulationReader, terms
from kg.quantity import NUMBER_WORDS
from kg.topic import is_timed

__all__ = [
    "BracketMode",
    "follows_place",
    "opening_before",
    "points_before",
    "read_bracket",
    "than_before",
]

# How the first bracket of a sentence was read, and so are the others of its list: each is about
# the item that stands before it, or all are about the same group
BracketMode = Literal["item", "group"]

_NAME = 4  # words of the name of a place
_REACH = 8  # words before a bracket in which the phrase begins that it tells of
_FRACTIONS = ("mitad", "tercio", "tercios", "cuarto", "parte", "partes", "quinto")
_JOINED = (",", "y", "e")
_POINTER = 2  # words of "los primeros", "la menor"
_MANY = 2  # brackets that make a list
_WITHIN = ("en", "entre", "a")
_MORE = 4  # words between "más" and its "que"
_AHEAD = 6  # words after a bracket in which a list goes on


def opening_before(words: Sequence[Word], at: int) -> int:
    """Return the bracket that opens right before the figure at word `at`; -1 for none."""
    place = before_number(words, at, ("en", "con", "+"))
    return place if place > 0 and words[place].low == "(" else -1


def follows_place(words: Sequence[Word], at: int) -> bool:
    """Say whether a place stands right before the bracket of a figure: "y Colombia (70 %)"."""
    place = opening_before(words, at)
    starts = range(max(0, place - _NAME), place)
    return any(words[k].upper and is_place([w.low for w in words[k:place]]) for k in starts)


def read_bracket(
    words: Sequence[Word],
    at: int,
    reader: PopulationReader,
    *,
    amount: bool,
    asked: bool,
    mode: BracketMode | None,
) -> Phrase | None:
    """Return a bracket, where the figure is about whom it names.

    Args:
        words: of the sentence.
        at: index of the figure's word; nothing but it stands in the bracket.
        reader: of phrases.
        amount: the figure is no share; every item of a list may have one.
        asked: people were asked: what stands before a bracket may be what they chose.
        mode: how the bracket before in the same sentence was read.
    """
    place = opening_before(words, at)
    if place < 1 or at + 1 >= len(words) or words[at + 1].low != ")":
        return None
    counted = _counted(words, place, reader) or points_before(words, at, reader)
    counted = counted or than_before(words, at, reader, asked=asked)
    if counted:
        return counted
    phrase = phrase_until(words, place, reader)
    if phrase and phrase.head in terms("superlatives") and phrase.after - phrase.first <= _POINTER:
        phrase = phrase_until(words, phrase.first, reader)  # "y Cuenca | la menor (9,1 %)"
    if phrase is None:
        return None
    if mode == "item" or _is_meant(words, phrase, amount=amount, asked=asked):
        return None if _is_object(words, phrase.first, at) else phrase
    return None


def points_before(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Return the one of two that a bracket follows: "ni los primeros (76 %) ni | los segundos"."""
    place = opening_before(words, at)
    phrase = reader.read(words, place - _POINTER) if place >= _POINTER else None
    pointing = phrase is not None and phrase.kind in ("first", "second") and phrase.after == place
    return phrase if pointing else None


def than_before(
    words: Sequence[Word], at: int, reader: PopulationReader, *, asked: bool
) -> Phrase | None:
    """Return what a comparison ends with: "la moda devuelve más que | la electrónica | (7 %)"."""
    place = opening_before(words, at)
    whoever = next((k for k in range(max(1, place - _REACH), place) if _is_than(words, k)), -1)
    phrase = phrase_until(words, place, reader) if whoever < 0 < place else None
    if whoever > 0 and (read := reader.read(words, whoever)).after == place:
        phrase = read
    if phrase is None or is_timed(words, phrase) or (asked and not is_group(words, phrase)):
        return None
    if any(w.lemma in terms("choosing") for w in words[phrase.first : place]):
        return None  # "el doble que quienes citan el precio (21 %)": so many do
    than = phrase.first - 1 - (words[phrase.first - 1].low in _WITHIN)
    more = next((k for k in range(max(0, than - _MORE), than) if _compares(words[k])), -1)
    if more < 0 or words[than].low != "que":
        return None
    ahead = more - 1
    while ahead > 0 and words[ahead].tag in "AD":
        ahead -= 1
    chosen = words[ahead].tag in "NT"  # "temen la prisa más que el precio (7 %)"
    return None if chosen and not is_group(words, phrase) else phrase


def _is_than(words: Sequence[Word], at: int) -> bool:
    return words[at].low == "quienes" and words[at - 1].low == "que"


def _compares(word: Word) -> bool:
    return word.low.split()[-1] in terms("comparatives")


def _is_meant(words: Sequence[Word], phrase: Phrase, *, amount: bool, asked: bool) -> bool:
    """Say whether a phrase before a bracket is whom the figure is about, and not what is said."""
    start, place = phrase.first, phrase.after
    governed = start > 1 and words[start - 1].low in ("de", "del", "por")
    before = words[start - 2] if governed else None
    listed = before is not None and before.low in terms("followed")
    part = before is not None and before.low in _FRACTIONS
    agent = governed and words[start - 1].low == "por"
    last = words[start - 1] if start else None
    if last is not None and last.lemma == "ser" and phrase.kind == "relative":
        return False  # "Arboleda fue la que más creció (17 %)" tells of its subject
    if last is not None and last.tag == "P" and not governed:
        return _is_placed(words, phrase, last.low, asked=asked)
    if governed and not (listed or part or amount or (agent and before and before.tag not in "NT")):
        return False
    if amount or (listed and not asked) or phrase.kind in ("people", "relative"):
        return True
    if start > 0 and words[start - 1].tag == "V" and words[start - 1].lemma in terms("moving"):
        return not asked  # "cayeron los bienes de capital (-5,9 %)"
    if last is not None and last.low in _JOINED and _is_list(words) and not asked:
        return True  # "entre la prensa (12 %), la radio (9 %) y el cine (2 %)"
    if agent and _is_list(words) and not asked:
        return True  # "se explica por la luz (3 %), el gas (2 %) y el agua (1 %)"
    name = phrase.kind == "named" and all(w.upper for w in words[start:place])
    known = is_place([w.low for w in words[start:place]]) or _ranks_places(words)
    return name and (known or (not asked and start > 0))


def _ranks_places(words: Sequence[Word]) -> bool:
    """Say whether a sentence begins by telling that it goes over places: "Por ciudades, …"."""
    opening = [w.low for w in words[:3]]
    return opening[:1] == ["por"] and opening[2:] == [","] and opening[1] in terms("strata")


def _is_placed(words: Sequence[Word], phrase: Phrase, preposition: str, *, asked: bool) -> bool:
    """Say whether a figure is told of a place or of those in it: "en el sur (71 %)"."""
    if preposition in ("a", "al", "para"):
        return phrase.kind in ("people", "relative") and phrase.plural
    if preposition not in ("en", "entre"):
        return False
    return is_group(words, phrase) or (not asked and _is_list(words))


def _is_list(words: Sequence[Word]) -> bool:
    """Say whether a sentence tells several figures in brackets."""
    told = [k for k, w in enumerate(words) if w.tag == "F" and opening_before(words, k) > 0]
    return len(told) >= _MANY


def _is_object(words: Sequence[Word], start: int, at: int) -> bool:
    """Say whether a list begins with its subject: "La banca da el sueldo más alto (…), seguida"."""
    follows = any(w.low in terms("followed") for w in words[at + 2 : at + 2 + _AHEAD])
    before = words[start - 1] if start else None
    if before is None or before.tag != "V" or not follows:
        return False
    # "su destino es Francia (19 %), seguida" names it
    return before.lemma != "ser" or not words[start].upper


def _counted(words: Sequence[Word], place: int, reader: PopulationReader) -> Phrase | None:
    """Read "Nueve de cada diez empresas (el 91,4 %)": the bracket tells the share exactly."""
    for start in range(max(2, place - _REACH), place):
        number = words[start - 1].low in NUMBER_WORDS or words[start - 1].low.isdigit()
        if number and words[start - 2].low == "cada":
            phrase = reader.read(words, start)
            return phrase if phrase.after == place and phrase.populations else None
    return None
