"""What a question asks for: its kinds and language, the roles, years and figures in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.article import Span
from corpus.lexicon import fold
from index.answer.cues import Kind, cues
from index.provenance import year_of
from kg.country import is_country
from kg.place import find_typed_places
from kg.role import find_roles
from kg.verb import often_nouns, verb_form

__all__ = ["MAX_CHARACTERS", "Question", "reads_as_verb", "understand"]

_LISTED: frozenset[Kind] = frozenset(["figure", "study", "recommendation"])
_LAST = 9999  # year
_SHORTEST = 4  # letters of a word of a place that names it
MAX_CHARACTERS = 2000  # a pasted paragraph is a question; a pasted book is not


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood.

    Attributes:
        text: as typed, white space collapsed, cut at `MAX_CHARACTERS`.
        folded: in lower case without accents.
        language: `es` or `en`.
        kinds: what it asks for, the first cue first; empty for a bare keyword.
        everything: whether all that fits is wanted ("todas las cifras").
        each_source: whether each study is to have its say ("según cada estudio"); then
            `everything` is wanted too.
        several: whether the answer is likely told in several places ("¿qué obstáculos…?").
        trouble: whether it asks for what stands in the way ("¿qué frena…?", "¿de qué se quejan…?").
        roles: ids of the thesaurus concepts it names, in order.
        terms: words that carry content, folded, in order, without repeats.
        years: years it names.
        period: the first and the last year that it speaks of; None where it names none.
        numbers: other figures it names, as typed digits.
        needs: patterns that a sentence must hold to answer it (see `questions.yaml`).
        head: the noun that is asked for ("¿qué tasa de *interés*…", "¿cuántas *tiendas*…"),
            folded; None where there is none or it is too wide to tell anything.
        expects: kinds of thing that the answer must name: `organization`, `person`, or `speaker`,
            which is either.
        population: roles of whom a figure is asked ("¿cuántos *directores de marketing*…").
        names: words with a capital that do not begin the question, folded, without roles; and those
            of towns and provinces, which are typed without too ("en cusco").
        places: places that it names behind "en" or "de", capitals or none, folded.
        units: kinds of figure that it asks for (`share`, `money` …); empty where any will do.
    """

    text: str
    folded: str
    language: str
    kinds: tuple[Kind, ...]
    everything: bool
    each_source: bool
    several: bool
    trouble: bool
    roles: tuple[str, ...]
    terms: tuple[str, ...]
    years: tuple[str, ...]
    numbers: tuple[str, ...]
    needs: tuple[re.Pattern[str], ...]
    head: str | None = None
    expects: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    period: tuple[int, int] | None = None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The questions that it is made of, folded: "que es un cmt", "cuanto cobra"."""
        return tuple(cues().clauses.split(self.folded))

    def covers(self, date: str | None) -> bool:
        """Say whether a date, which begins with its year, is of the time that it speaks of."""
        if self.period is None:
            return True
        year = year_of(date)
        return year is not None and self.period[0] <= year <= self.period[1]

    @property
    def broad(self) -> bool:
        """Whether it is answered in several places, as far as it tells."""
        return self.several or self.everything

    @property
    def bare(self) -> bool:
        """Whether it asks for all there is of a kind, and names nothing: "¿Qué estudios hay?".

        Studies are listed by their years, so that these may be named.
        """
        dated = bool(self.years) and self.kinds[:1] == ("study",)
        named = self.roles or self.names or self.numbers or (self.years and not dated)
        kinds = set(self.kinds) - ({"change"} if dated else set())
        listed = self.everything and bool(kinds) and kinds <= _LISTED
        return listed and not named and set(self.terms) <= cues().listing

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing."""
        return not (self.terms or self.kinds or self.roles or self.numbers)

    @property
    def only_figures(self) -> bool:
        """Whether it names a figure and nothing else: "¿63 % de qué?"."""
        return bool(self.numbers) and not (self.terms or self.kinds or self.roles)

    @property
    def expects_somebody(self) -> bool:
        """Whether the answer must name a person, or whoever did or said something."""
        return not {"person", "speaker"}.isdisjoint(self.expects)

    @property
    def expected_entities(self) -> frozenset[str]:
        """The kinds of entity (`person`, `organization`) one of which the answer must name."""
        kinds = frozenset(self.expects)
        return kinds | {"person", "organization"} if "speaker" in kinds else kinds

    def asks(self, *kinds: Kind) -> bool:
        """Say whether the question is of any of these kinds."""
        return any(kind in self.kinds for kind in kinds)


@cache
def _stop_words() -> frozenset[str]:
    from index.lexical import stop_words

    return frozenset(fold(word) for word in stop_words())


_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*")


def _language(folded: str) -> str:
    words = set(_WORD.findall(folded))
    spanish = words & {"el", "los", "las", "del", "que", "una", "para", "con", "segun", "cuantos"}
    return "en" if len(words & cues().english) > len(spanish) else "es"


def _kinds(folded: str) -> tuple[Kind, ...]:
    """Return what is asked for in the order of the cues: the first question word rules."""
    found = {kind: cue.search(folded) for kind, cue in cues().kinds.items()}
    places = [(match.start(), kind) for kind, match in found.items() if match]
    return tuple(kind for _, kind in sorted(places, key=lambda place: place[0]))


@lru_cache(maxsize=10_000)
def reads_as_verb(word: str) -> bool:
    """Say whether a word, with its accents or without, is more likely a verb than a noun.

    >>> [reads_as_verb(w) for w in ("creció", "costaria", "venderles", "crecimiento")]
    [True, True, True, False]
    """
    if word in often_nouns():
        return False
    forms = [word, _ENCLITIC.sub(r"\1r", word), re.sub(r"ia(n|mos)?$", r"ía\1", word)]
    if any(verb_form(form) is not None for form in forms):
        return True
    accented = verb_form(word[:-1] + _ACCENTED[word[-1]]) if word[-1:] in _ACCENTED else None
    return accented is not None and bool(accented[0])  # of a verb that is known


_ENCLITIC = re.compile(r"([aeiíáé])r(?:me|te|se|nos|les?|los?|las?)+$")
_ACCENTED = {"a": "á", "e": "é", "o": "ó"}


def _head(folded: str) -> str | None:
    """Return the noun after the first interrogative, past measures ("porcentaje de los …")."""
    for match in cues().head.finditer(folded):
        for word in _WORD.findall(folded[match.end() :])[:6]:
            if word in cues().measures or (len(word) <= 3 and word not in _SHORT_NOUNS):
                continue
            return None if reads_as_verb(word) or word in cues().function_words else word
    return None


def _expects(folded: str, kinds: Sequence[Kind]) -> tuple[str, ...]:
    found = tuple(kind for kind, cue in cues().expects.items() if cue.search(folded))
    # "¿quién redujo el cuestionario?" wants a name, "¿quién paga más, bancos o cajas?" a group
    some_name = "who" in kinds and not {"comparison", "study", "author"} & set(kinds)
    return found or (("speaker",) if some_name and cues().who.search(folded) else ())


def _period(folded: str, years: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and the last year: "desde 2015" goes on, "hasta 2015" begins with any."""
    if not years:
        return None
    first, last = int(min(years)), int(max(years))
    alone = len(years) == 1
    for bound, cue in cues().periods.items():
        if found := cue.search(folded):
            year = int(found[1])
            if bound in ("from", "after"):
                first, last = year + (bound == "after"), _LAST if alone else last
            else:
                first, last = 0 if alone else first, year - (bound == "before")
    return first, last


def _names(text: str, roles: Sequence[Span], places: Sequence[str]) -> tuple[str, ...]:
    capital = re.finditer(r"(?<=[\w,] )[A-ZÁÉÍÓÚÑ]\w+", text)
    apart = (m for m in capital if not any(r.start <= m.start() < r.end for r in roles))
    # countries are held against what is told, by all their names
    towns = (word for place in places if not is_country(place) for word in place.split())
    long = (word for word in towns if len(word) >= _SHORTEST)  # the "de" of "ciudad de méxico"
    return tuple(dict.fromkeys([*(fold(m.group()) for m in apart), *long]))


def _is_advice(text: str, role: Span) -> bool:
    """Say whether a word is no board: "¿qué consejos hay?", "¿qué consejo da?"."""
    word, before = fold(role.of(text)), _WORD.findall(fold(text[: role.start]))
    return word == "consejos" or (word == "consejo" and before[-1:] != ["el"])


_APART = re.compile(r"(?<=\w{3})[-/](?=\w{2})")  # "marketing-TI" are two words, "e-commerce" one
_SHORT_NOUNS = frozenset({"ceo", "cio", "cmo", "cfo", "cto", "coo"})


def understand(text: str) -> Question:
    """Read a question as people type it, in Spanish or English, with accents or without."""
    plain = " ".join(text.split())[:MAX_CHARACTERS]
    folded = fold(plain)
    spaced = re.sub(r"[¿?¡!:;()«»“”\"]", " ", _APART.sub(" ", folded))
    spaced = re.sub(r"(?<!\w)(q|k)(?!\w)", "que", spaced)
    spaced = re.sub(r"(?<!\w)(xq|pq)(?!\w)", "por que", spaced)
    spaced = " ".join(spaced.split())
    apart = _APART.sub(" ", plain)
    kinds = _kinds(spaced)
    roles = [
        found
        for found in find_roles(apart, casefold=True)
        if "recommendation" not in kinds or not _is_advice(apart, found.span)
    ]
    places = tuple(find_typed_places(plain))
    head = _head(spaced)
    numbers = tuple(dict.fromkeys(re.findall(r"\d+(?:[.,]\d+)*", spaced)))
    years = tuple(n for n in numbers if re.fullmatch(r"(19|20)\d\d", n))
    drop = cues().function_words | _stop_words()
    if "comparison" in kinds:
        drop |= set(cues().comparing.findall(spaced))
    if "sample" in kinds:  # that somebody was asked is what is asked, not what they were asked of
        drop |= {m.group() for m in cues().markers["sample"].finditer(spaced)}
    each_source = bool(cues().each_source.search(spaced))
    terms = dict.fromkeys(
        word for word in _WORD.findall(spaced) if word not in drop and not word[0].isdigit()
    )
    return Question(
        text=plain,
        folded=spaced,
        language=_language(spaced),
        kinds=kinds,
        everything=each_source or bool(cues().everything.search(spaced)),
        each_source=each_source,
        several=bool(cues().several.search(spaced)),
        trouble=bool(cues().trouble.search(spaced)),
        roles=tuple(dict.fromkeys(found.role for found in roles)),
        terms=tuple(terms),
        years=years,
        numbers=tuple(n for n in numbers if n not in years),
        needs=tuple(need for ask, need in cues().attributes if ask.search(spaced)),
        head=head,
        population=tuple(
            found.role for found in roles if head in _WORD.findall(fold(found.span.of(apart)))
        ),
        names=_names(apart, [found.span for found in roles], places),
        places=places,
        period=_period(spaced, years),
        units=tuple(kind for kind, cue in cues().units.items() if cue.search(spaced)),
        expects=_expects(spaced, kinds),
    )
