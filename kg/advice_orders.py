"""Advice given as an order ("Revise sus contratos"), or as an infinitive under such a heading."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from kg.advice_words import (
    BULLETS,
    DASHES,
    QUOTES,
    Cue,
    Setting,
    has_main_verb,
    infinitive_after,
    is_finite,
    is_inside,
    never_orders,
    noun_forms,
    phrase_at,
    phrases,
    subjunctive_after,
    words,
)
from kg.grammar import OBJECTS
from kg.imperative import Command, asks_for_writer, commands, is_infinitive
from kg.lexicon import load
from kg.role import find_roles
from kg.role_open import find_open_roles
from kg.spanish import Token, fold

__all__ = ["ANSWERS", "read_imperative", "read_infinitive", "skip_marker"]

ANSWERS = "infinitivo que responde a qué hacer"
_LONGEST_LABEL = 8  # tokens before a colon and with it
_FRONTED = 3  # tokens: "antes de firmar"
_FRONTED_OBJECT = 8  # tokens of what is ordered, and one
_FAMILIAR = frozenset({"tu", "tus", "te", "ti", "contigo"})
_ADDRESSES = frozenset({"@", "www", "http", "https"})


def read_imperative(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read an order at the start of the sentence, or after its first clause."""
    start = skip_marker(tokens)
    if start is None or phrase_at(tokens, start, phrases("page_phrases")) is not None:
        return None
    if any(token.form in _ADDRESSES for token in tokens):
        return None  # "Escríbale a ana@…" calls to write, it advises nothing
    familiar = any(token.form in _FAMILIAR and token.acronym is None for token in tokens)
    familiar = familiar or _is_familiar(tokens, start)
    if not setting.address and familiar:
        setting = replace(setting, address="tú")  # "Evita contestar fuera de tu horario"
    counsel = _counsel(tokens, start)
    if counsel:
        told = replace(setting, item=True, announced=True, counsel=True)
        return _order(tokens, counsel, told)
    for place in _openings(tokens, start):
        cue = _order(tokens, place, setting)
        if cue:
            return cue
    return None


def _is_familiar(tokens: Sequence[Token], start: int) -> bool:
    """Say whether a form is an order to "tú" and nothing else: "Haz …", "… y no firmes"."""
    if tokens[start].form in words("only_orders"):
        return True
    return any(
        before.form == "no" and any(c.person == "no tú" for c in commands(token.raw.lower()))
        for before, token in pairwise(tokens)
        if token.form.endswith("s")
    )


def _counsel(tokens: Sequence[Token], start: int) -> int | None:
    """Return what follows the colon of "Mi consejo para quien empieza: …"."""
    colon = next(
        (i for i in range(start, min(len(tokens) - 1, start + 12)) if tokens[i].form == ":"), None
    )
    head = tokens[start : min(colon, start + 3)] if colon else []
    if not colon or not any(token.form in words("counsel") for token in head):
        return None
    if any(map(is_finite, tokens[start:colon])) and tokens[start + 2].form not in {"para", "a"}:
        return None  # "Su consejo fue claro: …"
    return colon + 1 + (tokens[colon + 1].form in QUOTES)


def skip_marker(tokens: Sequence[Token]) -> int | None:
    """Return the first token after a list marker and opening quotes."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1].form if place + 1 < len(tokens) else ""
        if token.form in QUOTES | DASHES | BULLETS | {"(", "¡", "#", "º", ".", ")"}:
            place += 1
        elif (token.form.isdigit() or len(token.form) == 1) and following in {
            ".",
            ")",
            "º",
            "-",
            "°",
        }:
            place += 2
        elif place == 0 and _is_coded(tokens):
            place = 3
        elif (token.form.isdigit() and place == 0) or _labelled(tokens, place):
            place += 1
        else:
            return place
    return None


def _is_coded(tokens: Sequence[Token]) -> bool:
    """Say whether a code opens the sentence: "R6. Formar a los jefes"."""
    return (
        len(tokens) > 3
        and len(tokens[0].form) == 1
        and tokens[0].is_word
        and tokens[1].form.isdigit()
        and tokens[0].end == tokens[1].start
        and tokens[2].form in {".", ":", ")", "-"}
    )


def _labelled(tokens: Sequence[Token], place: int) -> bool:
    """Say whether `place` belongs to a label: "Paso 1:", "Consejo n.º 2."."""
    if tokens[0].form not in words("labels") or place > 6:
        return False
    numbered = any(token.form.isdigit() for token in tokens[1:5])
    signs = {":", ".", "-", "–", "—", ")"}
    closed = next(
        (i for i, t in enumerate(tokens[:8]) if i and t.form in signs and _after_number(tokens, i)),
        0,
    )
    return numbered and place <= closed


def _after_number(tokens: Sequence[Token], place: int) -> bool:
    return any(token.form.isdigit() for token in tokens[1:place])


def _openings(tokens: Sequence[Token], start: int) -> list[int]:
    """Return the places where an order may stand: after lead words, a first clause or a colon."""
    places = [start]
    at = start
    while at < len(tokens) and at - start < 8 and _leads(tokens[at]):
        at += 1
        if tokens[at - 1].form not in {"en", "por", "lo", "sobre", "primer", "segundo", "tercer"}:
            places.append(at)
    first = tokens[start].form
    clause = (
        first in words("clauses")
        or _speaks_of_whoever(tokens)
        or is_infinitive(tokens[start].raw.lower())
    )
    chunk = start  # where the words since the last comma begin
    for at in range(start + 1, min(len(tokens) - 1, start + 40)):
        form = tokens[at].form
        if form == "," and tokens[chunk].form in {"si", "cuando"} and chunk > start:
            places.append(at + 1)  # "El tono lo es todo y, si puedes, llama"
        chunk = at + 1 if form == "," else chunk
        if (
            at - start <= _FRONTED
            and first in words("fronting")
            and _is_bare_infinitive(tokens, at)
        ):
            places.append(at + 1)  # "Antes de firmar pide un informe"
        if form == ":":
            places.append(at + 1)
            if at + 1 < len(tokens) and tokens[at + 1].form in words("clauses"):
                clause = True
            places.extend([at + 2] if tokens[at + 1].form in QUOTES else [])
        elif form == "," and (clause or tokens[at + 1].form == "no"):
            places.append(at + 1)
            if tokens[at + 1].form in words("leads"):
                places.append(at + 2)
        elif form == ";":
            places.append(at + 1)
    places.extend(_behind_object(tokens, start))
    return [place for place in dict.fromkeys(places) if place < len(tokens)]


def _behind_object(tokens: Sequence[Token], start: int) -> list[int]:
    """Return where an order stands behind its object: "Los recibos guárdelos"."""
    for at in range(start + 1, min(len(tokens), start + _FRONTED_OBJECT)):
        word = tokens[at].raw.lower()
        if not tokens[at].is_word or is_finite(tokens[at]):
            break
        takes_up = word.endswith(OBJECTS) and word != fold(word)
        if takes_up and any(c.person in ("usted", "ustedes") for c in commands(word)):
            return [at]
    return []


def _is_bare_infinitive(tokens: Sequence[Token], at: int) -> bool:
    """Say whether an infinitive at `at` is all that is fronted: "Antes de firmar"."""
    return is_infinitive(tokens[at].raw.lower()) and tokens[at - 1].form in words("fronting") | {
        "de"
    }


def _order(tokens: Sequence[Token], place: int, setting: Setting) -> Cue | None:
    if phrase_at(tokens, place, phrases("page_phrases")) is not None:
        return None
    at = place
    wish = tokens[at].form == "que"
    at += wish
    denied = at < len(tokens) and tokens[at].form in {"no", "nunca", "jamas", "ni"}
    at += denied
    if (
        (denied or wish)
        and at < len(tokens)
        and tokens[at].form
        in {"se", "te", "lo", "la", "los", "las", "le", "les", "nos", "os", "me"}
    ):
        at += 1
    if at >= len(tokens) or not tokens[at].is_word:
        return None
    word = tokens[at].raw.lower()
    readings = [c for c in commands(word) if _fits(c.person, denied or wish, setting)]
    readings = [c for c in readings if _is_meant(c.verb, tokens, at, setting)]
    step = place > 0 and _labelled(tokens, 0) and not is_inside(tokens, place)
    if not readings or (word in never_orders() and not step) or asks_for_writer(word):
        return None
    if _is_preposition(tokens, at) or (not denied and _tells_when(tokens, at, readings[0])):
        return None
    if readings[0].person == "nosotros" and (
        (place and tokens[place - 1].form not in QUOTES)
        or (readings[0].verb in words("telling_us") and not _does_first(tokens, at))
    ):
        return None
    if not denied and not _is_verb_here(tokens, at, word, readings[0].person, setting):
        return None
    whoever = _speaks_of_whoever(tokens) or setting.counsel
    if wish and not tokens[at].form.endswith(("n", "s")) and not denied and not whoever:
        return None
    person = readings[0].person
    if person in ("tú", "vos") and _tells_what_a_role_does(tokens, place):
        return None
    formal = person in ("usted", "ustedes", "no tú", "vosotros")
    confidence = 0.65 if wish else 0.9 if formal else 0.8
    said = " ".join(t.raw for t in tokens[place : at + 1])
    begin = _condition(tokens, place)
    return Cue("imperative", f"imperativo ({person}) «{said}»", confidence, place, at + 1, begin)


def _condition(tokens: Sequence[Token], place: int) -> int:
    """Return where the advice of an order begins: with its condition, "si no responde, llámelo"."""
    if place and place in _behind_object(tokens, skip_marker(tokens) or 0):
        return skip_marker(tokens) or 0
    if not place or tokens[place - 1].form != ",":
        return place
    opens = (i for i in range(place - 2, -1, -1) if tokens[i].raw.lower() == "si")
    at = next(opens, None)
    if at is None or any(t.form in {",", ":", ";", "."} for t in tokens[at : place - 1]):
        return place
    return at


def _is_preposition(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a form is no order before the word that follows: "Pese a todo"."""
    after = load("imperatives")["never_before"].get(tokens[at].raw.lower(), ())
    return at + 1 < len(tokens) and tokens[at + 1].form in after


def _tells_when(tokens: Sequence[Token], at: int, order: Command) -> bool:
    """Say whether a form tells when something happens: "Termina cuando el cliente firma".

    What is ordered is to come, which takes a subjunctive: "Termina cuando el cliente firme".
    """
    following = tokens[at + 1].form if at + 1 < len(tokens) else ""
    phase = order.person == "tú" and order.verb in words("headline_verbs")
    return phase and following == "cuando" and not subjunctive_after(tokens, at + 2)


def _does_first(tokens: Sequence[Token], at: int) -> bool:
    """Say whether an order to begin tells with what: "Empecemos por medir"."""
    after = tokens[at + 1 : at + 3]
    return len(after) == 2 and after[0].form == "por" and is_infinitive(after[1].raw.lower())


def _tells_what_a_role_does(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a role stands before the colon: "Ingeniero de red: mantiene los equipos"."""
    if not 1 < place <= _LONGEST_LABEL or tokens[place - 1].form != ":":
        return False
    words_of_label = [token.raw for token in tokens[: place - 1] if token.is_word]
    if not words_of_label:
        return False
    # with an article, since a bare singular may be an adjective
    label = " ".join(["un", words_of_label[0].lower(), *words_of_label[1:]])
    return bool(find_open_roles(label, 0, len(label), find_roles(label)))


def _speaks_of_whoever(tokens: Sequence[Token]) -> bool:
    """Say whether the sentence opens as "Quien quiera …" or "El que busque …"."""
    first = skip_marker(tokens) or 0
    forms = [token.form for token in tokens[first : first + 2]]
    return forms[:1] in (["quien"], ["quienes"]) or forms in (["el", "que"], ["los", "que"])


@cache
def _page_verbs() -> frozenset[str]:
    return frozenset(load("recommendations")["page_verbs"])


def _is_meant(verb: str, tokens: Sequence[Token], at: int, setting: Setting) -> bool:
    """Say whether an order of this verb is the article's, not one of the page or of rhetoric."""
    if verb not in _page_verbs() or (verb == "decir" and tokens[at].form.endswith("lo")):
        return True
    if verb not in words("page_steps"):
        return False
    following = tokens[at + 1 : at + 5]
    stated = bool(following) and following[0].form in {"el", "la", "los", "las", "cada", "todo"}
    ours = any(token.form in words("page_things") for token in following)
    return (setting.item and setting.announced) or (stated and not ours)


def _fits(person: str, subjunctive: bool, setting: Setting) -> bool:
    """Say whether an order to this person may be meant where the sentence stands."""
    if subjunctive:
        return person in ("usted", "ustedes", "no tú", "nosotros")
    if person == "tú":
        told = setting.address == "tú" or (setting.item and setting.announced)
        return told or setting.heading
    if person == "vos":
        return setting.address == "vos"
    return person != "no tú"


def _is_verb_here(
    tokens: Sequence[Token], at: int, word: str, person: str, setting: Setting
) -> bool:
    """Say whether a form that may be a noun, or a plain statement, is an order where it stands."""
    alone = setting.heading and not (setting.item and setting.announced)
    if _is_measure(tokens, at, word):
        return False
    if person == "tú" and alone and setting.address != "tú":
        return _heads_advice(tokens, at, word)
    following = tokens[at + 1].form if at + 1 < len(tokens) else ""
    voseo = person == "vos" and word[-1] in "áéí"  # "tratá" is no "trata"
    if word in noun_forms() or (fold(word) in noun_forms() and not voseo):
        if person == "tú" and setting.address == "tú":
            if following in {"por", "con", "en"}:
                return True  # "Apuesta por la calidad"
            if word in words("sure_orders") and following not in words("after_nouns") | {"", ","}:
                return True  # "Deja espacio"
        return following in words("after_orders") or (
            setting.item and following not in words("after_nouns") | {"", ":"}
        )
    if person == "tú" and setting.address != "tú":
        return commands(word)[0].verb not in words("headline_verbs")
    return True


def _is_measure(tokens: Sequence[Token], at: int, word: str) -> bool:
    """Say whether a noun names what a figure after its colon measures: "Cierre mensual: 6 días"."""
    near = range(at + 1, min(at + _LONGEST_LABEL, len(tokens) - 1))
    colon = next((place for place in near if tokens[place].form == ":"), None)
    counted = colon is not None and tokens[colon + 1].form[0].isdigit()
    return counted and fold(word) in noun_forms()


def _heads_advice(tokens: Sequence[Token], at: int, word: str) -> bool:
    """Say whether a heading by itself is an order: "Mide antes de recortar", "Define un objetivo".

    "Lanza un fondo" tells what a firm does, "Crece la inversión" has its subject behind it.
    """
    verb = commands(word)[0].verb
    if verb in words("headline_verbs") or verb in words("news_verbs"):
        return False
    rest = tokens[at + 1 :]
    led = bool(rest) and (rest[0].form in words("after_heading_orders") or word.endswith("te"))
    return led and not any(t.raw[0].isupper() for t in rest) and not has_main_verb(tokens, at + 1)


def _helps(tokens: Sequence[Token], place: int) -> bool:
    """Say whether what one "puede" is of help: "puede ayudar", not "puede sentirse raro"."""
    verb = infinitive_after(tokens, place)
    return verb is not None and tokens[verb].form.removesuffix("le") in words("of_help")


def _is_nominal(tokens: Sequence[Token], place: int) -> bool:
    """Say whether an item opens with the noun of an action: "Creación de un fondo"."""
    endings = tuple(words("nominal_endings"))
    following = tokens[place + 1].form if place + 1 < len(tokens) else ""
    return tokens[place].form.endswith(endings) and following in {"de", "del", "a"}


def read_infinitive(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read an infinitive that opens a list item, a run-in heading or an answer to what matters."""
    place = _instruction(tokens, setting)
    if place is None:
        return None
    at = place + (tokens[place].form in {"no", "nunca"})
    if setting.proposed and setting.item and _is_nominal(tokens, place):
        return Cue("infinitive", "sustantivo en una lista de propuestas", 0.6, place, at + 1, place)
    wish = _wish(tokens, place)
    if wish and setting.counsel:
        return Cue(
            "infinitive", "«que» que responde a qué se aconseja", 0.7, place, place + 1, place
        )
    if wish and setting.item and (setting.proposed or setting.announced):
        return Cue("infinitive", "«que» en una lista de propuestas", 0.7, place, place + 1, place)
    if at >= len(tokens) or not is_infinitive(tokens[at].raw.lower()):
        return None
    rule, confidence = _why_instructs(tokens, place, at, setting)
    return Cue("infinitive", rule, confidence, place, at + 1, place) if rule else None


def _wish(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a wish opens an item, a time before it or not: "Una vez al mes, que atienda"."""
    for at in range(place, min(place + _LONGEST_LABEL, len(tokens))):
        if tokens[at].form == "que" and (at == place or tokens[at - 1].form == ","):
            return subjunctive_after(tokens, at + 1)
        if is_finite(tokens[at]):
            return False
    return False


def _instruction(tokens: Sequence[Token], setting: Setting) -> int | None:
    """Return where an instruction would begin."""
    place = skip_marker(tokens)
    if setting.series or setting.after_question or setting.counsel:
        while place is not None and place < len(tokens) - 1 and _leads(tokens[place]):
            place += 1  # "Además, revisar los plazos."
    return place


def _leads(token: Token) -> bool:
    """Say whether a word may stand before an order; "si" opens a condition, "sí" may lead."""
    condition = token.form == "si" and token.raw.lower() == "si"
    return token.form == "," or (token.form in words("leads") and not condition)


def _why_instructs(
    tokens: Sequence[Token], place: int, at: int, setting: Setting
) -> tuple[str, float]:
    """Return why the infinitive at `at` instructs, and how sure that is; "" where it does not."""
    labelled = place and (_labelled(tokens, 0) or _is_coded(tokens))
    if (setting.item and setting.announced) or labelled:
        return "infinitivo en una lista de consejos", 0.85
    if setting.after_question:
        return ANSWERS, 0.75
    if (setting.run_in or setting.series) and not has_main_verb(tokens, at + 1):
        alone = "infinitivo que encabeza un párrafo"
        return (alone if setting.run_in else "infinitivo que instruye, uno de varios"), 0.6
    for verb in range(at + 1, min(len(tokens), at + 25)):
        form = tokens[verb].form
        if is_inside(tokens, verb):
            continue
        if form in words("helping") and (form != "puede" or _helps(tokens, verb + 1)):
            return f"infinitivo que «{tokens[verb].raw}»", 0.6
        if form in {"es", "son", "fue"}:
            break  # "Montar un centro es un proyecto complejo, pero puede hacerse"
    return "", 0.0
