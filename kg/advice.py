"""Telling whether a sentence gives advice, by the cue that it holds."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kg.advice_judgement import read_evaluative
from kg.advice_orders import read_imperative, read_infinitive
from kg.advice_parts import outcome
from kg.advice_words import (
    PAUSES,
    QUOTES,
    Cue,
    Setting,
    clause_start,
    first_word,
    has_figure,
    infinitive_after,
    is_count,
    is_finite,
    is_inside,
    phrase_at,
    phrases,
    subjunctive_after,
    words,
)
from kg.imperative import is_infinitive
from kg.lexicon import load
from kg.spanish import Token, fold

__all__ = ["find_cue", "find_cues"]


_PARTS = frozenset({":", ";"})
_JOINTS = frozenset({"y", "e", ";", ":"})
_NEAR = 14  # tokens between a joint and the verb of the clause that it adds
_ARTICLES = frozenset({"el", "la", "los", "las", "su", "sus"})
_LINKED = frozenset({"de", "en", "y", "con", "para", "por", "a", "sobre", "sin", "entre", "desde"})
_CLAUSE = 40  # tokens of a clause that are looked at for whether it advises too
_WHOM = 8  # tokens of "a los gerentes de las pymes", and one
_COUNTED = 6  # tokens from how many advise to the verb
_SHORT_BAN = 10  # tokens; a longer "nada de …" tells something


@cache
def _participles() -> dict[str, frozenset[str]]:
    return {
        form: frozenset(takes) for form, takes in load("recommendations")["participles"].items()
    }


@cache
def _triggers() -> frozenset[str]:
    """Return every word without which a sentence holds no cue but an order or an infinitive."""
    found = {fold(form) for form in _advice_verbs()}
    for group in ("must", "should", "have_to", "one_must"):
        found |= phrases("modals", group).keys()
    found |= phrases("impersonal").keys() | words("evaluative", "verbs")
    found |= phrases("openers", "verbs").keys() | words("cannot", "modals")
    found |= (
        words("participles") | words("colon_nouns") | words("ordinals") | {"nada", "mejor", "lo"}
    )
    found |= words("stressing") | words("warnings") | {"lugar", "yo"}
    return frozenset(found)


def _is_law(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a law stands before the modal at `place`, or a penalty after it."""
    return any(token.form in words("law") for token in tokens[:place]) or any(
        token.form in words("law_after") for token in tokens[place:]
    )


def _is_dated(tokens: Sequence[Token]) -> bool:
    """Say whether a deadline stands in the sentence: "antes del 30 de junio", "hasta el día 20"."""
    if any(token.form in words("dates") for token in tokens):
        return True
    for before, token, after in zip(tokens, tokens[1:], [*tokens[2:], None], strict=False):
        day = token.form == "dia" or before.form in words("deadlines")
        number = token if token.form.isdigit() else after
        if day and token.form in {"el", "del", "dia"} and number and number.form.isdigit():
            return True
    return False


@cache
def _obliging() -> dict[str, list[str]]:
    """Return the groups of verbs of obligation that a word may begin, in the order of reading."""
    found: dict[str, list[str]] = defaultdict(list)
    for group in ("one_must", "have_to", "should", "must"):
        for first in phrases("modals", group):
            found[first].append(group)
    return dict(found)


def _obligation(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "deben", "tiene que", "hay que" with an infinitive."""
    for place, token in enumerate(tokens):
        for group in _obliging().get(token.form, ()):
            end = phrase_at(tokens, place, phrases("modals", group))
            cue = _modal(tokens, place, end, group) if end is not None else None
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
    denied = place > 0 and tokens[place - 1].form == "no"
    waits = denied and verb == "esperar" and group != "one_must"
    if (
        (verb in words("meta") or verb.removesuffix("se") in words("meta"))  # "debe decirse que"
        and not waits
        and (verb != "hablar" or group not in ("must", "should"))
    ):
        return None
    following = tokens[at + 1].form if at + 1 < len(tokens) else ""
    if verb in words("meta_que") and following == "que" and group == "one_must":
        return None
    # "debería llegar en mayo" guesses; "deben llegar a tiempo" and "debería haber un plan" do not
    sure = (
        _is_moved(tokens, place, at) or (group == "must" and verb in {"llegar", "existir"}) or waits
    )
    there = group in ("should", "have_to") and verb == "haber"
    sure = sure or (there and following in words("counted_more"))
    if group != "one_must" and verb in words("guesses") and not sure:
        return None
    genius = group == "one_must" and verb == "ser" and following in {"un", "una"}
    if denied and (group == "have_to" or genius):
        return None  # "no tienen que venir", "no hay que ser un genio"
    before = tokens[place - 1].form if place else ""
    fated = any(t.form == "temprano" for t in tokens[max(0, place - 6) : place])
    if ((before in words("pending") or fated) and group != "should") or (
        before in {"no", "tampoco"} and tokens[place].form in words("needs_denied")
    ):
        return None  # "aún hay que hacer pruebas", "tampoco hace falta comprar nada"
    if tokens[place].form == "habra" and first_word(tokens) == _place_of(tokens, "si"):
        return None  # "Si no hay acuerdo, habrá que ir a juicio" foretells
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


def _is_moved(tokens: Sequence[Token], modal: int, verb: int) -> bool:
    """Say whether somebody is to move something: "el ministerio debería subir las becas".

    "Los precios deberían subir" guesses.
    """
    acting = words("addressees") | words("agents")
    article = verb + 1 < len(tokens) and tokens[verb + 1].form in _ARTICLES
    return article and any(t.form in acting for t in tokens[max(0, modal - _NEAR) : modal])


def _place_of(tokens: Sequence[Token], form: str) -> int | None:
    return next((place for place, token in enumerate(tokens) if token.form == form), None)


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


def _forbidding(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "Eso sí: nada de amenazas"."""
    for place in range(len(tokens) - 2):
        if tokens[place].form != "nada" or tokens[place + 1].form != "de":
            continue
        opens = all(t.form in words("leads") | PAUSES for t in tokens[:place])
        short = len(tokens) - place <= _SHORT_BAN
        if not (opens or tokens[place - 1].form == ":") or not short:
            continue
        verbal = any(is_finite(token) for token in tokens[place + 2 :])
        if tokens[place + 2].form not in words("not_forbidden") and not verbal:
            return Cue("obligation", "«nada de»", 0.7, place, place + 2, place)
    return None


def _warning(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "Ojo con las ofertas", "Mucho cuidado con los contratos"."""
    first = first_word(tokens)
    if first is None:
        return None
    first += tokens[first].form == "mucho"
    if first + 2 >= len(tokens) or tokens[first].form not in words("warnings"):
        return None
    if tokens[first + 1].form not in {"con", "a", "al"} or any(map(is_finite, tokens[first:])):
        return None
    return Cue("obligation", f"«{tokens[first].raw} con»", 0.6, first, first + 2, first)


def _listed(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "propone dos medidas: bajar la cuota y alargar los plazos"."""
    for colon in range(1, len(tokens) - 2):
        if tokens[colon].form != ":":
            continue
        at = colon + 1
        while at < len(tokens) - 1 and (tokens[at].form in QUOTES or tokens[at].form == "no"):
            at += 1
        wish = tokens[at].form == "que" and subjunctive_after(tokens, at + 1)
        if not wish and not (tokens[at].is_word and is_infinitive(tokens[at].raw.lower())):
            continue
        before = tokens[max(0, colon - 12) : colon]
        named = next((t for t in reversed(before) if t.form in words("colon_nouns")), None)
        counted = any(t.form in words("ordinals") and n.form == "es" for t, n in pairwise(before))
        last = before[-1].form in words("ordinals") and (wish or setting.proposes)
        taken = any(t.form in words("taken") for t in before)
        if (named is None and not (counted or last)) or taken or has_figure(tokens, colon):
            continue
        said = named.raw if named else "la primera es"
        what = "«que»" if wish else "infinitivo"
        return Cue("infinitive", f"{what} tras «{said}:»", 0.7, colon + 1, at + 1, colon + 1)
    return None


@cache
def _advice_verbs() -> dict[str, frozenset[str]]:
    return {
        form: frozenset(entry["takes"])
        for entry in load("recommendations")["verbs"].values()
        for form in entry["forms"]
    }


def _in_place(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "Yo que ustedes pediría otra oferta": what one would do in somebody's place."""
    first = first_word(tokens)
    end = phrase_at(tokens, first, phrases("in_place")) if first is not None else None
    if first is None or end is None:
        return None
    for at in range(end, min(end + 3, len(tokens))):
        if tokens[at].raw.lower().endswith(("ría", "ríamos")):
            said = " ".join(token.raw for token in tokens[first:end])
            return Cue("obligation", f"«{said}» con condicional", 0.7, at, at + 1, at)
    return None


def _counted(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "La primera, que se publiquen los plazos", where measures are proposed before."""
    first = first_word(tokens)
    if first is None or not setting.proposes:
        return None
    at = first + (tokens[first].form in {"la", "el", "lo", "y"})
    at += at > first and tokens[first].form == "y" and tokens[at].form in {"la", "el", "lo"}
    if at + 3 >= len(tokens) or tokens[at].form not in words("ordinals"):
        return None
    if tokens[at + 1].form not in {",", ":"}:
        return None
    wish = tokens[at + 2].form == "que" and subjunctive_after(tokens, at + 3)
    denied = tokens[at + 2].form == "no"
    if not wish and not is_infinitive(tokens[at + 2 + denied].raw.lower()):
        return None
    said = tokens[at].raw
    return Cue("infinitive", f"«{said},» de varias", 0.7, first, at + 2 + wish, at + 2 + wish)


def _advising(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "recomienda que", "aconseja empezar", "exhortó a los dueños a separar"."""
    for place, token in enumerate(tokens):
        takes = _advice_verbs().get(token.raw.lower())
        before = tokens[place - 1].form if place else ""
        if takes is None and before in words("have"):
            takes = _participles().get(token.form)
        if takes is None and token.form == "llamado" and before == "un":
            takes = frozenset({"a", "para_que"})
        if takes is None or has_figure(tokens, place) or _attributes(tokens, place):
            continue
        if (
            before == "nadie"
            or _is_vote(tokens, place)
            or ("a" in takes and _is_to_own_people(tokens, place + 1))
        ):
            continue
        if before == "se" and token.form.startswith("propon") and place > 1:
            continue  # "la empresa se propone abrir" intends; "Se propone abrir" proposes
        if before == "como" or (place > 1 and tokens[place - 2].form == "como"):
            if token.form in words("as_suggested") and any(t.form == "," for t in tokens[place:]):
                return Cue("verb", f"«como {token.raw}»", 0.75, place, place + 1, 0)
            continue
        if is_inside(tokens, place) and not _is_who_advises(tokens, place):
            continue
        if "a_que" in takes and (
            not _is_asked_of(tokens, place)
            or _is_law(tokens, place)
            or _is_dated(tokens[: outcome(tokens, place)])
        ):
            continue
        end = _object(tokens, _over_adverbs(tokens, place + 1), takes)
        if end is not None and not _is_call(tokens, place, end):
            end -= tokens[end - 1].form in {"no", "nunca", "jamas"}  # "recomienda no comprar"
            return Cue("verb", f"«{token.raw}»", 0.9, place, place + 1, end)
    return None


def _is_to_own_people(tokens: Sequence[Token], place: int) -> bool:
    """Say whether those whom a firm has follow a verb: "anima a sus empleados"."""
    forms = [token.form for token in tokens[place : place + 3]]
    return (
        forms[:1] == ["a"] and forms[1:2] in (["su"], ["sus"]) and forms[-1] in words("own_people")
    )


def _is_vote(tokens: Sequence[Token], place: int) -> bool:
    """Say whether it is told how many advise one thing and how many another.

    "Nueve aconsejan comprar, cuatro mantener" counts; "dos analistas aconsejan vender" does not.
    """
    rest = tokens[place + 1 :]
    apart = any(
        is_count(number) and verb.is_word and is_infinitive(verb.raw.lower())
        for number, verb in pairwise(rest)
    )
    bare = place > 1 and is_count(tokens[place - 1]) and tokens[place - 2].form not in _ARTICLES
    return bare or (apart and any(map(is_count, tokens[max(0, place - _COUNTED) : place])))


def _attributes(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a verb tells who said what is quoted before it: "«…», aconseja la gerente"."""
    return place > 1 and tokens[place - 1].form == "," and tokens[place - 2].form in QUOTES


def _is_call(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Say whether the page calls on its reader: "te invitamos a leer el informe"."""
    ours = tokens[place].form in {"invitamos", "animamos", "invito", "animo"}
    return ours and tokens[end].form in words("site_verbs")


def _is_who_advises(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the verb tells of someone just named: "Ana Gil, quien ha recomendado"."""
    at = place - 1
    while at > 0 and (tokens[at].form in words("have") or tokens[at].form in {"le", "les"}):
        at -= 1
    return at > 0 and tokens[at].form in {"quien", "quienes", "que"} and tokens[at - 1].form == ","


def _is_asked_of(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a verb of asking tells of whom: "les pide", "pide a los comercios"."""
    # what judges order, clients ask for and a firm wants of its own people is no advice
    if any(token.form in words("judges") for token in tokens[:place]):
        return False
    ahead = [token.form for token in tokens[max(0, place - 3) : place]]
    only = tokens[place - 1].form in {"solo", "solamente"} if place else False
    if ahead[-1:] == ["me"] or (not only and not words("asked_by_none").isdisjoint(ahead)):
        return False
    told = any(form in {"le", "les", "nos"} for form in ahead[-2:])
    begin = _over_adverbs(tokens, place + 1)
    if begin + 1 < len(tokens) and tokens[begin + 1].form in {"su", "sus"}:
        return False
    after = [token.form for token in tokens[begin : begin + 3]]
    # "reclama que el Gobierno baje la tasa"
    known = words("addressees") | words("agents")
    bound = any(token.form in words("binding") for token in tokens[:place])
    named = after[:1] == ["que"] and not bound and not known.isdisjoint(after[1:])
    return told or named or after[:1] in (["a"], ["al"])


def _object(tokens: Sequence[Token], place: int, takes: frozenset[str]) -> int | None:
    """Return where what is advised starts, if the verb before `place` has its object."""
    reach = min(place + 18, len(tokens))
    for at in range(place, reach):
        token = tokens[at]
        word = token.raw.lower()
        if token.form == "que" and tokens[at + 1 : at + 2] and tokens[at + 1].form == "me":
            return None  # "le pido que me escuche": for oneself
        if (
            token.form == "que"
            and takes & {"que", "en_que", "que_only", "a_que"}
            and subjunctive_after(tokens, at + 1)
        ):
            return at + 1
        if token.form == "que" and at == place and "inf" in takes:
            return None  # "sugiere que dormir poco reduce las ventas" finds
        if token.is_word and is_infinitive(word) and _governs(tokens, place, at, takes):
            return at
        if token.form == "que" and _is_urged(tokens, place, at, takes):
            return at + 1
        if token.form in {".", ";"}:
            break
    at = place
    while at < len(tokens) - 1 and tokens[at].form in {"al", "menos", "como", "minimo"}:
        at += 1
    named = at < len(tokens) and tokens[at].form in words("counted") | words("virtues")
    if "np" in takes and not named:
        at = _behind_receiver(tokens, place)
        named = at < len(tokens) and tokens[at].form in words("more") | {"un", "una", "el", "la"}
    if "np" in takes and named:
        return at
    if "por" in takes and place + 1 < len(tokens) and tokens[place].form == "por":
        return place + 1
    return None


def _is_urged(tokens: Sequence[Token], place: int, que: int, takes: frozenset[str]) -> bool:
    """Say whether a verb before `place` urges: "insta a que", "hizo un llamado a … para que"."""
    before = tokens[que - 1].form
    towards = "a" in takes and before == "a"
    called = "para_que" in takes and before == "para" and _named_before(tokens, place, que)
    return (towards or called) and subjunctive_after(tokens, que + 1)


def _over_adverbs(tokens: Sequence[Token], place: int) -> int:
    """Return what follows an adverb at `place` that "a" follows: "pidió además a los bancos"."""
    at = place
    while at < len(tokens) and (tokens[at].form in words("between") or tokens[at].form == ","):
        at += 1
    return at if at < len(tokens) and tokens[at].form in {"a", "al"} else place


def _behind_receiver(tokens: Sequence[Token], place: int) -> int:
    """Return what follows "a las pymes", where a verb of advice stands before `place`."""
    if place + 2 >= len(tokens) or tokens[place].form not in {"a", "al"}:
        return len(tokens)
    for at in range(place + 2, min(place + _WHOM, len(tokens))):
        if not tokens[at].is_word or is_finite(tokens[at]):
            break
        if at > place + 2 and tokens[at].form in words("more") | {"un", "una", "el", "la"}:
            behind = tokens[at - 1].form not in _ARTICLES | _LINKED
            return at if behind else len(tokens)
    return len(tokens)


def _governs(tokens: Sequence[Token], place: int, at: int, takes: frozenset[str]) -> bool:
    """Say whether the verb before `place` takes the infinitive at `at` for what it advises."""
    quoted = tokens[at - 1].form in QUOTES
    previous = tokens[at - 1 - quoted].form
    if "inf" in takes and previous not in {"para", "de", "por", "sin"}:
        return True
    named = _named_before(tokens, place, at)
    if "a_que" in takes and previous not in {"para", "de", "por", "sin", "a", "al"}:
        return named or _fronts_receiver(tokens, place)
    return ("a" in takes and previous in {"a", "no"} and named) or (
        "por" in takes and previous in {"por", "no"}
    )


def _fronts_receiver(tokens: Sequence[Token], place: int) -> bool:
    """Say whether whom the verb before `place` asks opens the sentence: "A ella le pide"."""
    taken_up = any(t.form in {"le", "les"} for t in tokens[max(0, place - 2) : place])
    first = first_word(tokens)
    return taken_up and first is not None and tokens[first].form in {"a", "al"}


def _named_before(tokens: Sequence[Token], place: int, at: int) -> bool:
    """Say whether someone is addressed between the verb and "a": "a los dueños a separar"."""
    return tokens[place].form in {"a", "al"} and at - place >= 1


def _judged(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Read "considera indispensable que", "conviene medir" at the start of a clause."""
    cue = read_evaluative(tokens, setting)
    return cue if cue and cue.first == 0 else None


def find_cues(tokens: Sequence[Token], setting: Setting) -> list[tuple[int, int, Cue]]:
    """Return the clauses (first and last token) of a sentence that advise, each with its cue.

    "X aconseja empezar ya: «Hay que medir»" has two; the cue counts from the clause's first token.
    """
    cue = find_cue(tokens, setting)
    if cue is None:
        return []
    if sum(token.form in _triggers() for token in tokens) + (cue.kind == "imperative") < 2:
        return [(0, len(tokens), cue)]
    for place in range(2, len(tokens) - 3):
        if tokens[place].form not in _JOINTS or has_figure(tokens, place):
            continue
        rest = tokens[place + 1 :]
        other = (
            _advising(rest, setting)
            or _obligation(rest, setting)
            or _judged(rest[:_CLAUSE], setting)
            or _counted(rest, setting)
            or (read_imperative(rest[:_CLAUSE], setting) if tokens[place].form in _PARTS else None)
        )
        if other is None or other.first > _NEAR or _is_law(tokens, place):
            continue
        if any(token.form in _JOINTS - {":"} for token in rest[: other.first]):
            continue
        ahead = find_cue(tokens[:place], setting)
        # "Haga una lista: anote cada gasto" is one
        same = tokens[place].form == ":" and other.kind == "imperative"
        if ahead is not None and not (same and ahead.kind == "imperative"):
            first = (0, place, ahead)
            later = find_cues(rest, Setting(address=setting.address, proposes=setting.proposes))
            return [first, *((a + place + 1, b + place + 1, c) for a, b, c in later)]
    return [(0, len(tokens), cue)]


def _before_question(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what stands before the colon of a closing question; nothing of a question alone."""
    if all(token.form != "?" for token in tokens[-2:]):
        return tokens
    opens = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].form == "¿"), 0)
    return tokens[: opens - 1] if opens > 1 and tokens[opens - 1].form == ":" else ()


def find_cue(tokens: Sequence[Token], setting: Setting) -> Cue | None:
    """Return what makes the sentence of `tokens` an advice, or None where it is none."""
    tokens = _before_question(tokens)
    if not tokens:
        return None
    cued = any(token.form in _triggers() for token in tokens)
    for read in (
        _advising,
        read_imperative,
        read_evaluative,
        _obligation,
        _cannot,
        _listed,
        _counted,
        _in_place,
        _forbidding,
        _warning,
        read_infinitive,
    ):
        if not cued and read not in (read_imperative, read_infinitive):
            continue
        cue = read(tokens, setting)
        if cue:
            return cue
    return None
