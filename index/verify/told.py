"""The figures of a sentence with whose they are and the words that go with each.

The same record serves both sides: a sentence of a text that is checked, and one of the base.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import TypeAlias

from index.lexical import find_words, stem_terms
from index.verify.words import terms
from kg.facts import Population, Statistic
from kg.numeral import Figure, FigureKind, find_figures
from kg.records import StatisticRecord
from kg.role import find_roles

__all__ = ["Known", "Told", "counted", "figures_of", "stems_of", "without_figures", "years_of"]

# Kinds that are one to a reader: "400 directivos" and a bare "400" are counts.
KINDS: dict[FigureKind, str] = {
    "share": "share", "points": "points", "count": "count", "number": "count", "money": "money",
    "multiple": "multiple", "rank": "rank", "duration": "duration", "age": "duration",
    "frequency": "frequency", "year": "year",
}  # fmt: skip
LOOSE = 5  # points that "casi la mitad" and "más de un tercio" may be away from the same in figures
ROUND = 2  # … and "la mitad"
SMALL = 10  # counts in words below this are no figures where nobody states them as findings
_STRONG = re.compile(r"[;\n]|\.\s")
_WEAK = re.compile(rf"[,:—–]|\s(?:{'|'.join(terms('joints'))})\s")
_COLON = re.compile(r"[:;](?=(?:\s+\w+){2})")
_OPEN = re.compile(r"\(\s*\Z")


Fact: TypeAlias = Statistic | StatisticRecord  # of a text, or of the base


@dataclass(frozen=True, slots=True)
class Told:
    """A figure, whose it is, and what it says.

    Attributes:
        figure: as read; its span is in the whole text.
        kind: what it is compared with (see `KINDS`).
        populations: who it is about; empty where nobody is named.
        clause: what holds of them.
        own: the words beside this figure and no other.
        sources: names of who conducted its study.
        sample: whether it tells how many were asked in a study.
        study: IRI or key of its study, where one is known.
        alike: roles that stand for its populations in that study.
        guessed: whether its populations are only those whom the words beside it name.
    """

    figure: Figure
    kind: str
    populations: tuple[Population, ...]
    clause: str
    own: str
    sources: tuple[str, ...] = ()
    sample: bool = False
    study: str | None = None
    alike: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles that it may be told of."""
        return (*(p.role for p in self.populations if p.role), *self.alike)


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of a sentence before its figures are told apart.

    `makers` gives the names of who conducted a study; `samples` are the sizes of samples that the
    sentence tells, each with the names of who asked. `foreign` tells that the sentence is of the
    text that is checked, which may be in English and says things in fewer words than an article.
    """

    facts: Sequence[Fact]
    makers: Callable[[str | None], tuple[str, ...]]
    samples: Mapping[Decimal, tuple[str, ...]]
    foreign: bool = False


def figures_of(text: str, start: int, end: int, known: Known) -> list[Told]:
    """Return every quantity of a sentence, in order.

    Args:
        text: of the article.
        start: of the sentence; `end` exclusive.
        end: see `start`.
        known: what else was read of the sentence.
    """
    left = list(known.facts)
    told = []
    found = find_figures(text, start, end, english=known.foreign)
    figures = [f for f in found if f.kind in KINDS]
    if known.foreign:
        figures = _told_once(text, figures)
    for place, figure in enumerate(figures):
        fact = next((f for f in left if _is_of(f, figure)), None)
        kind = KINDS[figure.kind]
        if fact is not None:
            left.remove(fact)
        elif _is_small_word(figure):
            continue
        own = _own(text, start, end, figures, place)
        asked = known.samples.get(figure.value) if kind == "count" else None
        who = _counted(text, figure, end) if kind == "count" else ()
        who = who or (fact.populations if fact else ())
        guessed = False
        if known.foreign and kind in ("count", "share"):
            who = _named(who) or _counted(text, figure, end)
            beside = _named_in(own)
            guessed = bool(beside) and not who
            who = _not_outdone(who or beside, own, figure.text)
        told.append(
            Told(
                figure,
                kind,
                who,
                fact.claim if fact and not _is_borrowed(fact, text[start:end], own) else own,
                own,
                known.makers(fact.study) if fact and fact.study else asked or (),
                asked is not None or (known.foreign and kind == "count" and _asks(own)),
                fact.study if fact else None,
                guessed=guessed,
            )
        )
    return told


def _told_once(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Leave out a share that is told again in figures: "Casi la mitad de los CMO (45 %)"."""
    return [f for f, again in zip_longest(figures, figures[1:]) if not _restates(text, f, again)]


def _restates(text: str, loose: Figure, again: Figure | None) -> bool:
    if again is None or not (loose.kind == again.kind == "share") or again.words or not loose.words:
        return False
    between = text[loose.span.end : again.span.start]
    bracketed = _OPEN.search(between) and text[again.span.end :].lstrip()[:1] == ")"
    over = again.value - loose.value
    fits = {"moreThan": 0 < over <= LOOSE, "lessThan": -LOOSE <= over < 0}
    close = abs(over) <= (LOOSE if loose.comparator == "about" else ROUND)
    return bool(bracketed) and fits.get(loose.comparator, close)


def _asks(words: str) -> bool:
    """Say whether words tell that people were asked: "fueron entrevistados por Accenture"."""
    found = ["", *find_words(words)]
    return any(
        before not in _THE and not _ASKING.isdisjoint(stem_terms(word))
        for before, word in pairwise(found)
    )


def _named(populations: Sequence[Population]) -> tuple[Population, ...]:
    """Call those by their role who are told by more: "tres cuartas partes de los CMO"."""
    named = []
    for population in populations:
        roles = [] if population.role else find_roles(population.label)
        counted = find_figures(f"la {population.label}")  # "mitad de los CMO"
        shortened = len(roles) == 1 and counted
        label = _OUTDONE.sub("", population.label)  # "por delante de Chile, que llega al 34 %"
        own = Population(label, population.role)
        named.append(Population(roles[0].label, roles[0].role) if shortened else own)
    return tuple(named)


def _not_outdone(
    populations: tuple[Population, ...], own: str, figure: str
) -> tuple[Population, ...]:
    """Take the first who is named for whom they outdo: "Colombia va por delante de Chile"."""
    before = own.partition(figure)[0]
    cut = _OUTDONE.search(before)
    behind = before[cut.end() :] if cut else ""
    # "por delante de Chile, que llega al 34 %" and "por delante de Chile (34 %)" are of Chile
    if len(populations) != 1 or not cut or _ITS_OWN.search(behind):
        return populations
    roles = [found for found in find_roles(before) if found.span.end <= cut.start()]
    if roles:
        return (Population(roles[0].label, roles[0].role),)
    name = _NAME.match(before[: cut.start()])
    outdone = Population(before[cut.start() :].strip(" ,"), None)
    return (Population(name.group(), None),) if name else (outdone,)


def _named_in(own: str) -> tuple[Population, ...]:
    """Return every role that the words of a figure name: "Among CIOs, 77 %"."""
    roles = {found.role: found.label for found in find_roles(own)}
    return tuple(Population(label, role) for role, label in roles.items())


def _is_small_word(figure: Figure) -> bool:
    """Say whether a number is part of how people talk: "los dos departamentos"."""
    return figure.words and KINDS[figure.kind] == "count" and figure.value < SMALL


def _is_of(fact: Fact, figure: Figure) -> bool:
    # "more than 400" was read as the "400" of Spanish
    same = (fact.value, fact.unit) == (figure.value, figure.unit)
    return same and fact.value_text in figure.text


def _is_borrowed(fact: Fact, sentence: str, own: str) -> bool:
    """Say whether a claim was taken over from a sentence before though its own words say enough."""
    who = frozenset(stem for p in fact.populations for stem in stems_of(p.label))
    said = stems_of(without_figures(own)) - who
    return fact.claim not in " ".join(sentence.split()) and len(said) > 1


def _counted(text: str, figure: Figure, end: int) -> tuple[Population, ...]:
    """Return the role right behind a figure that is no finding: "250 *ejecutivos de TI*"."""
    behind = text[figure.span.end : end]
    found = next(iter(find_roles(behind)), None)
    if found is None or len(find_words(behind[: found.span.start])) > 2:
        return ()
    return (Population(found.label, found.role),)


def _own(text: str, start: int, end: int, figures: Sequence[Figure], place: int) -> str:
    """Return the words beside one figure: up to the boundaries towards its neighbours."""
    spans = [figure.span for figure in figures]
    if place:
        start = _boundary(text, spans[place - 1].end, spans[place].start)
    else:  # "la asimetría es completa: los CMO ponen al CIO en el número uno"
        start += max((m.end() for m in _COLON.finditer(text[start : spans[0].start])), default=0)
    if place + 1 < len(spans):
        end = _boundary(text, spans[place].end, spans[place + 1].start)
    return text[start:end]


def _boundary(text: str, start: int, end: int) -> int:
    """Return where the words between two figures pass from the first to the second."""
    between = _OPEN.sub("", text[start:end])
    for marks in (_STRONG, _WEAK):
        found = list(marks.finditer(between))
        if found:
            return start + found[-1].end()
    return start + len(between)


def counted(told: Told) -> str:
    """Return the stem of the word of content behind a figure: what is counted."""
    behind = told.own.partition(told.figure.text)[2]
    return next((stem for word in find_words(behind) for stem in stem_terms(word)), "")


def without_figures(text: str) -> str:
    """Return `text` without its quantities, so that its words alone are compared."""
    parts, at = [], 0
    for figure in find_figures(text, english=True):
        parts.append(_bare(text, at, figure.span.start))
        at = figure.span.end
    return " ".join([*parts, text[at:]])


def _bare(text: str, start: int, end: int) -> str:
    """Leave out what tells the figure behind it in other words: "la mitad (un 50,4 %)"."""
    loose = next(iter(find_figures(text, start, end, english=True)), None)
    return (
        f"{text[start : loose.span.start]} {text[loose.span.end : end]}"
        if loose
        else text[start:end]
    )


def years_of(text: str) -> frozenset[str]:
    """Return the years that `text` names, as written."""
    return frozenset(figure.text for figure in find_figures(text) if figure.kind == "year")


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the content words of `text`."""
    return frozenset(stem for word in find_words(text) for stem in stem_terms(word))


_OUTDONE = re.compile(rf"\b(?:{'|'.join(terms('outdone'))})\s")
_ITS_OWN = re.compile(r"\bque\b|\(\s*(?:el|un|con|un)?\s*\Z")
_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ]\w+(?: (?:de |del |la )?[A-ZÁÉÍÓÚÑ]\w+)*")
_ASKING = stems_of(" ".join(terms("asking")))
_THE = frozenset(terms("the"))
