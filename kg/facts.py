"""What is read from one article: frozen records, each with the place that it was read from.

A fact never holds a quote of its own: `evidence` is the span of whole sentences in
`Article.text` that state it.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.article import Span

__all__ = [
    "ArticleFacts",
    "Comparator",
    "Entity",
    "EntityKind",
    "Population",
    "Recommendation",
    "RoleKind",
    "RoleMention",
    "Sample",
    "Statistic",
    "Study",
    "Unit",
]

Unit = Literal["percent", "points", "count", "multiple", "currency", "rank", "duration"]
Comparator = Literal["exactly", "moreThan", "lessThan", "atLeast", "atMost", "about"]
RoleKind = Literal["person", "team"]
EntityKind = Literal["organization", "person"]


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A role of the thesaurus where the text names it.

    `role` is the id of the concept in the thesaurus (`cmo`, `departamento-de-ti`), `label` its
    preferred label (`CMO`), `span` the surface form without article or determiner. A role that the
    article calls by a name of its own has the concept of the thesaurus in `broader`. `rule` tells
    what made it be read, for a person to judge, and `confidence`, 0 to 1, how far to trust it.
    """

    role: str
    label: str
    kind: RoleKind
    span: Span
    broader: str | None = None
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation or a person, with every place that names it in the article.

    `name` is the fullest form; `aliases` are its other forms; `role` the label of the position
    that a person holds, where the text says so, and `organization` where. `rule` is the surest of
    those that told what kind of thing it is, and `confidence`, 0 to 1, how far to trust it.
    """

    kind: EntityKind
    name: str
    mentions: tuple[Span, ...]
    aliases: tuple[str, ...] = ()
    role: str | None = None
    organization: str | None = None
    rule: str = ""
    confidence: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and its other names."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Population:
    """Who a figure is about: `label` is the role's where `role` (a concept id) is given."""

    label: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """Who was asked, and how many: "más de 400 ejecutivos senior de Marketing"."""

    size: int
    comparator: Comparator
    population: Population | None
    span: Span


@dataclass(frozen=True, slots=True)
class Study:
    """A study, survey or report that the article tells of.

    `key` is its name within the article (`s1`); `evidence` the sentences that introduce it.
    """

    key: str
    name: str | None
    conducted_by: tuple[str, ...]
    published: str | None
    samples: tuple[Sample, ...]
    evidence: tuple[Span, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure that states a finding about the world.

    Attributes:
        value: in `unit`; a share is always percent, 0 to 100 ("uno de cada 10" is 10), a rank
            is the place ("en cuarto lugar" is 4), money is in whole units of `currency`.
        currency: ISO 4217 code, for unit `currency` only.
        year: that it is told of, where its sentence names one: "el 18 % en 2018".
        value_text: the figure as written, without "solo": "uno de cada 10", "75% o más".
        figure: where `value_text` stands; inside `evidence`.
        evidence: the whole sentence that states it.
        populations: who it is about, one for each part of "CIO y CMO".
        claim: what holds of them, readable alone, without the attribution.
        study: key of its `Study`.
        rule: what made it be read, for a person to judge.
        confidence: 0 to 1.
    """

    value: Decimal
    unit: Unit
    comparator: Comparator
    value_text: str
    figure: Span
    evidence: Span
    populations: tuple[Population, ...]
    claim: str
    study: str | None
    rule: str
    confidence: float
    currency: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An advice that the article, or someone in it, gives.

    `text` is the advice as written, attribution trimmed; `by` who gives it where it is not the
    author; `to` the roles that it is for.
    """

    text: str
    evidence: Span
    by: str | None
    to: tuple[Population, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """Everything read from one article, each kind in reading order."""

    article: str
    roles: tuple[RoleMention, ...]
    entities: tuple[Entity, ...]
    studies: tuple[Study, ...]
    statistics: tuple[Statistic, ...]
    recommendations: tuple[Recommendation, ...]
