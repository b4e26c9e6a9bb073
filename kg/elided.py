"""Gives bare numbers the unit that was told before: "tarda 19 meses, y un joven, siete"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.article import Span
from kg.figure import LEXICON, Figure
from kg.grammar import Word, before_number, is_year
from kg.noun_phrase import is_moving, terms

__all__ = ["Unit", "fill"]

_TOLD = ("share", "points", "money", "duration", "multiple", "count")
_SHARE_LEADS = ("un", "otro", "el", "del", "al")
_WHOLE = 100  # percent
_NOTES = 10  # a lower number in brackets may call a note
_FEW = 3  # "partido en dos": so few in words may be of anything
_MILLION = 1_000_000
_SCALES: dict[str, int] = LEXICON["scales"]
_NEAR = 2  # sentences over which "un 52" is a share as the one before is
_FROM = 8  # words from a verb to the beginning of the way that it goes: "pasó de"
_STEP = 4  # words of "por trimestre a tres"
_WAY = 6  # words of "de ocho días a"


@dataclass(frozen=True, slots=True)
class Unit:
    """What was told last: the figure whose unit goes without saying, and the last share.

    `age` and `share_age` tell how many sentences ago that was.
    """

    figure: Figure | None = None
    share: Figure | None = None
    age: int = 0
    share_age: int = 0

    def later(self) -> "Unit":
        """Return what still holds in the next sentence."""
        return Unit(
            self.figure if not self.age else None,
            self.share if self.share_age < _NEAR else None,
            self.age + 1,
            self.share_age + 1,
        )

    def told(self, figure: Figure) -> "Unit":
        """Return what holds behind `figure`."""
        if figure.kind == "share":
            return Unit(figure, figure)
        return Unit(figure, self.share, 0, self.share_age)


_NOWHERE = Span(0, 0)
_PERCENT = Figure(
    _NOWHERE, Decimal(0), "percent", "exactly", "", None, "share", False, False, _NOWHERE, _NOWHERE
)  # fmt: skip


def fill(
    words: Sequence[Word], figures: Sequence[Figure], unit: Unit
) -> tuple[tuple[Figure, ...], Unit]:
    """Return the figures of a sentence with the units that were left out, and what was told last.

    Args:
        words: of the sentence, tagged.
        figures: of the sentence, in order.
        unit: what was told before the sentence.
    """
    filled = list(figures)
    for at, word in enumerate(words):
        if word.tag != "F":
            continue
        figure = filled[word.figure]
        if _is_bare(words, at, figure):
            like = _like(words, at, figure, unit)
            if like is not None:
                figure = filled[word.figure] = _as(figure, like)
            elif _begins_way(words, at) or _is_of_now(words, at):
                figure = filled[word.figure] = replace(figure, kind="count", elided=True)
        if figure.kind in _TOLD and not _is_aged(words, at):
            unit = unit.told(figure)
    return tuple(filled), unit


def _is_aged(words: Sequence[Word], at: int) -> bool:
    """Say whether a number is an age: "los menores de 30"."""
    return at > 1 and words[at - 1].low == "de" and words[at - 2].low in terms("of_age")


def _is_bare(words: Sequence[Word], at: int, figure: Figure) -> bool:
    """Say whether a number stands without what it counts: "son 19", "un 52 | dijo"."""
    following = words[at + 1].tag if at + 1 < len(words) else "S"
    if figure.kind == "count":
        counts = any(word in _SCALES for word in figure.text.lower().split())
        return following in "VRA" and not counts and not figure.modified
    coded = figure.text.startswith("0") and figure.value >= 1
    return figure.kind == "number" and not coded and following not in "NT"


def _as(figure: Figure, like: Figure) -> Figure:
    """Return a bare number with the unit, and the millions, of another figure."""
    scale = max((_SCALES.get(word, 1) for word in like.text.lower().split()), default=1)
    scaled = scale >= _MILLION and figure.value < like.value / scale * _WHOLE
    value = figure.value * scale if scaled else figure.value
    return replace(
        figure, kind=like.kind, unit=like.unit, currency=like.currency, value=value, elided=True
    )


def _like(words: Sequence[Word], at: int, figure: Figure, unit: Unit) -> Figure | None:
    """Return the figure whose unit the number at `at` has; None where it has a noun of its own."""
    article = words[at - 1].low if at else ""
    if article in ("un", "otro") and not figure.words and _is_of_people(words, at):
        return unit.share or _PERCENT
    if article in _SHARE_LEADS and not figure.words:
        dated = _is_between(words, at) or (at + 1 < len(words) and words[at + 1].low == "/")
        return unit.share if 0 < figure.value <= _WHOLE and not dated else None
    like = unit.figure
    if like is None or (like.kind == "share" and figure.value > _WHOLE):
        return None
    if like.kind == "count" and _is_whole(like) and not _is_whole(_as(figure, like)):
        return None
    return like if _is_led(words, at, figure, like) else None


def _is_of_people(words: Sequence[Word], at: int) -> bool:
    """Say whether what follows only people do: "un 52 | dijo que nunca"."""
    verb = words[at + 1] if at + 1 < len(words) else None
    return verb is not None and verb.tag == "V" and verb.lemma in terms("human")


def _is_between(words: Sequence[Word], at: int) -> bool:
    """Say whether a number is an end of "entre el 1 y el 15", days as a rule."""
    place = before_number(words, at)
    lead = words[place].low if place >= 0 else ""
    return lead == "entre" or (lead == "y" and words[place - 1].tag == "F")


def _is_whole(figure: Figure) -> bool:
    return figure.value == int(figure.value)


def _is_led(words: Sequence[Word], at: int, figure: Figure, like: Figure) -> bool:
    """Say whether a number stands where one with its unit could: "son 19", "Perú, 7", "(88)"."""
    following = words[at + 1] if at + 1 < len(words) else None
    tag, low = (following.tag, following.low) if following else ("S", "")
    place = at - 1
    while place >= 0 and words[place].tag == "A":
        place -= 1
    if (at > 0 and words[at - 1].low == "no") or low == "/":
        return False  # "tres métricas, no treinta", "hasta el 31/5"
    few = figure.words and figure.value <= _FEW and figure.comparator == "exactly"
    if low in ("más", "menos") and place >= 0 and words[place].low == ",":
        return True  # "214 locales vacíos, 29 más"
    if place < 0 or words[place].tag == "C":
        own = low in ("de", "del") and like.kind != "share"  # "231 de Soria y 133 de Huesca"
        told = like.kind != "count" and tag == "P" and place >= 0 and not own
        return not few and (told or (like.kind == "count" and tag in "VR"))
    if words[place].low == "(":
        glued = place > 0 and words[place - 1].end == words[place].start  # "alert(1)"
        note = _is_whole(figure) and figure.value < _NOTES  # "según el informe (2)"
        return place > 0 and words[place - 1].tag in "NTFA" and low == ")" and not (glued or note)
    if words[place].low == ";" and low == "," and like.kind == "share":
        return not figure.words  # "38 por ciento citó al jefe; 29, la falta de relevo"
    if words[place].low == ",":
        behind = place > 0 and (words[place - 1].tag in "NTARV" or _is_time(words[place - 1]))
        led = tag in "PC" and low not in ("de", "del") and not figure.words
        return behind and (tag == "S" or led)
    parted = low in ("de", "del") and not _compares(words, place)  # "9 de las 84 tiendas"
    if words[place].tag != "D" and parted:
        return False
    if words[place].tag == "D":
        place = before_number(words, at)
        many = words[at - 1].low in ("los", "las") and place >= 0 and words[place].low != "hasta"
        they = figure.words and words[place].tag == "V"  # "lo pagan los dos"
        return many and not they and _compares(words, place)
    if words[place].tag == "V":
        lemma, counted = words[place].lemma, like.kind not in ("duration", "money")
        return lemma == "ser" or not (lemma in terms("aging") or (few and counted))
    way = words[place].low == "a" and _is_way(words, place, like)
    return way or _is_governed(words, place, few=few)


def _is_time(word: Word) -> bool:
    """Say whether a figure is a year or an age: "en 2019, 12", "los de 30 a 44 años, siete"."""
    return word.tag == "F" and (is_year(word.low) or word.low.endswith("años"))


def _is_governed(words: Sequence[Word], place: int, *, few: bool) -> bool:
    """Say whether a preposition at `place` has a number behind it as it has an amount."""
    lead = words[place]
    if _compares(words, place):
        return True
    if lead.low in ("en", "con"):
        return not few
    if lead.low == "a":
        return _moves(words, place)
    verb = words[place - 1].lemma if place else ""
    return lead.low == "de" and (verb == "ser" or verb in terms("limiting"))


def _compares(words: Sequence[Word], place: int) -> bool:
    """Say whether what ends at `place` sets one amount against another: "frente a | los 14"."""
    before = words[place - 1].low if place else ""
    lead = words[place]
    if lead.low in ("contra", "hasta"):
        return True
    if lead.tag == "V":
        return lead.lemma not in terms("aging")
    if lead.tag == "Q":
        return before in ("más", "menos", "mayor", "menor", "mejor", "peor")
    return lead.low in ("a", "de") and before in terms("against")


def _moves(words: Sequence[Word], place: int) -> bool:
    """Say whether a verb moves something to where "a" at `place` leads: "bajó | a 15"."""
    before = words[max(0, place - _FROM) : place]
    verb = next((w for w in reversed(before) if w.tag in "VIGT"), None)
    return verb is not None and is_moving(verb)


def _is_of_now(words: Sequence[Word], at: int) -> bool:
    """Say whether so many are set against those of another time: "ahora son 19"."""
    be = at - 1
    if be < 0 or words[be].lemma != "ser" or (at + 1 < len(words) and words[at + 1].low == "de"):
        return False
    then = any(w.tag == "F" and is_year(w.low) for w in words[max(0, be - _WAY) : be])
    return then or (be > 0 and words[be - 1].low in terms("nowadays"))


def _begins_way(words: Sequence[Word], at: int) -> bool:
    """Say whether a number begins a way that both ends are told of bare: "pasó de | 90 a 12"."""
    ahead = words[at + 1 : at + 1 + _STEP]
    ends = next((k for k, w in enumerate(ahead) if w.tag == "F"), -1)
    led = at > 1 and words[at - 1].low in ("de", "desde") and _moves(words, at - 1)
    return led and ends > 0 and ahead[ends - 1].low == "a"


def _is_way(words: Sequence[Word], place: int, like: Figure) -> bool:
    """Say whether "a" at `place` leads the end of a way: "de ocho días | a tres"."""
    back = range(place - 1, max(0, place - _WAY), -1)
    first = next((k for k in back if words[k].tag == "F" and not is_year(words[k].low)), -1)
    begun = first > 0 and words[before_number(words, first)].low in ("de", "del", "desde")
    return begun and words[first].start == like.place.start
