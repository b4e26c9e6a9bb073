"""Looks around a figure for the phrases that may tell whose it is."""

from collections.abc import Sequence
from dataclasses import replace

from kg.clause import boundary_before, governing_verb
from kg.facts import Population
from kg.grammar import Word, before_number, is_year
from kg.itemised import is_group, phrase_until
from kg.lexicon import load
from kg.memory import Populations
from kg.noun_phrase import is_passive
from kg.pair import named_together
from kg.parse import ParsedSentence
from kg.population import Phrase, PopulationReader, terms
from kg.role import find_roles
from kg.spoken import is_many, left_out
from kg.study_cue import words_in
from kg.subject import find_subject
from kg.topic import find_setting, find_topic, frame_at, is_timed

__all__ = ["FAR", "Surroundings"]

FAR = 60  # words on one side of a figure that are looked at
PAIR = 2  # groups that "los primeros" and "los segundos" choose between
_NEAR = 8  # words
_MEASURED = terms("rates") | terms("gaps") | terms("changes") | terms("measures")
_GOES_ON = (";", "pero", "aunque")
_TO = ("a", "al", "hasta")
_FROM_TO = ("a", "al", "hasta", "en", "de", "del", "desde")
_GIVEN = ("con", "ante", "tras", "sin", "pese", "por")
_WHICH = ("que", "cual", "cuales")
_AMID = ("en", "entre", "para")  # before "los que", of whom a relative clause tells
_SMALL = 3  # words between what a verb moves and by how much
_PLACES = ("lugar", "puesto", "posición", "plaza")


class Surroundings:
    """Reads the phrases around a figure of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reader = PopulationReader(text)

    def counted_leads(self, words: Sequence[Word], at: int) -> bool:
        """Say whether what is counted is the subject: "más de 2.000 empresas han …"."""
        first = boundary_before(words, at)
        verbs = [
            w
            for k, w in enumerate(words[first:at], first)
            if (w.tag == "V" and w.lemma != "haber")
            or (w.tag == "T" and k and words[k - 1].lemma == "haber")
        ]
        if not verbs or verbs[-1].lemma in terms("existing") | terms("counting"):
            return True
        verb = left_out(words, first, at, behind=True)
        if verb < 0 or not is_many(words[verb]) or find_subject(words, first, at, self.reader):
            return False
        if find_setting(words, first, verb, self.reader):
            return False  # "en la avenida cerraron 57 locales"
        passive = verb > 0 and words[verb - 1].low == "se"  # "se anotaron 6.480 postulantes"
        moves = verbs[-1].lemma in terms("human") | terms("having") | terms("copular")
        return passive or not moves

    def relative_place(self, words: Sequence[Word], first: int, at: int) -> Phrase | None:
        """Read "Argentina, donde la cifra es del 21 %", "los becarios, entre los que no llega"."""
        for place in range(at - 1, max(first, at - _NEAR), -1):
            low = words[place].low
            which = low in _WHICH and words[place - 1].tag == "D" and words[place - 2].low in _AMID
            whom = low in ("quien", "quienes") and words[place - 1].low in _AMID
            comma = place - 3 if which else place - 1 - whom
            which = which or whom
            if which and any(w.low == "," for w in words[place:at]):
                continue  # "según el banco, entre los que emigran, el 4 %"
            if comma > 0 and (low == "donde" or which) and words[comma].low == ",":
                phrase = phrase_until(words, comma, self.reader)
                if phrase and (not which or is_group(words, phrase)):
                    return phrase
        return None

    def speaks_for_us(self, words: Sequence[Word], first: int, at: int) -> bool:
        """Say whether the clause's verb is a first person plural: "invertiremos 30 millones"."""
        return any(
            w.low.endswith(("amos", "emos", "imos")) and w.tag in "VN" and len(w.low) > 5
            for w in words[first:at]
        )

    def is_ours(self, words: Sequence[Word], first: int, at: int) -> bool:
        """Say whether the clause is about whoever speaks: "nos cuesta", "de nuestros costes"."""
        return any(w.low == "nos" for w in words[first:at]) or any(
            w.low in terms("us") for w in words[at + 1 : at + 1 + _SMALL]
        )

    def range_end(self, words: Sequence[Word], at: int) -> int:
        """Return the last figure of a range that begins at `at`: "entre un 12 y un 14 %"."""
        place = at + 1
        if place < len(words) and words[place].low in ("y", "a", "al", "o", "-", "–"):
            place += 1
            while place < len(words) and words[place].tag in "DA":
                place += 1
            if place < len(words) and words[place].tag == "F":
                return place
        return at

    def after_verb(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read the subject that follows: "creció un 12 % la facturación"."""
        if at + 1 < len(words) and words[at + 1].tag == "D":
            phrase = self.reader.read(words, at + 1)
            if phrase.kind in ("named", "people"):
                return phrase
        return None

    def of_every(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read "De cada 100 aspirantes, según la academia, 64 suspenden"."""
        for place in range(2, at):
            every = words[place - 1].low == "cada" and words[place - 2].low == "de"
            if every and words[place].tag == "F":
                phrase = self.reader.read(words, place + 1)
                return phrase if phrase.populations and phrase.after <= at else None
        return None

    def moved(self, words: Sequence[Word], first: int, at: int) -> Phrase | None:
        """Read what a verb moves: "redujo las esperas a la mitad", "elevó sus ventas un 5 %"."""
        verb = governing_verb(words, first, at)
        if verb >= 0 and words[verb].lemma == "haber" and words[verb + 1].tag == "T":
            verb += 1
        if verb < 0 or words[verb].lemma not in terms("changing"):
            return None
        beside = all(w.tag in "DPAF" for w in words[verb + 1 : at])
        if beside and at + 1 < len(words) and words[at + 1].low in ("el", "la", "los", "las"):
            phrase = self.reader.read(words, at + 1)  # "reducirá un 2 % las exportaciones"
            return phrase if phrase.populations else None
        phrase = self.reader.read(words, verb + 1 + (words[verb + 1].low == "a"))
        between = words[phrase.after : at]
        small = all(w.tag in "DPAN" for w in between) and len(between) <= _SMALL
        return phrase if phrase.populations and phrase.after <= at and small else None

    def estimated(self, words: Sequence[Word], first: int, at: int) -> Phrase | None:
        """Read what a verb puts at so much: "cifró en 260.000 los muertos", "las ventas en 40"."""
        verb = governing_verb(words, first, at)
        link = before_number(words, at)
        if verb < 0 or words[verb].lemma not in terms("estimating") or words[link].low != "en":
            return None
        if words[at].low.endswith(_PLACES):
            return None  # "sitúan en primer lugar el precio"
        if link == verb + 1 and at + 1 < len(words) and words[at + 1].tag == "D":
            phrase = self.reader.read(words, at + 1)
            return phrase if phrase.populations else None
        phrase = self.reader.read(words, verb + 1)
        return phrase if phrase.populations and phrase.after == link else None

    def these(
        self, words: Sequence[Word], feminine: bool, *, people: bool = False
    ) -> Phrase | None:
        """Return the last things that a sentence names and "éstas" or "éstos" can mean."""
        found = None
        at = 0
        while at < len(words):
            opens = words[at].tag in "DN" and (at == 0 or words[at - 1].tag not in "DN")
            phrase = self.reader.read(words, at) if opens else None
            counted = at > 0 and words[at - 1].tag == "F"  # "180 almacenes: aquellos que …"
            kinds = ("people",) if people and not counted else ("named", "people")
            if (
                phrase
                and phrase.plural
                and phrase.kind in kinds
                and phrase.populations
                and (phrase.head.endswith("as") == feminine or phrase.head.endswith("istas"))
            ):
                found = phrase
            at += 1
        return found

    def economy(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read "Con | una inflación | del 4 %, ahorrar …": what the clause takes for given."""
        place = before_number(words, at, ("de", "del", "en"))
        phrase = phrase_until(words[: place + 1], place + 1, self.reader) if place > 0 else None
        if phrase is None or place == at - 1 or not phrase.first:
            return None
        told = any(w.low in terms("economic") for w in words[phrase.first : phrase.after])
        return phrase if told and words[phrase.first - 1].low in _GIVEN else None

    def forecast(self, words: Sequence[Word], first: int, at: int) -> Phrase | None:
        """Read whom a forecast is for: "redujo al 2 % su previsión de crecimiento para Chile"."""
        start = max(first, at - FAR)
        for place in range(start, min(len(words), at + FAR)):
            if words[place].low not in words_in("forecasts"):
                continue
            for after in range(place + 1, min(place + _NEAR, len(words))):
                if words[after].low in ("para", "sobre"):
                    phrase = self.reader.read(words, after + 1)
                    timed = phrase.head in terms("times") or phrase.head[:1].isdigit()
                    return phrase if phrase.populations and not timed else None
        return None

    def of_cases(self, words: Sequence[Word], at: int) -> bool:
        """Say whether "de los casos" follows: whose cases, the sentence has told before."""
        return any(w.low in ("casos", "ocasiones") for w in words[at + 1 : at + 4])

    def whose_cases(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read "la queja de | las pymes |, en el 45 % de los casos, es el precio"."""
        if not self.of_cases(words, at):
            return None
        for place in range(at - 1, max(0, at - FAR), -1):
            if words[place].low in ("de", "del") and words[place - 1].tag in "NA":
                phrase = self.reader.read(words, place + 1)
                if phrase.kind == "people" and phrase.populations:
                    return phrase
        return None

    def after_among(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read "un 4 % entre los ejecutivos IT", "94 pesos ganados por una mujer"."""
        if at + 2 < len(words) and is_passive(words[at + 1]) and words[at + 2].low == "por":
            phrase = self.reader.read(words, at + 3)
            return phrase if phrase.kind == "people" else None
        place = self._past_range(words, at)
        frame = frame_at(words, place, len(words)) if place < len(words) else 0
        if frame > 1:  # "baja al 41 % cuando se trata de | compañías medianas"
            phrase = self.reader.read(words, place + frame)
            return phrase if phrase.plural and phrase.kind != "time" else None
        if place < len(words) and words[place].low in ("entre", "para", "en"):
            phrase = self.reader.read(words, place + 1)
            if words[at].low.endswith(_PLACES) and phrase.kind == "named":
                # "en el cuarto lugar entre las preocupaciones de los CEO"
                roles = find_roles(
                    self.text, words[phrase.first].start, words[phrase.after - 1].end
                )
                populations = tuple(dict.fromkeys(Population(r.label, r.role) for r in roles))
                return (
                    replace(phrase, kind="people", populations=populations) if populations else None
                )
            if phrase.kind in ("people", "them", "first", "second", "relative"):
                return phrase
            told = self._moves(words, at) or self._contrasts(words, at) or _in_row(words, at)
            if words[place].low == "en" and phrase.kind == "named" and told:
                timed = is_timed(words, phrase)
                return None if timed or phrase.head in load("grammar")["not_settings"] else phrase
        return None

    def _past_range(self, words: Sequence[Word], at: int) -> int:
        """Return the word after a figure, or after the change that it begins.

        "del 29,2 % en 2008 al 30,7 % en 2012 | para los hogares pobres"
        """
        place = _past_year(words, at + 1)
        end = place
        if end < len(words) and words[end].low in ("a", "al", "hasta"):
            while end < len(words) and (words[end].tag in "DA" or words[end].low in _TO):
                end += 1
            if end < len(words) and words[end].tag == "F":
                return _past_year(words, end + 1)
        return place

    def _contrasts(self, words: Sequence[Word], at: int) -> bool:
        """Say whether a share is set against another: "…, frente al 40 % en la Unión Europea"."""
        before = [w.low for w in words[max(0, at - 3) : at]]
        return "frente" in before or "contra" in before

    def _moves(self, words: Sequence[Word], at: int) -> bool:
        """Say whether a share goes somewhere: "sube hasta el 52 % en el comercio"."""
        place = before_number(words, at)
        while place > 0 and (words[place].low in _FROM_TO or words[place].tag == "F"):
            place -= 1  # "pasó del 9 % al | 13 % en Lugo"
        return place >= 0 and words[place].lemma in terms("moving")

    def narrowed(self, words: Sequence[Word], phrase: Phrase, first: int, at: int) -> Phrase:
        """Take in what narrows a subject: "el coste | por hora", "En Brasil, | el consumo"."""
        populations = phrase.populations
        if phrase.kind != "named" or len(populations) != 1 or populations[0].role:
            return phrase
        after = phrase.after
        while after < at and words[after].low in ("por", "en", "entre"):
            inner = self.reader.read(words, after + 1)
            timed = inner.head in terms("times") or inner.head[:1].isdigit()
            vague = inner.head in load("grammar")["not_settings"]
            if inner.kind not in ("named", "people") or inner.after > at or timed or vague:
                break
            after = inner.after
        after = self._past_relative(words, after, at)
        label = populations[0].label
        if after > phrase.after:
            rest = self.text[words[phrase.after].start : words[after - 1].end]
            label = f"{label} {' '.join(rest.split())}"
        setting = find_setting(words, first, phrase.first, self.reader)
        if setting and setting.after <= phrase.first and setting.populations:
            label += " en " + setting.populations[0].label
        if label == populations[0].label:
            return phrase
        return replace(phrase, populations=(Population(label),))

    def _past_relative(self, words: Sequence[Word], at: int, stop: int) -> int:
        """Return the word after a relative clause that begins at word `at`; `at` for none.

        "el tráfico | que reciben los portales | se ha multiplicado"
        """
        if at >= stop or words[at].tag != "Q":
            return at
        verb = at + 1
        while verb < stop and words[verb].tag in "RA":
            verb += 1
        if verb >= stop or words[verb].tag != "V":
            return at
        phrase = self.reader.read(words, verb + 1)
        after = max(verb + 1, phrase.after)
        follows = words[after] if after < stop else None
        return after if follows is not None and follows.tag in "VR" else at

    def named_pair(self, sentence: ParsedSentence, stop: int) -> list[Populations]:
        """Return the last two groups that a sentence names before "los primeros"."""
        found: list[Populations] = []
        words = sentence.words
        at = max(0, stop - FAR)
        while at < stop:
            opens = words[at].tag == "D" or (
                words[at].tag == "N" and (at == 0 or words[at - 1].tag not in "DN")
            )
            phrase = self.reader.read(words, at) if opens else None
            if (
                phrase
                and phrase.kind == "people"
                and phrase.plural
                and phrase.populations not in found
            ):
                found.append(phrase.populations)
            at = max(phrase.after if phrase else 0, at + 1)
        if len(found) < PAIR:
            found = list(named_together(words, stop, self.reader) or ())
        return found[-PAIR:]

    def people_before(self, words: Sequence[Word], first: int) -> Phrase | None:
        """Return the nearest subject before a clause that is people, after any other figure."""
        start = first
        while start > max(0, first - FAR) and (
            words[start - 1].tag != "F" or words[start - 2].low in ("de", "a", "entre")
        ):
            start -= 1  # "los menores de 30 años" are no figure
        clause = max(start, boundary_before(words, first - 1))
        if words[clause].low in ("a", "al"):
            given = self.reader.read(words, clause + 1)  # "A los padres les preocupa …"
            if given.kind == "people" and given.plural:
                return given
        for begin in (clause, start):
            phrase = find_topic(words, begin, first, self.reader) or find_subject(
                words, begin, first, self.reader
            )
            if phrase and phrase.kind in ("people", "first", "second", "both", "them"):
                return phrase
        return self._any_people(words, start, first)

    def told_of_measure(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read what a gerund goes on about: "… de la tasa de actividad, pasando del 58 %"."""
        place = at - 1
        while place > 0 and (words[place].tag in "DAPF" or words[place].low == "y"):
            place -= 1
        if place < 1 or words[place].tag != "G" or words[place - 1].low != ",":
            return None
        first = next((k for k in range(place - 1, -1, -1) if words[k].low in ("que", ":", ";")), -1)
        found = None
        for start in range(max(first + 1, place - FAR), place - 1):
            if words[start].tag in "DN" and (start == first or words[start - 1].tag not in "DN"):
                phrase = self.reader.read(words, start)
                measure = phrase.kind == "measure" or phrase.head in _MEASURED
                if measure and phrase.populations and phrase.after <= place:
                    found = phrase
        return found

    def subject_before(self, words: Sequence[Word], first: int, at: int) -> Phrase | None:
        """Return the subject of the clause before, which "; en 2011 alcanzará 14" goes on with."""
        if (
            first < 2
            or words[first - 1].low not in _GOES_ON
            or governing_verb(words, first, at) < 0
        ):
            return None
        begin = boundary_before(words, first - 1)
        phrase = find_subject(words, begin, first, self.reader)
        return phrase if phrase and phrase.kind in ("named", "measure") else None

    def _any_people(self, words: Sequence[Word], start: int, stop: int) -> Phrase | None:
        """Return the last group named without a preposition: "los primeros piensan que …".

        Else the last that is the object of a verb: "formaron | a los mozos |; un tercio …".
        """
        found = taken = None
        at = start
        while at < stop:
            word = words[at]
            opens = word.tag == "D" or (
                word.tag == "N" and (at == 0 or words[at - 1].tag not in "DN")
            )
            # "de joven y adultos": still governed
            governed = at and (
                words[at - 1].tag == "P" or (word.tag == "N" and words[at - 1].low == "y")
            )
            object_ = at > 1 and word.tag == "D" and words[at - 1].low == "a"
            object_ = object_ and words[at - 2].tag in "VIA" and words[stop - 1].low != ":"
            if not opens or (governed and not object_):
                at += 1
                continue
            phrase = self.reader.read(words, at)
            if (
                phrase.plural
                and phrase.kind in ("people", "first", "second")
                and phrase.after <= stop
            ) or (phrase.kind in ("first", "second") and phrase.after <= stop):
                found, taken = (found, phrase) if governed else (phrase, taken)
            at = max(phrase.after, at + 1)
        return found or taken


def _past_year(words: Sequence[Word], at: int) -> int:
    """Return the word after "en 2008", or `at`."""
    dated = at + 1 < len(words) and words[at].low == "en" and is_year(words[at + 1].low)
    return at + 2 if dated else at


def _in_row(words: Sequence[Word], at: int) -> bool:
    """Say whether the figure before is told of a place too: "un 2 % en Quito, un | 5 % en Loja"."""
    before = next((k for k in range(at - 1, -1, -1) if words[k].tag == "F"), -1)
    between = words[before + 1 : at]
    row = before >= 0 and between[:1] and between[0].low == "en"
    return (
        bool(row)
        and any(w.low in (",", "y") for w in between)
        and all(w.tag not in "VQ" for w in between)
    )


def after_figure(words: Sequence[Word], at: int) -> int:
    """Return the word after the figure before word `at`."""
    for place in range(at - 1, -1, -1):
        if words[place].tag == "F":
            return place + 1
    return 0
