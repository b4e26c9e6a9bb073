"""What several figures tell together: ranges, comparators, and one thing told twice."""

from collections.abc import Sequence
from itertools import pairwise

from kg.facts import Comparator
from kg.figure import ARTICLES, LEXICON, Draft, phrases, ratio
from kg.lexicon import load
from kg.token import Token
from kg.verb import often_nouns, verb_form

__all__ = ["settle"]

_DEGREES = frozenset(LEXICON["difference_after"])
_RANGE_LINKS = frozenset(LEXICON["range_links"])
_RESTATING = frozenset(LEXICON["restating"])
_BEFORE: dict[tuple[str, ...], Comparator] = {
    words: name
    for name, entries in LEXICON["comparators_before"].items()
    for words in phrases(entries)
}
_DENIED: dict[tuple[str, ...], Comparator] = {
    ("no", *words[:1], *between, *words[1:]): name
    for name, entries in LEXICON["comparators_denied"].items()
    for words in phrases(entries)
    for between in ((), ("ni",), ("siquiera",), ("ni", "siquiera"))
}
_BEFORE |= _DENIED
_AFTER: dict[tuple[str, ...], Comparator] = {
    words: name
    for name, entries in LEXICON["comparators_after"].items()
    for words in phrases(entries)
}
_LONGEST_BEFORE = max(len(words) for words in _BEFORE)
_COMPARATOR_VERBS = frozenset(LEXICON["comparator_verbs"])
_WEAK = frozenset(phrases(LEXICON["comparators_weak"]))
_CARRIED = ("share", "money", "points", "duration")
_NAMES = ("year", "date", "time", "label", "list", "ordinal", "phone", "age", "frequency")
_AUXILIARIES = ("se", "ha", "han", "había", "habían", "habrá", "habrán")
_UP_TO = (["a", "el"], ["al"], ["hasta", "el"], ["a", "la"])
_PLACED = ("en", "entre", "para")
_JOINED = ("y", "e", ",")
_PARTED = (".", "?", "!")  # between sentences
_LINKS = frozenset(LEXICON["function_words"])
_ELIDED = {(article, "de") for article in ("el", "la", "los", "las")}
_TIMES = frozenset((*LEXICON["durations"], *LEXICON["months"], "hace", "entonces", "antes"))
_THEN = frozenset(LEXICON["then"])
_MOVING = frozenset(load("statistics")["moving"])
_MILLION = 1_000_000
_UNSCALED = 1000  # a smaller number is of as many millions as the one before
_LIST_STEP = 14  # tokens between two members of a list, at most
_ARROWS = ("-", "=", "–", "—", ">")
_OPENING = ("(", ",", "—", "–", "-")
_CLOSING = {"(": (")",), ",": (",", ".", ";"), "—": ("—",), "–": ("–",), "-": ("-",)}
_ROUGHLY = 5  # points between two tellings of one share, at most
_CLOSELY = {"(": 3, ",": 4}  # of those that stand apart; "más de un tercio, el 36 %" is far for one
_FAR_TOLD = 14  # tokens between them
_FAR_APART = 8  # tokens between two figures of one range or restatement, at most


def settle(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """Give ranges their unit, figures their comparator, and drop what is told twice."""
    for left, right in reversed(list(pairwise(drafts))):
        _join_range(left, right, tokens)
        _join_list(left, right, tokens)
    quantities = [draft for draft in drafts if draft.kind not in _NAMES]
    for left, right in pairwise(quantities):
        _join_row(left, right, tokens)
    _fill_gaps(drafts, tokens)
    for draft in drafts:
        _compare(draft, tokens)
    kept: list[Draft] = []
    for draft in drafts:
        draft.modified = draft.after < len(tokens) and tokens[draft.after].low in _DEGREES
        aside = _aside(kept[-1], draft, tokens) if kept else None
        if aside:
            place, aside = kept[-1].place or kept[-1].whole, _both(kept[-1].aside, aside)
            kept[-1] = min(kept[-1], draft, key=lambda each: each.words)
            kept[-1].place, kept[-1].aside = place, aside
            continue
        kept.append(draft)
    return kept


def _fill_gaps(drafts: list[Draft], tokens: Sequence[Token]) -> None:
    """Give bare numbers the unit that was said before: "técnicos (34 %), operadores (28)"."""
    for left, right in pairwise(drafts):
        if right.kind not in ("number", "label") or left.kind not in _CARRIED or right.value == 0:
            continue
        before = [token.low for token in tokens[max(0, right.first - 3) : right.first]]
        bracketed = (
            before[-1:] == ["("]
            and tokens[right.after : right.after + 1]
            and tokens[right.after].low == ")"
        )
        compared = before[-3:] in (["frente", "a", "las"], ["frente", "a", "los"]) or before[
            -2:
        ] == ["frente", "a"]
        closed = any(token.low == ")" for token in tokens[left.after : left.after + 1])
        near = right.first - left.after <= _LIST_STEP
        if near and ((bracketed and (closed or left.kind == "money")) or compared):
            right.kind, right.currency = left.kind, left.currency
            if left.scale >= _MILLION and right.scale == 1 and right.value < _UNSCALED:
                right.value *= left.scale  # "11,6 millones, frente a los 14,2"
    for at, draft in enumerate(drafts):
        _join_of_every(draft, drafts[at + 1 : at + 3], tokens)


def _join_of_every(draft: Draft, following: Sequence[Draft], tokens: Sequence[Token]) -> None:
    """Read "De cada 100 aspirantes, …, 64 se enteran": a share, told in two places."""
    before = [token.low for token in tokens[max(0, draft.first - 2) : draft.first]]
    if before != ["de", "cada"] or draft.kind not in ("count", "number") or not draft.value:
        return
    for other in following:
        if (
            other.kind in ("number", "count")
            and 0 < other.value <= draft.value
            and other.first - draft.after <= _LIST_STEP
        ):
            other.kind, other.value = "share", ratio(other.value, draft.value)
            draft.kind = "label"
            return


def _between(left: Draft, right: Draft, tokens: Sequence[Token]) -> list[str]:
    if right.first - left.after > _FAR_APART:
        return ["…"]
    return [token.low for token in tokens[left.after : right.first]]


def _join_range(left: Draft, right: Draft, tokens: Sequence[Token]) -> None:
    """Read "entre un 12 y un 14 %", "12-14 %" and "3 o 4 millones": the unit stands at the end."""
    words = _between(left, right, tokens)
    linked = (
        bool(words)
        and all(word in _RANGE_LINKS for word in words)
        and any(word not in ARTICLES for word in words)
    )
    if not linked:
        return
    bare = (
        left.kind in ("number", "count", "label", "list") and left.after == left.first + 1
    ) or left.kind == "number"
    if (
        bare
        and right.kind
        in ("share", "points", "money", "duration", "age", "date", "count", "multiple")
        and left.kind != "share"
    ):
        if left.kind == "label" and left.value == 0 and left.first > 0:
            return
        left.kind, left.currency = right.kind, right.currency
        if right.scale > 1 and left.scale == 1 and left.value < 1000:
            left.value *= right.scale
    if left.kind != right.kind:
        return
    opening = [token.low for token in tokens[max(0, left.first - 3) : left.first]]
    if ("entre" in opening and words[0] == "y") or words[0] in ("-", "–", "—"):
        left.comparator, right.comparator = "atLeast", "atMost"


def _join_list(left: Draft, right: Draft, tokens: Sequence[Token]) -> None:
    """Read "en 0,62, 0,58 y 0,54 puntos": the unit stands behind the last of a list."""
    bare = right.after == right.first + 1
    listed = bare and _between(left, right, tokens) == [","]
    if listed and left.kind == "number" and right.kind in ("share", "points"):
        left.kind = right.kind


def _join_row(left: Draft, right: Draft, tokens: Sequence[Token]) -> None:
    """Give the next of a row the unit of the first: "del puesto 62 al 57", "3 € en A y 1 en B".

    So has an amount of millions that counts nothing, and what an elided noun comes to: "gana
    2.000 euros y el de un jefe supera los 3.000".
    """
    if not 0 < right.first - left.after <= _LIST_STEP:
        return
    between = [token.low for token in tokens[left.after : right.first]]
    if any(low in _PARTED or low.isspace() for low in between):
        return
    bare = right.kind == "number" and right.after == right.first + 1
    if left.kind == "rank" and bare and between in _UP_TO:
        right.kind = "rank"
        return
    following = [token.low for token in tokens[right.after : right.after + 2]]
    counts = following[:1] and tokens[right.after].kind == "word" and following[0] not in _LINKS
    if left.kind == "money" and not counts:
        amount = right.kind == "count" and right.scale >= _MILLION and not _is_of(following)
        elided = bare and any(pair in _ELIDED for pair in pairwise(between))
        if amount or elided:
            right.kind, right.currency = "money", left.currency
    if left.kind == "share" and bare and not counts and _is_elided_share(between):
        right.kind = "share"
    if left.kind in ("duration", "money", "points") and bare and between == [","]:
        further = following[:1] in (["más"], ["menos"]) and following[1:] in (["de"], ["que"])
        right.kind, right.currency = (left.kind, left.currency) if further else (right.kind, None)
    alike = between[0] in _PLACED and following[:1] == between[:1]
    joined = [low for low in between if low in _JOINED and low not in ARTICLES]
    if left.kind in ("share", "points", "money") and bare and alike and joined:
        right.kind, right.currency = left.kind, left.currency


def _is_elided_share(between: Sequence[str]) -> bool:
    """Say whether a number is a share as the one before it is: "lo hacía el 38", "sube al 38"."""
    lead = between[-1]
    form = verb_form(between[-2]) if len(between) > 1 else None
    lemma = form[0] if form is not None and form[1] == "finite" else ""
    if lead == "al":
        return between[-2:-1] == ["frente"] or lemma in _MOVING
    return lead == "el" and bool(lemma) and between[-3:-2] == ["lo"]


def _is_of(following: Sequence[str]) -> bool:
    """Say whether what follows tells what is counted: "491 millones de usuarios", not "de 2022"."""
    if following[:1] not in (["de"], ["del"]):
        return False
    return not (following[-1].isdigit() or following[-1] in _TIMES)


def _compare(draft: Draft, tokens: Sequence[Token]) -> None:
    """Find what compares, before and after; the adverbs become part of the figure as written."""
    start, end = draft.start, draft.end
    kinds = (
        "share",
        "points",
        "count",
        "money",
        "multiple",
        "duration",
        "number",
        "rank",
        "frequency",
    )
    if draft.kind in kinds and draft.comparator == "exactly":
        found = _compare_before(draft, tokens)
        if found:
            draft.comparator = found[0]
            start = min(start, found[1])
        for size in (3, 2, 1):
            words = tuple(token.low for token in tokens[draft.after : draft.after + size])
            if words in _AFTER and len(words) == size:
                draft.comparator = _AFTER[words]
                end = tokens[draft.after + size - 1].end
                break
    draft.whole = (start, end)


def _compare_before(draft: Draft, tokens: Sequence[Token]) -> tuple[Comparator, int] | None:
    words: list[str] = []
    places: list[int] = []
    at = draft.first - 1
    while at >= 0 and tokens[at].start >= draft.start:
        at -= 1
    while draft.kind == "multiple" and at >= 0 and tokens[at].low in _AUXILIARIES:
        at -= 1  # "casi se ha doblado"
    while at >= 0 and len(words) < _LONGEST_BEFORE + 2 and tokens[at].kind in ("word", "sign"):
        expanded = {"del": ["el", "de"], "al": ["el", "a"]}.get(tokens[at].low, [tokens[at].low])
        words.extend(expanded)
        places.extend([at] * len(expanded))
        at -= 1
    skip = 0
    while skip < len(words) and words[skip] in ARTICLES:
        skip += 1
    for size in range(min(_LONGEST_BEFORE, len(words) - skip), 0, -1):
        phrase = tuple(reversed(words[skip : skip + size]))
        name = _BEFORE.get(phrase)
        if name is None or (phrase in _WEAK and draft.kind not in ("money", "duration")):
            continue
        if not phrase[0][0].isalpha() and (skip or _is_mark(tokens, places[size - 1])):
            continue
        if phrase[-1] in ("a", "de", "que") and _is_of_then(tokens[draft.after : draft.after + 5]):
            return None  # "por encima de los 1.900 euros de hace un año": it was so many
        if phrase == ("hasta",) and skip and words[0] in ("el", "los", "las", "la"):
            return None  # "subió hasta el 30 %": the end of a way, not a limit
        if phrase == ("hasta",) and words[skip + 1 : skip + 2] == [","]:
            return None  # "se redujo en 24 millones, hasta 190"
        verb = phrase[0] in _COMPARATOR_VERBS or phrase in _DENIED
        return name, draft.start if verb else tokens[places[skip + size - 1]].start
    return None


def _is_mark(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a sign before a figure is an arrow or leads a line: "-> 77 %", "> 77 %"."""
    apart = tokens[at].low == ">" and tokens[at].end < tokens[at + 1].start
    return apart and (at == 0 or tokens[at - 1].low in _ARROWS)


def _is_of_then(following: Sequence[Token]) -> bool:
    """Say whether a figure is of another time: "de hace un año", "del año anterior", "de 2019"."""
    lows = [token.low for token in following]
    if lows[:1] not in (["de"], ["del"]):
        return False
    then = lows[2] if lows[1:2] in (["el"], ["la"], ["los"]) and len(lows) > 2 else lows[1]
    return then in _THEN or then in LEXICON["months"] or (then.isdigit() and len(then) == 4)


def _both(one: tuple[int, int] | None, other: tuple[int, int]) -> tuple[int, int]:
    return other if one is None else (one[0], other[1])


def _aside(left: Draft, right: Draft, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Return where a share is told again: "casi una de cada tres| (un 32 %)|"; None for nowhere.

    Behind those that it is of, it stands in brackets or between commas, and tells one in digits
    and one in words: "más de un tercio de los jefes, el 36 %, …".
    """
    apart = abs(left.value - right.value)
    if left.kind != "share" or right.kind != "share" or left.words == right.words:
        return None
    between = tokens[left.after : right.first]
    if not between or len(between) > _FAR_TOLD or apart > _ROUGHLY:
        return None
    closing = tokens[right.after].low if right.after < len(tokens) else ""
    opening = 0 if between[0].low in _OPENING or between[0].low == "o" else _opening(between)
    if opening < 0 or not all(token.low in _RESTATING for token in between[opening:]):
        return None
    sign = between[opening].low
    if opening and (closing not in _CLOSING[sign] or apart > _CLOSELY[sign]):
        return None
    closes = sign in _CLOSING and closing == _CLOSING[sign][0]
    end = tokens[right.after].end if closes else max(right.whole[1], right.end)
    return between[opening].start, end


def _opening(between: Sequence[Token]) -> int:
    """Return the sign that opens an aside behind those that a share is of; -1 for none."""
    for place, token in enumerate(between):
        if token.low in ("(", ","):
            return place
        form = verb_form(token.low)
        told = form is not None and form[1] == "finite" and token.low not in often_nouns()
        if token.kind == "number" or told:
            return -1
    return -1
