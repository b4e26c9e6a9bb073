"""Advice given as a judgement: "es fundamental medir", "lo mejor es", "conviene ahorrar"."""

from collections.abc import Sequence

from kg.advice_words import (
    PAUSES,
    QUOTES,
    Cue,
    Setting,
    clause_start,
    first_word,
    has_figure,
    has_main_verb,
    is_finite,
    is_inside,
    phrase_at,
    phrases,
    subjunctive_after,
    words,
)
from kg.imperative import is_infinitive
from kg.spanish import Token

__all__ = ["read_evaluative"]

_WHOM = 9  # tokens of "a los gerentes de recursos humanos", and one
_NEAR = 15  # tokens between an infinitive and what is said of it


def _complement(tokens: Sequence[Token], place: int) -> bool:
    """Say whether an infinitive, or "que" with a subjunctive, stands at `place`."""
    at = place
    while at < len(tokens) and (tokens[at].form in PAUSES or tokens[at].form in words("between")):
        if (
            tokens[at].form == "no"
            or tokens[at].form in PAUSES
            or not is_infinitive(tokens[at].raw.lower())
        ):
            at += 1
        else:
            break
    if at >= len(tokens):
        return False
    if tokens[at].form == "que":
        return subjunctive_after(tokens, at + 1)
    word = tokens[at].raw.lower()
    waits = tokens[at].form == "esperar" and at + 1 < len(tokens) and tokens[at + 1].form == "a"
    said = at + 1 < len(tokens) and tokens[at + 1].form == "que"
    told = tokens[at].form in words("meta") and not waits
    told = told or (said and tokens[at].form in words("meta_before_que"))
    return tokens[at].is_word and is_infinitive(word) and not told


def read_evaluative(tokens: Sequence[Token], setting: Setting) -> Cue | None:
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
            "otro",
            "otras",
            "otros",
            "los",
            "su",
            "este",
            "primer",
            "segundo",
            "tercer",
        }:
            cue = _opener(tokens, place)
        if cue is None:
            cue = (
                _impersonal(tokens, place)
                or _better(tokens, place)
                or _needed(tokens, place)
                or _stressed(tokens, place)
                or _what_to_do(tokens, place)
            )
        if cue and not has_figure(tokens, place) and not is_inside(tokens, place):
            return cue
    return None


def _adjective(tokens: Sequence[Token], place: int) -> Cue | None:
    at = place + 1
    while at < len(tokens) and tokens[at].form in words("evaluative", "adverbs"):
        if tokens[at].form in words("evaluative", "adjectives"):
            break
        at += 1
    end = phrase_at(tokens, at, phrases("evaluative", "adjectives"))
    if end is None:
        return _only_way(tokens, place)
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
            clause_start(tokens, place),
        )
    first = first_word(tokens)
    if first is not None and is_infinitive(tokens[first].raw.lower()) and place - first < 25:
        return Cue("evaluative", f"infinitivo que «{said}»", 0.75, place, end, first)
    return None


def _only_way(tokens: Sequence[Token], place: int) -> Cue | None:
    """Read "Delegar es la única manera de crecer"."""
    first = first_word(tokens)
    forms = [token.form for token in tokens[place : place + 4]]
    if (
        first is not None
        and is_infinitive(tokens[first].raw.lower())
        and place - first < _NEAR
        and len(forms) > 3
        and forms[1] in {"la", "el", "una", "un"}
        and forms[2] in words("openers", "adjectives")
        and forms[3] in words("openers", "best") | words("openers", "nouns")
        and not any(token.form == "%" for token in tokens)
    ):
        said = " ".join(token.raw for token in tokens[place : place + 4])
        return Cue("evaluative", f"infinitivo que «{said}»", 0.7, place, place + 4, first)
    return None


def _opener(tokens: Sequence[Token], place: int) -> Cue | None:
    """Read "lo importante es", "una de las claves es", "la mejor manera de crecer es"."""
    at = place + 1
    limit = min(place + 16, len(tokens))
    if tokens[place].form == "lo":
        at += at < len(tokens) and tokens[at].form in {"mas", "menos"}
        if at >= len(tokens) or tokens[at].form not in words("openers", "lo"):
            return None
    else:
        best = any(t.form in words("openers", "adjectives") for t in tokens[at : at + 2])
        nouns = words("openers", "nouns") | (words("openers", "best") if best else frozenset())
        head = next((i for i in range(at, min(at + 5, limit)) if tokens[i].form in nouns), None)
        if head is None or any(not t.is_word for t in tokens[at:head]):
            return None
        at = head
    elided = at + 1 < limit and tokens[at + 1].form in {",", ":"} and place == first_word(tokens)
    if tokens[place].form == "lo" and elided and _opens_infinitive(tokens, at + 2):
        said = f"lo {tokens[at].raw}"
        return Cue("evaluative", f"«{said}» con infinitivo", 0.7, place, at + 2, place)
    for verb in range(at + 1, limit):
        if not tokens[verb].is_word and tokens[verb].form not in QUOTES | {",", "(", ")"}:
            return None
        end = phrase_at(tokens, verb, phrases("openers", "verbs"))
        if end is not None and _complement(tokens, end):
            said = " ".join(t.raw for t in tokens[place:end]) if end - place < 8 else tokens[at].raw
            return Cue(
                "evaluative", f"«{said}» con infinitivo o subjuntivo", 0.85, place, end, place
            )
    return None


def _opens_infinitive(tokens: Sequence[Token], place: int) -> bool:
    """Say whether an infinitive stands at `place`, denied or not: "Lo primero, no correr"."""
    at = place + (place < len(tokens) and tokens[place].form == "no")
    opens = at < len(tokens) and tokens[at].is_word and is_infinitive(tokens[at].raw.lower())
    return opens and not has_main_verb(tokens, at + 1)


def _better(tokens: Sequence[Token], place: int) -> Cue | None:
    """Read "Mejor llamar antes" at the start of a sentence."""
    follows = place + 1 < len(tokens) and is_infinitive(tokens[place + 1].raw.lower())
    if tokens[place].form != "mejor" or place != first_word(tokens) or not follows:
        return None
    return Cue("evaluative", "«mejor» con infinitivo", 0.75, place, place + 1, place)


def _needed(tokens: Sequence[Token], place: int) -> Cue | None:
    """Read "es aconsejable una revisión", "es necesaria una mayor coordinación", "urge una …"."""
    verb, end = tokens[place].form, place + 1
    if verb in {"es", "resulta", "seria", "hace"} and end < len(tokens):
        adjective, end = tokens[end].form, end + 1
    elif verb == "urge":
        adjective = verb
    elif verb == "se" and end < len(tokens) and tokens[end].form in words("needing"):
        said = f"se {tokens[end].raw}"
        what = [t.form for t in tokens[end + 1 : end + 3]]
        if what[:1] in (["un"], ["una"]) and what[-1] in words("needed_new"):
            return Cue("evaluative", f"«{said}»", 0.6, place, end + 1, place)
        return None
    else:
        return None
    after = [token.form for token in tokens[end : end + 2]]
    noun = after[:1] in (["un"], ["una"])
    more = any(form in words("needed_more") for form in after)
    urgent = adjective == "urge" and noun
    if (adjective in words("with_nouns") and noun) or (
        adjective in words("needed") and (more or urgent)
    ):
        said = " ".join(token.raw for token in tokens[place:end])
        return Cue("evaluative", f"«{said}»", 0.65, place, end, place)
    return None


def _stressed(tokens: Sequence[Token], place: int) -> Cue | None:
    """Read "subraya la necesidad de formar a los mandos"."""
    if tokens[place].form not in words("stressing"):
        return None
    for at in range(place + 1, min(place + 6, len(tokens) - 2)):
        if tokens[at].form == "necesidad" and tokens[at + 1].form == "de":
            if _complement(tokens, at + 2):
                said = f"{tokens[place].raw} la necesidad de"
                return Cue("evaluative", f"«{said}»", 0.7, place, at + 2, at + 2)
            return None
    return None


def _what_to_do(tokens: Sequence[Token], place: int) -> Cue | None:
    """Read "lo que deberían hacer las empresas es preguntar antes"."""
    forms = [token.form for token in tokens[place : place + 7]]
    if forms[:2] != ["lo", "que"] or "hacer" not in forms:
        return None
    modal = words("modals", "should") | words("modals", "must") | {"hay", "tienen", "tiene"}
    if not modal & set(forms):
        return None
    for verb in range(place + 4, min(place + 14, len(tokens))):
        if tokens[verb].form == "es" and _complement(tokens, verb + 1):
            return Cue("evaluative", "«lo que … es» con infinitivo", 0.75, place, verb + 1, place)
    return None


def _over_whom(tokens: Sequence[Token], end: int) -> int:
    """Return where "a las pymes" ends, between "conviene" and what is to be done."""
    if end >= len(tokens) or tokens[end].form not in {"a", "al"}:
        return end
    for at in range(end + 1, min(end + _WHOM, len(tokens))):
        if not tokens[at].is_word or is_finite(tokens[at]):
            return end
        if is_infinitive(tokens[at].raw.lower()):
            return at
    return end


def _impersonal(tokens: Sequence[Token], place: int) -> Cue | None:
    end = phrase_at(tokens, place, phrases("impersonal"))
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
    if place and tokens[place - 1].form == "ojala":
        return None
    end = _over_whom(tokens, end)
    if said == "hay un imperativo" or _complement(tokens, end):
        only = tokens[place].form in words("only_with_infinitive")
        # "A los jefes les vendría bien callar", "Quizá haya llegado la hora": with whom, or doubt
        led = place and tokens[place - 1].form in {"le", "les", "nos", "quiza", "quizas", "vez"}
        start = clause_start(tokens, place) if led else place
        return Cue("evaluative", f"«{said}»", 0.7 if only else 0.9, place, end, start)
    return None
