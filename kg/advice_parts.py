"""Telling apart the several pieces of advice that one sentence coordinates."""

from collections.abc import Callable, Collection, Sequence

from kg.advice_words import QUOTES, Cue, is_finite, never_orders, words
from kg.grammar import OBJECTS
from kg.imperative import asks_for_writer, commands, is_infinitive, is_subjunctive
from kg.spanish import Token
from kg.verb import verb_form

__all__ = ["advice_parts", "outcome"]

_Fits = Callable[[Token, bool], bool]  # of a verb, and whether "no" stands before it

_AND = frozenset({"y", "e"})
_OR = frozenset({"o", "u"})
_ADDS = frozenset({"y", "e", "pero", "aunque"})
_NEAR = 9  # tokens between the joint of a clause and its verb
_ENDS = frozenset('”»":;.)')
_PRONOUNS = frozenset({"lo", "la", "los", "las", "le", "les", "te", "os", "se", "nos", "me"})
_SHORTEST = 3  # words; "Mide y corrige" is one advice
_SHORTEST_CHOICE = 4  # "Llame o escriba" is one
_SHORTEST_ORDER = 2  # "Dígalo y explique por qué" is two


def advice_parts(tokens: Sequence[Token], cue: Cue) -> list[tuple[int, int]]:
    """Return the tokens (start, end) of each advice of a sentence, at least one.

    "Hay que activar la alarma, hacer copias y probarlas" gives three; what depends on another
    verb ("trabajar para crecer y ganar") gives none of its own.
    """
    first = tokens[cue.start].raw.lower()
    if cue.kind == "evaluative" and cue.start < cue.first and is_infinitive(first):
        return [(cue.start, len(tokens))]  # "Medir bien es necesario para competir y crecer"
    head, fits = _head(tokens, cue)
    if head is None or fits is None:
        return [(cue.start, len(tokens))]
    starts, cuts = [cue.start], []
    nested = False
    until = outcome(tokens, head) if cue.kind == "verb" else len(tokens)
    aside = _asides(tokens, head) if cue.kind != "evaluative" else ()
    for place in range(head + 1, until):
        token = tokens[place]
        if place in aside:
            continue
        if token.form in _ENDS and not _quotes_on(tokens, place):
            break
        if not token.is_word or not fits(token, _is_denied(tokens, place)):
            continue
        joint = _joint(tokens, place, head)
        if joint is None:
            nested = nested or is_infinitive(token.raw.lower())
            continue
        if nested and not _same_preposition(tokens, head, place):
            continue
        if not _is_part(tokens, cue, place, joint, starts[-1]):
            continue
        cuts.append(joint)
        repeats = cue.start and tokens[joint + 1].form == tokens[cue.start - 1].form
        parted = tokens[joint + 1].form == ","
        starts.append(joint + 1 + bool(repeats or parted))  # "insta a medir y a corregir"
    if any(tokens[cut].form == "," for cut in cuts) and tokens[cuts[-1]].form not in _AND:
        return [(cue.start, until)]  # a list closes with "y"; else the comma adds a comment
    return list(zip(starts, [*cuts, until], strict=True))


def _is_part(tokens: Sequence[Token], cue: Cue, place: int, joint: int, start: int) -> bool:
    """Say whether the verb that `joint` adds advises by itself: enough is said before and of it."""
    order = cue.kind == "imperative"
    if order and tokens[joint].form == "," and tokens[place].form.endswith(OBJECTS):
        return False  # "elige un canal, defínelo bien": of the same thing
    shortest = _SHORTEST_ORDER if order else _SHORTEST
    if tokens[joint].form in _OR:
        if not order:
            return False
        shortest = _SHORTEST_CHOICE
    tail = joint + 1 if _is_denied(tokens, place) else place  # "y no lo demore"
    return place - start >= shortest and _rest(tokens, tail) >= _SHORTEST - 1


def _asides(tokens: Sequence[Token], head: int) -> frozenset[int]:
    """Return the tokens in brackets behind the first verb."""
    found: set[int] = set()
    opened = -1
    for place in range(head + 1, len(tokens)):
        if tokens[place].form == "(" and opened < 0:
            opened = place
        elif tokens[place].form == ")" and opened >= 0:
            found.update(range(opened, place + 1))
            opened = -1
    return frozenset(found)


def _quotes_on(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a quotation ends at `place` and the sentence adds to it: "«que midan» y …"."""
    after = tokens[place + 1].form if place + 1 < len(tokens) else ""
    return tokens[place].form in QUOTES and after in _AND


def outcome(tokens: Sequence[Token], head: int) -> int:
    """Return where what came of an advice is told: "aceptar la opa, y el 94 % lo hizo"."""
    for place in range(head + 1, len(tokens) - 1):
        paused = tokens[place].form == "," and tokens[place + 1].form in _ADDS
        reach = _NEAR if paused else 1  # without a comma the verb is the giver's: "y exige"
        if paused or tokens[place].form in _AND:
            after = tokens[place + 1 + paused : place + 1 + paused + reach]
            verb = next((t for t in after if t.form == "que" or is_finite(t)), None)
            if verb is None and not paused and _takes_object(tokens, place + 1):
                verb = tokens[place + 1]
            if verb and verb.form != "que" and not is_subjunctive(verb.raw.lower()):
                return place
    return len(tokens)


def _takes_object(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a form that may be a noun is a verb here: "y exige una rebaja"."""
    reading = verb_form(tokens[place].raw.lower())
    following = tokens[place + 1].form if place + 1 < len(tokens) else ""
    return reading is not None and reading[1] == "finite" and following in words("object_opens")


def _rest(tokens: Sequence[Token], place: int) -> int:
    """Return how many words follow until the sentence or the quotation ends."""
    count = 0
    for token in tokens[place:]:
        if token.form in _ENDS:
            break
        count += token.is_word
    return count


def _head(tokens: Sequence[Token], cue: Cue) -> tuple[int | None, _Fits | None]:
    """Return the first advised verb, and the test for verbs of the same form."""
    if cue.kind == "imperative":
        at = cue.last - 1
        persons = {c.person for c in commands(tokens[at].raw.lower())}
        return at, lambda t, denied: _is_order(t.raw.lower(), persons, denied=denied)
    for at in range(max(cue.start, 0 if cue.kind == "infinitive" else cue.first), len(tokens)):
        word = tokens[at].raw.lower()
        if not tokens[at].is_word:
            continue
        if is_infinitive(word):
            return at, lambda t, _: is_infinitive(t.raw.lower())
        if at >= cue.last and is_subjunctive(word):
            return at, _like_subjunctive(plural=word.endswith("n"))
    return None, None


def _is_denied(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "no" stands before the verb at `place`, or before its pronoun: "no lo muevas"."""
    before = [token.form for token in tokens[max(0, place - 2) : place]]
    return before[-1:] == ["no"] or (before[:1] == ["no"] and before[-1] in _PRONOUNS)


def _is_order(word: str, persons: Collection[str], *, denied: bool) -> bool:
    """Say whether a word is an order to such persons; denied it has another form: "no subáis"."""
    if denied and not {"tú", "vos", "vosotros"}.isdisjoint(persons):
        persons = {*persons, "no tú"}
    if word in never_orders() or asks_for_writer(word):
        return False
    return any(c.person in persons for c in commands(word))


def _like_subjunctive(*, plural: bool) -> _Fits:
    """Return the test for subjunctives of the same number."""
    return lambda t, _: is_subjunctive(t.raw.lower()) and t.raw.lower().endswith("n") == plural


def _joint(tokens: Sequence[Token], place: int, head: int) -> int | None:
    """Return the "y" or comma that adds the verb at `place` to the one before."""
    at = place - 1
    while at > head and tokens[at].form in words("links"):
        at -= 1
    if at <= head:
        return None
    if tokens[at].form == ",":
        return _behind_condition(tokens, at, head)
    if tokens[at].form in _AND | _OR:
        return at
    return _joint_of_clause(tokens, at, head)


def _behind_condition(tokens: Sequence[Token], comma: int, head: int) -> int:
    """Return the "y" before a condition that the comma closes: "y, si no paga, …"; else itself."""
    for place in range(comma - 1, max(head, comma - _NEAR), -1):
        if tokens[place].form == ",":
            conditional = tokens[place + 1].form in words("clauses")
            return place - 1 if conditional and tokens[place - 1].form in _AND else comma
    return comma


def _joint_of_clause(tokens: Sequence[Token], at: int, head: int) -> int | None:
    """Return the "y" of "y que el área … revisen"."""
    for place in range(at, max(head, at - 12), -1):
        if tokens[place].form == "que" and tokens[place - 1].form in _AND:
            return place - 1
        if not tokens[place].is_word or is_infinitive(tokens[place].raw.lower()):
            return None
    return None


def _same_preposition(tokens: Sequence[Token], head: int, place: int) -> bool:
    """Say whether the added verb repeats the first one's preposition: "a separar y a revisar"."""
    before = tokens[head - 1].form if head else ""
    return before in {"a", "de", "que", "por"} and tokens[place - 1].form == before
