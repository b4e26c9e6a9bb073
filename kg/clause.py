"""Cuts a sentence into clauses, and tells what part a figure plays in its own."""

from collections.abc import Sequence
from functools import cache

from kg.grammar import OBJECTS, Word, before_number, phrase_at
from kg.lexicon import load
from kg.noun_phrase import phrase_end, terms
from kg.phrases import by_word

__all__ = [
    "acts",
    "answers",
    "boundary_before",
    "clause_of",
    "contrast_at",
    "contrast_before",
    "governing_verb",
    "has_object",
    "leads",
    "opens_clause",
    "told_until",
]

_STRONG = frozenset([";", ":", "(", "—", "–", ".", "!", "?", "…"])
_PASSIVE = ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas")
_THAN = ("más", "menos")  # "suben menos que la media": what is compared, no clause
_PAST_SAYING = 6  # words between a verb of saying and its "que", at most
_FRACTIONS = ("tercio", "tercios", "mitad", "cuarto", "cuartos", "quinto", "parte", "partes")
_OBJECT = 12  # words of an object that comes before its verb, at most
_REACH = 60  # words that are looked through on either side of a figure


@cache
def _contrasts() -> dict[str, tuple[tuple[str, ...], ...]]:
    return by_word(entry.split() for entry in load("grammar")["contrasts"])


def contrast_at(words: Sequence[Word], at: int) -> int:
    """Return how many words of a contrast ("mientras que") stand at `at`, 0 for none."""
    low = words[at].low
    if low not in _contrasts():
        return 0
    meanwhile = low == "mientras" and at + 1 < len(words) and words[at + 1].low == "tanto"
    size = 0 if meanwhile else phrase_at(words, at, _contrasts()[low])
    inserted = size and at and all(w.low == "," for w in (words[at - 1], *words[at + size :][:1]))
    return 0 if inserted else size  # "Lugo, | en tanto |, llega al 30 %"


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
                or _is_told(words, place)
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


def _is_told(words: Sequence[Word], place: int) -> bool:
    """Say whether "que" tells what somebody says, past when or how: "calculó en agosto que".

    Behind a noun with its article it may as well tell of that noun ("en el acta que firmó").
    """
    verb = place - 1
    while verb > 0 and place - verb <= _PAST_SAYING and words[verb].tag in "PDNA":
        verb -= 1
    if words[verb].lemma not in terms("saying") or words[verb].tag != "V" or verb == place - 1:
        return False
    if words[place - 1].tag == "P":
        return False  # "se declara a favor de que"
    said = words[verb + 1 : place]
    pointed = any(w.low in (*terms("demonstratives"), *terms("times")) for w in said)
    free = pointed or not any(w.tag == "D" for w in said)
    return free and (said[0].tag in "PA" or said[0].low in terms("times") or pointed)


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
    return before < 0 or (words[before].tag != "V" and words[before].low != "con")


def told_until(words: Sequence[Word], at: int) -> int:
    """Return the word after a figure, and after what tells it again.

    "Casi un tercio (31 %) | cree", "más de la mitad, el 56 %, | cree".
    """
    again = _told_again(words, at)
    if again > 0:
        return again
    closed = at + 1 < len(words) and words[at + 1].low == ")" and at > 1
    if not closed or words[at - 1].low not in ("(", "un", "el"):
        return at + 1
    opening = at - 1 if words[at - 1].low == "(" else at - 2
    before = words[opening - 1] if opening > 0 else None
    fraction = before is not None and (before.tag == "F" or before.low in _FRACTIONS)
    return at + 2 if fraction else at + 1


def _told_again(words: Sequence[Word], at: int) -> int:
    """Return the word behind the commas of "la mitad, el 56 %, | dice"; -1 for none."""
    place = at + 1
    if words[at].tag != "F" or any(c.isdigit() for c in words[at].low) or place >= len(words):
        return -1
    if words[place].low != ",":
        return -1
    while place + 1 < len(words) and words[place + 1].tag in "DA":
        place += 1
    exact = words[place + 1 : place + 3]
    told = len(exact) > 1 and exact[0].tag == "F" and any(c.isdigit() for c in exact[0].low)
    return place + 3 if told and exact[1].low == "," else -1


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
    if _is_answered(words, place) or has_object(words, at):
        return True
    if place < 1 or words[place].tag != "V" or words[place].lemma not in terms("answering"):
        return False
    while place > 0 and words[place - 1].tag == "A":
        place -= 1
    named = place > 1 and words[place - 1].tag == "R" and words[place - 2].tag in "NT"
    doubled = named and _is_doubled(words, place - 1)
    return words[place - 1].tag in "RQ" and (doubled or not named)  # "los demás lo hicieron un 3 %"


def _is_answered(words: Sequence[Word], verb: int) -> bool:
    """Say whether a verb of saying stands behind what is said: "«Mañana», respondió | el 44 %"."""
    said = verb > 1 and words[verb].lemma in terms("replied")
    return said and words[verb].tag == "V" and words[verb - 1].tag == "S"


def has_object(words: Sequence[Word], at: int) -> bool:
    """Say whether a verb has its object before it, so that the figure behind does it.

    "Las cuentas al día las lleva | el 92 %", but not "la subió un 5 %", which tells how much.
    """
    verb = before_number(words, at)
    if verb > 1 and words[verb].tag in "TN" and words[verb - 1].tag == "V":
        verb -= 1  # "la tiene | hecha | el 37 %"
    if verb < 1 or words[verb].tag != "V" or words[verb - 1].low not in OBJECTS:
        return False
    how_much = words[verb].lemma in terms("changing") | terms("moving") | terms("estimating")
    behind = words[at + 1].low if at + 1 < len(words) else "."
    more = behind in ("más", "menos", "de", "del", "por")
    before = words[verb - 2] if verb > 1 else None
    clause = before is None or before.tag in "SCQA"
    clause = clause or (words[verb].lemma != "hacer" and _is_doubled(words, verb - 1))
    return not how_much and not more and clause


def _is_doubled(words: Sequence[Word], clitic: int) -> bool:
    """Say whether a clitic takes up the object before it: "la falta de tiempo | la menciona".

    Source: Real Academia Española, Nueva gramática, § 16.14: an object that comes first is
    doubled by a pronoun of its gender and number; a subject would not be.
    """
    for place in range(clitic - 2, max(-1, clitic - _OBJECT), -1):
        after = phrase_end(words, place) if words[place].tag == "D" else clitic + 1
        if after <= clitic and all(w.tag in "PDN" for w in words[after:clitic]):
            governed = place > 0 and words[place - 1].tag in "PC"
            if not governed:
                return words[place].low in load("grammar")["doubled"].get(words[clitic].low, ())
    return False


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
    while place > 0 and words[place - 1].tag == "A":
        place -= 1  # "y solo | para el 12 %"
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
