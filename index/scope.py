"""A base narrowed to some articles, publishers, years or roles: what is left is all there is.

Narrowing happens below search and answering: they see a smaller base, so that answers, citations
and nearest passages cannot come from elsewhere.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TypeVar

from corpus.article import Article
from corpus.errors import PuenteError
from corpus.lexicon import fold
from index.base import Base
from index.records import Hit, SentenceHit
from index.search import Searcher
from kg.facts import Population
from kg.records import EntityRecord, Evidence, Knowledge, RoleRecord, StudyRecord
from kg.role import find_roles

__all__ = ["DATE", "Scope", "ScopeError", "facts_left", "narrow", "only"]

NAMED = 20  # choices that a message lists
MORE = 8  # how many times as many hits are asked for while those of other roles fall out
_H = TypeVar("_H", Hit, SentenceHit)
_R = TypeVar("_R", RoleRecord, EntityRecord)
DATE = re.compile("[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")


class ScopeError(PuenteError):
    """A narrowing that the base cannot follow: an article, publisher or role that it lacks."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an answer may come from; nothing said is no limit, several of a kind are either.

    Attributes:
        articles: ids.
        publishers: names, whatever the case and accents.
        since: ISO 8601 date, `2019`, `2019-06` or `2019-06-30`; articles without a date are out.
        roles: ids or any names of roles: sentences that name them, or a narrower one, and facts
            about them. The sentences that tell of the study of such a fact are left too.
    """

    articles: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    since: str | None = None
    roles: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.articles or self.publishers or self.since or self.roles)


def narrow(base: Base, scope: Scope | None) -> Base:
    """Return the part of `base` that `scope` leaves; the base itself where it leaves all.

    Raises:
        ScopeError: if it names what the base does not hold, or leaves nothing.
    """
    if scope is None or scope.everything:
        return base
    return _Narrowed(base, scope)


def only(base: Base, articles: Iterable[str]) -> Base:
    """Return the part of `base`, which may be narrowed already, that is of some of its articles."""
    if isinstance(base, _Narrowed):
        return base.only(tuple(articles))
    return narrow(base, Scope(tuple(articles)))


def facts_left(base: Base, scope: Scope) -> Knowledge:
    """Return the facts that `scope` leaves, to be listed.

    With roles named, other roles are left out too, and so are organisations and persons of whom
    no sentence names such a role; an answer needs to know these, a list of what is left does not.

    Raises:
        ScopeError: if it names what the base does not hold, or leaves nothing.
    """
    left = narrow(base, scope)
    return left.listed() if isinstance(left, _Narrowed) else left.knowledge


class _Narrowed(Base):
    """A base of which only some articles and sentences are seen."""

    def __init__(self, base: Base, scope: Scope) -> None:
        super().__init__(base.path, base.folder, base.manifest)
        self._whole = base
        self._scope = scope
        self._ids = _articles(base, scope)
        self._roles = frozenset(
            role for name in scope.roles for role in _narrower(base, _role(base, name))
        )

    @property
    def whole(self) -> Base:
        return self._whole

    def only(self, articles: tuple[str, ...]) -> Base:
        """Return what is left of some of the articles."""
        return narrow(self._whole, replace(self._scope, articles=articles))

    def current(self) -> Base:
        whole = self._whole.current()
        return self if whole is self._whole else narrow(whole, self._scope)

    @property
    def article_ids(self) -> tuple[str, ...]:
        return self._ids

    def article(self, article_id: str) -> Article:
        return self._whole.article(article_id)

    @cached_property
    def _knowledge(self) -> Knowledge:
        return _narrowed(self._whole.knowledge, frozenset(self._ids), self._about)

    def listed(self) -> Knowledge:
        """Return what is left, see `facts_left`."""
        if not self._roles:
            return self.knowledge
        known = self.knowledge
        return replace(
            known,
            roles=tuple(role for role in known.roles if role.id in self._roles),
            entities=tuple(
                e for e in known.entities if any(self._names(s.quote) for s in e.evidence)
            ),
        )

    @cached_property
    def _searcher(self) -> Searcher:
        if not self._roles:
            return _Narrow(self._whole.searcher.channels, self._ids, None)
        places = {(s.article, s.start) for s in self.knowledge.statistics}
        places |= {(r.article, r.start) for r in self.knowledge.recommendations}

        def about(article: str, start: int, end: int) -> bool:
            text = self.article(article).text[start:end]
            facts = any(a == article and start <= at < end for a, at in places)
            return facts or self._names(text)

        return _Narrow(self._whole.searcher.channels, self._ids, about)

    def _names(self, text: str) -> bool:
        return bool(self._roles & _roles_in(text))

    def _about(self, populations: Iterable[Population], quote: str = "") -> bool:
        """Say whether a fact of these people is wanted, or one whose sentence names the role."""
        if not self._roles:
            return True
        return any(p.role in self._roles for p in populations) or self._names(quote)


@dataclass(frozen=True)
class _Narrow(Searcher):
    """A search over what is left."""

    ids: tuple[str, ...]
    about: Callable[[str, int, int], bool] | None

    def search(
        self,
        query: str,
        top: int = 10,
        *,
        off: Collection[str] = (),
        articles: Collection[str] | None = None,
        fold_same: bool = True,
        expand: Callable[[str], str] | None = None,
    ) -> list[Hit]:
        ids = self._left(articles)

        def some(many: int) -> list[Hit]:
            return Searcher.search(
                self, query, many, off=off, articles=ids, fold_same=fold_same, expand=expand
            )

        return self._kept(some, top)

    def sentences(
        self,
        query: str,
        top: int = 10,
        *,
        off: Collection[str] = (),
        articles: Collection[str] | None = None,
        expand: Callable[[str], str] | None = None,
    ) -> list[SentenceHit]:
        ids = self._left(articles)

        def some(many: int) -> list[SentenceHit]:
            return Searcher.sentences(self, query, many, off=off, articles=ids, expand=expand)

        return self._kept(some, top)

    def _left(self, articles: Collection[str] | None) -> tuple[str, ...]:
        if articles is None:
            return self.ids
        wanted = frozenset(articles)
        return tuple(one for one in self.ids if one in wanted)

    def _kept(self, some: Callable[[int], list[_H]], top: int) -> list[_H]:
        """Return the first `top` that are about the roles, however far down they stand."""
        many = top
        while True:
            found = some(many)
            about = self.about
            kept = (
                found if about is None else [h for h in found if about(h.article, h.start, h.end)]
            )
            if len(kept) >= top or len(found) < many:
                return kept[:top]
            many *= MORE


@lru_cache(maxsize=20_000)
def _roles_in(text: str) -> frozenset[str]:
    return frozenset(mention.role for mention in find_roles(text))


def _articles(base: Base, scope: Scope) -> tuple[str, ...]:
    """Return the ids that articles, publishers and date leave."""
    ids = list(base.article_ids)
    chosen, known_ids = frozenset(scope.articles), frozenset(ids)
    for wanted in scope.articles:
        if wanted not in known_ids:
            raise ScopeError(f"No hay ningún artículo «{wanted}»; hay: {_list(ids)}")
    if scope.articles:
        ids = [one for one in ids if one in chosen]
    records = base.knowledge.articles
    names = {r.publisher for r in records.values() if r.publisher}
    for name in scope.publishers:
        if not any(fold(name) == fold(known) for known in names):
            there = _list(sorted(names)) if names else "ningún artículo dice quién lo publica"
            raise ScopeError(f"Ningún artículo es de «{name}»; hay: {there}")
    if scope.publishers:
        wanted_names = {fold(name) for name in scope.publishers}
        ids = [i for i in ids if fold(records[i].publisher or "") in wanted_names]
    if scope.since is not None:
        if not DATE.fullmatch(scope.since):
            raise ScopeError(f"«{scope.since}» no es una fecha: escriba 2019, 2019-06 o 2019-06-30")
        dates = {i: records[i].published for i in ids}
        ids = [i for i, date in dates.items() if date and _reaches(date, scope.since)]
        if not ids:
            known = sorted({date for date in dates.values() if date})
            there = f"hay: {_list(known)}" if known else "ninguno lleva fecha"
            raise ScopeError(f"No hay artículos desde {scope.since}; {there}")
    if not ids:
        raise ScopeError("Ningún artículo cumple todo lo que se pide a la vez")
    return tuple(ids)


def _reaches(date: str, since: str) -> bool:
    """Say whether an article of `date` may be of `since` or later: "2019" may be of 2019-06."""
    common = min(len(date), len(since))
    return date[:common] >= since[:common]


def _role(base: Base, name: str) -> str:
    """Return the id of the role called `name`."""
    known = {role.id: role for role in base.knowledge.roles}
    wanted = fold(name.strip())
    for role in known.values():
        if wanted in {fold(form) for form in (role.id, role.label, *role.alternatives)}:
            return role.id
    found = {mention.role for mention in find_roles(name, casefold=True)} & set(known)
    if len(found) == 1:
        return found.pop()
    there = _list([role.label for role in known.values()])
    raise ScopeError(f"Los artículos no nombran el rol «{name}»; nombran: {there}")


def _narrower(base: Base, role: str) -> set[str]:
    """Return a role and those of the base that it takes in."""
    taken = {role}
    while True:
        more = {r.id for r in base.knowledge.roles if taken & set(r.broader)} - taken
        if not more:
            return taken
        taken |= more


def _list(names: Sequence[str]) -> str:
    more = f" y {len(names) - NAMED} más" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _narrowed(
    knowledge: Knowledge, ids: frozenset[str], about: Callable[[Iterable[Population], str], bool]
) -> Knowledge:
    """Return the facts of some articles, about some roles."""
    statistics = tuple(
        s for s in knowledge.statistics if s.article in ids and about(s.populations, "")
    )
    left = {s.iri for s in statistics}
    sources = {s.study for s in statistics}
    return replace(
        knowledge,
        articles={i: record for i, record in knowledge.articles.items() if i in ids},
        statistics=tuple(
            replace(s, contrasts=tuple(other for other in s.contrasts if other in left))
            for s in statistics
        ),
        recommendations=tuple(
            r for r in knowledge.recommendations if r.article in ids and about(r.to, r.quote)
        ),
        studies=tuple(
            _study(s, ids)
            for s in knowledge.studies
            if not ids.isdisjoint(s.articles)
            and (s.iri in sources or any(about((), e.quote) for e in s.evidence))
        ),
        roles=tuple(_seen(r, ids) for r in knowledge.roles if not ids.isdisjoint(r.articles)),
        entities=tuple(_seen(e, ids) for e in knowledge.entities if not ids.isdisjoint(e.articles)),
    )


def _study(study: StudyRecord, ids: Collection[str]) -> StudyRecord:
    return replace(
        study,
        articles=tuple(i for i in study.articles if i in ids),
        evidence=_of(study.evidence, ids),
        samples=tuple(s for s in study.samples if s.evidence.article in ids),
    )


def _seen(record: _R, ids: Collection[str]) -> _R:
    return replace(
        record,
        articles=tuple(i for i in record.articles if i in ids),
        evidence=_of(record.evidence, ids),
    )


def _of(evidence: Iterable[Evidence], ids: Collection[str]) -> tuple[Evidence, ...]:
    return tuple(one for one in evidence if one.article in ids)
