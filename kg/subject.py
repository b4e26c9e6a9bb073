"""Finds the subject of a verb: the phrase before it, the noun of a relative clause, who is what."""

from collections.abc import Sequence

from kg.clause import boundary_before, governing_verb
from kg.grammar import Word, before_number
from kg.noun_phrase import is_passive, terms
from kg.population import Phrase, PopulationReader

__all__ = ["after_join", "find_subject", "past_frame"]

_SOURCE = 12  # words of "según el Ministerio de Transporte," at most
_DASHES = ("—", "–")
_FRAMING = ("por", "en", "de")  # "medidas | en euros, …"
_QUOTES = ("”", "»", '"')


def find_subject(
    words: Sequence[Word], first: int, at: int, reader: PopulationReader
) -> Phrase | None:
    """Find the subject of the verb that governs word `at`: the phrase before, no preposition.

    Walks from verb to verb to the left where subjects are left out ("abrió 20 y facturó …").
    """
    first = past_frame(words, first, at)
    led = _told_with(words, first, at, reader)
    if led:
        return led
    verb = governing_verb(words, first, at)
    stop = verb if verb >= 0 else at
    done = _done_to(words, first, verb, reader) if verb >= 0 else None
    if done:
        return done
    inserted = _before_insertion(words, first, stop, reader)
    if inserted:
        return inserted
    while True:
        relative = _relative_start(words, first, stop)
        if relative >= 0:
            phrase = _antecedent(words, first, relative, reader)
            if phrase:
                return _told_to_be(words, first, phrase, reader) or phrase
        start = first
        if verb >= 0:
            earlier = governing_verb(words, first, stop)
            joined = earlier >= 0 and any(
                w.low in ("y", "e", ",") for w in words[earlier + 1 : stop]
            )
            start = first if not joined else after_join(words, earlier, stop)
        found = _bare_phrase(words, start, stop, reader)
        if found:
            return found
        if verb < 0:
            return None
        verb = governing_verb(words, first, stop)
        if verb < 0:
            return _bare_phrase(words, first, stop, reader) if start != first else None
        stop = verb


def _done_to(
    words: Sequence[Word], first: int, verb: int, reader: PopulationReader
) -> Phrase | None:
    """Return to whom is done what costs so much: "sustituir a un analista cuesta …".

    Source: Real Academia Española, Nueva gramática, § 26.11, on infinitives as subjects.
    """
    costs = words[verb].lemma in terms("falling_to") | terms("pricing")
    if not costs or words[first].tag != "I" or words[first + 1].low not in ("a", "al"):
        return None
    phrase = reader.read(words, first + 2)
    alone = phrase.after <= verb and all(w.tag in "ARP" for w in words[phrase.after : verb])
    return phrase if alone and words[verb - 1].low not in ("le", "les") else None


def _told_with(
    words: Sequence[Word], first: int, at: int, reader: PopulationReader
) -> Phrase | None:
    """Return whom a relative clause tells of, its figure first: "X, que, con un 7 %, lidera"."""
    if words[max(0, before_number(words, at))].low not in ("con", "a"):
        return None
    que = _relative_start(words, first, before_number(words, at, ("con", "a", ",")) + 1)
    return _antecedent(words, first, que, reader) if que >= 0 else None


def past_frame(words: Sequence[Word], first: int, at: int) -> int:
    """Return where a clause begins behind "En lo que respecta a X, " or "Descontada X, "."""
    said = [w.low for w in words[first : first + 3]]
    frame = said[:1] in (["en"], ["por"]) and said[1:] == ["lo", "que"]
    if not frame and not (first + 1 < at and _is_absolute(words[first], words[first + 1])):
        return first
    return next((k + 1 for k in range(first, at) if words[k].low == ","), first)


def _is_absolute(word: Word, behind: Word) -> bool:
    """Say whether a participle opens a phrase of its own: "Dividido por X, ", "Descontada la X, ".

    Source: Real Academia Española, Nueva gramática, ch. 38, on absolute constructions.
    """
    asked = word.lemma in terms("put_to")  # "preguntados los jefes" tells whom
    framed = is_passive(word) and behind.low in _FRAMING
    return framed or (word.tag == "T" and behind.tag == "D" and not asked)


def _before_insertion(
    words: Sequence[Word], first: int, verb: int, reader: PopulationReader
) -> Phrase | None:
    """Return the subject that an insertion parts from its verb: "X, una firma de Y, vende"."""
    close = verb - 1
    while close > 0 and words[close].tag in "RA":
        close -= 1
    opening = close - 1
    if close >= max(first, 1) and words[close].low == ",":
        while opening > first and words[opening].low != ",":
            opening -= 1
    elif close > 0 and close == first - 1 and words[close].low in _DASHES:
        while opening > 0 and words[opening].low not in _DASHES:
            opening -= 1
        first = boundary_before(words, opening)
    else:
        return None
    if opening <= first:
        return None
    for start in range(first, opening):
        opens = words[start].tag in "DNR" and (start == first or words[start - 1].tag not in "DNPA")
        phrase = reader.read(words, start) if opens else None
        quoted = phrase and phrase.after + 1 == opening and words[phrase.after].low in _QUOTES
        ends = phrase and (phrase.after == opening or quoted)
        named = phrase and (phrase.populations or phrase.kind in ("relative", "first", "second"))
        if phrase and ends and named and phrase.kind != "time":
            return phrase
    return None


def after_join(words: Sequence[Word], verb: int, stop: int) -> int:
    """Return where the clause that is joined after `verb` begins."""
    for place in range(stop - 1, verb, -1):
        if words[place].low in ("y", "e", ",") and not _joins_nouns(words, place):
            return place + 1
    return stop


def _joins_nouns(words: Sequence[Word], place: int) -> bool:
    """Say whether "y" at `place` joins two nouns of one phrase."""
    return (
        words[place].low in ("y", "e")
        and words[place - 1].tag == "N"
        and place + 1 < len(words)
        and words[place + 1].tag == "N"
    )


def _relative_start(words: Sequence[Word], first: int, verb: int) -> int:
    """Return where "que" stands right before the verb, after a noun; -1 for none."""
    place = verb - 1
    while place >= first and words[place].tag in "AR":
        place -= 1
    place = _before_source(words, first, place)
    if (
        place > first
        and (words[place].tag == "Q" or words[place].low in ("quienes", "cuyo"))
        and words[place - 1].tag in ("N", "T", "S")
    ):
        return place
    return -1


def _before_source(words: Sequence[Word], first: int, place: int) -> int:
    """Return the word before "según el Ministerio" that ends at word `place`; else `place`."""
    for start in range(place, max(first, place - _SOURCE), -1):
        if words[start].tag in "VFQ" or words[start].low in (";", ":", "("):
            return place
        if words[start].low in ("según", "segun"):
            return start - 1 - (words[start - 1].low == ",")
    return place


def _antecedent(
    words: Sequence[Word], first: int, que: int, reader: PopulationReader
) -> Phrase | None:
    """Return the noun phrase that "que" stands for."""
    for place in range(max(first, que - 14), que):
        if words[place].tag not in "DN" or (place > first and words[place - 1].tag in "DN"):
            continue
        phrase = reader.read(words, place)
        if phrase.after >= que - 1 and phrase.populations:
            return phrase
    return None


def _told_to_be(
    words: Sequence[Word], first: int, what: Phrase, reader: PopulationReader
) -> Phrase | None:
    """Return who is what a relative clause tells of: "X es | una firma que opera en …"."""
    copula = what.first - 1
    if (
        words[what.after].tag != "Q"
        or copula <= first
        or (words[copula].lemma != "ser" and words[copula].low != "siendo")
    ):
        return None  # "es el dueño de X, que vende …" tells of X
    if words[copula].tag == "G" and words[copula - 1].tag == "V":
        copula -= 1  # "sigue siendo"
    if words[copula].tag != "V":
        return None
    found = find_subject(words, first, copula + 1, reader)
    return found if found and found.kind in ("named", "people") and found.populations else None


def _bare_phrase(
    words: Sequence[Word], start: int, stop: int, reader: PopulationReader
) -> Phrase | None:
    """Return the first phrase of `words[start:stop]` that no preposition governs."""
    at = start
    governed = False
    while at < stop:
        word = words[at]
        if word.low == "(" and at < (closed := _closed(words, at, stop)):
            at = closed  # "según la Cámara de Comercio (CCL), | las cajas"
            continue
        if word.low in ("quien", "quienes") and not governed:
            phrase = reader.read(words, at)
            if phrase.populations and phrase.after <= stop:
                return phrase
        if word.tag == "P":
            governed = True
            at += 1
            continue
        if word.tag == "Q" or word.tag == "V":
            governed = False
            at = _skip_relative(words, at, stop) if word.tag == "Q" else at + 1
            continue
        if word.tag in "NT" and _is_predicate(words, start, at):
            at += 1
            continue
        if word.tag in "DNTR" and not (at and words[at - 1].low == "["):
            phrase = reader.read(words, at)
            if phrase.kind == "none" or phrase.after <= at:
                governed = governed and word.tag != "R"  # "con eso | los pagos"
                at += 1
                continue
            if (
                not governed
                and phrase.after <= stop
                and phrase.kind != "time"
                and not (phrase.kind == "named" and phrase.head in terms("times") - terms("spans"))
            ):
                return phrase
            governed = False
            at = phrase.after
            continue
        governed = governed and word.tag in "AF"  # "entre 180 | tiendas"
        at += 1
    return None


def _closed(words: Sequence[Word], opening: int, stop: int) -> int:
    """Return the word after the bracket that opens at `opening`; itself where it holds `stop`."""
    return next((k + 1 for k in range(opening, stop) if words[k].low == ")"), opening)


def _is_predicate(words: Sequence[Word], start: int, at: int) -> bool:
    """Say whether an adjective tells what the noun behind it is: "es notable | el retraso"."""
    place = at - 1
    while place > start and words[place].tag == "A":
        place -= 1
    said = place >= 0 and words[place].tag == "V" and words[place].lemma in ("ser", "resultar")
    return said and at + 1 < len(words) and words[at + 1].tag == "D"


def _skip_relative(words: Sequence[Word], que: int, stop: int) -> int:
    """Return the word after a relative clause's verb."""
    for place in range(que + 1, min(que + 6, stop)):
        if words[place].tag == "V":
            return place + 1
    return que + 1
