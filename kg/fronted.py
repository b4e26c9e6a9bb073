"""Reads the whole of a part that opens a clause: "De los puentes que abrieron en 2019, el 7 %"."""

from collections.abc import Sequence

from kg.facts import Population
from kg.grammar import Word, before_number
from kg.lexicon import load
from kg.noun_phrase import terms
from kg.population import Phrase, PopulationReader
from kg.topic import is_timed

__all__ = ["find_whole", "frames_figure"]

_OF = ("de", "del")
_OPENING = (",", ";", ":", "y", "e", "que", "pero")  # before a clause that begins with its whole
_FRAMING = ("de", "del", "en", "entre", "para")
_REACH = 30  # words from the figure to where its clause begins, at most
_ONE = ("un", "una", "cada")
_KINDS = ("named", "people")


def find_whole(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Return that of which a share is, where it stands before it: "De las obras está hecha | …".

    Source: Real Academia Española, Nueva gramática, § 19.9, on partitives that are fronted.
    """
    if at + 1 < len(words) and words[at + 1].low in _OF:
        return None
    for place in range(at - 2, max(-1, at - _REACH), -1):
        if words[place].low in _OF and (place == 0 or words[place - 1].low in _OPENING):
            return _read(words, place + 1, at, reader)
        if words[place].low in (";", ":", ")", "("):
            return None
    return None


def _read(words: Sequence[Word], start: int, at: int, reader: PopulationReader) -> Phrase | None:
    """Read the whole at `start` up to its comma, or to the verb of which a share is the subject."""
    if words[start].tag != "D" or words[start].low in _ONE or words[start + 1].tag == "Q":
        return None
    phrase = reader.read(words, start)
    known = phrase.kind in _KINDS and phrase.head not in terms("causes") | terms("told_by")
    if not known or phrase.after > at or is_timed(words, phrase):
        return None
    comma = next((k for k in range(phrase.after, at) if words[k].low == ","), -1)
    narrowed = words[phrase.after].tag in "QTPF" and comma > 0
    end = comma if narrowed else phrase.after
    if any(w.low in terms("asked") for w in words[start:end]):
        return None  # "De los jefes entrevistados por Lumen, el 72 %": of all who were asked
    if not _is_left_to_share(words, end, at):
        return None
    if end == phrase.after:
        return phrase
    named = reader.label(words, start, end)
    return Phrase(phrase.kind, start, end, phrase.head, (Population(named),), phrase.plural)


def _is_left_to_share(words: Sequence[Word], end: int, at: int) -> bool:
    """Say whether no other subject stands before a share: "está en obras | una quinta parte"."""
    return all(
        w.tag in "DAVRTGS" or (w.tag in "PN" and words[k - 1].tag in "VTP")
        for k, w in enumerate(words[end:at], end)
    ) and all(w.low == "," for w in words[end:at] if w.tag == "S")


def frames_figure(words: Sequence[Word], first: int, at: int) -> bool:
    """Say whether a figure before only tells of a frame: "De las de más de 250, | el 74 %".

    What opens the clause reaches up to the comma right before the figure at `at`, and has no verb
    but that of its relative clause.
    """
    comma = before_number(words, at)
    if words[first].low not in _FRAMING or comma <= first or words[comma].low != ",":
        return False
    frame = words[first:comma]
    if any(w.low in load("grammar")["not_settings"] or w.low in terms("asked") for w in frame):
        return False  # "En la encuesta que hizo a 95 de ellos, el 61 %"
    verbs = sum(w.tag == "V" for w in frame)
    return verbs <= sum(w.tag == "Q" for w in frame) and not any(w.tag == "S" for w in frame)
