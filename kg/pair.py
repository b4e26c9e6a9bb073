"""Reads two groups that are named together: "tanto abogados como economistas", "A más que B"."""

from collections.abc import Callable, Sequence

from kg.clause import boundary_before
from kg.grammar import Word, before_number, is_year, phrase_at
from kg.itemised import is_group, phrase_until
from kg.lexicon import cut_phrases
from kg.memory import Populations
from kg.noun_phrase import terms
from kg.population import Phrase, PopulationReader, phrase_end
from kg.subject import find_subject
from kg.topic import find_setting, find_topic, is_timed

__all__ = ["named_together", "one_of_two", "told_of_both", "told_respectively"]

_JOINS = ("y", "e", "como")
_REACH = 40  # words before a figure in which the two are named
_PAIR = 2
_BOTH = ("ambos", "ambas")
_PLACING = ("en", "entre")
_OPENS = ("(", ",", ":")
_AGAINST = {"y", "e", "frente", "contra", "versus", "vs", "a", "al", "por", "ciento", "."}
_RUN = 5  # words from one of two figures to the other, and to "respectivamente"


def named_together(
    words: Sequence[Word], stop: int, reader: PopulationReader
) -> tuple[Populations, Populations] | None:
    """Return the last two groups that a conjunction joins before word `stop`."""
    for join in range(stop - 2, max(0, stop - _REACH), -1):
        if words[join].low not in _JOINS:
            continue
        start = join
        while start > 0 and words[start - 1].tag in "NDT" and join - start < _RUN:
            start -= 1
        other = join + 1 + (words[join + 1].low in ("a", "de", "entre", "para", "en"))
        other += other < stop and words[other].tag == "F"  # "210 enólogos y 180 sumilleres"
        after = phrase_end(words, other)
        if start == join or after > stop:
            continue
        one = reader.named(words, start, join)
        head = next((k for k in range(start, join) if words[k].tag == "N"), start)
        elided = reader.elided(words, head, other + 1)
        two = (elided,) if elided else reader.named(words, other, after)
        if one and two:
            return one, two
    return None


def told_respectively(
    words: Sequence[Word],
    at: int,
    reader: PopulationReader,
    before: Callable[[], Sequence[Populations]],
) -> Populations:
    """Return whose the figure at word `at` is in "84 % y 61 %, respectivamente"; or nobody.

    They are those of `before`, two that were told of, where the sentence names none together.
    """
    near = range(max(0, at - _RUN), min(len(words), at + _RUN + 1))
    run = [k for k in near if words[k].tag == "F" and not is_year(words[k].low)]
    if len(run) != _PAIR or at not in run:
        return ()
    between = words[run[0] + 1 : run[-1]]
    joined = any(w.low in ("y", "e") for w in between) and all(w.tag in "DPCFA" for w in between)
    behind = words[run[-1] + 1 : run[-1] + 1 + _RUN]
    if not joined:
        return ()
    orders = cut_phrases("grammar", "in_order")
    if not any(phrase_at(behind, k, orders) for k in range(len(behind))):
        return ()
    pair = named_together(words, run[0], reader) or before()
    return pair[run.index(at)] if len(pair) == _PAIR else ()


def told_of_both(words: Sequence[Word], at: int, reader: PopulationReader) -> Populations:
    """Return whose the figure at word `at` is in "A y B, ambas con más del 50 %"; or nobody."""
    place = before_number(words, at, ("con", "de", "del", "en", "por"))
    if words[place + 1].low not in _BOTH or words[place].low not in _OPENS or place < _PAIR:
        return ()
    pair = named_together(words, place, reader)
    return tuple(dict.fromkeys([*pair[0], *pair[1]])) if pair else ()


def one_of_two(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Return who of two compared has the figure at word `at`: "A gasta más que B (45 % frente …)".

    The first of two figures is of the one, the second of whom "que" sets against them.
    """
    near = range(max(0, at - _RUN), min(len(words), at + _RUN + 1))
    run = [k for k in near if words[k].tag == "F"]
    if len(run) != _PAIR or not _is_set_against(words, *run):
        return None
    opening = before_number(words, run[0], ("con",))
    if opening < 1 or words[opening].low not in _OPENS:
        return None
    other = phrase_until(words[:opening], opening, reader)
    if other is None or is_timed(words, other):
        return None
    placed = words[other.first - 1].low in _PLACING
    than = other.first - 1 - placed
    first = boundary_before(words, than)
    more = any(w.low in terms("telling") for w in words[first:than])
    if than < 1 or words[than].low != "que" or not more:
        return None
    if placed:
        one = find_topic(words, first, than, reader) or find_setting(words, first, than, reader)
    else:
        one = find_subject(words, first, than, reader)
    alike = one and (is_group(words, other) or (one.kind == other.kind and other.plural))
    return (other if at == run[1] else one) if alike else None


def _is_set_against(words: Sequence[Word], one: int, other: int) -> bool:
    """Say whether only what sets two figures of one unit apart stands between them."""
    between = words[one + 1 : other]
    told = {w.low for w in between if w.tag not in "DA"}
    against = told & {"y", "e", "frente", "contra", "versus", "vs"} and told <= _AGAINST
    shares = words[one].low.endswith("%") == words[other].low.endswith("%")
    behind = words[other + 1].tag if other + 1 < len(words) else "S"
    return bool(against) and shares and behind == "S"
