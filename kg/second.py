"""Reads whose the second figure of a contrast is: "el tinto perdió un 9 % y el blanco, un 2 %"."""

from collections.abc import Sequence

from kg.clause import leads
from kg.grammar import Word, before_number, is_year
from kg.itemised import is_group
from kg.lexicon import load
from kg.noun_phrase import phrase_end, terms
from kg.population import Phrase, PopulationReader
from kg.topic import is_timed

__all__ = ["second_half", "set_against"]

_LINKS = (",", ";", "y", "e", "pero", "que")
_RELATIVE = ("que", "donde", "cuyo", "cuya", "cuyos", "cuyas")
_PLACING = ("en", "entre", "a", "al")
_AMOUNT = ("con", "en", "de", "del", "por", "a", "al", "hasta", "otro", "otra", "solo")
_OF = ("de", "del")
_REACH = 40  # words between two figures that are looked through
_FIGURES = 2  # before it: one may stand in the insertion, "que hace dos años …"
_BEHIND = 2  # words between a figure and "de": "los 22,8 años | de los hombres"
_BEFORE = 6  # words before a figure in which it is set against another


def set_against(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read "frente a los 19 días | de los registradores": an amount that somebody else has."""
    said = {w.low for w in words[max(0, at - _BEFORE) : at]}
    if not said & terms("comparing") or words[at - 1].tag not in "DPS":
        return None
    for place in range(at + 1, min(at + 1 + _BEHIND, len(words) - 1)):
        if words[place].low in ("de", "del"):
            phrase = reader.read(words, place + 1)
            many = phrase.kind in ("people", "relative") or words[at - 1].low in ("los", "las")
            timed = phrase.kind in ("time", "measure") or is_timed(words, phrase)
            return phrase if many and not timed else None
    return None


def second_half(
    words: Sequence[Word], at: int, reader: PopulationReader, *, asked: bool
) -> tuple[str, Phrase] | None:
    """Return the cue and the phrase that a clause without a verb, or with the same, begins with.

    It follows a link behind the figure before, and all between it and the figure is an insertion,
    or tells no other subject: "y la mantequilla, que llevaba un año quieta, | un 9 %", "y en
    Teruel no pasó del | 41 %". Where people were `asked`, a thing is what they chose.
    """
    if leads(words, at):
        return None
    figures = [k for k in range(max(0, at - _REACH), at) if words[k].tag == "F"]
    for before in [k for k in reversed(figures) if not is_year(words[k].low)][:_FIGURES]:
        if found := _begun(words, before, at, reader, asked=asked):
            return found
    return None


def _begun(
    words: Sequence[Word], before: int, at: int, reader: PopulationReader, *, asked: bool
) -> tuple[str, Phrase] | None:
    """Return what begins between the figure at `before` and that at `at`."""
    shown = words[: _lead(words, before, at)]
    for link in range(before + 1, min(at, len(shown)) - 1):
        if words[link].low not in _LINKS:
            continue
        told = link == before + 1 or any(w.tag == "V" for w in words[max(0, link - _REACH) : link])
        if not told:
            continue  # "entre 480 directores y gerentes, el 53 %"
        start = link + 1
        placed = words[start].low in _PLACING
        phrase = _one_of(words, start, reader) or reader.read(shown, start + placed)
        opens = words[start + placed].tag in "DNR" and phrase.after > start + placed
        bare = words[start].low == "a" and words[start + 1].tag != "D"  # "a distancia"
        bare = bare or (phrase.after == at and words[start + placed].low in ("un", "una"))
        if not opens or bare or phrase.after > at or not _is_somebody(words, phrase):
            continue
        if asked and not placed and not is_group(words, phrase):
            continue
        tail = words[phrase.after : at]
        if _is_gap(tail) or _is_inserted(tail):
            return ("dónde" if placed else "sujeto"), phrase
        if _leads_on(tail) and not placed:
            return "ante los dos puntos", phrase
        if placed and words[start].low in ("en", "entre") and _goes_on(_past_insertion(tail)):
            return "dónde", phrase
    return None


def _lead(words: Sequence[Word], before: int, at: int) -> int:
    """Return where "del" leads a figure as it does the one before: "en Francia | del 45 %".

    It hangs on the verb that is left out, not on the noun; `len(words)` where there is none.
    """
    leads = [before_number(words, figure) for figure in (before, at)]
    alike = all(place > 0 and words[place].low in _OF for place in leads)
    return leads[1] if alike else len(words)


def _one_of(words: Sequence[Word], start: int, reader: PopulationReader) -> Phrase | None:
    """Read "uno de nómina", "una con contrato": the noun is the one before."""
    after = phrase_end(words, start + 2)
    if words[start].low not in ("uno", "una") or words[start + 1].low not in ("de", "con"):
        return None
    if after <= start + 2 or words[start + 2].tag != "N":
        return None  # "uno de los dos"
    rest = reader.text[words[start + 1].start : words[after - 1].end]
    return Phrase("relative", start, after, rest)


def _is_somebody(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase can be whom a half is about, and tells neither when nor how."""
    if phrase.kind in ("time", "none", "generic") or is_timed(words, phrase):
        return False
    vague = phrase.head in load("grammar")["not_settings"]
    vague = vague or phrase.head in terms("told_by") | terms("comparing")
    return not vague and (bool(phrase.populations) or phrase.kind == "relative")


def _is_gap(tail: Sequence[Word]) -> bool:
    """Say whether only a comma and what leads a figure stand there: ", | con un"."""
    commas = sum(w.low == "," for w in tail)
    rest = [w for w in tail if w.low != ","]
    if len(rest) > 1 and rest[-1].tag == "N" and rest[-2].tag == "D":
        rest = rest[:-1]  # "con un modesto | 11 %"
    return commas <= 1 and all(w.tag in "DA" or w.low in _AMOUNT for w in rest)


def _is_inserted(tail: Sequence[Word]) -> bool:
    """Say whether an insertion in commas stands there: ", que llevaba un año quieta, un"."""
    commas = [k for k, w in enumerate(tail) if w.low == ","]
    if len(commas) < 2 or commas[0] != 0:
        return False
    return _is_gap(tail[commas[-1] :]) and not any(w.low == ";" for w in tail)


def _past_insertion(tail: Sequence[Word]) -> Sequence[Word]:
    """Return what stands behind a relative clause in commas: ", donde la norma es dura, | cae"."""
    commas = [k for k, w in enumerate(tail) if w.low == ","]
    inserted = len(commas) > 1 and commas[0] == 0 and tail[1].low in _RELATIVE
    return tail[commas[1] + 1 :] if inserted else tail


def _leads_on(tail: Sequence[Word]) -> bool:
    """Say whether a verb and a colon stand there: "ni se despeinan: | 1,6 %"."""
    while tail and (tail[-1].tag in "DA" or tail[-1].low in _AMOUNT):
        tail = tail[:-1]
    return bool(tail) and tail[-1].low == ":" and _goes_on(tail)


def _goes_on(tail: Sequence[Word]) -> bool:
    """Say whether a verb stands there whose subject is none of its own: "no pasó del"."""
    named = any(w.tag in "NT" and w.low not in terms("told_by") for w in tail)
    return any(w.tag == "V" for w in tail) and not named
