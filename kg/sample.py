"""Finds the samples of studies: "entrevistó a 400 directivos", "una muestra de 1.200 hogares"."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kg.grammar import Word, before_number, is_year
from kg.imperative import commands
from kg.lexicon import load
from kg.noun_phrase import terms
from kg.numeral import Figure
from kg.parse import ParsedSentence
from kg.study_cue import words_in

__all__ = ["covers", "sample_words"]

_LEAST = 10  # people; fewer were not surveyed but talked to
_NEAR = 6  # words between "muestra", or who answered, and the number
_QUOTES = frozenset('«»“”"')
_PARTAKING = frozenset(["participaron", "participado"])
_TOTAL = ("total", "de")
_OF_THEM = frozenset([("de", "los", "que"), ("de", "las", "que"), ("de", "ellos")])
_OF_WHICH = frozenset([("de", "los", "cuales"), ("de", "las", "cuales")])
_BRACKET = 36  # words of a bracket that tells of the parts of a sample
_FOUND = 60  # words behind whom was visited in which it is told what that found
_KIND = 4  # words from "muestra" to the number of "muestra de control de 350"
_KEPT = 4  # words of "las agendas diarias de"
_DAY = 6  # words from a day to its month: "entre el 5 y el 9 de mayo"
_TIMED = 12  # words between a verb of surveying and whom it asks: "siguió durante diez años a"
_REACH = 9  # words between what tells of a survey and the number asked


@cache
def _cues() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(entry.split()) for entry in load("studies")["sample_before"])


def sample_words(sentence: ParsedSentence) -> list[int]:
    """Return the words of a sentence that are sizes of samples, by their index."""
    found: list[int] = []
    for at, word in enumerate(sentence.words):
        if word.tag == "F" and _is_sample(sentence.words, at, sentence.figures[word.figure], found):
            found.append(at)
    return found


def covers(words: Sequence[Word], at: int) -> bool:
    """Say whether figure `at` counts what a survey covers ("de 10 países"), no finding."""
    following = words[at + 1].low if at + 1 < len(words) else ""
    return following in words_in("coverage")


def _is_sample(words: Sequence[Word], at: int, figure: Figure, found: Sequence[int]) -> bool:
    if (
        figure.kind not in ("count", "number")
        or figure.value < _LEAST
        or figure.value != int(figure.value)
    ):
        return False
    if covers(words, at) or (at and words[at - 1].low == "cada"):
        return False
    if at > 1 and words[at - 1].low == "(" and _tells_study(words, at - 1):
        return at + 1 < len(words) and _is_people(words[at + 1])  # "este estudio (20 colegios)"
    following = [w.low for w in words[at + 1 : at + 4]]
    if following and following[0] in words_in("sample_nouns"):
        return words[at - 1].tag != "V" or words[at - 1].lemma not in words_in("answering")
    if len(following) > 1 and words[at + 1].tag in "NT" and following[1] in words_in("asked_by"):
        return True
    if found and _coordinated(words, found[-1], at):
        return True
    if (
        found
        and at - found[-1] <= _REACH
        and words[at - 1].low in ("(", "y")
        and words[at + 1 : at + 2]
        and words[at + 1].low == "en"
    ):
        return True  # "5.400 ocupados (3.600 en España y 1.800 en Portugal)"
    if found and (
        _is_part(words, at) or _is_listed(words, at, found) or _is_rest(words, at, found)
    ):
        return True
    return (
        _cued(words, at, parted=bool(found))
        or _asked_by_study(words, at)
        or _surveyed(words, at)
        or _of_those(words, at)
        or _is_size(words, at)
        or _responds(words, at)
        or _are_those(words, at)
    )


def _is_part(words: Sequence[Word], at: int) -> bool:
    """Read "612 jefes (308 de compras y 304 de ventas)", "…: 248 de compras", "entre ellos 212"."""
    noun = words[at + 1 : at + 2]
    before = tuple(word.low for word in words[max(0, at - 2) : at])
    ends = (")", ".") if before[-1:] == ("(",) else (",", ".") if before[-1:] != (":",) else (".",)
    for word in words[at + 1 : at + 1 + _TIMED]:
        if word.low in ends:
            break
        if word.tag in "VQ":
            return False  # "encuestó a 612 jefes: 248 dudan"
    if before[-1:] == ("(",):
        led = ("de", "del", "a", "con", "entre")  # "918 entrevistas (487 a pastores y …"
        return bool(noun) and (_is_people(noun[0]) or noun[0].low in led)
    parts = before in (("entre", "ellos"), ("entre", "ellas")) or before[-1:] == (":",)
    whose = [word.low for word in words[at + 1 : at + 3]]
    return parts and whose[:1] in (["de"], ["del"]) and whose[-1] not in ("ellos", "ellas")


def _is_listed(words: Sequence[Word], at: int, found: Sequence[int]) -> bool:
    """Read "587 jefes (España, 212; México, 148)", "80 pilotos (Aragón: 30; Soria: 22)"."""
    following = words[at + 1 : at + 2]
    if words[at - 1].low not in ("(", ",", ":", ";", "y", "e") or not following:
        return False
    if following[0].low not in (",", ";", ")", "y", "e", "de", "del", "en", "a"):
        return False
    opens = next(
        (k for k in range(at - 1, max(-1, at - _BRACKET), -1) if words[k].low in ("(", ")")), -1
    )
    inside = words[opens + 1 : at]
    measured = terms("measures") | terms("rates") | terms("scored")
    if any(word.low in measured for word in inside):
        return False  # "(edad media: 41)"
    told = any(k < opens <= k + _REACH for k in found)
    return told and words[opens].low == "(" and not any(word.tag in "VQ" for word in inside)


def _is_rest(words: Sequence[Word], at: int, found: Sequence[int]) -> bool:
    """Read "de los que 341 son panaderos y | 246, molineros", whose verb is left out."""
    parted = before_number(words, found[-1])
    whom = tuple(word.low for word in words[max(0, parted - 2) : parted + 1])
    near = at - found[-1] <= _REACH and words[at - 1].low in ("y", "e", ";")
    gapped = at + 1 < len(words) and words[at + 1].low == ","
    return near and gapped and whom in _OF_THEM | _OF_WHICH


def _is_size(words: Sequence[Word], at: int) -> bool:
    """Read "muestra: 800 hogares", "la muestra la forman 512 pymes", "(n = 1.450)"."""
    if words[at - 1].low in ("=", ":") and words[at - 2].low == "n":
        return True
    if _of_kind(words, at) or _as_judged(words, at):
        return True
    for place in range(at - 1, max(-1, at - _NEAR), -1):
        word = words[place]
        if word.low == "muestra" and word.tag == "N":
            return True
        forms = word.tag in "VT" and word.lemma in words_in("forming")
        told = words[place - 1].low == "muestra" or word.lemma == "ser"  # "la muestra efectiva es"
        of = word.tag == "N" and words[place - 1].low in (
            "de",
            "del",
        )  # "la muestra del mes fue de"
        if not (forms or told or of or word.tag in "DRPA" or word.low in (":", ",", "—", "(")):
            return False
    return False


def _of_kind(words: Sequence[Word], at: int) -> bool:
    """Read "una muestra aleatoria de 350 hogares", "una muestra de control de 350"."""
    if at < _KIND or words[at - 1].low != "de" or words[at - 2].tag != "N":
        return False
    kind, before = words[at - 2].low, words[at - 3]
    if before.low == "de":
        return kind in words_in("sample_kinds") and words[at - 4].low == "muestra"
    return before.low == "muestra" and before.tag == "N"


def _as_judged(words: Sequence[Word], at: int) -> bool:
    """Read "la muestra no es pequeña: 640 compradores"."""
    before = words[max(0, at - _NEAR - 1) : at]
    if not before or before[-1].low != ":":
        return False
    verbs = [word.lemma for word in before if word.tag == "V"]
    return verbs == ["ser"] and any(w.low == "muestra" and w.tag == "N" for w in before)


def _responds(words: Sequence[Word], at: int) -> bool:
    """Read "950 empresas contestaron el cuestionario", "participaron 900 en el estudio"."""
    if (words[at + 1 : at + 2] and words[at + 1].tag not in "NDT") or at + 1 >= len(words):
        return False
    before = words[max(0, at - _REACH) : at]
    ahead = words[at + 1 : at + 1 + _REACH + _NEAR]
    for part in (before, ahead):
        verb = next((k for k, w in enumerate(part) if w.lemma in words_in("answering")), -1)
        if verb < 0 or part[verb].tag not in "VT":
            continue
        clear = part is before or not any(w.tag in "VQF" or w.low == "," for w in part[:verb])
        told = part[verb : verb + _NEAR] if part is ahead else part  # "el test lo hicieron 90"
        asked = any(w.low in words_in("asking_nouns") for w in told)
        if clear and asked:
            return True
    return False


def _are_those(words: Sequence[Word], at: int) -> bool:
    """Read "fueron 148 los que contestaron", "fueron 90 hoteleras quienes respondieron"."""
    place = before_number(words, at)
    if place < 0 or words[place].lemma != "ser":
        return False
    ahead = words[at + 1 : at + 1 + _NEAR]
    who = next((k for k, w in enumerate(ahead) if w.tag == "Q" or w.low == "quienes"), -1)
    answers = terms("responding") | words_in("answering")
    return 0 <= who < len(ahead) - 1 and any(w.lemma in answers for w in ahead[who + 1 : who + 3])


def _is_people(word: Word) -> bool:
    """Say whether a noun may be who was asked, and is no measure of the study itself."""
    return word.tag == "N" and word.low not in words_in("bulk") | words_in("coverage")


def _of_those(words: Sequence[Word], at: int) -> bool:
    """Read "de las 62 entidades que han participado", "de los 200 locales analizados".

    And "de los 900 técnicos a los que preguntó".
    """
    place = before_number(words, at)
    if place < 0 or words[place].low != "de":
        return False
    ahead = words[at + 1 : at + 1 + _REACH]
    for index, word in enumerate(ahead):
        if word.low in terms("asked") and index:
            return True
        if word.tag == "Q" or word.low == "quienes":
            whom = any(w.low == "a" for w in ahead[max(0, index - 2) : index])
            tells = terms("responding") | (words_in("surveying") if whom else frozenset())
            return any(w.lemma in tells for w in ahead[index + 1 : index + 4])
        if word.tag in "VSF":
            return False
    return False


def _surveyed(words: Sequence[Word], at: int) -> bool:
    """Read "entrevistó en 2020 a 5.400 ocupados", "recorrió 860 tiendas y halló que"."""
    place = before_number(words, at)
    following = [w.low for w in words[at + 1 : at + 3]]  # "a 118 de sus miembros"
    mine = following[:1] == ["de"] and following[-1] in words_in("whose_members")
    if place < 0 or at + 1 >= len(words) or (words[at + 1].tag not in "NT" and not mine):
        return False
    kept = _kept_in(words, place)  # "a los titulares de 1.054 comercios", "las agendas de 318 …"
    if kept >= 0 and _rests(words, kept):
        return True
    place = kept if kept >= 0 else place
    whom = words[place].low == "a"
    verb = _verb_before(words, place + (not whom))
    if verb < 0:
        return False
    opens = verb == 0 or words[verb - 1].tag == "S"
    if opens and commands(words[verb].low):
        return False  # "pregunte a diez clientes": nobody has asked them
    if whom and words[verb].lemma in words_in("surveying") | words_in("following"):
        return True
    studies = words_in("nouns") | words_in("sampling_nouns")
    study = any(w.low in studies for w in words[:verb])
    if whom and study and words[verb].lemma in words_in("covering"):
        said = any(w.tag == "V" and v.low == "que" for w, v in pairwise(words[:verb]))
        return not said  # "el estudio abarcó a 180 panaderos", not "dice que el plan cubre a 90"
    if kept >= 0 and words[verb].lemma in words_in("processing"):
        # "la cifra es de la Escuela, que reconstruyó | la historia de 927 talleres"
        told = any(w.low in words_in("told_of") for w in words[:verb])
        return told and words[place + 2].low in words_in("records")
    if words[verb].lemma not in words_in("surveying") | words_in("visiting"):
        return False
    if kept >= 0 and words[verb].lemma in words_in("surveying"):
        return True
    if study:
        return _is_people(words[at + 1])  # "un trabajo que siguió durante un año 2.640 envíos"
    ahead = words[at + 1 : at + 1 + _FOUND]  # bounded, so that no text takes quadratic time
    return any(w.lemma in words_in("finding") and v.low == "que" for w, v in pairwise(ahead))


def _rests(words: Sequence[Word], place: int) -> bool:
    """Read "el estudio se apoya en los tiques de 3.000 bares", whose "en" is word `place`."""
    return (
        place > 0
        and words[place].tag == "P"
        and words[place - 1].lemma in words_in("resting")
        and any(w.low in words_in("nouns") | words_in("weak_nouns") for w in words[:place])
    )


def _kept_in(words: Sequence[Word], place: int) -> int:
    """Return the word before "las agendas (diarias) de", whose "de" is word `place`, or -1."""
    if words[place].low != "de":
        return -1
    for back in range(place - 1, max(-1, place - _KEPT), -1):
        if words[back].tag == "D":
            return back - 1 if back < place - 1 else -1
        if words[back].tag not in "NT":
            return -1
    return -1


def _tells_study(words: Sequence[Word], bracket: int) -> bool:
    """Say whether a bracket at word `bracket` tells of a study: "encuesta de X (3.412 fincas"."""
    for back in range(bracket - 1, max(-1, bracket - _REACH), -1):
        if words[back].low in words_in("nouns"):
            return True
        if words[back].tag in "VQF" or words[back].low in (",", ";", ":", ".", ")"):
            return False
    return False


def _verb_before(words: Sequence[Word], place: int) -> int:
    """Return the verb whose object begins behind word `place`, when and how long between."""
    for back in range(place - 1, max(-1, place - _TIMED), -1):
        word = words[back]
        if word.tag in "VIG":
            return back
        if word.low in ("que", ";", ":", ".", "sobre"):
            return -1
    return -1


@cache
def _doing() -> frozenset[str]:
    """Return what one does with a survey: make it known, or apply it to somebody."""
    return words_in("publishing") | words_in("applying")


def _what_asks(words: Sequence[Word], place: int) -> frozenset[str]:
    """Return the nouns of a survey that may stand before a preposition at `place`, and whom."""
    followed = words[place].low == "de" and words[place - 1].lemma in _doing()
    if not followed and words[place].low not in ("a", "entre", "con", "sobre", "en"):
        return frozenset()
    asking = words_in("nouns") | words_in("asking_nouns")
    if words[place].low == "sobre":
        asking |= words_in("sampling_nouns")
    return asking | words_in("weak_nouns") if followed else asking


def _asked_by_study(words: Sequence[Word], at: int) -> bool:
    """Read "la encuesta, realizada por X entre 286 gerentes": no verb between study and sample."""
    place = before_number(words, at)
    followed = at + 1 < len(words) and words[at + 1].tag in "NDT"
    asking = _what_asks(words, place) if place >= 0 and followed else frozenset()
    if not asking:
        return False
    quoted = done = apposed = False
    did = words[place].low != "en"  # "la encuesta que X hizo en 1.340 tiendas"
    with_them = words[place].low == "con"
    for back in range(place - 1, max(-1, place - 36), -1):
        word = words[back]
        if word.low in _QUOTES:
            quoted = not quoted  # a title may hold a verb
        if word.low in words_in("sample_nouns") and words[back - 1].tag == "F" and with_them:
            return False  # "40 entrevistas a jefes de fábricas con 50 operarios"
        if _names_study(word, asking, quoted=quoted):
            return did
        if quoted:
            continue
        if word.tag == "T" and word.lemma in _doing():
            did, apposed = True, apposed or words[back - 1].low == ","
        elif word.tag == "Q" and done:
            # "la encuesta que X aplicó en abril a 1.120 trabajadores"
            done, asking = False, asking | words_in("weak_nouns")
        elif word.tag == "V" and (apposed or word.lemma in _doing()) and not done:
            # "la encuesta se aplicó a 1.100 alumnos", "el panel, que sigue a 6.000 hogares"
            done = _relative_before(words, back)  # and "el sondeo que leí ayer, hecho con 260"
            did, apposed = did or done, apposed and not done
            if not done and word.lemma not in words_in("applying"):
                return False
        elif _parts_study(words, back):
            return False
    return False


def _names_study(word: Word, asking: frozenset[str], *, quoted: bool) -> bool:
    return word.upper and word.low in words_in("title_nouns") if quoted else word.low in asking


def _parts_study(words: Sequence[Word], at: int) -> bool:
    """Say whether no study that stands before word `at` can tell of a sample behind it."""
    word = words[at]
    ends = word.tag in "VQ" or word.low in (".", ";", ":", "sobre")
    return ends or (word.tag == "F" and not _dates(words, at))


def _dates(words: Sequence[Word], at: int) -> bool:
    """Say whether a figure names a study, or tells when or where it was: "Panel 40", "en 2023"."""
    if words[at - 1].upper or words[at - 1].low == "durante" or is_year(words[at].low):
        return True
    months = frozenset(load("numbers")["months"])
    day = any(
        months.intersection(w.low.split()) for w in words[at : at + _DAY]
    )  # "el 5 y el 9 de mayo"
    return day or covers(words, at)


def _relative_before(words: Sequence[Word], verb: int) -> bool:
    """Say whether a verb stands in a relative clause: "que X realizó", "que hicimos"."""
    for word in reversed(words[max(0, verb - _TIMED) : verb]):
        if word.tag in "QVF" or word.low in (".", ";", ":"):
            return word.tag == "Q"
    return False


def _coordinated(words: Sequence[Word], left: int, right: int) -> bool:
    """Say whether two figures stand in one list: "400 directivos y 250 técnicos"."""
    if words[right + 1 : right + 2] and words[right + 1].tag in "VA":
        return False  # "de las 46 agencias consultadas, 15 ya han perdido clientes"
    between = _unbracketed(words[left + 1 : right]) if right - left <= _BRACKET else []
    return (
        0 < len(between) < _REACH
        and all(w.tag in "NDPTAC" or w.low in (",", "(", ")") for w in between)
        and any(w.low in ("y", "e", ",") for w in between[-3:])
    )


def _unbracketed(words: Sequence[Word]) -> list[Word]:
    """Leave out what stands in brackets: "3.600 jefes (CIO, por sus siglas en inglés) y 1.200"."""
    kept: list[Word] = []
    inside = 0
    for word in words:
        inside += word.low == "("
        if not inside:
            kept.append(word)
        inside -= word.low == ")" and inside > 0
    return [*kept, *words[-1:]] if inside else kept


def _elsewhere(words: Sequence[Word], place: int) -> bool:
    """Say whether people took part in what is no study: "en la carrera participaron 900"."""
    lows = [w.low for w in words[:place]]
    where = next((k for k in range(place - 1, -1, -1) if lows[k] == "en"), -1)
    inside = set(lows[where + 1 :])
    studies = words_in("nouns") | words_in("weak_nouns") | words_in("asking_nouns")
    noun = any(
        w.tag == "N" and not w.upper and w.low not in words_in("waves")
        for w in words[where + 1 : place]
    )
    return where >= 0 and noun and not inside & studies


def _is_surveyed(words: Sequence[Word], place: int) -> bool:
    """Say whether a survey is told of before word `place`: not "se benefició a un total de 90"."""
    return any(
        w.low in words_in("nouns")
        or w.low in terms("asked")
        or w.low in ("muestra", "entrevistas", "cuestionario", "cuestionarios")
        or w.lemma in words_in("surveying") | terms("responding")
        for w in words[:place]
    )


def _cued(words: Sequence[Word], at: int, *, parted: bool) -> bool:
    """Look before the figure for what tells of a survey, with nothing but small words between.

    `parted` tells that the sentence has given a sample, a part of which may follow.
    """
    place = at - 1
    while place >= 0 and at - place <= _REACH:
        for size in (4, 3, 2, 1):
            if (
                place - size + 1 >= 0
                and (cue := tuple(w.low for w in words[place - size + 1 : place + 1])) in _cues()
            ):
                if cue in _OF_THEM:
                    return parted
                if cue in _OF_WHICH:  # others may have said something
                    ahead = words[at + 1 : at + 3]
                    return parted and any(w.lemma in words_in("forming") for w in ahead)
                surveyed = cue != _TOTAL or _is_surveyed(words, place)
                return surveyed and (cue[-1] not in _PARTAKING or not _elsewhere(words, place))
        word = words[place]
        link = word.tag in "DA" or word.low in (
            "total",
            "de",
            "a",
            "más",
            "unos",
            "unas",
            "cerca",
            "entre",
            "con",
            "muestra",
            "representativa",
            "nacional",
            "online",
            "telefónicas",
            "telefónica",
            "personales",
            "del",
            "por",
        )
        if not link:
            return False
        place -= 1
    return False
