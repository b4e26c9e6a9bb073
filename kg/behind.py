"""Reads the subject that stands behind its verb: "Lo aportan | las mujeres | en un 73 %"."""

from collections.abc import Sequence

from kg.clause import boundary_before, leads
from kg.grammar import OBJECTS, Word, before_number
from kg.itemised import is_group
from kg.noun_phrase import terms
from kg.population import Phrase, PopulationReader
from kg.spoken import is_many, is_plural
from kg.topic import is_timed

__all__ = ["behind_verb"]

_LEADS = ("en", "con")  # of a figure that tells how many, or how much
_KINDS = ("named", "people", "relative")


def behind_verb(
    words: Sequence[Word], at: int, reader: PopulationReader, *, asked: bool
) -> Phrase | None:
    """Return the subject between a verb and its figure, where it is no object.

    Its verb has its object before it, as a pronoun, or is one that has none. Where people were
    `asked`, a thing may be what they chose.

    Source: Real Academia Española, Nueva gramática, §§ 31.3 and 40.3.
    """
    end = _end(words, at)
    if end < 1 or leads(words, at):
        return None
    first = boundary_before(words, end)
    verb = next((k for k in range(first, end) if words[k].tag == "V"), -1)
    if verb < 0 or any(w.tag in "NTQF" for w in words[first:verb]):
        return None
    pronoun = verb > first and words[verb - 1].low in OBJECTS and words[verb - 1].tag == "R"
    alone = words[verb].lemma in terms("moving") | terms("appearing")
    start = next((k for k in range(verb + 1, end) if words[k].tag in "DN"), end)
    if not (pronoun or alone) or any(w.tag != "A" for w in words[verb + 1 : start]):
        return None
    phrase = reader.read(words, start)
    many = is_plural(words, phrase) or phrase.kind == "relative"
    if not many and words[start].tag != "D" and not words[start].upper:
        return None  # "llega puntual en el 91 %"
    if asked and not pronoun and not is_group(words, phrase):
        return None  # "gana la guardia de noche, con un 47 %"
    agrees = many == bool(is_many(words[verb])) and not is_timed(words, phrase)
    return phrase if phrase.after == end and phrase.kind in _KINDS and agrees else None


def _end(words: Sequence[Word], at: int) -> int:
    """Return where the subject must end: before "en un", ", con el", ", un" or a bracket."""
    place = before_number(words, at)
    if place < 1:
        return -1
    if words[place].low in ("(", ","):
        return place
    led = words[place].low in _LEADS
    return place - (words[place - 1].low == ",") if led else -1
