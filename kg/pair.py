"""Reads two groups that are named together: "tanto abogados como economistas", "A y B"."""

from collections.abc import Sequence

from kg.grammar import Word
from kg.memory import Populations
from kg.population import PopulationReader, phrase_end

__all__ = ["named_together", "told_respectively"]

_JOINS = ("y", "e", "como")
_REACH = 40  # words before a figure in which the two are named
_PAIR = 2
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


def told_respectively(words: Sequence[Word], at: int, reader: PopulationReader) -> Populations:
    """Return whose the figure at word `at` is in "84 % y 61 %, respectivamente"; or nobody."""
    near = range(max(0, at - _RUN), min(len(words), at + _RUN + 1))
    run = [k for k in near if words[k].tag == "F"]
    between = words[run[0] + 1 : run[-1]]
    joined = any(w.low in ("y", "e") for w in between) and all(w.tag in "DPCFA" for w in between)
    behind = words[run[-1] + 1 : run[-1] + 1 + _RUN]
    if len(run) != _PAIR or not joined:
        return ()
    if not any(w.low == "respectivamente" for w in behind):
        return ()
    pair = named_together(words, run[0], reader)
    return pair[run.index(at)] if pair else ()
