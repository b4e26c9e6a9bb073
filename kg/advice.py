"""Telling whether a sentence gives advice, by the cue that it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.imperative import commands, is_infinitive, is_subjunctive
from kg.lexicon import load
from kg.spanish import Token, fold
from kg.verb import verb_form

__all__ = ["Cue", "Setting", "find_cue", "words"]

_QUOTES = frozenset("«»“”\"'‘’")
_DASHES = frozenset("-–—•*·▪")
_PAUSES = frozenset(',;:()—–«»“”"…')


@dataclass(frozen=True, slots=True)
class Cue:
    """Why a sentence is an advice: the words of the cue at tokens `first:last`.

    `start` is the token where the advice itself begins, without who gives it.
    """

    kind: str
    rule: str
    confidence: float
    first: int
    last: int
    start: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands.

    Attributes:
        address: how the article speaks to its reader: "tú", "vos" or "".
        announced: a heading, or the line before its list, announces advice.
        item: the sentence opens a list item or is a heading.
        run_in: the sentence is a short one that opens a paragraph of several.
        after_question: the sentence before asks what matters ("¿Lo importante?").
    """

    address: str = ""
    announced: bool = False
    item: bool = False
    run_in: bool = False
    after_question: bool = False


@cache
def words(*path: str) -> frozenset[str]:
    """Return the words of a list of the lexicon of recommendations, folded."""
    node = load("recommendations")
    for key in path:
        node = node[key]
    return frozenset(fold(str(word)) for word in node)


@cache
def _phrases(*path: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of a list by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in words(*path):
        parts = tuple(phrase.replace("%", " % ").split())
        found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(ps, key=len, reverse=True)) for first, ps in found.items()}


def _at(
    tokens: Sequence[Token], place: int, phrases: dict[str, tuple[tuple[str, ...], ...]]
) -> int | None:
    """Return where the longest of `phrases` that stands at `place` ends."""
    if place >= len(tokens):
        return None
    for phrase in phrases.get(tokens[place].form, ()):
        end = place + len(phrase)
        if all(t.form == word for t, word in zip(tokens[place:end], phrase, strict=False)):
            if end <= len(tokens):
                return end
    return None


@cache
def _triggers() -> frozenset[str]:
    """Return every word without which a sentence holds no cue but an order or an infinitive."""
    found = {fold(form) for form in _advice_verbs()}
    for group in ("must", "should", "have_to", "one_must"):
        found |= _phrases("modals", group).keys()
    found |= _phrases("impersonal").keys() | words("evaluative", "verbs")
    found |= _phrases("openers", "verbs").keys() | words("cannot", "modals")
    return frozenset(found)


def _infinitive_after(tokens: Sequence[Token], place: int, reach: int = 7) -> int | None:
    """Return the infinitive that a modal before `place` governs, over adverbs and pauses."""
    for at in range(place, min(place + reach, len(tokens))):
        token = tokens[at]
        if token.is_word and (is_infinitive(token.raw.lower()) or token.form == "poder"):
            return at
        if token.form not in words("between") and token.form not in _PAUSES | _DASHES:
            return None
    return None


def _subjunctive_after(tokens: Sequence[Token], place: int, reach: int = 16) -> bool:
    """Say whether the clause opened by "que" before `place` has a subjunctive."""
    return any(
        is_subjunctive(token.raw.lower())
        for token in tokens[place : place + reach]
        if token.is_word
    )


def _has_figure(tokens: Sequence[Token], end: int) -> bool:
    """Say whether a figure of a finding stands before the token `end`."""
    figures = _phrases("figures")
    return any(_at(tokens, place, figures) is not None for place in range(end))


def _is_inside(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the verb at `place` belongs to a clause that advises nobody.

    "las preguntas que deben responder" does; "creo que TI debe ser", "sino que debe" and "las
    empresas que cotizan deben" do not.
    """
    verbs = False
    at = place - 1
    while at >= 0 and tokens[at].form not in _PAUSES:
        form = tokens[at].form
        if form in words("subordinators") and (form != "como" or place - at < 3):
            if form == "que":
                before = tokens[at - 1].form if at else ""
                if before in words("opens_advice"):
                    return False
                return not verbs
            return True
        verbs = verbs or _is_finite(tokens[at])
        at -= 1
    return False


def _is_finite(token: Token) -> bool:
    """Say whether a token is surely a finite verb."""
    word = token.raw.lower()
    reading = verb_form(word) if token.is_word and word not in _nouns() else None
    return reading is not None and reading[1] == "finite" and bool(reading[0])


def _is_law(tokens: Sequence[Token]) -> bool:
    return any(token.form in words("law") for token in tokens)


def _is_dated(tokens: Sequence[Token]) -> bool:
    """Say whether a deadline stands in the sentence: "antes del 30 de junio"."""
    return any(token.form in words("dates") for token in tokens)


def _obligation(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "deben", "tiene que", "hay que" with an infinitive."""
    for place in range(len(tokens)):
        for group in ("one_must", "have_to", "should", "must"):
            end = _at(tokens, place, _phrases("modals", group))
            if end is None:
                continue
            cue = _modal(tokens, place, end, group)
            if cue:
                return cue
    return None


def _modal(tokens: Sequence[Token], place: int, end: int, group: str) -> Cue | None:
    at = _infinitive_after(tokens, end)
    lacking = at is None and tokens[end - 1].form == "falta" and end < len(tokens)
    if lacking and tokens[end].form == "que" and _subjunctive_after(tokens, end):
        at = end
    if at is None or (end < len(tokens) and tokens[end].form == "de" and group != "must"):
        return None
    verb = tokens[at].form
    if verb in {"comenzar", "empezar", "terminar"} and at + 2 < len(tokens):
        verb = tokens[at + 2].form if tokens[at + 1].form == "por" else verb
    if verb in words("meta") or (group != "one_must" and verb in words("guesses")):
        return None
    denied = place > 0 and tokens[place - 1].form == "no"
    if denied and group == "have_to":
        return None
    if _is_inside(tokens, place) or _has_figure(tokens, place):
        return None
    if group in ("must", "have_to") and (_is_law(tokens) or _is_dated(tokens)):
        return None
    said = " ".join(t.raw.lower() for t in tokens[place:end])
    confidence = {"one_must": 0.9, "should": 0.85, "must": 0.75, "have_to": 0.7}[group]
    return Cue(
        "obligation", f"«{said}» con infinitivo", confidence, place, end, _clause(tokens, place)
    )


def _clause(tokens: Sequence[Token], place: int) -> int:
    """Return where the clause of the verb at `place` starts: after "cree que", a colon, a quote."""
    at = place - 1
    while at >= 0:
        form = tokens[at].form
        if form == "que" and at and tokens[at - 1].form in words("opens_advice"):
            return at + 1
        if form in {":", "«", "“", ";"}:
            return at + 1
        at -= 1
    return 0


def _cannot(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "no puede eludir": what cannot be done should not be."""
    for place in range(1, len(tokens) - 1):
        if tokens[place].form in words("cannot", "modals") and tokens[place - 1].form == "no":
            verb = tokens[place + 1].form
            if verb in words("cannot", "verbs") and not _is_inside(tokens, place):
                if not _has_figure(tokens, place):
                    rule = f"«no {tokens[place].raw} {tokens[place + 1].raw}»"
                    return Cue(
                        "obligation", rule, 0.6, place - 1, place + 2, _clause(tokens, place)
                    )
    return None


def _complement(tokens: Sequence[Token], place: int) -> bool:
    """Say whether an infinitive, or "que" with a subjunctive, stands at `place`."""
    at = place
    while at < len(tokens) and (tokens[at].form in _PAUSES or tokens[at].form in words("between")):
        if (
            tokens[at].form == "no"
            or tokens[at].form in _PAUSES
            or not is_infinitive(tokens[at].raw.lower())
        ):
            at += 1
        else:
            break
    if at >= len(tokens):
        return False
    if tokens[at].form == "que":
        return _subjunctive_after(tokens, at + 1)
    word = tokens[at].raw.lower()
    return tokens[at].is_word and is_infinitive(word) and tokens[at].form not in words("meta")


def _evaluative(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "es fundamental invertir", "lo importante es que participen", "conviene medir"."""
    for place, token in enumerate(tokens):
        cue = None
        if token.form in words("evaluative", "verbs"):
            cue = _adjective(tokens, place)
        if cue is None and token.form in {
            "lo",
            "la",
            "las",
            "el",
            "una",
            "un",
            "nuestra",
            "mi",
            "otra",
        }:
            cue = _opener(tokens, place)
        if cue is None:
            cue = _impersonal(tokens, place)
        if cue and not _has_figure(tokens, place) and not _is_inside(tokens, place):
            return cue
    return None


def _adjective(tokens: Sequence[Token], place: int) -> Cue | None:
    at = place + 1
    while at < len(tokens) and tokens[at].form in words("evaluative", "adverbs"):
        if tokens[at].form in words("evaluative", "adjectives"):
            break
        at += 1
    end = _at(tokens, at, _phrases("evaluative", "adjectives"))
    if end is None:
        return None
    denied = place > 0 and tokens[place - 1].form == "no"
    if denied and tokens[at].form in words("evaluative", "not_when_denied"):
        return None
    said = " ".join(t.raw for t in tokens[place:end])
    if _complement(tokens, end):
        return Cue(
            "evaluative",
            f"«{said}» con infinitivo o subjuntivo",
            0.85,
            place,
            end,
            _clause(tokens, place),
        )
    first = _first_word(tokens)
    if first is not None and is_infinitive(tokens[first].raw.lower()) and place - first < 25:
        return Cue("evaluative", f"infinitivo que «{said}»", 0.75, place, end, first)
    return None


def _first_word(tokens: Sequence[Token]) -> int | None:
    return next((i for i, token in enumerate(tokens) if token.is_word), None)


def _opener(tokens: Sequence[Token], place: int) -> Cue | None:
    """Read "lo importante es", "una de las claves es", "la mejor manera de crecer es"."""
    at = place + 1
    limit = min(place + 16, len(tokens))
    if tokens[place].form == "lo":
        if at >= len(tokens) or tokens[at].form not in words("openers", "lo"):
            return None
    else:
        best = any(t.form in words("openers", "adjectives") for t in tokens[at : at + 2])
        nouns = words("openers", "nouns") | (words("openers", "best") if best else frozenset())
        head = next((i for i in range(at, min(at + 5, limit)) if tokens[i].form in nouns), None)
        if head is None or any(not t.is_word for t in tokens[at:head]):
            return None
        at = head
    for verb in range(at + 1, limit):
        if not tokens[verb].is_word and tokens[verb].form not in _QUOTES | {",", "(", ")"}:
            return None
        end = _at(tokens, verb, _phrases("openers", "verbs"))
        if end is not None and _complement(tokens, end):
            said = " ".join(t.raw for t in tokens[place:end]) if end - place < 8 else tokens[at].raw
            return Cue(
                "evaluative", f"«{said}» con infinitivo o subjuntivo", 0.85, place, end, place
            )
    return None


def _impersonal(tokens: Sequence[Token], place: int) -> Cue | None:
    end = _at(tokens, place, _phrases("impersonal"))
    if end is None:
        return None
    said = " ".join(t.raw.lower() for t in tokens[place:end])
    if (
        place
        and tokens[place - 1].form in {"no", "se", "le", "les"}
        and tokens[place].form in words("only_with_infinitive")
    ):
        return None
    if said.startswith("se ") and end < len(tokens):
        return Cue("evaluative", f"«{said}»", 0.85, place, end, place)
    if said == "hay un imperativo" or _complement(tokens, end):
        only = tokens[place].form in words("only_with_infinitive")
        return Cue("evaluative", f"«{said}»", 0.7 if only else 0.9, place, end, place)
    return None


@cache
def _advice_verbs() -> dict[str, frozenset[str]]:
    return {
        form: frozenset(entry["takes"])
        for entry in load("recommendations")["verbs"].values()
        for form in entry["forms"]
    }


def _advising(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "recomienda que", "aconseja empezar", "exhortó a los dueños a separar"."""
    for place, token in enumerate(tokens):
        takes = _advice_verbs().get(token.raw.lower())
        if takes is None or _has_figure(tokens, place):
            continue
        before = tokens[place - 1].form if place else ""
        if before == "se" and token.form.startswith("propon"):
            continue
        if before == "como" or (place > 1 and tokens[place - 2].form == "como"):
            if token.form in words("as_suggested") and any(t.form == "," for t in tokens[place:]):
                return Cue("verb", f"«como {token.raw}»", 0.75, place, place + 1, 0)
            continue
        if _is_inside(tokens, place):
            continue
        end = _object(tokens, place + 1, takes)
        if end is not None:
            return Cue("verb", f"«{token.raw}»", 0.9, place, place + 1, end)
    return None


def _object(tokens: Sequence[Token], place: int, takes: frozenset[str]) -> int | None:
    """Return where what is advised starts, if the verb before `place` has an object that it needs."""
    reach = min(place + 18, len(tokens))
    for at in range(place, reach):
        token = tokens[at]
        word = token.raw.lower()
        if token.form == "que" and takes & {"que", "en_que"} and _subjunctive_after(tokens, at + 1):
            return at + 1
        if token.is_word and is_infinitive(word):
            previous = tokens[at - 1].form
            if "inf" in takes and previous not in {"para", "de", "por", "sin"}:
                return at
            if "a" in takes and previous in {"a", "no"} and _named_before(tokens, place, at):
                return at
            if "por" in takes and previous in {"por", "no"}:
                return at
        urged = token.form == "que" and "a" in takes and tokens[at - 1].form == "a"
        if urged and _subjunctive_after(tokens, at + 1):
            return at + 1
        if token.form in {".", ";"}:
            break
    if (
        "np" in takes
        and place < len(tokens)
        and tokens[place].form in {"la", "el", "los", "las", "un", "una"}
    ):
        return place
    if "por" in takes and place + 1 < len(tokens) and tokens[place].form == "por":
        return place + 1
    return None


def _named_before(tokens: Sequence[Token], place: int, at: int) -> bool:
    """Say whether someone is addressed between the verb and "a": "a los dueños a separar"."""
    return tokens[place].form in {"a", "al"} and at - place >= 1


def _imperative(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read an order at the start of the sentence, or after its first clause."""
    start = _skip_marker(tokens)
    if start is None or _at(tokens, start, _phrases("page_phrases")) is not None:
        return None
    for place in _openings(tokens, start):
        cue = _order(tokens, place, setting)
        if cue:
            return cue
    return None


def _skip_marker(tokens: Sequence[Token]) -> int | None:
    """Return the first token after a list marker and opening quotes."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1].form if place + 1 < len(tokens) else ""
        if token.form in _QUOTES | _DASHES | {"(", "¡", "#", "º", ".", ")", "✓", "✔", "►"}:
            place += 1
        elif (token.form.isdigit() or len(token.form) == 1) and following in {
            ".",
            ")",
            "º",
            "-",
            "°",
        }:
            place += 2
        elif token.form.isdigit() and place == 0:
            place += 1
        else:
            return place
    return None


def _openings(tokens: Sequence[Token], start: int) -> list[int]:
    """Return the places where an order may stand: after lead words, a first clause or a colon."""
    places = [start]
    at = start
    while (
        at < len(tokens)
        and at - start < 8
        and (tokens[at].form in words("leads") or tokens[at].form == ",")
    ):
        at += 1
        if tokens[at - 1].form not in {"en", "por", "lo", "sobre", "primer", "segundo", "tercer"}:
            places.append(at)
    first = tokens[start].form
    clause = first in words("clauses") or is_infinitive(tokens[start].raw.lower())
    for at in range(start + 1, min(len(tokens) - 1, start + 40)):
        form = tokens[at].form
        if form == ":" and at - start <= 10:
            places.append(at + 1)
            if at + 1 < len(tokens) and tokens[at + 1].form in words("clauses"):
                clause = True
            places.extend([at + 2] if tokens[at + 1].form in _QUOTES else [])
        elif form == "," and (clause or tokens[at + 1].form == "no"):
            places.append(at + 1)
            if tokens[at + 1].form in words("leads"):
                places.append(at + 2)
        elif form == ";":
            places.append(at + 1)
    return [place for place in dict.fromkeys(places) if place < len(tokens)]


def _order(tokens: Sequence[Token], place: int, setting: Setting) -> Cue | None:
    at = place
    wish = tokens[at].form == "que"
    at += wish
    denied = at < len(tokens) and tokens[at].form in {"no", "nunca", "jamas", "ni"}
    at += denied
    if (
        denied
        and at < len(tokens)
        and tokens[at].form
        in {"se", "te", "lo", "la", "los", "las", "le", "les", "nos", "os", "me"}
    ):
        at += 1
    if at >= len(tokens) or not tokens[at].is_word:
        return None
    word = tokens[at].raw.lower()
    readings = [c for c in commands(word) if _fits(c.person, denied or wish, setting)]
    readings = [c for c in readings if c.verb not in _page_verbs()]
    if not readings or word in _never_orders():
        return None
    if readings[0].person == "nosotros" and place and tokens[place - 1].form not in _QUOTES:
        return None
    if not denied and not _is_verb_here(tokens, at, word, readings[0].person, setting):
        return None
    if wish and not tokens[at].form.endswith(("n", "s")) and not denied:
        return None
    person = readings[0].person
    formal = person in ("usted", "ustedes", "no tú", "vosotros")
    confidence = 0.65 if wish else 0.9 if formal else 0.8
    said = " ".join(t.raw for t in tokens[place : at + 1])
    return Cue("imperative", f"imperativo ({person}) «{said}»", confidence, place, at + 1, place)


@cache
def _page_verbs() -> frozenset[str]:
    return frozenset(load("recommendations")["page_verbs"])


@cache
def _never_orders() -> frozenset[str]:
    return frozenset(load("imperatives")["never"])


@cache
def _nouns() -> frozenset[str]:
    return frozenset(load("verbs")["often_nouns"].split())


def _fits(person: str, subjunctive: bool, setting: Setting) -> bool:
    """Say whether an order to this person may be meant where the sentence stands."""
    if subjunctive:
        return person in ("usted", "ustedes", "no tú", "nosotros")
    if person == "tú":
        return setting.address == "tú" or (setting.item and setting.announced)
    if person == "vos":
        return setting.address == "vos"
    return person != "no tú"


def _is_verb_here(
    tokens: Sequence[Token], at: int, word: str, person: str, setting: Setting
) -> bool:
    """Say whether a form that may be a noun, or a plain statement, is an order where it stands."""
    following = tokens[at + 1].form if at + 1 < len(tokens) else ""
    if word in _nouns() or fold(word) in _nouns():
        if person == "tú" and setting.address == "tú" and following in {"por", "con", "en"}:
            return True  # "Apuesta por la calidad"
        return following in words("after_orders") or (
            setting.item and following not in words("after_nouns") | {"", ":"}
        )
    if person == "tú" and setting.address != "tú":
        return commands(word)[0].verb not in words("headline_verbs")
    return True


def _infinitive(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read an infinitive that opens a list item, a run-in heading or an answer to what matters."""
    place = _skip_marker(tokens)
    if place is None:
        return None
    at = place + (tokens[place].form in {"no", "nunca"})
    if at >= len(tokens) or not is_infinitive(tokens[at].raw.lower()):
        return None
    if setting.item and setting.announced:
        return Cue("infinitive", "infinitivo en una lista de consejos", 0.85, place, at + 1, place)
    if setting.after_question:
        return Cue("infinitive", "infinitivo que responde a qué hacer", 0.75, place, at + 1, place)
    if setting.run_in:
        return Cue("infinitive", "infinitivo que encabeza un párrafo", 0.6, place, at + 1, place)
    for verb in range(at + 1, min(len(tokens), at + 25)):
        if tokens[verb].form in {"puede", "ayuda", "ayudara", "facilita"} and not _is_inside(
            tokens, verb
        ):
            return Cue(
                "infinitive", f"infinitivo que «{tokens[verb].raw}»", 0.6, place, at + 1, place
            )
    return None


def find_cue(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Return what makes the sentence of `tokens` an advice, or None where it is none."""
    if not tokens or tokens[-1].form == "?" or (len(tokens) > 1 and tokens[-2].form == "?"):
        return None
    cued = any(token.form in _triggers() for token in tokens)
    for read in (_advising, _imperative, _evaluative, _obligation, _cannot, _infinitive):
        if not cued and read not in (_imperative, _infinitive):
            continue
        cue = read(tokens, setting)
        if cue:
            return cue
    return None
