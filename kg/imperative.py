"""Imperatives of business Spanish: formal, familiar, voseo, plural and negative, with pronouns."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from kg.lexicon import load
from kg.spanish import fold

__all__ = ["Command", "asks_for_writer", "commands", "is_infinitive", "is_subjunctive"]

Person = Literal["usted", "ustedes", "tú", "vos", "vosotros", "nosotros", "no tú"]

_PLURAL_ENDINGS = ("nos", "os")  # pronouns that end nouns and adjectives too
_STRESSED = {
    "ie": ("e", "ie"),
    "ue": ("o", "ue"),
    "i": ("e", "i"),
    "í": ("i", "í"),
    "ú": ("u", "ú"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """A reading of a word as an order: the verb, and whom it addresses."""

    verb: str
    person: Person


def _stressed(stem: str, change: str) -> str:
    """Return the stem as it sounds under stress: "pens" is "piens", "ped" is "pid"."""
    if change not in _STRESSED:
        return stem
    old, new = _STRESSED[change]
    if old not in stem and change == "ue":
        old = "u"  # jugar, juega
    head, found, tail = stem.rpartition(old)
    return head + new + tail if found else stem


def _soft(stem: str, verb: str) -> str:
    """Respell the end of a stem before the "e" of -ar verbs or the "a" of the others."""
    if verb.endswith("ar"):
        for old, new in (("c", "qu"), ("gu", "gü"), ("g", "gu"), ("z", "c")):
            if stem.endswith(old):
                return stem[: -len(old)] + new
        return stem
    if stem.endswith("gu"):
        return stem[:-1]  # seguir, siga
    if stem.endswith("g"):
        return stem[:-1] + "j"  # elegir, elija
    if stem.endswith("c") and len(stem) > 1 and stem[-2] in "nr":
        return stem[:-1] + "z"  # convencer, convenza
    return stem


def _conjugate(verb: str, change: str) -> dict[str, Person]:
    stem, group = verb[:-2], verb[-2:]
    strong = _stressed(stem, change)
    if change == "y" or (verb.endswith("uir") and not verb.endswith("guir")):
        strong = stem + "y"
    vowel, other = ("e", "a") if group == "ar" else ("a", "e")
    base = stem[:-1] + "zc" if change == "zc" else _soft(strong, verb)
    plain = (
        stem[:-1] + "zc"
        if change == "zc"
        else _soft(strong if change in ("i", "y") else stem, verb)
    )
    tail = {"ar": ("á", "ad"), "er": ("é", "ed"), "ir": ("í", "id")}.get(group, ("í", "id"))
    return {
        strong + other: "tú",
        stem + tail[0]: "vos",
        stem + tail[1]: "vosotros",
        plain + vowel + "mos": "nosotros",
        base + vowel + "s": "no tú",
        plain + {"e": "éis", "a": "áis"}[vowel]: "no tú",
        base + vowel: "usted",
        base + vowel + "n": "ustedes",
    }


@cache
def _verbs() -> dict[str, str]:
    """Return the change of the stem of each verb known by rule."""
    entries = load("verbs")["regular"].split() + load("imperatives")["verbs"].split()
    found: dict[str, str] = {}
    for entry in entries:
        verb, _, change = entry.partition(":")
        if verb not in load("imperatives")["irregular"] and not found.get(verb):
            found[verb] = change
    return found


@cache
def _forms() -> dict[str, tuple[Command, ...]]:
    found: dict[str, tuple[Command, ...]] = {}

    def enter(form: str, verb: str, person: Person) -> None:
        found[form] = (*found.get(form, ()), Command(verb, person))

    for verb, change in _verbs().items():
        for form, person in _conjugate(verb, change).items():
            enter(form, verb, person)
    persons: tuple[Person, ...] = ("usted", "ustedes", "tú", "vos", "no tú")
    for verb, forms in load("imperatives")["irregular"].items():
        for form, person in zip(forms, persons, strict=True):
            enter(form, verb, person)
        enter(verb[:-1] + "d", verb, "vosotros")  # "haced", "poned": the one regular form of all
    return found


@cache
def _folded() -> dict[str, tuple[Command, ...]]:
    found: dict[str, tuple[Command, ...]] = {}
    for form, readings in _forms().items():
        found[fold(form)] = (*found.get(fold(form), ()), *readings)
    return found


@lru_cache(maxsize=16384)
def commands(word: str) -> tuple[Command, ...]:
    """Return the readings of a lower-case word as an imperative, none where it is none.

    >>> [command.person for command in commands("alinee")]
    ['usted']
    >>> {command.verb for command in commands("retíralo")}
    {'retirar'}
    """
    return _reading(word)[0]


def _reading(word: str) -> tuple[tuple[Command, ...], str]:
    """Return the readings of a word as an imperative, and the pronouns that it ends in."""
    found = _forms().get(word, ())
    if found:
        return found, ""
    plain = fold(word)
    for clitic in load("imperatives")["clitics"]:
        if plain.endswith(clitic) and len(plain) > len(clitic) + 1:
            readings = _folded().get(plain[: -len(clitic)] + ("d" if clitic == "os" else ""), ())
            readings = tuple(c for c in readings if _takes_clitic(c.person, clitic))
            if readings:
                return readings, clitic
    if plain.endswith("monos"):
        return _folded().get(plain[:-3] + "s", ()), ""
    return (), ""


def _takes_clitic(person: Person, clitic: str) -> bool:
    """Say whether an order to this person may end in a pronoun: "dedicadle", but "preparaos"."""
    if clitic == "os" or person == "vosotros":  # before "os" the "d" falls
        return person == "vosotros" and (clitic == "os" or clitic[0] == "l")
    return person not in ("no tú", "nosotros")


def asks_for_writer(word: str) -> bool:
    """Say whether an order ends in a pronoun of who writes: "cuéntamelo", "escríbanos".

    >>> [asks_for_writer(word) for word in ("cuéntamelo", "cuéntaselo", "llámelo", "sentémonos")]
    [True, False, False, False]
    """
    return _reading(word)[1] in load("imperatives")["first_person"]


@cache
def _infinitives() -> frozenset[str]:
    return frozenset(fold(verb) for verb in (*_verbs(), *load("imperatives")["irregular"]))


@lru_cache(maxsize=16384)
def _is_past_subjunctive(word: str) -> bool:
    """Say whether a lower-case word is a past subjunctive: "revisaran", "incluyese", "hiciera"."""
    plain = fold(word)
    if plain in load("imperatives")["not_past_subjunctives"]:
        return False
    for ending in load("imperatives")["past_subjunctive"]["ar"]:
        # "compara" and "prepara" are none, since there is no "compar", "prepar"
        if plain.endswith(ending) and plain[: -len(ending)] + "ar" in _infinitives():
            return True
    return len(plain) > 4 and plain.endswith(tuple(load("imperatives")["past_subjunctive"]["ir"]))


@lru_cache(maxsize=16384)
def is_subjunctive(word: str) -> bool:
    """Say whether a lower-case word is a subjunctive: "trabajen", "haya", "incluyeran".

    >>> [is_subjunctive(word) for word in ("revisen", "revisaran", "hiciera", "prepara")]
    [True, True, True, False]
    """
    if _is_past_subjunctive(word):
        return True
    if word in load("imperatives")["not_subjunctives"]:
        return False
    readings = _forms().get(word, ())
    formal = ("usted", "ustedes", "nosotros", "no tú")
    return any(c.person in formal for c in readings) and all(c.person != "tú" for c in readings)


@lru_cache(maxsize=16384)
def is_infinitive(word: str) -> bool:
    """Say whether a lower-case word is an infinitive, with or without pronouns.

    >>> is_infinitive("sobrecomunicarse"), is_infinitive("mujer")
    (True, False)
    """
    plain = fold(word)
    for clitic in ("", *load("imperatives")["clitics"]):
        if plain.endswith(clitic):
            stem = plain[: len(plain) - len(clitic)] if clitic else plain
            if clitic in _PLURAL_ENDINGS and stem not in _infinitives():
                continue  # "financieros", "gobiernos"
            if stem == "ir" or (len(stem) > 2 and stem.endswith(("ar", "er", "ir"))):
                return stem not in load("imperatives")["not_infinitives"]
    return False
