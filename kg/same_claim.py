"""Says whether the claims of two figures are one: the same is told of two groups, and of no more.

Words alone do not tell: "confía en su jefe" and "no confía en su jefe" share theirs, and so do two
figures whose claims are one long sentence that predicates a thing of each.
"""

from collections.abc import Sequence
from functools import lru_cache

from corpus.article import Span
from kg.clause import contrast_at
from kg.echo import denies, has_own_complement, has_own_subject, only_counts
from kg.facts import Statistic
from kg.grammar import OBJECTS, Word, words_of
from kg.lexicon import load
from kg.noun_phrase import terms
from kg.numeral import Figure, find_figures
from kg.place import places_in
from kg.records import StatisticRecord
from kg.spanish import fold
from kg.topic import is_time

__all__ = ["adds_nothing", "are_asked_apart", "is_same_claim", "telling_words", "tells_whom"]

_MORE = 0.75  # of the words of a claim, that the other must have which says no more than they
_STEM = 6  # letters that tell a word from others, whatever its ending
_ENDS = (";", ".", "!", "?")
_PARTS = (";", " mientras ", " frente a", " pero ", ",", " y ")  # what parts a sentence, best first
_JOINED = ("y", "e", "pero")
_BREAKS = (";", ".", ":", "(", ",", "y", "e", "—")


def is_same_claim(one: Statistic, other: Statistic) -> bool:
    """Say whether two figures whose claims share their words, the first told first, tell the same.

    Where a claim holds both figures, nothing of its own may be told of the second; where each has
    a claim of its own, neither may deny, or compare, what the other does not.
    """
    for holder in (one, other) if one.evidence == other.evidence else ():
        words, _ = _parsed(holder.claim)
        first = _figure_in(holder.claim, one)
        second = _figure_in(holder.claim, other, last=True)
        both = first >= 0 and second > first
        # «opina que … (un 30 % la califica de buena, pero solo el 13 % hace lo propio)»
        ran_on = holder is one and first < 0 <= second
        # «un 60 % ignora que puede pactarlo, y un 8 % de las que lo saben lo ha intentado»
        ran_back = holder is other and second >= 0 and _runs_back(words, second, one)
        if both or ran_on or ran_back:
            return _is_shared(words, first, second)
    if one.claim == other.claim:
        return True
    mine, theirs = _own_words(one), _own_words(other)
    if mine - theirs and theirs - mine:
        return False  # "quiere subir su gasto", "quiere bajar su gasto"
    if mine != theirs and len(mine & theirs) < _MORE * len(mine | theirs):
        return False  # "tiene camiones", "tiene camiones eléctricos"
    if (lows := _pronouns(one)) and (others := _pronouns(other)) and lows != others:
        return False  # "el 64 % la teme … el 50 % lo teme": two things
    return telling_words(one) == telling_words(other)


def adds_nothing(unsaid: Statistic, said: Statistic) -> bool:
    """Say whether a figure whose claim has no long word says no more than the one it stands with.

    "frente al 56 % de los CMO" does not; "la usa una vez al mes" does, and so does "no".
    """
    return not telling_words(unsaid) and _own_words(unsaid) <= _own_words(said)


def are_asked_apart(one: Statistic, other: Statistic, text: str) -> bool:
    """Say whether two groups live in other countries, or one was asked in a year and one now.

    "El 74 % de los CIO españoles …, frente al 50 % de los CMO mexicanos" compares no groups of
    the names that the figures have, "CIO" and "CMO". Where a group's own name tells of a place,
    that is what is compared.

    Args:
        one: the figure that is told first.
        other: that which is told after it.
        text: of their article.
    """
    halves = _halves(one, other, text)
    labels = [group.label for s in (one, other) for group in s.populations]
    where = [places_in(half) for half in halves]
    if all(where) and where[0].isdisjoint(where[1]) and not any(map(places_in, labels)):
        return True
    return any(
        bool(dated.year) and not s.year and not terms("now").isdisjoint(half.lower().split())
        for dated, s, half in ((other, one, halves[0]), (one, other, halves[1]))
    )


def _halves(one: Statistic, other: Statistic, text: str) -> tuple[str, str]:
    """Return what is told with each of two figures: its sentence, or its part of it."""
    if one.evidence != other.evidence:
        return one.evidence.of(text), other.evidence.of(text)
    sentence, start = one.evidence.of(text), one.evidence.start
    first, last = one.figure.end - start, other.figure.start - start
    between = sentence[first:last].lower()
    signs = [between.rfind(sign) for sign in _PARTS]
    cut = first + next((place for place in signs if place >= 0), len(between))
    opening = sentence.rfind(";", 0, first) + 1
    closing = sentence.find(";", last)
    return sentence[opening:cut], sentence[cut : closing if closing >= 0 else None]


def telling_words(statistic: Statistic | StatisticRecord) -> frozenset[str]:
    """Return the small words of a claim without which it says another thing: "no", "menos"."""
    words, _ = _parsed(statistic.claim)
    at = _figure_in(statistic.claim, statistic)
    who = _group_words(statistic)
    lows = [word.low for k, word in enumerate(words) if k != at and word.low not in who]
    denied = {"no"} if any(low in terms("denials") for low in lows) else set()
    return frozenset(denied | {low for low in lows if low in terms("telling")})


def _pronouns(statistic: Statistic) -> frozenset[str]:
    """Return the objects of a claim that only point: "la pone en primer lugar"."""
    words, _ = _parsed(statistic.claim)
    return frozenset(w.low for w in words if w.tag == "R" and w.low in OBJECTS)


def _group_words(statistic: Statistic | StatisticRecord) -> frozenset[str]:
    return frozenset(low for one in statistic.populations for low in one.label.lower().split())


def tells_whom(word: str) -> bool:
    """Say whether an adjective says whom a thing is of: "el paro femenino" is of the "mujeres"."""
    return word.startswith(tuple(load("statistics")["of_people"]))


def _own_words(statistic: Statistic) -> frozenset[str]:
    """Return what a claim says, word by word, without its figure, its group and the time."""
    words, _ = _parsed(statistic.claim)
    at = _figure_in(statistic.claim, statistic)
    who = _group_words(statistic)
    group = range(at, _group_end(words, at)) if at >= 0 else range(0)
    own = [
        word
        for k, word in enumerate(words)
        if k not in group
        and word.tag in "NTVIG"
        and word.low not in who
        and not is_time(word)
        and not tells_whom(word.low)
    ]
    silent = terms("says_nothing")
    return frozenset(
        (word.lemma or fold(word.low))[:_STEM] for word in own if fold(word.low) not in silent
    )


def _group_end(words: Sequence[Word], at: int) -> int:
    """Return the word after the group that a figure is told of: "el 64 % de los financieros |"."""
    place = at + 1
    while place < len(words) and words[place].tag in "PDNTA":
        place += 1
    return place


@lru_cache(maxsize=256)
def _parsed(claim: str) -> tuple[tuple[Word, ...], tuple[Figure, ...]]:
    figures = find_figures(claim)
    return tuple(words_of(claim, Span(0, len(claim)), figures)), tuple(figures)


def _figure_in(claim: str, statistic: Statistic | StatisticRecord, *, last: bool = False) -> int:
    """Return the word of a claim that is the figure of a statistic; -1 where there is none."""
    words, figures = _parsed(claim)
    own = (statistic.value, statistic.unit)
    told = [i for i, figure in enumerate(figures) if (figure.value, figure.unit) == own]
    places = [k for k, word in enumerate(words) if word.figure in told and word.tag == "F"]
    return -1 if not places else places[-1 if last else 0]


def _runs_back(words: Sequence[Word], at: int, one: Statistic) -> bool:
    """Say whether a claim begins with what the figure before says behind its own place."""
    earlier, _ = _parsed(one.claim)
    if _figure_in(one.claim, one) >= 0:
        return False
    lows = [word.low for word in earlier[-3:]]
    ahead = [word.low for word in words[:at]]
    return len(lows) == 3 and any(ahead[k : k + 3] == lows for k in range(len(ahead)))


def _is_shared(words: Sequence[Word], first: int, at: int) -> bool:
    """Say whether the figure at word `at` of a claim is told of what the one at `first` is."""
    start = first + 1 if first >= 0 else _clause_start(words, at)
    end = next((k for k in range(at + 1, len(words)) if _ends(words[k])), len(words))
    if end < len(words) and words[end].tag == "F":
        end = max(at + 1, _clause_start(words, end) - 1)  # "…, y entre los operarios | el 12 %"
    between, behind = words[start:at], words[at + 1 : end]
    if first >= 0 and all(word.tag in "PD" for word in between):
        return False  # "pasó del 9 % al 13 %"
    whole = f" {' '.join(w.low for w in words[start:end])} "
    if any(f" {contrary} " in whole for contrary in terms("contraries")):
        return False
    if any(f" {echo} " in whole for echo in terms("echoes")) and not denies(words[start:end]):
        return True
    for verb in _verbs(words, start, at):
        again = any(w.low in terms("told_again") for w in words[start:at])
        hugged = words[verb - 1].low in ("lo", "así") and words[verb].lemma != "haber"
        stands = hugged and (again or words[verb].lemma in terms("pro_verbs"))
        if stands or (
            only_counts(words, verb)
            and not has_own_subject(words, _lead(words, start, verb), verb, at)
        ):
            continue
        return False
    if has_own_complement(words, at, end) or _is_led_by_a_word(words, at):
        return False
    told = first < 0 or bool(_verbs(words, 0, at))
    return not (told and _verbs(words, at + 1, end)) and not denies(behind)


def _is_led_by_a_word(words: Sequence[Word], at: int) -> bool:
    """Say whether one bare word leads a figure: "convence al 60 % y | asusta al 46 %".

    It is a verb that no list knows, as no noun stands there without an article.
    """
    start = _clause_start(words, at)
    joined = start > 0 and words[start - 1].low in _JOINED
    if not joined or start >= at or words[start].tag != "N" or words[start].upper:
        return False
    bare = not words[start].low.endswith("s")
    return bare and all(word.tag in "PDA" for word in words[start + 1 : at])


def _clause_start(words: Sequence[Word], at: int) -> int:
    """Return the first word of what is told with a figure, behind a sign or a contrast."""
    for place in range(at - 1, -1, -1):
        if words[place].low in _BREAKS or contrast_at(words, place):
            return place + 1
    return 0


def _lead(words: Sequence[Word], start: int, verb: int) -> int:
    """Return the first word of the clause of a verb."""
    breaks = [k for k in range(start, verb) if words[k].low in _BREAKS or contrast_at(words, k)]
    return breaks[-1] + 1 if breaks else start


def _ends(word: Word) -> bool:
    return word.tag == "F" or word.low in _ENDS


def _verbs(words: Sequence[Word], start: int, stop: int) -> list[int]:
    """Return the verbs of a stretch, but those by which a group is told: "los que lo saben"."""
    found = [k for k in range(start, stop) if words[k].tag in "VIG"]
    for place in range(start, stop):
        group = place > 0 and words[place - 1].tag in "DNR" and words[place].tag == "Q"
        if group and words[place - 1].low not in terms("told_again"):
            verb = next((k for k in found if k > place), -1)
            found = [k for k in found if k != verb]
    return found
