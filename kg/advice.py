"""Telling whether a sentence gives advice, by the cue that it holds."""

from collections.abc import Sequence
from functools import cache

from kg.advice_judgement import read_evaluative
from kg.advice_orders import read_imperative, read_infinitive
from kg.advice_words import (
    Cue,
    Setting,
    clause_start,
    has_figure,
    infinitive_after,
    is_inside,
    phrase_at,
    phrases,
    subjunctive_after,
    words,
)
from kg.imperative import is_infinitive
from kg.lexicon import load
from kg.spanish import Token, fold

__all__ = ["find_cue"]


@cache
def _triggers() -> frozenset[str]:
    """Return every word without which a sentence holds no cue but an order or an infinitive."""
    found = {fold(form) for form in _advice_verbs()}
    for group in ("must", "should", "have_to", "one_must"):
        found |= phrases("modals", group).keys()
    found |= phrases("impersonal").keys() | words("evaluative", "verbs")
    found |= phrases("openers", "verbs").keys() | words("cannot", "modals")
    return frozenset(found)


def _is_law(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a law stands before the modal at `place`, or a penalty after it."""
    return any(token.form in words("law") for token in tokens[:place]) or any(
        token.form in words("law_after") for token in tokens[place:]
    )


def _is_dated(tokens: Sequence[Token]) -> bool:
    """Say whether a deadline stands in the sentence: "antes del 30 de junio"."""
    return any(token.form in words("dates") for token in tokens)


def _obligation(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "deben", "tiene que", "hay que" with an infinitive."""
    for place in range(len(tokens)):
        for group in ("one_must", "have_to", "should", "must"):
            end = phrase_at(tokens, place, phrases("modals", group))
            if end is None:
                continue
            cue = _modal(tokens, place, end, group)
            if cue:
                return cue
    return None


def _modal(tokens: Sequence[Token], place: int, end: int, group: str) -> Cue | None:
    at = infinitive_after(tokens, end)
    lacking = at is None and tokens[end - 1].form == "falta" and end < len(tokens)
    if lacking and tokens[end].form == "que" and subjunctive_after(tokens, end):
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
    if is_inside(tokens, place) or has_figure(tokens, place):
        return None
    if group in ("must", "have_to") and (_is_law(tokens, place) or _is_dated(tokens)):
        return None
    said = " ".join(t.raw.lower() for t in tokens[place:end])
    confidence = {"one_must": 0.9, "should": 0.85, "must": 0.75, "have_to": 0.7}[group]
    return Cue(
        "obligation",
        f"«{said}» con infinitivo",
        confidence,
        place,
        end,
        clause_start(tokens, place),
    )


def _cannot(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "no puede eludir": what cannot be done should not be."""
    for place in range(1, len(tokens) - 1):
        if tokens[place].form not in words("cannot", "modals") or tokens[place - 1].form != "no":
            continue
        if tokens[place + 1].form not in words("cannot", "verbs"):
            continue
        if not is_inside(tokens, place) and not has_figure(tokens, place):
            rule = f"«no {tokens[place].raw} {tokens[place + 1].raw}»"
            return Cue("obligation", rule, 0.6, place - 1, place + 2, clause_start(tokens, place))
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
        if takes is None or has_figure(tokens, place):
            continue
        before = tokens[place - 1].form if place else ""
        if before == "se" and token.form.startswith("propon") and place > 1:
            continue  # "la empresa se propone abrir" intends; "Se propone abrir" proposes
        if before == "como" or (place > 1 and tokens[place - 2].form == "como"):
            if token.form in words("as_suggested") and any(t.form == "," for t in tokens[place:]):
                return Cue("verb", f"«como {token.raw}»", 0.75, place, place + 1, 0)
            continue
        if is_inside(tokens, place):
            continue
        end = _object(tokens, place + 1, takes)
        if end is not None:
            return Cue("verb", f"«{token.raw}»", 0.9, place, place + 1, end)
    return None


def _object(tokens: Sequence[Token], place: int, takes: frozenset[str]) -> int | None:
    """Return where what is advised starts, if the verb before `place` has its object."""
    reach = min(place + 18, len(tokens))
    for at in range(place, reach):
        token = tokens[at]
        word = token.raw.lower()
        if (
            token.form == "que"
            and takes & {"que", "en_que", "que_only"}
            and subjunctive_after(tokens, at + 1)
        ):
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
        if urged and subjunctive_after(tokens, at + 1):
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


def find_cue(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Return what makes the sentence of `tokens` an advice, or None where it is none."""
    if not tokens or tokens[-1].form == "?" or (len(tokens) > 1 and tokens[-2].form == "?"):
        return None
    cued = any(token.form in _triggers() for token in tokens)
    for read in (
        _advising,
        read_imperative,
        read_evaluative,
        _obligation,
        _cannot,
        read_infinitive,
    ):
        if not cued and read not in (read_imperative, read_infinitive):
            continue
        cue = read(tokens, setting)
        if cue:
            return cue
    return None
