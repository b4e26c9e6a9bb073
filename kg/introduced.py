"""Reads whom a sentence without a verb brings in: "Los hijos.", "¿Y los que no?"."""

from collections.abc import Sequence

from kg.grammar import Word, phrase_at
from kg.itemised import is_group
from kg.lexicon import cut_phrases
from kg.noun_phrase import terms
from kg.place import is_place
from kg.population import Phrase, PopulationReader
from kg.topic import is_timed

__all__ = ["brought_in", "headed", "turned_to"]

_LONGEST = 14  # words of such a sentence
_ENDS = ("?", ",")
_THINGS = (
    "told_by",
    "causes",
    "rates",
    "measures",
    "company_things",
    "attitudes",
    "changes",
    "gaps",
)


def turned_to(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Return whom a question turns to: "¿Y | los herreros |?", "¿Qué pasa con …?", "¿Los de TI?".

    Args:
        words: of the sentence.
        reader: of phrases.
    """
    opening = next((k for k, w in enumerate(words) if w.low == "¿"), -1)
    place = opening + 1
    size = phrase_at(words, place, cut_phrases("grammar", "turning_questions"))
    phrase = reader.read(words, place + size) if size or opening >= 0 else None
    if phrase is None or phrase.after >= len(words) or words[phrase.after].low not in _ENDS:
        return None
    return phrase if is_group(words, phrase) or _are_many(words, phrase) else None


def brought_in(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Return whom a sentence only names: "Los hijos.", "El Molino, el más grande."."""
    if len(words) > _LONGEST or not words or words[-1].low != ".":
        return None
    start = 1 if words[0].tag == "C" else 0
    comma = next((k for k, w in enumerate(words) if w.low == ","), -1)
    if words[start].tag in "PA" and comma > 0:
        start = comma + 1  # "De puertas adentro, las fábricas."
    phrase = reader.read(words, start)
    behind = words[phrase.after].low if phrase.after < len(words) else ""
    told = any(w.tag in "VQF" for w in (*words[:start], *words[phrase.after :]))
    if phrase.kind not in ("relative", "people"):
        told = told or any(w.tag in "VQF" for w in words)
    alone = behind in (".", ",") and not told and not is_timed(words, phrase)
    inside = words[phrase.first : phrase.after]
    if not alone or is_place([w.low for w in inside if w.tag != "D"]):
        return None  # a place may as well be where the text was written
    named = any(w.upper for w in inside[1:])
    return phrase if named or is_group(words, phrase) or _is_one(phrase) else None


def headed(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Return the group that a heading names: "Lo que piden | los dueños", "2. Los pastores"."""
    found = None
    for place, word in enumerate(words):
        if word.tag == "F" and place:
            return None
        if word.low in ("los", "las"):
            phrase = reader.read(words, place)
            found = phrase if phrase.kind in ("people", "relative") and phrase.plural else found
    return found


def _is_one(phrase: Phrase) -> bool:
    """Say whether a phrase names one that stands for its kind: "El profesor particular"."""
    many = {phrase.head + ending for ending in ("s", "es")}
    return not many.isdisjoint(terms("people")) and bool(phrase.populations)


def _are_many(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase names a kind of which there are many, and no cause or measure."""
    definite = words[phrase.first].low in ("los", "las")
    things = (terms(name) for name in _THINGS)
    vague = any(phrase.head in kind or phrase.head.rstrip("s") in kind for kind in things)
    return definite and phrase.kind == "named" and phrase.plural and not vague
