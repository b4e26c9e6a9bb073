"""Words what a figure says: its clause, trimmed of who says it, readable alone."""

from collections.abc import Sequence
from itertools import pairwise

from kg.attribution import unquoted, without_attribution
from kg.bracket import opening_before
from kg.bracket_row import row_claim
from kg.clause import clause_of, contrast_before, opens_clause
from kg.echo import (
    Before,
    Told,
    asserted_before,
    denies,
    has_own_complement,
    is_echo,
    said_before,
    stands_for,
)
from kg.gapping import gap_after, gap_before, regained
from kg.grammar import OBJECTS, Word, before_number, phrase_at, verb_start
from kg.halves import compared_half, joined_after, joined_before, same_measure
from kg.lexicon import cut_phrases
from kg.noun_phrase import terms
from kg.study_cue import phrases_of

__all__ = ["read_claim"]


def read_claim(
    text: str,
    words: Sequence[Word],
    at: int,
    before: Before | None,
    *,
    here: bool = True,
    told: Told = "amount",
) -> str:
    """Return what holds of the population of the figure at word `at`.

    Where a clause holds two figures, or one is set against another, the claim of each is told
    with the words that they share and its own, so that it is true as it stands.

    Args:
        text: of the article.
        words: of the sentence.
        at: index of the figure's word.
        before: what the figure before says, which an echo ("hacen lo propio") takes over, and
            a figure of the same sentence that says nothing of its own ("frente al 31 % de X");
            what holds that figure, and so its subject, is true of no other.
        here: the figure before stands in the same sentence.
        told: what the figure is of.
    """
    words, at = without_attribution(words, at)
    if row := row_claim(words, at):
        return _written(text, _within_reach(row, words[at]))
    first, after = _bounds(words, at)
    bare = before.claim if before and not before.whole else None
    if held := asserted_before(words, first, at):
        return _written(text, _within_reach(held, words[at]))
    if before and bare and is_echo(words, (first, at, after), before, told=told):
        return bare
    if stands_for(words, first, at, after):
        if bare and here:
            return bare
        told_there = before is not None and before.whole and here
        if not told_there and (said := said_before(words, first)):
            return _written(text, _within_reach(said, words[at]))
    if denies(words[at + 1 : after]) and not _says(words[first:after]):
        # "…; el 23 % de los jefes, no": the opposite of what was said before
        return _written(text, _within_reach(_told(words, 0, at, after), words[at]))
    if opening_before(words, at) > 0 or not _says(words[first:after]):
        # what is told in brackets, or of a thing in a row, needs the sentence around it
        own = has_own_complement(words, at, after)
        if before and here and opening_before(words, at) < 0 and not own:
            half = _half(words, at, after) or (None if bare else _regained(words, first, at, after))
            if half or bare:
                return _written(text, _within_reach(half, words[at])) if half else bare or ""
        first, after = _past_attribution(words, 0, at), _end(words, at, len(words))
    return _written(text, _within_reach(_told(words, first, at, after), words[at]))


def _bounds(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Return first and last (exclusive) word of the clause of a figure, without what leads it."""
    first, after = clause_of(words, at)
    first, after = _main(words, first, at, after)
    after = gap_after(words, first, at, after)
    first = max(first, gap_before(words, first, at))
    first = _past_attribution(words, first, at)
    while first < at and (
        words[first].tag in "C" or words[first].low in (",", "(", "así", "además", "asimismo")
    ):
        first += 1
    return first, _end(words, at, after)


def _end(words: Sequence[Word], at: int, after: int) -> int:
    """Return where a clause ends, without remarks on it and without who says it."""
    after = _before_others(words, at, _before_aside(words, at, after))
    after = _before_connector(words, at, after)
    while after > at + 1 and (
        words[after - 1].low in (",", ":", ".", "(") or words[after - 1].tag == "C"
    ):
        after -= 1
    return after


def _main(words: Sequence[Word], first: int, at: int, after: int) -> tuple[int, int]:
    """Part the clause that opens a sentence from the main one: "Cuando sube el gas, | el 37 %"."""
    if not _subordinated(words, first):
        return first, after
    verb = next((k for k in range(first, after) if words[k].tag == "V" or words[k].low == ","), 0)
    if words[verb].tag != "V":
        return first, after
    commas = [k for k in range(verb, after) if words[k].low == ","]
    for comma, following in pairwise([*commas, after]):
        if any(w.tag == "V" for w in words[comma:following]):
            if words[comma + 1].tag in "VRA":
                comma = commas[0]  # "Cuando se fue, Nubela, una empresa de Lugo, | tenía"
            return (comma + 1, after) if comma < at else (first, comma)
    if commas and verb < at and commas[0] < at:
        return commas[0] + 1, after
    return first, after


def _subordinated(words: Sequence[Word], first: int) -> bool:
    """Say whether what opens a sentence subordinates its clause: "Mientras que", "Cuando"."""
    size = contrast_before(words, first)
    return first == size > 0 or (first <= 1 and words[0].low in ("cuando", "si", "porque"))


def _told(words: Sequence[Word], first: int, at: int, after: int) -> list[Word]:
    """Return the words of a claim: the predicate of a figure, or the clause that holds it."""
    after = joined_after(words, at, after)
    predicate = _predicate(words, at, after)
    lone = predicate == after - 2 and words[predicate].low in OBJECTS
    if predicate and lone and not _opening(words, first, predicate):
        predicate = None  # "lo terminó" says nothing alone, unless a clause before it tells what
        first = before_number(words, at) + 1 if opens_clause(words, at) else first
    if predicate is None:
        if (place := _is_so_for(words, first, at, after)) is not None:
            return list(words[first:place])
        first = _with_label(words, first, at)
        shared = joined_before(words, first, at)
        return [*_condition(words, first), *(shared or words[first:at]), *words[at:after]]
    return [*_opening(words, first, predicate), *words[predicate:after]]


def _is_so_for(words: Sequence[Word], first: int, at: int, after: int) -> int | None:
    """Return where those begin for whom something is so: "La nube es cara | para el 62 % de …"."""
    place = before_number(words, at)
    if place <= first or words[place].low != "para" or any(w.tag == "V" for w in words[at:after]):
        return None
    last = next((w for w in reversed(words[first:place]) if w.tag == "V"), None)
    return place if last is not None and last.lemma == "ser" else None


def _with_label(words: Sequence[Word], first: int, at: int) -> int:
    """Return where a clause begins whose subject is a label before it: "La nube: sigue siendo"."""
    labelled = 1 < first <= _LABEL and words[first - 1].low == ":" and len(words[0].low) > 1
    told = labelled and next((w.tag for w in words[first:at] if w.tag not in "RA"), "") == "V"
    return 0 if told and all(w.tag in "DNPTCA" for w in words[: first - 1]) else first


def _opening(words: Sequence[Word], first: int, predicate: int) -> Sequence[Word]:
    """Return the clause that tells what "la" is: "Cuando se les pregunta por la huelga, la"."""
    opened = first > 1 and words[first - 1].low == "," and words[0].low in ("cuando", "si")
    return words[:first] if opened and words[predicate].low in OBJECTS else []


def _condition(words: Sequence[Word], first: int) -> Sequence[Word]:
    """Return the clause on which an amount depends: "Cuando llueve, | la cosecha cae un 5 %"."""
    opened = first > 1 and words[first - 1].low == "," and words[0].low in ("cuando", "si")
    holds = opened and words[1].low != "bien" and not any(w.tag == "F" for w in words[:first])
    return words[:first] if holds else []


def _half(words: Sequence[Word], at: int, after: int) -> list[Word] | None:
    """Return what a figure says that is set against the one before it in the sentence."""
    for other in range(at - 1, max(-1, at - _REACH), -1):
        if words[other].tag == "F" and same_measure(words[other], words[at]):
            first, last = _bounds(words, other)
            if _says(words[first:last]):
                break
    else:
        return None
    if last > at or _predicate(words, other, last) is not None:
        return None
    return compared_half(words, at, after, other, (first, joined_after(words, other, last)))


def _regained(words: Sequence[Word], first: int, at: int, after: int) -> list[Word] | None:
    """Return a clause without a verb with that of the figure before it in the sentence."""
    other = next((k for k in range(at - 1, max(-1, at - _REACH), -1) if words[k].tag == "F"), -1)
    if other < 0 or not same_measure(words[other], words[at]):
        return None
    return regained(words, (first, at, after), other, _bounds(words, other))


def _written(text: str, words: Sequence[Word]) -> str:
    """Return words as the text has them, those that stand apart joined by a space."""
    words = unquoted(words)
    parts = [text[word.start : word.end] for word in words[:1]]
    for one, other in pairwise(words):
        gap = text[one.end : other.start] if one.end <= other.start else " "
        apart = "" if other.low in _CLOSE else " "
        parts += [gap if not gap.strip() else apart, text[other.start : other.end]]
    return " ".join("".join(parts).split())


def _within_reach(said: Sequence[Word], figure: Word) -> Sequence[Word]:
    """Leave out words far from the figure: a line of a table may be as long as its text."""
    return [w for w in said if figure.start - _FAR <= w.start and w.end <= figure.end + _FAR]


def _says(words: Sequence[Word]) -> bool:
    """Say whether a clause has a verb of its own."""
    return any(word.tag == "V" for word in words)


def _predicate(words: Sequence[Word], at: int, after: int) -> int | None:
    """Return where the predicate begins of which the figure at word `at` is the subject.

    "el 77% de los CIO | piensa que la colaboración es importante": whose and how many are told by
    the statistic itself, and the predicate alone is true of another figure that echoes it.
    """
    if (subject := _subject_behind(words, at, after)) is not None:
        return subject
    place = at + 1
    while (
        place < after
        and (words[place].tag in "PDNTA" or words[place].low in _THEM or _is_nor(words, place))
        and words[place].low not in _NOT_SUBJECT
    ):
        place += 1
    if _opens(words, at) and place > at + 1:
        place = _past_apposition(words, place, after)
    if place >= after or words[place].tag not in "VR":
        return None
    while place < after and words[place].tag == "R":  # "se", "lo", "les" before the verb
        place += 1
    if place >= after or words[place].tag != "V":
        return None
    if place == after - 1 and len(words[place].low) <= _SHORT:
        return None  # "se va": too little to stand alone
    start = max(at + 1, verb_start(words, place))
    return None if words[start - 1].low in ("quien", "quienes") else start


def _subject_behind(words: Sequence[Word], at: int, after: int) -> int | None:
    """Return where the subject begins behind a figure: "para el 59 % | el riesgo es"."""
    lead = before_number(words, at)
    if lead < 0 or words[lead].low not in terms("placed_by"):
        return None
    if lead > 0 and words[lead - 1].tag not in "SCQ":
        return None  # "cifra en el 59 % las que …"
    place = at + 1
    while place < after and words[place].tag in "PDNTA":
        opens = words[place].tag == "D" and words[place - 1].tag in "FNT"
        if opens:
            verb = any(word.tag == "V" for word in words[place:after])
            return place if verb else None
        place += 1
    return None


def _is_nor(words: Sequence[Word], place: int) -> bool:
    """Say whether "ni siquiera" begins there, and no second subject: "ni los jefes"."""
    return words[place].low == "ni" and place + 1 < len(words) and words[place + 1].tag == "A"


_CLOSE = (",", ".", ";", ":")  # signs without a space before them


def _opens(words: Sequence[Word], at: int) -> bool:
    """Say whether no verb or preposition stands before a figure: it may be a subject."""
    place = before_number(words, at)
    return place < 0 or words[place].tag in "SCQ"


def _past_apposition(words: Sequence[Word], place: int, after: int) -> int:
    """Return the word behind ", sobre todo los jóvenes,", or `place` where none stands there."""
    if place >= after or words[place].low != ",":
        return place
    for end in range(place + 1, min(after, place + _APPOSITION)):
        if words[end].tag in "VFQ":
            return place
        if words[end].low == ",":
            verb = end + 1
            while verb < after and words[verb].tag == "A":
                verb += 1
            return verb
    return place


_LABEL = 8  # words of a label and its colon, at most
_APPOSITION = 10  # words of one, at most
_FAR = 500  # characters from its figure that a claim goes, at most
_REACH = 60  # words before a figure in which what it takes up stands
_SHORT = 3  # letters of a verb, at most, that says nothing alone
_THEM = frozenset({"ellos", "ellas", "éstos", "estos", "éstas", "estas"})  # "un 30% de ellos"
_NOT_SUBJECT = frozenset({"más", "menos"})  # "un 15% más proclives" is no subject


def _past_attribution(words: Sequence[Word], first: int, at: int) -> int:
    """Skip "Según el informe de X," at the beginning of a clause."""
    if first < at and (
        words[first].low == "según"
        or (words[first].low == "de" and first + 1 < at and words[first + 1].low == "acuerdo")
    ):
        for place in range(first, at):
            if words[place].low == ",":
                return place + 1
    return first


def _before_aside(words: Sequence[Word], at: int, after: int) -> int:
    """Stop before ", según X" or ", lo que lastra la productividad" at the end of a clause."""
    asides = (*phrases_of("according"), *cut_phrases("statistics", "remarks"))
    for place in range(at + 1, after - 1):
        if words[place].low == "," and phrase_at(words, place + 1, asides, after):
            return place
    return after


def _before_connector(words: Sequence[Word], at: int, after: int) -> int:
    """Stop before what leads to the next clause: "es prioritaria, y | , sin embargo, …"."""
    comma = next((k for k in range(after - 1, at, -1) if words[k].low == ","), after)
    size = phrase_at(words, comma + 1, cut_phrases("statistics", "connectors"))
    return comma if comma + 1 < after <= comma + 1 + size else after


def _before_others(words: Sequence[Word], at: int, after: int) -> int:
    """Stop before others of whom another figure tells: "…, y los que lo tienen, | un 29 %, …"."""
    if after >= len(words) or words[after - 1].low == ".":
        return after
    for place in range(at + 2, after - 2):
        others = words[place].tag == "C" and (
            words[place + 1].low in ("quien", "quienes")
            or (words[place + 1].tag == "D" and words[place + 2].tag == "Q")
        )
        if others and sum(word.tag == "V" for word in words[place:after]) <= 1:
            return place
        if _sets_apart(words, place, after):
            return place
    return after


def _sets_apart(words: Sequence[Word], place: int, after: int) -> bool:
    """Say whether some of them have a figure of their own: "…, y | en las que son, el 9 %"."""
    if words[place].tag != "C" or words[place + 1].low not in terms("placed_by"):
        return False
    who = words[place + 2 : place + 4]
    some = who[0].low in ("quien", "quienes") or [w.tag for w in who] == ["D", "Q"]
    return some and any(word.tag == "F" for word in words[place + 4 : after])
