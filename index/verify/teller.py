"""Who tells a figure, and whom a claim names as its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from corpus.article import Article
from corpus.lexicon import fold
from index.lexical import find_words, stem_terms
from index.verify.told import Told
from index.verify.words import teller_kinds
from kg.records import Knowledge
from kg.role import find_roles

__all__ = ["Match", "Tellers"]

Match = Literal["same", "other", "unsure"]
LEADING = (
    2  # words of a long name by which it is called: "Robert Half", of "Robert Half Technology"
)
LONG = 3  # letters: shorter words of a title say nothing of how it is written
_OPENERS = frozenset({"el", "la", "del", "al"})


@dataclass(frozen=True, slots=True)
class _Teller:
    """A study, with the names it and those who made it go by."""

    names: tuple[str, ...]
    articles: tuple[str, ...]


class Tellers:
    """The studies of a base, and by what words a text names them."""

    def __init__(self, knowledge: Knowledge) -> None:
        aliases = {entity.name: entity.aliases for entity in knowledge.entities}
        self._tellers = [
            _Teller(
                (
                    *(alias for n in s.conducted_by for alias in (n, *aliases.get(n, ()))),
                    *([s.name] if s.name else []),
                ),
                s.articles,
            )
            for s in knowledge.studies
        ]
        self._all = sorted({name for teller in self._tellers for name in teller.names})
        self._said: dict[tuple[str, int], frozenset[_Teller]] = {}

    def match(
        self, claimed: Sequence[frozenset[str]], article: Article, number: int, told: Told
    ) -> Match:
        """Say whether a figure of the base is of a source that a claim names, see `claimed`.

        A claim that names no source of the base is nobody's word against it. Where the sentence
        names its source itself, that one counts; else the nearest one named before it and that of
        the graph, of which neither is sure where they differ.
        """
        if not claimed:
            return "same"
        own = self._named(article, number)
        near = own or self._nearest(article, number)
        graph = frozenset(t for t in self._tellers if not set(t.names).isdisjoint(told.sources))
        if own or (near and graph and not near.isdisjoint(graph)):
            held = own or near & graph
            return "same" if _is_of(claimed, held) else "other"
        return "unsure" if _is_of(claimed, near | graph) or not near | graph else "other"

    def claimed(self, claim: str) -> list[frozenset[str]]:
        """Return the words by which a claim calls each source of the base that it names."""
        said = _read(claim)
        return [words for name in self._all if (words := _called(name, *said))]

    def names(self, article: Article, number: int, told: Told) -> tuple[str, ...]:
        """Return the names of who tells a figure: as its sentence has it, or the graph."""
        own = self._named(article, number)
        return next((t.names for t in self._tellers if t in own), told.sources)

    def _nearest(self, article: Article, number: int) -> frozenset[_Teller]:
        """Return the tellers of the nearest sentence before one that names any."""
        found = (self._named(article, before) for before in range(number - 1, -1, -1))
        return next((tellers for tellers in found if tellers), frozenset())

    def _named(self, article: Article, number: int) -> frozenset[_Teller]:
        """Return the tellers that a sentence names, by name or by kind: "el barómetro"."""
        place = (article.id, number)
        if place not in self._said:
            text = article.sentences[number].of(article.text)
            tellers = [t for t in self._tellers if article.id in t.articles]
            said = _read(text)
            named = {t for t in tellers if any(_called(name, *said) for name in t.names)}
            for kind in _kinds_in(text):
                of_kind = [
                    t for t in tellers if any(not kind.isdisjoint(_folded(n)) for n in t.names)
                ]
                named.update(of_kind if len(of_kind) == 1 and not named else ())
            self._said[place] = frozenset(named)
        return self._said[place]


def _is_of(claimed: Sequence[frozenset[str]], tellers: Iterable[_Teller]) -> bool:
    """Say whether one of the names that were called is of one of `tellers`."""
    names = [frozenset(_folded(name)) for teller in tellers for name in teller.names]
    return any(words <= name for words in claimed for name in names)


@cache
def _folded(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in find_words(name))


def _read(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the words of a text in order, and those of them with a capital."""
    words = tuple(fold(word) for word in find_words(text))
    return words, frozenset(fold(word) for word in _capitals(text))


def _called(name: str, said: tuple[str, ...], capital: frozenset[str]) -> frozenset[str]:
    """Return the words by which a text calls `name`: all of it, or those that tell it apart."""
    words = _folded(name)
    if any(said[at : at + len(words)] == words for at in range(len(said) - len(words) + 1)):
        return frozenset(words)
    telling = _telling(name)[:LEADING]
    return frozenset(telling) if telling and capital.issuperset(telling) else frozenset()


@cache
def _telling(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it apart: no kinds, no roles, none in small letters."""
    kinds = frozenset(word for row in teller_kinds() for word in row)
    held = {fold(w) for role in find_roles(name) for w in find_words(role.span.of(name))}
    capital = _capitals(name)
    written = [word for word in name.split() if len(word) > LONG]
    if len(capital) * 2 < len(written) or (len(capital) == 1 and len(name.split()) > 1):
        return ()  # a title in small letters is called by the whole of it: "Dos despachos, un …"
    telling = (w for w in capital if (len(w) > LONG or w.isupper()) and fold(w) not in kinds | held)
    return tuple(fold(word) for word in telling if stem_terms(word))


def _capitals(text: str) -> list[str]:
    return [
        word
        for raw in text.split()
        if raw.strip("«“\"'(¿¡")[:1].isupper()
        for word in find_words(raw)
    ]


def _kinds_in(text: str) -> list[frozenset[str]]:
    """Return the kinds of teller that a text names with an article: "el instituto londinense"."""
    words = [fold(word) for word in find_words(text)]
    pairs = set(pairwise(words))
    return [row for row in teller_kinds() if any((a, k) in pairs for a in _OPENERS for k in row)]
