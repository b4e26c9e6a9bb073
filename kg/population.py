"""Reads who a figure is about from the noun phrase that names them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from corpus.article import Span
from kg.facts import Population
from kg.grammar import OBJECTS, Word, is_year
from kg.noun_phrase import is_passive, phrase_end, terms
from kg.place import is_place
from kg.quantity import NUMBER_WORDS
from kg.role import find_roles
from kg.role_index import role_index
from kg.spanish import inflect

__all__ = ["Phrase", "PhraseKind", "PopulationReader", "phrase_end", "terms"]

PhraseKind = Literal[
    "named",
    "people",
    "generic",
    "them",
    "first",
    "second",
    "both",
    "organization",
    "time",
    "measure",
    "relative",
    "none",
]


_WORD = re.compile(r"\w+")
_INSIDE = re.compile(r"(?<=[\w,;] )\w+")
_NOBODY = ("k", "m", "h", "restante", "restantes", "tercio", "tercios", "mitad")
_ONES = ("unos", "unas")
_OTHERS = ("otros", "otras")
_PAIR = 2  # words of "y otros"
_NEAR = 20  # words between "unos" and "otros"
_AT_WORK = "profesionales"  # whoever works somewhere, as roles name them
_BOTH = 9  # words from "tanto" to "como", at most
_RELATIVE = 12  # words of "los que …" at most
_THEM = frozenset(
    [
        "ellos",
        "ellas",
        "estos",
        "estas",
        "éstos",
        "éstas",
        "aquellos",
        "mismos",
        "mismas",
        "esos",
        "esas",
        "ello",
        "él",
        "ella",
        "estas",
        "les",
    ]
)
_BREAKS = (";", ":", ".", "(", "«", "“", "¿")
_POINTING = ("este", "ese", "dicho", "aquel")
_FRONTED = terms("fronted")
_OPENING = ("¿", "¡", "«", "“", '"', "•", "-")  # a sentence begins behind them


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at words `first:after`, with who it names.

    `kind` tells how to find who is meant: `generic` is whoever was asked, `them`, `first` and
    `second` point back, `organization` stands for the company at hand, `time` and `measure` name
    nobody.
    """

    kind: PhraseKind
    first: int
    after: int
    head: str = ""
    populations: tuple[Population, ...] = ()
    plural: bool = False


def _counts(words: Sequence[Word], at: int) -> bool:
    """Say whether "las 40 mayores cadenas" begins at word `at`: the number tells how many."""
    if words[at].tag != "D" or at + 2 >= len(words) or words[at + 1].tag != "F":
        return False
    number = words[at + 1].low
    counted = number.replace(".", "").isdigit() or number in NUMBER_WORDS
    return counted and words[at + 2].tag in "NT"


def _is_range(words: Sequence[Word], at: int, link: int) -> bool:
    """Say whether "y" joins the ends of a size: "las de entre 50 | y 100"."""
    ends = link + 1 < len(words) and words[link - 1].tag == "F" == words[link + 1].tag
    return ends and any(w.low == "entre" for w in words[at:link])


def _is_doubled(words: Sequence[Word], at: int) -> bool:
    """Say whether both genders are named at word `at`: "las y los estudiantes"."""
    pair = [w.low for w in words[at : at + 3]]
    return len(pair) > 2 and pair[1] in ("y", "o", "/") and {pair[0], pair[2]} == {"las", "los"}


def _is_quality(words: Sequence[Word], at: int) -> bool:
    """Say whether an adjective at word `at` tells how something is: "es más | corto", "lo raro"."""
    if words[at].low == "lo":
        return at + 1 < len(words) and words[at + 1].tag in "NT"
    if words[at].tag != "N" or at < 2:
        return False
    before = words[at - 1].low
    told = words[at - 2].lemma in terms("describing")
    return before in ("muy", "tan") or (before in ("más", "menos") and told)


def _has_object(words: Sequence[Word], at: int, after: int) -> bool:
    """Say whether what begins at `after` is no object of the verb before it, which has one.

    "los que tienen hijos | el porcentaje …", "los que lo tienen | la cuota …"
    """
    if words[after].tag != "D" or words[after - 1].tag == "N":
        return words[after].tag == "D"
    pronoun = words[after - 1].tag == "V" and words[after - 2].low in OBJECTS and after - 2 > at
    timed = after + 1 < len(words) and words[after + 1].low in terms("times")
    return pronoun and not timed  # "los que lo hacen | cada semana"


def _rest(words: Sequence[Word], at: int) -> Phrase | None:
    """Read "las demás", "los otros": those left over of whom was told, and no more of them."""
    head = words[at + 1].low if at + 1 < len(words) else ""
    if words[at].low not in ("los", "las") or head not in terms("left_over"):
        return None
    behind = words[at + 2 : at + 4]
    told = [w.low for w in behind[:1]] == [","] and behind[-1].low in ("los", "las")
    told = told or (bool(behind) and (behind[0].tag in "NTFQ" or behind[0].low == "de"))
    return None if told else Phrase("relative", at, at + 2, head, plural=True)


def _opens(words: Sequence[Word], at: int) -> bool:
    """Say whether a clause begins at word `at`: "quien" there has no noun that it tells of."""
    return at == 0 or words[at - 1].tag == "C" or words[at - 1].low in _BREAKS


def _tells_when(words: Sequence[Word], at: int) -> bool:
    """Say whether a figure is a year or a span of time: "quienes llevan | tres | años en casa"."""
    last = words[at].low.split()[-1]
    return last in terms("times") or is_year(last)


class PopulationReader:
    """Reads phrases of one text: as roles of the thesaurus, or else as written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def sample(self, words: Sequence[Word], at: int) -> tuple[tuple[Population, ...], int]:
        """Read who was asked, right after how many: "403 profesionales de TI", "610 a jefes"."""
        if at < len(words) and words[at].low in ("de", "a", "con", "entre"):
            at += 1
        if at + 3 < len(words) and words[at + 1].low == words[at + 3].low == "cara":
            phrase = self.read(words, at + 4)  # "entrevistas cara a cara (a mayores de edad)"
            end = words[at + 3].end
            return (phrase.populations if phrase.kind in ("named", "people") else ()), end
        phrase = self.read(words, at)
        if (
            (phrase.kind == "generic" or phrase.head in terms("generic"))
            and phrase.after < len(words)
            and words[phrase.after].low
            in ("a", "con", "telefónicas", "personales", "online", "entre")
        ):
            inner = phrase.after
            while inner < len(words) and words[inner].low not in ("a", "con", "entre"):
                inner += 1
            other = self.read(words, inner + 1)
            if other.populations:
                phrase = other
        end = words[phrase.after - 1].end if phrase.after > at else 0
        return (phrase.populations if phrase.kind in ("named", "people") else ()), end

    def elided(self, words: Sequence[Word], head: int, at: int) -> Population | None:
        """Read "de sistemas" at word `at` with the head that it leaves out, at word `head`.

        "402 directores financieros y 251 de sistemas".
        """
        after = phrase_end(words, at + 1)
        if words[at : at + 1] == () or words[at].low != "de" or after <= at + 1:
            return None
        area = self.text[words[at].start : words[after - 1].end]
        roles = find_roles(f"{self.text[words[head].start : words[head].end]} {area}")
        return Population(roles[0].label, roles[0].role) if roles else None

    def named(self, words: Sequence[Word], at: int, after: int) -> tuple[Population, ...]:
        """Read whom `words[at:after]`, a noun phrase, names."""
        head = self._head(words, at, after)
        return self._populations(words, at, head, after)[0] if head >= 0 else ()

    def read(self, words: Sequence[Word], at: int) -> Phrase:
        """Read the noun phrase at word `at`."""
        if at >= len(words) or _is_quality(words, at):
            return Phrase("none", at, at)
        pointed = self._pointing(words, at)
        if pointed:
            return pointed
        if _is_doubled(words, at) or _counts(words, at):
            return replace(self.read(words, at + 2), first=at)
        after = phrase_end(words, at)
        if after == at:
            return Phrase("none", at, at)
        head = self._head(words, at, after)
        bare = head == at and words[at].tag == "T" and words[at].low not in terms("people")
        if head < 0 or (bare and at and words[at - 1].tag not in "FD"):
            return Phrase("none", at, at)  # "corregidos de calendario": a participle qualifies
        if after == head + 1 and words[head].low in _NOBODY:
            return Phrase("none", at, at)  # "35K - 70K", "el 31 % restante", "un tercio (31 %)"
        inner = self._inside(words, head)
        if inner:
            return replace(inner, first=at)
        low = words[head].low
        plural = low.endswith("s") and not low.endswith("sis")
        kind = self._kind(words, at, head, after)
        populations: tuple[Population, ...] = ()
        if kind in ("named", "people", "measure", "generic", "organization"):
            populations, people = self._populations(words, at, head, after)
            if people and kind == "named":
                kind = "people"
        if kind == "generic" and (counted := self._counted(words, head)):
            return replace(counted, first=at)
        if kind == "generic" and after - head > 2 and low not in terms("polls"):
            kind = "people"  # "los encuestados entre empresas líderes" says who they are
        return Phrase(kind, at, after, low, populations, plural)

    def _counted(self, words: Sequence[Word], head: int) -> Phrase | None:
        """Read who gave what is counted: "las respuestas de 96 | jefes de compras"."""
        behind = words[head + 1 : head + 4]
        if [w.tag for w in behind] != ["P", "F", "N"] or behind[0].low != "de":
            return None
        inner = self.read(words, head + 3)
        return inner if inner.kind == "people" and inner.plural else None

    def _inside(self, words: Sequence[Word], head: int) -> Phrase | None:
        """Read whom a mean or a gap is of: "el promedio de la industria", "toneladas de trigo"."""
        link = words[head + 1].low if head + 1 < len(words) else ""
        mean = words[head].low in terms("means") and link in ("de", "del")
        gap = words[head].low in terms("gaps") and link == "entre"
        change = words[head].low in terms("changes") and link in ("de", "del", "en")
        whole = words[head].low in terms("wholes") and link in ("de", "del")
        units = terms("units")  # "una tonelada de trigo" has a price of its own
        unit = words[head].low in units and link in ("de", "del") and words[head].low.endswith("s")
        inner = self.read(words, head + 2) if mean or gap or change or whole or unit else None
        if inner and whole and inner.kind == "generic" and inner.head in terms("asked"):
            return inner  # "del total de encuestados"
        if inner is None or not inner.populations or inner.kind not in ("named", "people"):
            return None
        # "la proporción de alumnas" is of them; "la proporción de agua" is a measure
        many = inner.plural or inner.kind == "people"
        counted = not whole or (many and inner.head != "quienes")
        return inner if counted else None

    def _pointing(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read "ellos", "los primeros", "los que …", "ambos"."""
        low = words[at].low
        following = words[at + 1].low if at + 1 < len(words) else ""
        if low in _THEM and (at + 1 >= len(words) or words[at + 1].tag not in "NTQ"):
            return Phrase("them", at, at + 1)
        if low == "quienes" or (low == "quien" and _opens(words, at)):
            return self._whoever(words, at)
        if words[at].tag != "D":
            return None
        ones = self._ones(words, at)
        if ones:
            return ones
        alone = at + 2 >= len(words) or words[at + 2].tag not in "N"
        alone = alone and low in ("los", "las", "la", "estos", "estas")
        if following in terms("first_ones") and alone:
            return Phrase("first", at, at + 2, plural=True)
        if following in terms("second_ones") and alone:
            return Phrase("second", at, at + 2, following, plural=True)
        if following in _THEM:
            return Phrase("them", at, at + 2)
        if low in _POINTING and following in terms("groups"):
            return Phrase("them", at, at + 2)
        if low in ("ambos", "ambas") or following in ("dos", "ambos"):
            return Phrase("both", at, max(at + 1, phrase_end(words, at)))
        return self._elided(words, at, low, following)

    def _ones(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read "un 16 % de unas y un 11 % de otros": one of two groups, each by its pronoun."""
        place = at + (words[at].low in ("los", "las"))
        part = at >= _PAIR and words[at - 1].low == "de" and words[at - _PAIR].tag == "F"
        if not part or place >= len(words) or words[place].low not in _ONES + _OTHERS:
            return None
        ahead = words[place + 1] if place + 1 < len(words) else None
        joined = ahead is not None and ahead.tag == "C" and place + _PAIR < len(words)
        both = joined and words[place + _PAIR].low in _OTHERS  # "entre unos y otros"
        if both or (ahead is not None and ahead.tag in "NTDFAQP"):
            return None
        other = words[place].low in _OTHERS
        if other and not any(w.low in _ONES for w in words[max(0, at - _NEAR) : at]):
            return None
        kind: PhraseKind = "second" if other else "first"
        return Phrase(kind, at, place + 1, words[place].low, plural=True)

    def _elided(self, words: Sequence[Word], at: int, low: str, following: str) -> Phrase | None:
        """Read "los que …", "los de Marketing", "la de los talleres": the noun is left out."""
        if low in ("el", "la") and following in ("de", "del"):
            inner = self.read(words, at + 2)  # "la de los talleres": their productivity
            bare = at + 2 < len(words) and words[at + 2].tag == "N" and not words[at + 2].upper
            if following == "de" and inner.kind == "named" and bare:
                return self._relative(words, at)  # "la de limones": another production
            if inner.populations and inner.kind in ("named", "people"):
                return replace(inner, first=at)
        if others := _rest(words, at):
            return others
        if low in ("los", "las", "el", "la") and following in ("que", "de", "del"):
            return self._relative(words, at)
        if low in ("aquellos", "aquellas", "aquéllos"):
            return self._relative(words, at)
        if low in ("los", "las") and at + 2 < len(words) and is_passive(words[at + 1]):
            by = words[at + 2].low == "por" and following not in terms("generic")
            after = phrase_end(words, at)
            if by and after > at + 3:
                rest = self.text[words[at + 1].start : words[after - 1].end]
                return Phrase("relative", at, after, rest, plural=True)
        return None

    def _whoever(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read "quienes tenían copia | no pudo abrirla": up to the verb of the clause around."""
        after, verbs = at + 1, 0
        while after < len(words) and after - at < _RELATIVE and words[after].tag != "S":
            if words[after].tag == "F" and not _tells_when(words, after):
                break
            if words[after].tag == "V" and verbs:
                break
            verbs += words[after].tag == "V"
            after += 1
        while after > at + 2 and words[after - 1].tag in "RAPDC":
            after -= 1
        if not verbs or after == at + 1:
            return None
        many = words[at].low == "quienes"
        objects = {w.low for w in words[at + 1 : after] if w.tag == "R"}
        if many and objects & set(OBJECTS):
            rest = self.text[words[at + 1].start : words[after - 1].end]
            return Phrase("relative", at, after, f"que {rest}", plural=True)  # "que sí lo tienen"
        label = " ".join(self.text[words[at].start : words[after - 1].end].split())
        label = label[:1].lower() + label[1:]
        return Phrase("people", at, after, "quienes", (Population(label),), plural=many)

    def _relative(self, words: Sequence[Word], at: int) -> Phrase:
        """Read "las que emplean a más de 50", "los de Marketing": the noun is left out."""
        after = at + 1
        verbs = 0
        while after < len(words) and after - at < _RELATIVE and words[after].tag not in "S":
            word = words[after]
            if word.low == "y" and _is_range(words, at, after):
                after += 1
                continue
            if word.tag == "C" and word.low in ("y", "pero", "mientras"):
                break
            if verbs and _has_object(words, at, after):
                break
            predicate = word.tag == "V" and (words[at + 1].low != "que" or verbs > 0)
            if predicate and after > at + 2:
                while words[after - 1].tag in "RA" and after > at + 2:
                    after -= 1
                break
            verbs += word.tag == "V"
            after += 1
        if words[at + 1].low == "que" and any(
            w.tag in "VT" and w.lemma in terms("responding") for w in words[at + 2 : at + 4]
        ):
            return Phrase("generic", at, after, "que", plural=True)  # "los que han respondido"
        rest = self.text[words[at + 1].start : words[after - 1].end] if after > at + 1 else ""
        place = 2 if words[at + 1].low in ("de", "del") else 3
        named = " ".join(w.low for w in words[at + place : after])
        group = place == 2 or words[at].low.startswith("aqu")
        roles = (
            [
                r
                for r in find_roles(f"profesionales de {named}")
                if r.span.start == 0 and r.role != "profesionales" and _is_said(r.label, named)
            ]
            if group
            else []
        )
        populations = (Population(roles[0].label, roles[0].role),) if roles else ()
        return Phrase("relative", at, after, rest, populations, plural=words[at].low.endswith("s"))

    def _head(self, words: Sequence[Word], at: int, after: int) -> int:
        """Return the first noun of a phrase, past adjectives that stand in front."""
        for place in range(at, after):
            if words[place].tag in "NT":
                if (
                    words[place].low in _FRONTED
                    and place + 1 < after
                    and words[place + 1].tag in "NT"
                ):
                    continue
                return place
        return -1

    def _kind(self, words: Sequence[Word], at: int, head: int, after: int) -> PhraseKind:
        low = words[head].low
        asked = after == head + 2 and words[head + 1].low in terms("asked")
        if low in terms("generic") or (asked and low in terms("anybody")):
            return "generic"
        if low in terms("means") and after == head + 2 and words[head + 1].low in terms("broad"):
            return "measure"  # "la media europea"
        if low in terms("spans") and self._is_span_of(words, head, after):
            return "named"
        if low in terms("times") or low.isdigit():
            return "time"
        if low in terms("measures") and (at == head or after - head < 3):
            return "measure"
        definite = any(
            w.low in ("la", "el", "esta", "este", "dicha", "esa", "del", "al")
            for w in words[max(0, at - 1) : head]
        )
        if low in terms("organization_anaphors") and definite and after == head + 1:
            return "organization"
        people = low in terms("people") or low in terms("nations")
        return "people" if people else "named"

    def _is_span_of(self, words: Sequence[Word], head: int, after: int) -> bool:
        """Say whether a span of time is measured itself: "el periodo medio de cobro"."""
        inside = words[head + 1 : after]
        mean = any(w.low in terms("means") | terms("middle") for w in inside)
        return mean or (
            len(inside) > 1
            and inside[0].low == "de"
            and inside[1].tag == "N"
            and inside[1].low not in terms("times")
        )

    def _populations(
        self, words: Sequence[Word], at: int, head: int, after: int
    ) -> tuple[tuple[Population, ...], bool]:
        """Return who the phrase names, and whether they are people."""
        if words[head].low in terms("generic") and (whose := self._at_work(words, head + 1, after)):
            return whose, True
        start, end = words[at].start, words[after - 1].end
        roles = find_roles(self.text, start, end)
        lead = [
            role
            for role in roles
            if role.span.start <= words[head].end and role.span.end > words[head].start
        ]
        named = self._roles(words, lead[0].span.start, after) if lead else ()
        if named:
            return self._qualified(words, lead[0].span.end, after, named), True
        label = self.label(words, at, after)
        people = bool(lead) or words[head].low in terms("people")
        return ((Population(label),) if label else ()), people

    def _at_work(
        self, words: Sequence[Word], at: int, after: int, who: str = _AT_WORK
    ) -> tuple[Population, ...]:
        """Return who works in what "de" leads to: "los encuestados | de marketing"."""
        if at + 1 >= after or words[at].low not in ("de", "del"):
            return ()
        named = f"{who} {self.text[words[at].start : words[after - 1].end]}"
        found = [role for role in find_roles(named) if role.span == Span(0, len(named))]
        same = (r.label.isupper() or set(r.label.split()) & set(named.split()[2:]) for r in found)
        return tuple(
            Population(role.label, role.role) if told else Population(named.lower())
            for role, told in zip(found, same, strict=True)
        )

    def both(self, words: Sequence[Word], phrase: Phrase) -> tuple[Population, ...]:
        """Return the two groups behind a phrase: "…, tanto de marketing como de TI"."""
        at = phrase.after
        lows = [word.low for word in words[at : at + _BOTH]]
        if lows[:2] != [",", "tanto"] or "como" not in lows:
            return ()
        who = _AT_WORK if phrase.head in terms("generic") else phrase.head
        named: list[Population] = []
        second = at + lows.index("como")
        for first, end in ((at + 2, second), (second + 1, len(words))):
            led = words[first].low in ("de", "del") if first < end else False
            after = min(phrase_end(words, first + led), end)
            found = (
                self._at_work(words, first, after, who) if led else self.named(words, first, after)
            )
            if after == first + led or not found:
                return ()
            named += found
        return tuple(named)

    def _roles(self, words: Sequence[Word], start: int, after: int) -> tuple[Population, ...]:
        """Return one population for each role of "CIO y CMO"."""
        found: dict[str, Population] = {}
        last = -1
        for role in find_roles(self.text, start, words[after - 1].end):
            between = self.text[last : role.span.start] if last >= 0 else ""
            if (
                last >= 0
                and not set(between.lower().split())
                <= {"y", "e", "los", "las", "o", ",", "/", "-", "de", "el", "la"}
                and last < role.span.start
            ):
                break
            last = max(last, role.span.end)
            surface = role.span.of(self.text).lower()
            # "directivos de ventas" are no "vendedores": the words say more than the concept
            shared = bool(
                set(surface.split()) & set(role.label.lower().split()) - {"de", "y", "del"}
            )
            same = _singular(role.label) <= _singular(surface)
            named = role.label.isupper() or role.role in terms("canonical_roles")
            if not (named or shared or same):
                found.setdefault(surface, Population(surface))
            else:  # "jefes de logística" are called so, though one with its directors
                label = role.label if named or same else surface
                found.setdefault(role.role, Population(label, role.role))
        return tuple(found.values())

    def _qualified(
        self, words: Sequence[Word], end: int, after: int, named: tuple[Population, ...]
    ) -> tuple[Population, ...]:
        """Return a wide role with the adjective behind it: "directores | independientes".

        They are a group of their own; of a nation's, where they are told of, only the role counts.
        """
        last, label = words[after - 1], named[0].label
        wide = len(named) == 1 and label.islower() and " " not in label
        adjective = last.tag == "N" and not last.upper and last.low.endswith("s")
        if not wide or not adjective or words[after - 2].end != end:
            return named
        if last.low in terms("asked") | terms("nations") | terms("same_ones"):
            return named
        return (Population(self.text[words[after - 2].start : last.end].lower()),)

    def _is_name(self, word: Word) -> bool:
        """Say whether the text writes a word with a capital inside sentences too, and always."""
        form = self.text[word.start : word.end]
        return form in self._amid and form.lower() not in self._written

    @cached_property
    def _amid(self) -> frozenset[str]:
        """The words that stand inside of sentences."""
        return frozenset(_INSIDE.findall(self.text))

    @cached_property
    def _written(self) -> frozenset[str]:
        """All words of the text, as written."""
        return frozenset(_WORD.findall(self.text))

    def label(self, words: Sequence[Word], at: int, after: int) -> str:
        """Return the phrase as written, without determiners and without "encuestadas"."""
        first = at
        while first < after and (
            words[first].tag in "DA" or (words[first].tag == "P" and words[first + 1].tag == "D")
        ):
            first += 1  # "muchos de sus profesionales"
        last = after
        while last > first + 1 and (
            words[last - 1].low in terms("asked") or words[last - 1].tag in "PCDA"
        ):
            last -= 1
        if first >= last:
            return ""
        kept = [w for w in words[first:last] if not (w.low in terms("asked") and last - first > 1)]
        if kept and kept[0].tag == "P":
            kept = kept[1:]  # "encuestados | de empresas líderes"
        if len(kept) < last - first and kept:
            label = " ".join(self.text[w.start : w.end] for w in kept)
        else:
            label = self.text[words[first].start : words[last - 1].end]
        label = " ".join(label.split())
        pair = last - first > 1 and words[first].upper and words[first + 1].upper
        place = words[first].upper and is_place([w.low for w in words[first:last]])
        if pair or place:
            return label
        opens = first == 0 or words[first - 1].low in _OPENING
        known_name = words[first].upper and (not opens or self._is_name(words[first]))
        return (
            label
            if known_name or label.isupper() or label[1:2].isupper()
            else label[:1].lower() + label[1:]
        )


def _is_said(label: str, named: str) -> bool:
    """Say whether a role is called as the text calls it: "los de ventas" are no "vendedores"."""
    words = label.split()
    return any(w.isupper() for w in words) or bool(set(words) & set(named.split()))


def _singular(label: str) -> frozenset[str]:
    """Return the words of a label as the thesaurus has them: "director" of "directoras"."""
    forms = (inflect(word)[0] for word in label.split())
    return frozenset(role_index().canonical.get(form, form) for form in forms)
