"""Finds the topic of a clause: "Por el lado de los CIO, …", "En la minería, …"."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.clause import boundary_before
from kg.facts import Population
from kg.grammar import Word, before_number, is_year
from kg.lexicon import load
from kg.population import Phrase, PopulationReader, terms

__all__ = [
    "find_frame",
    "find_setting",
    "find_topic",
    "find_turn",
    "frame_at",
    "is_time",
    "is_timed",
]

_CONTRACTED = {"de": "del", "a": "al"}
_TURNING = ("en", "entre", "con", "para")
_BEGINNING = (",", ";", "y", "(")  # before a part of a sentence that sets a topic
_WITH = ("con", "sin")
_NARROWING = ("que", "donde", *_WITH)  # behind a setting: "en las casas | con patio"
_LINKS = 4  # words that link a clause to the one before


@cache
def _topics() -> dict[str, list[tuple[str, ...]]]:
    """Return the phrases that set a topic by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted(load("grammar")["topics"], key=lambda entry: -len(entry.split())):
        phrase = tuple(entry.split())
        found.setdefault(phrase[0], []).append(phrase)
    return found


def find_topic(
    words: Sequence[Word], first: int, at: int, reader: PopulationReader
) -> Phrase | None:
    """Read whom the clause sets as its topic: "Por el lado de los CIO, el 49 % …"."""
    for place in range(at - 1, first - 1, -1):
        word = words[place]
        size = _topic_size(words, place, at, first)
        if not size or (size == 1 and place > first and words[place - 1].tag in "NT"):
            continue  # "la relación entre ambos equipos" is one phrase
        phrase = reader.read(words, place + size)
        if phrase.after > at:
            continue
        weak = word.low == "en" and size == 1
        if weak and place > first and words[place - 1].tag in "VNT" and words[at - 1].low == ":":
            continue  # "se traduce en negocio: el 25 %"
        if weak and place > first and words[place - 1].tag == "V" and not phrase.plural:
            continue  # "recae en el gerente"
        if (
            word.low in ("de", "del")
            and phrase.after < len(words)
            and words[phrase.after].low == "("
        ):
            continue  # "en las familiares, del director financiero (45 %)": on whom it depends
        if phrase.kind in ("people", "them", "first", "second", "both") and not (
            weak and not phrase.populations
        ):
            return phrase
        begins = place == first or words[place - 1].low in _BEGINNING
        if phrase.kind == "relative" and (word.low in ("entre", "para", "de") or (weak and begins)):
            return phrase
        if phrase.head in terms("causes"):
            continue  # "entre las causas destacan …"
        opens = place == 0 and word.low in ("de", "del")  # "Del gasto de los hogares, el 57 %"
        group = phrase.kind == "named" and (
            opens or (phrase.plural and word.low in ("entre", "de"))
        )
        closed = phrase.after < len(words) and words[phrase.after].low == ","
        closed = closed or (opens and _ends(words, phrase.after, at))
        if group and closed and size == 1:
            return phrase  # "de los vecinos, el 11 %"
    return None


def _ends(words: Sequence[Word], after: int, at: int) -> bool:
    """Say whether a figure closes its sentence, behind a verb: "De la ropa vuelve | el 31 %"."""
    last = at + 1 >= len(words) or words[at + 1].tag == "S"
    led = words[at - 1].low in ("el", "un")
    return last and led and any(w.tag == "V" for w in words[after:at])


def find_frame(
    words: Sequence[Word], first: int, at: int, reader: PopulationReader
) -> Phrase | None:
    """Read what a clause says that it is about: "En cuanto a | la vivienda protegida, …"."""
    for place in range(first, at):
        size = frame_at(words, place, at)
        if size > 1:
            phrase = reader.read(words, place + size)
            closed = phrase.after < at and words[phrase.after].low == ","
            return phrase if closed and phrase.populations else None
    return None


def find_turn(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read who a colon turns to: "En los colegios concertados la cosa cambia: | un 64 % …".

    What stands between them and the colon has no subject, or one that is nothing of its own; and
    so what stands before them: "La cifra es mayor entre los pescadores: | 83 %".
    """
    colon = before_number(words, at)
    if colon < 1 or words[colon].low != ":":
        return None
    first = _past_links(words, boundary_before(words, colon))
    if words[first].low not in _TURNING:
        return _turned_to_last(words, first, colon, reader)
    phrase = reader.read(words, first + 1)
    between = words[phrase.after : colon]
    told = any(w.tag == "V" for w in between)
    empty = all(w.tag not in "NF" or w.low in terms("told_by") for w in between)
    if not told or not empty or is_timed(words, phrase) or phrase.after > colon:
        return None
    return phrase if phrase.plural or phrase.populations else None


def _turned_to_last(
    words: Sequence[Word], first: int, colon: int, reader: PopulationReader
) -> Phrase | None:
    """Read who stands right before a colon: "El dato baja entre | los pescadores | :"."""
    verb = next((k for k in range(first, colon) if words[k].tag == "V"), colon)
    place = next((k for k in range(verb, colon) if words[k].low in _TURNING), colon)
    said = words[first:place]
    told = any(w.low in terms("told_by") | terms("told_again") | terms("same") for w in said)
    own = any(w.tag in "NF" and not _tells_no_one(w) for w in said)
    phrase = reader.read(words, place + 1)
    if not told or own or phrase.after != colon or is_timed(words, phrase):
        return None
    return phrase if phrase.plural or phrase.populations else None


def _tells_no_one(word: Word) -> bool:
    return word.low in terms("told_by") | terms("told_again") | terms("degrees") | terms("same")


def _past_links(words: Sequence[Word], first: int) -> int:
    """Return the word after what links a clause to the one before: "Ahora bien, | en …"."""
    place = first
    while place < min(first + _LINKS, len(words) - 1) and (
        words[place].tag in "CA" or words[place].low == ","
    ):
        place += 1
    return place if words[place].tag == "P" else first


def is_timed(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase tells when: "la primera mitad de 2019", "el tramo final del año"."""
    inside = {w.low for w in words[phrase.first : phrase.after]}
    if phrase.head in terms("times") or any(low[:1].isdigit() for low in inside):
        return True
    behind = words[phrase.after : phrase.after + 4]
    of = bool(behind) and behind[0].low in ("de", "del")
    return of and any(map(is_time, behind[1:]))


def is_time(word: Word) -> bool:
    """Say whether a word is a year or a time: "2019", "mes"."""
    return is_year(word.low) or word.low in terms("times")


def find_setting(
    words: Sequence[Word], first: int, at: int, reader: PopulationReader
) -> Phrase | None:
    """Read where a clause plays, at its beginning: "En la minería, un quinto de los costos …"."""
    # "y que en la industria se eleva a …"
    for place in range(at - 2, first, -1):
        if words[place].low == "en" and words[place - 1].tag == "Q":
            first = place
            break
    first = _past_links(words, first)
    if first + 1 >= at or words[first].low not in ("en", "para", "entre"):
        return None
    phrase = reader.read(words, first + 1)
    timed = is_timed(words, phrase) or phrase.head in terms("causes")
    if timed or phrase.head in load("grammar")["not_settings"] or phrase.after > at:
        return None
    if (
        phrase.after < len(words)
        and words[phrase.after].tag == "F"
        and words[first + 1].low == "un"
    ):
        return None  # "en un llamativo | segundo lugar"
    return _whole(words, phrase, at, reader) if phrase.kind in ("named", "people") else None


def _whole(words: Sequence[Word], phrase: Phrase, at: int, reader: PopulationReader) -> Phrase:
    """Take in what narrows a setting up to its comma: "En las casas donde cabe un piano, …"."""
    start = phrase.after
    told = start < at and (words[start].low in _NARROWING or words[start].low[:3] == "cuy")
    if not told or len(phrase.populations) != 1 or phrase.populations[0].role:
        return phrase
    end = next((k for k in range(start, at) if words[k].tag == "S"), -1)
    inside = words[start:end]
    verbs = sum(w.tag == "V" for w in inside)
    if end < 0 or words[end].low != "," or verbs != (words[start].low not in _WITH):
        return phrase
    label = reader.label(words, phrase.first, end)
    return replace(phrase, after=end, populations=(Population(label),))


def frame_at(words: Sequence[Word], place: int, stop: int) -> int:
    """Return how many words of a phrase that sets a topic ("en cuanto a") stand at `place`."""
    for phrase in _topics().get(words[place].low, ()):
        size = len(phrase)
        if place + size <= stop and all(
            words[place + k].low in (phrase[k], _CONTRACTED.get(phrase[k])) for k in range(size)
        ):
            return size
    return 0


def _topic_size(words: Sequence[Word], place: int, at: int, first: int) -> int:
    if size := frame_at(words, place, at):
        return size
    # "De los encuestados, el 40 % …"
    opens = place in (0, first) or words[place - 1].low in _BEGINNING
    return 1 if words[place].low in ("de", "del") and opens else 0
