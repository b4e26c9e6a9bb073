"""Cuts a sentence into clauses, and finds the topic of each."""

from collections.abc import Sequence
from functools import cache

from kg.grammar import Word, before_number, is_year
from kg.lexicon import load
from kg.population import Phrase, PopulationReader, terms

__all__ = [
    "acts",
    "answers",
    "boundary_before",
    "clause_of",
    "contrast_at",
    "contrast_before",
    "find_frame",
    "find_setting",
    "find_topic",
    "governing_verb",
    "is_time",
    "is_timed",
    "leads",
    "opens_clause",
    "told_until",
]

_STRONG = frozenset([";", ":", "(", "—", "–", ".", "!", "?", "…"])
_PASSIVE = ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas")
_THAN = ("más", "menos")  # "suben menos que la media": what is compared, no clause
_FRACTIONS = ("tercio", "tercios", "mitad", "cuarto", "cuartos", "quinto", "parte", "partes")
_CONTRACTED = {"de": "del", "a": "al"}
_REACH = 60  # words that are looked through on either side of a figure


@cache
def _contrasts() -> tuple[tuple[str, ...], ...]:
    return tuple(
        sorted(
            (tuple(entry.split()) for entry in load("grammar")["contrasts"]), key=len, reverse=True
        )
    )


@cache
def _topics() -> tuple[tuple[str, ...], ...]:
    entries = [tuple(entry.split()) for entry in load("grammar")["topics"]]
    return tuple(sorted(entries, key=len, reverse=True))


def contrast_at(words: Sequence[Word], at: int) -> int:
    """Return how many words of a contrast ("mientras que") stand at `at`, 0 for none."""
    for phrase in _contrasts():
        if (
            words[at].low == phrase[0]
            and at + len(phrase) <= len(words)
            and all(words[at + k].low == phrase[k] for k in range(len(phrase)))
        ):
            return len(phrase)
    return 0


def boundary_before(words: Sequence[Word], at: int) -> int:
    """Return the first word of the clause that holds word `at`."""
    least = max(0, at - _REACH)
    place = at
    while place > least:
        place -= 1
        word = words[place]
        if word.low == ")":
            place = _opening(words, place, least)  # a bracket is no part of the clause
            continue
        if word.low in _STRONG and word.tag == "S" and place > 0:
            return place + 1
        size = contrast_at(words, place)
        if size and place + size <= at:
            return place + size
        if (
            word.tag == "Q"
            and place > 0
            and (
                words[place - 1].tag in "VGI"
                or _governs(words, place)
                or _is_so(words, place)
                or (
                    words[place - 1].tag in "AT"
                    and words[place - 1].low not in _THAN
                    and place > 1
                    and words[place - 2].tag in "VT"
                )
            )
        ):
            return place + 1  # "revela que …": what is told has a subject of its own
        if word.low in ("si", "cuando", "porque") and place > 0:
            return place + 1
    return least


def _governs(words: Sequence[Word], place: int) -> bool:
    """Say whether "que" hangs on a verb by its preposition: "apunta a que", "alertan de que"."""
    governed = place > 1 and words[place - 1].low in ("a", "de", "en", "con")
    return governed and words[place - 2].tag == "V"


def _is_so(words: Sequence[Word], place: int) -> bool:
    """Say whether "que" tells a consequence: "tan bien que", "tanto que"."""
    return any(w.low in ("tan", "tanto", "tanta", "tal") for w in words[max(0, place - 3) : place])


def _opening(words: Sequence[Word], close: int, least: int) -> int:
    """Return where the bracket that closes at `close` opens; `close` itself where it does not."""
    return next((k for k in range(close - 1, least - 1, -1) if words[k].low == "("), close)


def clause_of(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Return first and last (exclusive) word of the clause that holds word `at`."""
    first = boundary_before(words, at)
    after = at + 1
    most = min(len(words), at + _REACH)
    while after < most:
        word = words[after]
        if word.tag == "S" and word.low in (";", "—", "(", ")", ".", "!", "?"):
            break
        if contrast_at(words, after):
            break
        if word.tag == "F" and opens_clause(words, after):
            while after > at + 1 and (words[after - 1].tag in "DCA" or words[after - 1].low == ","):
                after -= 1
            break
        after += 1
    return first, after


def opens_clause(words: Sequence[Word], at: int) -> bool:
    """Say whether a figure begins a new clause: "… y un 48 % subrayó que"."""
    place = before_number(words, at)
    if place < 0 or (words[place].low not in (",", "y", "e")):
        return False
    ahead = words[at + 1 : at + 10]
    return any(word.tag == "V" for word in ahead)


def leads(words: Sequence[Word], at: int) -> bool:
    """Say whether the figure is itself the subject: "el 40 % le da buena nota"."""
    place = told_until(words, at)
    while place < len(words) and words[place].tag in "RA":
        place += 1
    if answers(words, at):
        return True
    if place >= len(words) or words[place].tag != "V":
        return False
    before = before_number(words, at)
    return before < 0 or words[before].tag != "V"


def told_until(words: Sequence[Word], at: int) -> int:
    """Return the word after a figure, and after the bracket of "casi un tercio (31 %) | cree"."""
    closed = at + 1 < len(words) and words[at + 1].low == ")" and at > 1
    if not closed or words[at - 1].low not in ("(", "un", "el"):
        return at + 1
    opening = at - 1 if words[at - 1].low == "(" else at - 2
    before = words[opening - 1] if opening > 0 else None
    fraction = before is not None and (before.tag == "F" or before.low in _FRACTIONS)
    return at + 2 if fraction else at + 1


def acts(words: Sequence[Word], at: int) -> bool:
    """Say whether at word `at` a verb stands that only people can be the subject of."""
    place = at
    while place < len(words) and words[place].tag in "RA":
        if words[place].low == "se":
            return False  # "se pagan": what is paid is a thing
        place += 1
    if place < len(words) and words[place].lemma in ("haber", "decir"):
        place += words[place].lemma == "haber"
    while place < len(words) and words[place].tag == "A":
        place += 1
    if place + 1 < len(words) and words[place].lemma in ("estar", "ser", "sentir"):
        state = place + 1
        while state + 1 < len(words) and words[state].tag == "A":
            state += 1
        return words[state].low in terms("states")
    return place < len(words) and words[place].tag in "VT" and words[place].lemma in terms("human")


def answers(words: Sequence[Word], at: int) -> bool:
    """Say whether the figure is the subject behind its verb: "la señala el 51 %"."""
    place = before_number(words, at)
    if place < 1 or words[place].tag != "V" or words[place].lemma not in terms("answering"):
        return False
    while place > 0 and words[place - 1].tag == "A":
        place -= 1
    named = place > 1 and words[place - 1].tag == "R" and words[place - 2].tag in "NT"
    return words[place - 1].tag in "RQ" and not named  # "los demás lo hicieron un 3 %"


def stands_for_group(words: Sequence[Word], at: int) -> bool:
    """Say whether the figure is a group without its name: "en el 63 % recae en el gerente"."""
    place = before_number(words, at)
    if (
        place > 0
        and words[place].low == "por"
        and words[place - 1].tag in "TN"
        and words[place - 1].low.endswith(_PASSIVE)
    ):
        return True  # "citado por el 72 %"
    if place > 0 and words[place].low in ("a", "al"):
        verb = governing_verb(words, max(0, place - _REACH), place)
        return verb >= 0 and words[verb].lemma in terms("felt")
    if place < 0 or words[place].low not in ("en", "para"):
        return False
    if words[place].low == "para" and at + 1 < len(words) and words[at + 1].tag == "S":
        return True  # "son el punto débil para el 19 %."
    return (
        place == 0
        or words[place - 1].low in (",", "y", "que", "pero", "(")
        or bool(contrast_before(words, place))
    )


def contrast_before(words: Sequence[Word], at: int) -> int:
    """Return how many words of a contrast stand right before `at`."""
    return next(
        (size for size in (3, 2, 1) if at >= size and contrast_at(words, at - size) == size), 0
    )


def governing_verb(words: Sequence[Word], first: int, at: int) -> int:
    """Return the verb nearest before word `at` within its clause; -1 for none."""
    for place in range(at - 1, first - 1, -1):
        if words[place].tag == "V":
            return place
    return -1


def find_topic(
    words: Sequence[Word], first: int, at: int, reader: PopulationReader
) -> Phrase | None:
    """Read whom the clause sets as its topic: "Por el lado de los CIO, el 49 % …"."""
    for place in range(at - 1, first - 1, -1):
        word = words[place]
        if word.tag not in "PN" and word.low not in ("desde", "respecto"):
            continue
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
        if phrase.kind == "relative" and word.low in ("entre", "para", "de"):
            return phrase
        if phrase.head in terms("causes"):
            continue  # "entre las causas destacan …"
        opens = place == 0 and word.low in ("de", "del")  # "Del gasto de los hogares, el 57 %"
        group = phrase.kind == "named" and (
            opens or (phrase.plural and word.low in ("entre", "de"))
        )
        closed = phrase.after < len(words) and words[phrase.after].low == ","
        if group and closed and size == 1:
            return phrase  # "de los vecinos, el 11 %"
    return None


def find_frame(
    words: Sequence[Word], first: int, at: int, reader: PopulationReader
) -> Phrase | None:
    """Read what a clause says that it is about: "En cuanto a | la vivienda protegida, …"."""
    for place in range(first, at):
        size = _topic_size(words, place, at, first) if words[place].tag in "PNA" else 0
        if size > 1:
            phrase = reader.read(words, place + size)
            closed = phrase.after < at and words[phrase.after].low == ","
            return phrase if closed and phrase.populations else None
    return None


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
    if first + 1 >= at or words[first].low not in ("en", "para", "entre"):
        return None
    phrase = reader.read(words, first + 1)
    timed = is_timed(words, phrase) or phrase.head in terms("causes")
    if timed or phrase.head in load("grammar")["not_settings"] or phrase.after > at:
        return None
    return phrase if phrase.kind in ("named", "people") else None


def _topic_size(words: Sequence[Word], place: int, at: int, first: int) -> int:
    for phrase in _topics():
        size = len(phrase)
        if words[place].low != phrase[0]:
            continue
        if place + size <= at and all(
            words[place + k].low in (phrase[k], _CONTRACTED.get(phrase[k])) for k in range(size)
        ):
            return size
    # "De los encuestados, el 40 % …"
    opens = place in (0, first) or words[place - 1].low in (",", ";", "y", "(")
    return 1 if words[place].low in ("de", "del") and opens else 0
