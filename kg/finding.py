"""Tells which figures state a finding, and which only order, date, advise or suppose."""

from collections.abc import Sequence
from itertools import pairwise

from kg.clause import boundary_before, opens_clause
from kg.grammar import Word, before_number, is_year
from kg.lexicon import cut_phrases
from kg.noun_phrase import is_moving, terms
from kg.numeral import Figure
from kg.parse import ParsedSentence
from kg.sample import covers
from kg.verb import verb_form

__all__ = ["is_told_past", "why_not"]

_KINDS = frozenset(["share", "points", "count", "money", "multiple", "rank", "duration", "number"])
_FEW = 12  # parts that something is told to have
_WITHOUT = 5  # words of "sin haber entendido"
_AROUND = 40  # words on either side that can tell who speaks to whom
_NEAR_MEASURE = 12  # words before a number in which what it measures stands
_NAMED = 4  # words of "un banco de Lugo"
_LABEL = 14  # words of a label before a colon
_TELLING = 8  # words before a figure in which the verb stands that tells what was
_RULES = ("|", "·", "•", "—", "–", "/")  # signs between the parts of a byline
_NEAR_MARGIN = 7  # words of "margen de error máximo es de"
_COUNTED = 5  # words of "5 minutos de lectura"
_MEASURED = ("company_things", "rates", "measures", "people")
_PASSING = terms("passing")
_MEANS = (["media", "de"], ["promedio", "de"], ["mediana", "de"])
_LIMITS = ("un máximo de", "un mínimo de")
_EXCEEDING = ("superior", "inferior")
_WHOLE = 3  # words from a part to its whole: "dos | de las | 40"
_SEVERAL = 10  # of fewer, a part is no finding
_KNOWN = ("los", "las", "sus", "estos", "estas", "esos", "esas", "nuestros", "nuestras", "ambas")
_GIVEN = ("los", "las", "sus", "nuestros", "nuestras", "mis")
_FUTURE = ("rá", "rán", "ría", "rían", "remos", "re")
_PAST = ("ó", "aron", "ieron", "jeron", "yeron")


def _holds(words: Sequence[Word], name: str) -> bool:
    """Say whether one of the phrases of a list stands among `words`."""
    lows = [word.low for word in words]
    for phrase in cut_phrases("statistics", name):
        size = len(phrase)
        if phrase[0] in lows and any(
            tuple(lows[k : k + size]) == phrase for k in range(len(lows) - size + 1)
        ):
            return True
    return False


def why_not(
    sentence: ParsedSentence, at: int, samples: frozenset[int], *, study: bool
) -> str | None:
    """Return why the figure at word `at` is no finding; None where it is one.

    Args:
        sentence: with its words and figures.
        at: index of the figure's word.
        samples: where the figures stand that are sizes of samples.
        study: the sentence speaks of a study.
    """
    words = sentence.words
    figure = sentence.figures[words[at].figure]
    if figure.kind not in _KINDS:
        return figure.kind
    if figure.span.start in samples:
        return "muestra"
    first = boundary_before(words, at)
    around = words[max(0, at - _AROUND) : at + _AROUND]
    checks = (
        ("total de una parte", figure.kind == "count" and _is_whole(sentence, at)),
        ("margen de error", _is_margin(words, at)),
        ("consabido", figure.kind == "count" and _is_given(words, at, figure)),
        (
            "dicho antes",
            figure.kind == "share" and at > 0 and words[at - 1].low in terms("taking_up"),
        ),
        ("cobertura", study and figure.kind == "count" and covers(words, at)),
        ("tiempo", _is_time(words, at)),
        ("tramo de una respuesta", figure.kind == "share" and _is_bracket(sentence, at)),
        ("base de una tasa", _is_base(words, at)),
        ("ficha técnica", _is_of_sheet(words, at)),
        ("ámbito", figure.kind == "count" and _is_scope(words, at)),
        (
            "restricción",
            figure.kind in ("count", "money", "duration", "number")
            and not figure.elided
            and not _opens_way(words, at)
            and _restricts(words, at, first, compared=figure.comparator != "exactly"),
        ),
        ("restricción", figure.elided and _falls_short(words, at - 2)),
        ("socios de un gremio", figure.kind == "count" and _is_membership(words, at)),
        ("consejo o supuesto", _is_advice(sentence, at, first, figure)),
        ("anécdota", _is_anecdote(words[max(0, at - 5) : at], around, figure)),
        ("no dicho", figure.kind == "share" and _is_without(words, at)),
        ("contador de la página", _is_counter(words, at)),
        ("del todo", figure.kind == "share" and _is_wholly(words, at, figure)),
        ("distancia", figure.kind in ("count", "duration") and _is_distance(words, at)),
        ("duplicado", figure.kind == "multiple" and _is_copied(words, at)),
    )
    for reason, holds in checks:
        if holds:
            return reason
    if figure.kind in ("money", "share", "duration") and _is_offered(words, at, first):
        return "condición de una norma u oferta"
    if figure.kind in ("count", "number") and _is_whole(sentence, at + _WHOLE):
        return None  # "dos de los once jefes"
    return _why_not_kind(words, at, figure)


def _is_given(words: Sequence[Word], at: int, figure: Figure) -> bool:
    """Say if so many are taken as known: "sus 210 socios cobran más", not "alcanzó los 210"."""
    following = words[at + 1].tag if at + 1 < len(words) else "S"
    if figure.elided or figure.words or following not in "NT":
        return False
    if not at or words[at - 1].low not in _KNOWN:
        return False
    place = before_number(words, at)
    return place < 0 or words[place].tag in "SC" or words[place].low in ("en", "con", "entre")


def _is_offered(words: Sequence[Word], at: int, first: int) -> bool:
    """Say whether a fee or term is so much: "una cuota de 20 euros", "la matrícula cuesta 60".

    A mean is a finding, and so is what a fee has come to: "la tarifa media subió a 25 euros".
    """
    near = words[max(first, at - _NEAR_MARGIN) : at]
    fee = next((k for k in range(len(near) - 1, -1, -1) if near[k].low in terms("fees")), -1)
    if fee < 0 or any(w.tag in "FQCS" for w in near[fee + 1 :]):
        return False
    verbs = [w.lemma for w in near[fee + 1 :] if w.tag in "VT"]
    mean = any(w.low in terms("means") or w.low in ("medio", "mediano") for w in near)
    tied = bool(verbs) or any(w.low in ("de", "del", ":", "a", "al") for w in near[fee + 1 :])
    return tied and not mean and all(verb in terms("pricing") for verb in verbs)


def _is_margin(words: Sequence[Word], at: int) -> bool:
    """Say whether the figure is how exact a survey is: "con un margen de error de 3 puntos"."""
    near = words[max(0, at - _NEAR_MARGIN) : at]
    last = next((k for k in range(len(near) - 1, -1, -1) if near[k].tag == "F"), -1)
    sheer = [w.low for w in near[-2:]] in (["error", "de"], ["error", "del"])
    return sheer or _holds(near[last + 1 :], "margins")


def _is_whole(sentence: ParsedSentence, at: int) -> bool:
    """Say whether the figure at word `at` only tells of how many others are: "dos de las | 40"."""
    words = sentence.words
    if at < _WHOLE or at >= len(words) or words[at].tag != "F":
        return False
    part, of, article, _ = words[at - _WHOLE : at + 1]
    if of.low != "de" or article.tag != "D" or not article.low.endswith("s"):
        return False
    whole = sentence.figures[words[at].figure]
    if part.tag != "F":
        return part.low in terms("one_of")
    other = sentence.figures[part.figure]
    fewer = other.kind in ("count", "number") and other.value < whole.value
    return whole.kind == "count" and whole.value >= _SEVERAL and (fewer or other.kind == "share")


def _is_without(words: Sequence[Word], at: int) -> bool:
    """Read "sin haber entendido la mitad": what somebody did not do, in words and of nothing."""
    following = words[at + 1].low if at + 1 < len(words) else "."
    if any(c.isdigit() for c in words[at].low) or following in ("de", "del"):
        return False
    near = words[max(0, at - _WITHOUT) : at]
    return any(one.low == "sin" and other.tag == "I" for one, other in pairwise(near))


def _is_counter(words: Sequence[Word], at: int) -> bool:
    """Say whether the figure stands alone between signs of a page: "Ana Ruiz | 7 comentarios"."""
    if at > 1 and words[at - 1].low == ":" and words[at - 2].low in terms("page_counters"):
        return True  # "Tiempo de lectura: 5 min"
    if not (at + 1 < len(words) and words[at + 1].low in terms("page_counters")):
        return False
    opens = at == 0 or words[at - 1].low in _RULES
    after = at + 2
    while after < len(words) and words[after].tag in "PNT":
        after += 1
    closes = after >= len(words) or words[after].low in (*_RULES, ".")
    ruled = any(word.low in _RULES for word in words[max(0, at - 1) : after + 1])
    return opens and closes and after - at <= _COUNTED and (ruled or at == 0)


def _is_wholly(words: Sequence[Word], at: int, figure: Figure) -> bool:
    """Say whether "cien por cien" behind a verb only strengthens it: "depende cien por cien de"."""
    return figure.value == 100 and figure.words and at > 0 and words[at - 1].tag in "VT"


def _is_distance(words: Sequence[Word], at: int) -> bool:
    """Say whether something lies so far away: "queda a veinte metros de la plaza"."""
    measured = at + 1 < len(words) and words[at + 1].low in terms("lengths")
    timed = words[at].low.split()[-1] in terms("lengths")
    if not (measured or timed) or at < 1:
        return False
    lead = before_number(words, at)
    if lead < 0 or words[lead].low != "a":
        return False
    verb = next(
        (k for k in range(lead - 1, max(-1, lead - _TELLING), -1) if words[k].tag == "V"), -1
    )
    return verb >= 0 and words[verb].lemma in terms("placing") | terms("existing")


def _is_copied(words: Sequence[Word], at: int) -> bool:
    """Say whether things are had twice, and nothing grows: "duplican herramientas"."""
    if not words[at].low.startswith("duplic") or at + 1 >= len(words):
        return False
    low = words[at + 1].low
    many = words[at + 1].tag == "N" and low.endswith("s")
    return many and low in terms("structure") and not any(low in terms(name) for name in _MEASURED)


def _why_not_kind(words: Sequence[Word], at: int, figure: Figure) -> str | None:
    """Apply what holds for one kind of figure only."""
    following = words[at + 1] if at + 1 < len(words) else None
    limited = figure.text.lower().startswith(_LIMITS)
    if figure.kind == "count" and (limited or _holds(words[max(0, at - 4) : at], "required")):
        return "requisito"
    if figure.elided:
        return None
    if figure.kind == "duration":
        return _why_not_duration(words, at, figure)
    if figure.kind == "number" and (_is_told_of_rate(words, at) or _is_mean(words, at, figure)):
        return None
    if figure.kind in ("count", "number") and _is_of_them(words, at):
        return None
    if figure.kind in ("count", "number") and at > 1 and _is_ending(words, at):
        return "terminación de un precio"
    if following is not None and following.low in terms("sheets"):
        return "extensión de un texto"
    if figure.kind in ("count", "number"):
        measured = figure.kind == "count" and not figure.words and _is_averaged(words, at)
        meant = [word.low for word in words[max(0, at - 2) : at]] in _MEANS  # "una media de seis"
        return None if measured else _why_not_count(figure, following, meant=meant)
    if figure.kind == "money":
        return _why_not_amount(words, at, figure)
    if (
        figure.kind == "share"
        and figure.value == 100
        and following is not None
        and following.tag in "NT"
        and (at == 0 or words[at - 1].low not in ("el", "un"))
    ):
        return "100 % + adjetivo"
    return None


def _why_not_amount(words: Sequence[Word], at: int, figure: Figure) -> str | None:
    if figure.comparator in ("moreThan", "lessThan") and _limits(words, at):
        return "límite de lo que otra cifra cuenta"
    if _holds(words[max(0, at - 6) : at], "terms"):
        return "condición de una norma u oferta"
    return None


def _why_not_duration(words: Sequence[Word], at: int, figure: Figure) -> str | None:
    if _is_placed(words, at) or (at + 1 < len(words) and words[at + 1].low in terms("placed")):
        return "tiempo"
    if not _is_measured(words, at):
        return "duración sin medida"
    return _why_not_amount(words, at, figure)


def _is_of_them(words: Sequence[Word], at: int) -> bool:
    """Say whether so many are of those who were counted: "12 socios, de los que tres son …"."""
    if _is_some_of(words, at):
        return True
    counted = any(word.tag == "F" for word in words[max(0, at - _NEAR_MEASURE) : at])
    lows = [word.low for word in words[max(0, at - 3) : at]]
    whom = lows[:2] in (["de", "los"], ["de", "las"]) and lows[2:] in (["que"], ["cuales"])
    return counted and (whom or lows[-2:] in (["de", "ellos"], ["de", "ellas"]))


def _is_some_of(words: Sequence[Word], at: int) -> bool:
    """Say whether so many of a group are told of: "nueve de los alumnos", "37 de ellas"."""
    of, article, whom = ([w.low for w in words[at + 1 : at + 4]] + [""] * 3)[:3]
    if of != "de":
        return False
    return article in ("ellos", "ellas") or (
        whom in terms("people") and article in (*_GIVEN, *terms("demonstratives"))
    )


def _is_ending(words: Sequence[Word], at: int) -> bool:
    """Say whether a number is only how prices are written: "terminados en 990"."""
    return words[at - 1].low == "en" and words[at - 2].low in terms("written_ending")


def _is_base(words: Sequence[Word], at: int) -> bool:
    """Say whether others count for so many: "por cada 100 pesos", "frente a los 100 de él"."""
    if at and words[at - 1].low == "cada":
        return True
    following = words[at + 1].low if at + 1 < len(words) else ""
    against = [w.low for w in words[max(0, at - 3) : at]] in (
        ["frente", "a", "los"],
        ["frente", "a", "las"],
    )
    return against and words[at].low == "100" and following in ("de", "del", "que")


def _is_averaged(words: Sequence[Word], at: int) -> bool:
    """Say whether so many are a mean: "en promedio, cada gerencia administra 11 herramientas"."""
    return any(w.low in ("promedio", "media") for w in words[max(0, at - _NEAR_MEASURE) : at + 4])


def _is_told_of_rate(words: Sequence[Word], at: int) -> bool:
    """Say whether a bare number counts for a base told before: "por cada 100 pesos …, ellas 40"."""
    if not any(w.low == "cada" and words[k + 1].tag == "F" for k, w in enumerate(words[: at - 1])):
        return False
    following = words[at + 1] if at + 1 < len(words) else None
    return following is None or following.tag in "SCQ"


def _is_mean(words: Sequence[Word], at: int, figure: Figure) -> bool:
    """Say whether a bare number with decimals is a measure: "la nota media es de 7,4"."""
    around = words[max(0, at - _NEAR_MEASURE) : at + 5]
    return figure.value != int(figure.value) and any(w.low in terms("scored") for w in around)


def _is_of_sheet(words: Sequence[Word], at: int) -> bool:
    """Say whether the figure stands in the data sheet of a survey: "Universo: 24.000 hogares"."""
    colon = next((k for k, w in enumerate(words[: min(at, _LABEL)]) if w.low == ":"), 0)
    return bool(colon) and _holds(words[:colon], "sheet")


def _is_scope(words: Sequence[Word], at: int) -> bool:
    """Say whether so many places are where something was measured: "en las 13 ciudades"."""
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or following.low not in terms("places_counted"):
        return False
    before = [w.low for w in words[max(0, at - 2) : at]]
    given = before[-1:] in (["las"], ["los"]) and before[:1] in (["en"], ["entre"], ["de"])
    studied = before[-1:] == ["de"] and before[0] in terms("surveyed")
    return given or studied


def _limits(words: Sequence[Word], at: int) -> bool:
    """Say whether the amount only limits what a share counts: "el 4 % ofrece más de 30 mil"."""
    for place in range(at - 1, max(-1, at - 12), -1):
        if words[place].tag == "S":
            return False
        if words[place].tag == "F":
            return (
                "%" in words[place].low
                or "ciento" in words[place].low
                or "cada" in words[place].low
            )
    return False


def _is_bracket(sentence: ParsedSentence, at: int) -> bool:
    """Say whether the share is an end of what others answer: "el 39 % prevé entre un 10 y un 20 %".

    It belongs to what the figure before holds of them, and is no finding of its own.
    """
    words = sentence.words
    opens = at - 1
    while opens >= 0 and (words[opens].tag in "DF" or words[opens].low == "y"):
        opens -= 1
    if opens < 0 or words[opens].low != "entre":
        return False
    answers = False
    for word in reversed(words[max(0, opens - _AROUND) : opens]):
        if word.low == ";":
            return False
        answers = answers or (word.tag == "V" and word.lemma in terms("human"))
        if word.tag == "F" and sentence.figures[word.figure].kind == "share":
            return answers
    return False


def _why_not_count(figure: Figure, following: Word | None, *, meant: bool) -> str | None:
    if figure.kind == "number":
        if figure.text.startswith("0") and figure.value >= 1:
            return "código o tamaño de archivo"
        return None if figure.value >= 100 and not figure.words else "número suelto"
    if figure.text.startswith("0") or (
        following is not None and following.low in ("mb", "kb", "gb")
    ):
        return "código o tamaño de archivo"
    if following is not None and following.low in terms("placed"):
        return "tiempo"
    whole = figure.value <= _FEW and figure.value == int(figure.value)
    if following is not None and following.low in terms("structure") and whole:
        return "estructura"
    if figure.words and figure.value < 10 and not meant:
        return "número pequeño"
    return None


def _is_time(words: Sequence[Word], at: int) -> bool:
    """Say whether "la mitad del año" is meant."""
    ahead = words[at + 1 : at + 4]
    return (
        bool(ahead)
        and ahead[0].low in ("de", "del")
        and any(
            w.low in ("año", "siglo", "mes", "década", "hora", "semana", "2024", "2025")
            for w in ahead[1:]
        )
        and words[at].low.startswith(("la mitad", "un cuarto", "mediados"))
    )


def _opens_way(words: Sequence[Word], at: int) -> bool:
    """Say whether something moves from so much: "cayó en esos talleres de | 3,4 años a 1,9"."""
    if at < 1 or words[at - 1].low not in ("de", "desde"):
        return False
    ahead = words[at + 1 : at + _COUNTED + 1]
    ends = any(one.low == "a" and other.tag == "F" for one, other in pairwise(ahead))
    verb = next((w for w in reversed(words[max(0, at - _TELLING) : at]) if w.tag in "VQF"), None)
    return ends and verb is not None and is_moving(verb)


def _before_amount(words: Sequence[Word], at: int, first: int) -> int:
    """Return the word before an amount and its noun: "con | una facturación superior a"."""
    place = at - 1
    if words[at].low.startswith(_EXCEEDING) and words[place].tag == "N":
        place -= 1
    while place > first and words[place].tag in "DA":
        place -= 1
    if place - 1 > first and words[place].low in ("y", "a") and words[place - 1].tag == "F":
        place -= 2  # the other end of "de entre 100 y 1.000 personas", "las de 10 a 49 empleados"
    return place


def _restricts(words: Sequence[Word], at: int, first: int, *, compared: bool) -> bool:
    """Say whether the figure only narrows a group: "empresas de más de 50 empleados"."""
    place = _before_amount(words, at, first)
    if place < first:
        return False
    if words[place].low == "entre" and place > first and words[place - 1].low == "de":
        place -= 1
        compared = True
    low = words[place].low
    if low in ("con", "de", "a", "entre") and place > 0:
        inner = place - 1
        noun = words[inner]
        if noun.tag in "NT" and (
            noun.low in terms("people") or words[inner - 1].low in terms("people")
        ):
            return True
        many = noun.tag == "N" and noun.low.endswith("s") and noun.low not in terms("measures")
        if compared and low in ("de", "con") and many:
            return True
        apart = compared and low in ("de", "con") and noun.low == ","
        if apart and words[at + 1 : at + 2] and words[at + 1].low in terms("people"):
            return True  # "las grandes, con más de 200 empleados"
        if low in ("de", "con") and words[inner].low in ("las", "los"):
            return True
        if words[inner].tag == "V" and inner > 0 and words[inner - 1].tag == "Q":
            return inner < 2 or words[inner - 2].low in ("los", "las", *terms("people"))
        if low == "a" and _falls_short(words, inner):
            return True
    if words[place].tag == "V" and place > 1 and words[place - 1].tag == "Q":
        return words[place - 2].low in ("los", "las") or words[place - 2].low in terms("people")
    return False


def _is_membership(words: Sequence[Word], at: int) -> bool:
    """Say whether an aside tells how big a body is: "un gremio que reúne a 210 talleres"."""
    place = before_number(words, at)
    verb = place - (place > 0 and words[place].low == "a")
    told = verb > 1 and not terms("enrolling").isdisjoint((words[verb].lemma, words[verb].low))
    if not told or words[verb - 1].tag != "Q":
        return False
    before = words[max(0, verb - _COUNTED - 1) : verb - 1]
    return any(word.low in terms("guilds") for word in before)


def _falls_short(words: Sequence[Word], verb: int) -> bool:
    """Say whether a verb tells who has less than so many: "las que no llegan | a diez"."""
    told = [word.low for word in words[max(0, verb - 3) : verb]]
    pointed = told[:1] in (["los"], ["las"]) and told[1:] == ["que", "no"]
    return pointed and words[verb].lemma in ("llegar", "alcanzar", "pasar")


def _is_advice(sentence: ParsedSentence, at: int, first: int, figure: Figure) -> bool:
    words = sentence.words
    if opens_clause(words, at):
        first = max(first, at - 2)
    for place in range(at - 1, first, -1):
        if words[place].tag == "Q" and words[place - 1].low == ",":
            first = place  # "deberían ofrecer compras, que podrían ahorrar …"
            break
    before = words[first:at]
    ahead = words[at + 1 : at + 5]
    about_people = (
        figure.kind == "share"
        and any(w.low in ("de", "del") for w in ahead[:1])
        and any(
            w.low in terms("people") or w.low in ("ellos", "ellas", "estos", "estas", "encuestados")
            for w in ahead
        )
    )
    if about_people:
        return False
    if _holds(
        words[max(0, first - 3) : at]
        if first and words[first - 1].tag == "Q" and words[first - 2].low != ","
        else before,
        "advice",
    ) or _is_supposed(words, at, first, figure):
        return True
    # "subir la exactitud … nos dio", "mantener uno de ellos cuesta …"
    if at == 0 and words[at].low.endswith("ar"):
        return True  # "Duplicar las plazas de Formación Profesional"
    told = any(w.tag == "V" for w in words[at : at + _AROUND]) or _has_verb(before)
    answer = at > 1 and words[at - 1].low in (",", ":") and at + 1 >= len(words)
    if answer and figure.kind == "share":
        return False  # an answer of a poll: "Estar con la familia, 41 %"
    if before and (
        before[0].low in terms("imperatives") or (before[0].tag == "I" and first == 0 and not told)
    ):
        return True
    if (
        any(w.tag == "Q" for w in ahead[:1])
        and ahead[1:2]
        and ahead[1].lemma in terms("wished_after")
    ):
        return True
    amount = figure.kind in ("money", "count", "number", "duration")
    if amount and _holds(words[max(0, at - _AROUND) : at + _AROUND], "reader"):
        return True
    return _is_condition(words, at, first, amount=amount)


def _has_verb(before: Sequence[Word]) -> bool:
    """Say whether a finite verb stands in words that is no relative clause's."""
    opened = -_NAMED
    for place, word in enumerate(before):
        if word.tag == "Q" or word.low in terms("relatives"):
            opened = place
        if word.tag == "V" and place - opened > _NAMED:
            return True
    return False


def _is_supposed(words: Sequence[Word], at: int, first: int, figure: Figure) -> bool:
    """Say whether a figure is of something made up: "imaginemos una tienda …", "si vendes …"."""
    near = words[max(0, first - 6) : at]
    if _holds(near, "supposed") or _holds(words[max(0, at - _AROUND) : at], "imagined"):
        return True
    return _holds(near, "exampled") and _is_made_up(words, at, figure)


def _is_made_up(words: Sequence[Word], at: int, figure: Figure) -> bool:
    """Say whether an example is invented: "por ejemplo, un cliente que compra por 200 euros".

    One that names a place, a body or a year, or tells what was, is of what is; so is a share of
    a group, unless the example is of anybody, of the reader, or in the conditional.
    """
    around = words[max(0, at - _AROUND) : at + _AROUND]
    before = words[max(0, at - _AROUND) : at]
    if any(w.low == "si" for w in before) or _holds(around, "reader"):
        return True
    if any(w.tag == "V" and w.low.endswith(("ría", "rían")) for w in around):
        return True
    least = max(0, at - _AROUND)
    example = next((k for k in range(at - 1, least, -1) if words[k].low == "ejemplo"), least)
    if not any(w.tag == "V" for w in words[example : at + _AROUND]):
        return True  # "compara tres pólizas; por ejemplo, con un 5 % de franquicia"
    if is_told_past(words, at):
        return False
    anybody = next(
        (
            k
            for k, w in enumerate(before)
            if k
            and w.tag == "N"
            and before[k - 1].low in terms("indefinite")
            and w.low not in terms("told_by")
        ),
        -1,
    )
    if anybody >= 0:
        return not any(w.upper for w in before[anybody : anybody + _NAMED])  # "un banco de Lugo"
    named = any(w.upper and v.tag != "S" for v, w in pairwise(around))
    dated = any(w.tag == "F" and is_year(w.low) for w in around)
    return not (named or dated) and figure.kind in ("money", "count", "duration", "number")


def _is_condition(words: Sequence[Word], at: int, first: int, *, amount: bool) -> bool:
    """Say whether the figure is in the condition: "cuando el pedido supera los 50.000 euros"."""
    start = first - 1 if first > 0 else 0
    following = words[start + 1].low if start + 1 < len(words) else ""
    if (
        words[start].low not in ("si", "cuando")
        or following == "bien"
        or _is_of_then(words, start, at)
        or any(w.low == "," for w in words[start:at])
    ):
        return False
    return words[start].low == "si" or (amount and not _holds(words[start:at], "measured"))


def _is_of_then(words: Sequence[Word], start: int, at: int) -> bool:
    """Say whether "cuando" sets what was against what is: "…, cuando en 2019 eran | 2,9"."""
    then = [w for w in words[start:at] if w.tag == "V"]
    told = words[start].low == "cuando" and start > 0 and words[start - 1].low == ","
    return told and any(map(_is_imperfect, then))


def _is_imperfect(verb: Word) -> bool:
    """Say whether a verb tells what was: "eran", "costaba", and not "supera", "acaba", "varía"."""
    form, lemma = verb.low.removesuffix("n"), verb.lemma
    if lemma in ("ser", "ver", "ir"):
        return form in ("era", "veía", "iba")
    return form == (f"{lemma[:-1]}ba" if lemma.endswith("ar") else f"{lemma[:-2]}ía")


def _is_anecdote(before: Sequence[Word], around: Sequence[Word], figure: Figure) -> bool:
    """Say whether somebody tells of himself: "no entendí la mitad", "teníamos 12 llamadas"."""
    if (
        figure.kind == "count"
        and figure.value < 100
        and any(w.low.endswith(("ábamos", "íamos")) for w in around)
    ):
        return True
    told = any(w.low in terms("first_person") for w in before)
    return figure.kind == "share" and figure.words and told


def is_told_past(words: Sequence[Word], at: int) -> bool:
    """Say whether a figure in an advice tells what was: "ha gestionado más de 4.000 casos"."""
    before = words[max(0, at - _TELLING) : at]
    past = any(w.tag == "V" and w.low.endswith(_PAST) for w in before)
    perfect = any(w.low in ("ha", "han") and v.tag == "T" for w, v in pairwise(before))
    return past or perfect or any(w.low in terms("means") for w in words[at + 1 : at + 5])


def _is_furthered(words: Sequence[Word], at: int) -> bool:
    """Say whether a figure is followed by how much more or less that is: "78 días, 18 más"."""
    parts = words[at + 1 : at + 4]
    tags = "".join(word.tag for word in words[at : at + 3])
    return tags == "FSF" and parts[0].low == "," and parts[-1].low in ("más", "menos")


def _is_done_in(before: Sequence[Word]) -> bool:
    """Say whether words tell what takes so long each time: "recuperaron la inversión | en"."""
    form = verb_form(before[-1].low) if before and before[-1].tag == "N" else None
    if form is not None and form[1] == "finite" and form[0] in terms("done_in"):
        return True  # "el que revisa cada semana cobra | en"
    verb = next((k for k in range(len(before) - 1, -1, -1) if before[k].tag == "V"), -1)
    if verb < 0 or before[verb].low.endswith(_FUTURE) or any(w.tag in "FQ" for w in before[verb:]):
        return False
    return before[verb].lemma in terms("done_in")


def _is_measured(words: Sequence[Word], at: int) -> bool:
    following = [w.low for w in words[at + 1 : at + 3]]
    if (
        following[:1]
        and following[0] in terms("periodic")
        and following[1:] in (["más"], ["menos"])
    ):
        return True  # "ocho horas semanales más que los hombres"
    place = before_number(words, at)
    led = place >= 0 and words[place].low in _PASSING
    if _is_furthered(words, at) or (at > 1 and _is_furthered(words, at - 2)):
        return not led  # "dura 78 días, 18 más que"
    if 0 < at < len(words) - 1 and (words[at - 1].low, words[at + 1].low) == ("(", ")"):
        return words[at - 2].tag in "NT"  # "Les sigue Lugo (14 horas)"
    if place > 0 and words[place].low == "de" and words[place - 1].low in ("antes", "después"):
        return False  # "antes de los 90 días"
    if led and words[place].low != "en":
        return False
    if place >= 0 and words[place].low == "en":
        if _is_done_in(words[max(0, place - _TELLING) : place]) or _ends_in(words, place):
            return True
        return any(
            w.low in ("promedio", "media", "mediana")
            for w in words[max(0, at - _AROUND) : at + _AROUND]
        )
    return _is_spent(words, at) or _holds(words[max(0, at - 14) : at + 8], "measured")


def _is_placed(words: Sequence[Word], at: int) -> bool:
    """Say whether a duration tells how far off something is: "tres días antes del cierre"."""
    low, of = ([w.low for w in words[at + 1 : at + 3]] + ["", ""])[:2]
    if low not in terms("apart_in_time") or _is_spent(words, at):
        return False
    place = before_number(words, at)
    ends = at + 2 >= len(words) or words[at + 2].tag == "S"
    opens = place < 0 or (words[place].tag in "SC" and not ends)
    return opens or of in ("de", "del") or words[place].low in ("de", "que")


def _is_spent(words: Sequence[Word], at: int) -> bool:
    """Say whether a verb tells that so long is spent or gained: "perdieron en trámites 23 días"."""
    place = before_number(words, at)
    if place < 0 or words[place].tag == "P":
        return False
    if words[place].low == ",":  # "les toma, según ellos mismos, | unas 31 semanas"
        back = range(place - 1, max(0, place - _NAMED - 3), -1)
        opens = next((k for k in back if words[k].low == ","), 0)
        aside = words[opens + 1 : place]
        if not opens or words[opens - 1].tag != "V" or any(w.tag in "VF" for w in aside):
            return False
        return words[opens - 1].lemma in terms("spending")
    if words[place].tag == "N":  # no noun stands there: "hecho a distancia, toma 38 minutos"
        form = verb_form(words[place].low)
        if form is not None and form[1] == "finite" and form[0] in terms("spending"):
            return True
    around = reversed(words[max(0, at - _TELLING) : at])
    verb = next((w for w in around if w.tag in "VISF"), None)
    clitic = place > 0 and words[place - 1].low in terms("falling_on")
    if words[place].lemma == "llevar" and clitic:
        return True  # "contratar nos llevó dos minutos"
    return verb is not None and verb.tag == "V" and verb.lemma in terms("spending")


def _ends_in(words: Sequence[Word], place: int) -> bool:
    """Say whether the verb before a preposition tells how much it comes to: "se queda | en"."""
    before = words[max(0, place - _NAMED) : place]
    verb = next((k for k in range(len(before) - 1, -1, -1) if before[k].tag in "VSF"), -1)
    if verb < 0:
        return False
    lemma = before[verb].lemma
    return lemma in terms("valuing") or (verb == len(before) - 1 and lemma in terms("reaching"))
