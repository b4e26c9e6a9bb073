"""Tells a figure of its own from one that holds of others what was said: "lo cree el 23 %"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from kg.facts import Population
from kg.grammar import Word, before_number, phrase_at, verb_start
from kg.lexicon import cut_phrases
from kg.memory import is_people
from kg.noun_phrase import terms
from kg.role import find_roles

__all__ = [
    "Before",
    "Told",
    "asserted_before",
    "denies",
    "has_own_complement",
    "has_own_subject",
    "is_echo",
    "only_counts",
    "said_before",
    "stands_for",
    "tells_again",
]

_OF = ("de", "del")
_LEVELS = (
    "a",
    "al",
    "hasta",
    "en",
    "el",
    "la",
)  # "sube al 58 %" reaches it, "sube un 58 %" does not
_REACH = 60  # words before a figure in which what it takes up stands
_STEM = 6  # letters that tell a word from others, whatever its ending
_STATE = 4  # words from a verb to the "de que" of what it asserts: "están muy seguros de que"


# What a figure is of: a share of people, another share, or no share
Told = Literal["people", "share", "amount"]


class Before(NamedTuple):
    """What the figure before says, and what that is of; `whole` where the claim holds it."""

    claim: str
    told: Told
    whole: bool


def is_echo(
    words: Sequence[Word], clause: tuple[int, int, int], before: Before, *, told: Told
) -> bool:
    """Say whether a clause tells of others what the figure before says.

    What is denied, or said to be the contrary, holds nothing of what was said.

    Args:
        words: of the sentence.
        clause: its first word, its figure, and the word after it.
        before: what the figure before says. Of shares of people the same may be told again in
            few words ("Los jefes llegan al 78 %"), of others where no subject is told.
        told: what the figure is of.
    """
    first, at, after = clause
    rest = words[at + 1 : after]
    # A word on either side, so that "así" is not found in "casi"
    whole = f" {' '.join(w.low for w in words[first:after])} "
    if denies(rest) or any(f" {contrary} " in whole for contrary in terms("contraries")):
        return False
    if told == before.told == "people" and _adds_nothing(words, clause, before.claim):
        return True
    if "amount" not in (told, before.told) and _only_counts(words, clause):
        return True
    if _says_the_same(rest):
        return True
    return _is_placed(rest) and tells_again(words[first:at])


def _says_the_same(rest: Sequence[Word]) -> bool:
    """Say whether somebody "piensa lo mismo", and no "gasta lo mismo" or "paga por vivir así"."""
    for phrase in cut_phrases("statistics", "echoes"):
        for place in range(len(rest)):
            size = phrase_at(rest, place, (phrase,))
            if not size:
                continue
            verb = next((k for k in range(place, -1, -1) if rest[k].tag in "VIG"), -1)
            if verb == place or (
                verb >= 0 and rest[verb].tag == "V" and rest[verb].lemma in terms("echoing")
            ):
                return True
    return any(
        one.lemma in terms("sharing") and other.low in terms("demonstratives")
        for one, other in pairwise(rest)
    )


def _is_placed(rest: Sequence[Word]) -> bool:
    """Say whether nothing but a group or a place is told: "entre los mayores de 50 años"."""
    if not any(word.tag in "NVTI" for word in rest):
        return True
    return rest[0].low in terms("placed_by") and not any(word.tag in "VIGQS" for word in rest)


def _only_counts(words: Sequence[Word], clause: tuple[int, int, int]) -> bool:
    """Say whether no subject is told, and how many: "en Francia son el 74 %", "sube al 58 %"."""
    first, at, after = clause
    verb = _verb_before(words, first, at)
    if verb < 0 or not _is_placed(words[at + 1 : after]):
        return False
    limit = _is_limit(words, verb)
    if not only_counts(words, verb) or denies(words[first : verb - limit]):
        return False
    lead = words[verb + 1 : at]
    level = limit or words[verb].lemma == "ser" or any(w.low in _LEVELS for w in lead)
    placed = words[first : verb - limit]
    free = not placed or all(w.tag in "RA" for w in placed) or placed[0].low in terms("placed_by")
    return level and free and _subject(words, first, verb) < 0


def only_counts(words: Sequence[Word], verb: int) -> bool:
    """Say whether a verb only tells how many: "llega al 78 %", "no pasa del 12 %"."""
    return words[verb].lemma in terms("reaching") or _is_limit(words, verb)


def _is_limit(words: Sequence[Word], verb: int) -> bool:
    """Say whether a verb that is denied sets a limit and denies nothing: "no llega al 12 %"."""
    return verb > 0 and words[verb - 1].low == "no" and words[verb].lemma in terms("limiting")


def denies(words: Sequence[Word]) -> bool:
    """Say whether one of the words denies: "no", "nunca"."""
    return any(word.low in terms("denials") for word in words)


def has_own_complement(words: Sequence[Word], at: int, after: int) -> bool:
    """Say whether a figure without a verb of its own has a thing of its own for that verb.

    "… apuesta por la nube y el 46 % de los CMO, | por la IA" and "al 39 % de los CFO, | las multas"
    do; "…; el 39 % de los CFO, en cambio", "frente al 39 % de los CFO, los más prudentes" do not.
    """
    if _is_set_against(words, at):
        return False
    place = at + 1
    while place < after and words[place].tag in "PDNTA":
        if place > at + 1 and words[place].tag == "P" and words[place].low not in _OF:
            break
        place += 1
    parted = False
    while place < after and (words[place].low == "," or words[place].tag == "A"):
        parted = parted or words[place].low == ","
        place += 1
        place += phrase_at(words, place, cut_phrases("statistics", "connectors"))
    if place + 1 >= after or words[place].tag not in "PDN":
        return False
    led = words[place].tag == "P" and any(
        word.low == words[place].low and word.tag == "P" for word in words[max(0, at - _REACH) : at]
    )
    return (parted or led) and any(word.tag in "NT" for word in words[place:after])


def _is_set_against(words: Sequence[Word], at: int) -> bool:
    """Say whether a figure is only set against another: "frente al 46 %", "contra un 35 %"."""
    before = before_number(words, at)
    ahead = [word.low for word in words[max(0, before - 1) : before + 1]]
    return bool(ahead) and (ahead[-1] in ("contra", "por", "versus") or ahead[0] == "frente")


def has_own_subject(
    words: Sequence[Word], first: int, verb: int, at: int, before: str = ""
) -> bool:
    """Say whether a verb that only tells how many has a subject that nothing told before.

    "la rotación anual es del 9 %" does; "los jefes llegan al 78 %", "la cifra sube al 95 %", "ese
    rechazo baja al 40 %" and "la inquietud baja al 45 %" tell how many hold what was said.

    Args:
        words: of the sentence.
        first: the first word of the clause.
        verb: the word that is its verb.
        at: the figure.
        before: the claim of the figure before, whose words are taken up.
    """
    head = _subject(words, first, verb)
    if head < 0:
        return False
    owned = words[head + 1].low in _OF  # "el porcentaje de firmas con web sube al 33 %"
    low, led = words[head].low, words[head - 1].low
    if low in terms("told_again"):
        return owned or led in terms("other_ones")  # "la primera cifra sube al 46 %"
    if words[verb].lemma == "ser" and words[before_number(words, at)].tag != "P":
        return True  # "las bodegas con laboratorio son el 33 %"
    if words[head].tag == "Q" or led in terms("demonstratives"):
        return False
    again = low in terms("attitudes") or (len(low) >= _STEM - 1 and low[:_STEM] in before.lower())
    if again and words[head + 1].tag in "VAR":
        return False
    return not _is_group(words[head : head + 2])


def _subject(words: Sequence[Word], first: int, verb: int) -> int:
    """Return the noun that stands free before a verb, or the "que" of "los que"; -1 for none."""
    for place in range(first, verb):
        free = place == first or words[place - 1].tag != "P"
        if words[place].tag == "D" and free:
            head = place + 1
            while head < verb and (
                words[head].tag == "D" or words[head].low in terms("other_ones")
            ):
                head += 1
            if words[head].tag in "NTQ":
                return head
    return -1


def _is_group(words: Sequence[Word]) -> bool:
    """Say whether a noun is of people or of bodies of people."""
    low = words[0].low
    listed = any(low in terms(name) for name in ("bodies", "nations", "inhabitants", "first_ones"))
    named = listed or low in terms("second_ones") or is_people(Population(low))
    return named or bool(find_roles(" ".join(word.low for word in words), casefold=True))


def _adds_nothing(words: Sequence[Word], clause: tuple[int, int, int], before: str) -> bool:
    """Say whether a clause only tells how many: "llegan al 78 %", "Entre los CMO, el 56 %"."""
    first, at, after = clause
    rest = words[at + 1 : after]
    among = bool(rest) and rest[0].low == "entre" and _is_placed(rest)
    if not among and any(word.tag in "NVTI" for word in rest):
        return False
    verb = _verb_before(words, first, at)
    if verb < 0:
        said = any(word.tag in "VTI" for word in words[first:at])
        return not said and words[first].low in ("entre", "de", "del")
    if _is_hugged(words, verb):
        return not _is_denied(words, first, verb)
    if not only_counts(words, verb):
        return False
    return not has_own_subject(words, first, verb, at, before)


def _is_denied(words: Sequence[Word], first: int, verb: int) -> bool:
    """Say whether a verb denies what "lo" stands for: "no lo cree", "lo niega"."""
    start = verb
    while start > first and words[start - 1].tag in "RA":
        start -= 1
    if start > first + 1 and words[start - 1].tag == "Q" and words[start - 2].tag == "D":
        return False  # "los que no lo tienen, el 68 %": that is who they are
    return words[verb].lemma in terms("denying") or denies(words[start:verb])


def _verb_before(words: Sequence[Word], first: int, at: int) -> int:
    """Return the verb right before a figure, nothing but small words between; -1 for none."""
    verb = next((k for k in range(at - 1, first - 1, -1) if words[k].tag == "V"), -1)
    return -1 if verb < 0 or any(w.tag in "NQF" for w in words[verb + 1 : at]) else verb


def _is_hugged(words: Sequence[Word], verb: int) -> bool:
    """Say whether "lo" or "así" stands beside a verb: "lo cree", "opina así"."""
    hugging = {word.low for word in words[max(0, verb - 1) : verb]}
    return words[verb + 1].low == "así" or not hugging.isdisjoint(("lo", "así"))


def stands_for(words: Sequence[Word], first: int, at: int, after: int) -> bool:
    """Say whether "lo hace el 47 % de las firmas" takes up the clause before."""
    verb = _verb_before(words, first, at)
    if verb < 0 or not _is_hugged(words, verb) or any(w.tag == "V" for w in words[at:after]):
        return False
    if words[first].tag in "DN" or _is_denied(words, first, verb):
        return False  # "los otros costes lo hicieron un 2,9 %": the figure is not who does
    lemma = words[verb].lemma
    return lemma in terms("pro_verbs") or any(
        w.lemma == lemma for w in words[max(0, first - _REACH) : first] if lemma
    )


def said_before(words: Sequence[Word], first: int) -> list[Word] | None:
    """Return what a clause before a colon says of its subject: "| prefieren pagar: lo hace …"."""
    colon = _sign_before(words, first)
    if colon < 1 or words[colon].low not in (":", ";"):
        return None
    least = max(-1, colon - _REACH)
    verb = next((k for k in range(colon - 1, least, -1) if words[k].tag == "V"), -1)
    while verb > 1:
        link = next((k for k in range(verb - 1, least, -1) if words[k].tag in "VQ"), -1)
        if link < 1 or words[link].tag != "Q" or words[link - 1].tag != "V":
            break
        verb = link - 1  # "creen que su puesto desaparecerá"
    return _from_verb(words, verb, colon) if verb >= 0 else None


def asserted_before(words: Sequence[Word], first: int, at: int) -> list[Word] | None:
    """Return what is held before a colon, where the figure tells who holds it.

    "Los proveedores | están convencidos de que gana el precio: lo sostiene el 80 %" says nothing
    of what the figure before said, however alike it stands for what was told.
    """
    colon, verb = _sign_before(words, first), _verb_before(words, first, at)
    if colon < 1 or words[colon].low != ":" or verb < 0:
        return None
    if not _is_hugged(words, verb) or _is_denied(words, first, verb):
        return None
    least = max(0, colon - _REACH)
    signs = (k for k in range(colon - 1, least - 1, -1) if words[k].low in (".", ";", ":"))
    start = next(signs, least - 1) + 1
    held = (_holder(words, k) for k in range(start, colon) if words[k].tag == "Q")
    verb = next((k for k in held if k >= start), -1)
    return _from_verb(words, verb, colon) if verb >= 0 else None


def _holder(words: Sequence[Word], que: int) -> int:
    """Return the verb on which "que" hangs: "| creen que", "| están seguros de que"; or -1."""
    if que > 0 and words[que - 1].tag == "V":
        return que - 1
    if que < 2 or words[que - 1].low != "de":
        return -1
    near = range(que - 2, max(-1, que - 2 - _STATE), -1)
    return next((k for k in near if words[k].tag == "V"), -1)


def _sign_before(words: Sequence[Word], first: int) -> int:
    """Return the sign before a clause: ": así lo piensa"."""
    place = first - 1
    while place > 0 and words[place].tag in "AC":
        place -= 1
    return place


def _from_verb(words: Sequence[Word], verb: int, stop: int) -> list[Word]:
    """Return a predicate, with its pronouns and adverbs."""
    return list(words[verb_start(words, verb) : stop])


def tells_again(words: Sequence[Word]) -> bool:
    """Say whether a clause takes up the figure before: "entre los jóvenes, la cifra llega a"."""
    return any(
        word.low in terms("told_again")
        and following.low not in _OF
        and (not place or words[place - 1].low not in terms("other_ones"))
        for place, (word, following) in enumerate(pairwise(words))
    )
