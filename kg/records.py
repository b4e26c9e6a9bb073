"""Reads the facts of a graph back as records, for answers and for pages."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from kg.facts import Comparator, EntityKind, Population, RoleKind, Unit
from kg.store import Store, Term
from kg.vocabulary import DEFAULT, Iris

__all__ = [
    "ArticleRecord",
    "EntityRecord",
    "Evidence",
    "Knowledge",
    "RecommendationRecord",
    "RoleRecord",
    "SampleRecord",
    "StatisticRecord",
    "StudyRecord",
    "load_knowledge",
]


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Whole sentences of an article: `quote` stands at `start` to `end` of its text."""

    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article; `published` is an ISO 8601 date as precise as the text had it."""

    iri: str
    id: str
    title: str
    publisher: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatisticRecord:
    """A figure, see `kg.facts.Statistic`; `quote` is the sentence at `start` to `end`.

    `study` and `contrasts` are IRIs, of the study and of the statistics that state the same of
    other populations or of other years.
    """

    iri: str
    article: str
    start: int
    end: int
    quote: str
    value: Decimal
    unit: Unit
    comparator: Comparator
    value_text: str
    populations: tuple[Population, ...]
    claim: str
    study: str | None
    rule: str
    confidence: float
    currency: str | None = None
    contrasts: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """Who was asked in a study, and how many."""

    iri: str
    size: int
    comparator: Comparator
    population: Population | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """A study; several articles may tell of it.

    `conductors` are the IRIs of those in `conducted_by`, in the same order.
    """

    iri: str
    name: str | None
    conducted_by: tuple[str, ...]
    published: str | None
    samples: tuple[SampleRecord, ...]
    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float
    conductors: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name, or whose it is."""
        return self.name or ", ".join(self.conducted_by)


@dataclass(frozen=True, slots=True)
class RecommendationRecord:
    """An advice, see `kg.facts.Recommendation`; `quote` is the sentence that gives it."""

    iri: str
    article: str
    start: int
    end: int
    quote: str
    text: str
    by: str | None
    by_iri: str | None
    to: tuple[Population, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A role that an article names; `id` is its own in the thesaurus."""

    iri: str
    id: str
    label: str
    kind: RoleKind
    alternatives: tuple[str, ...]
    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An organisation or a person; `evidence` are the sentences that name it."""

    iri: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...]
    role: str | None
    organization: str | None
    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and its other names."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Knowledge:
    """Everything that a graph states, in the order of article and place.

    Roles, entities and studies are in the order of their labels. It is equal to itself only, so
    that what is made from it can be kept beside it.
    """

    articles: Mapping[str, ArticleRecord] = field(default_factory=dict)
    statistics: tuple[StatisticRecord, ...] = ()
    studies: tuple[StudyRecord, ...] = ()
    recommendations: tuple[RecommendationRecord, ...] = ()
    roles: tuple[RoleRecord, ...] = ()
    entities: tuple[EntityRecord, ...] = ()
    iris: Iris = DEFAULT

    def study(self, iri: str | None) -> StudyRecord | None:
        """Return the study that `iri` names."""
        return next((study for study in self.studies if study.iri == iri), None)


def load_knowledge(store: Store) -> Knowledge:
    """Read every fact of a graph.

    It takes 20 ms for five articles; `python -m tests.benchmarks.graph` measures more.
    """
    reader = _Reader(store)
    articles = {record.id: record for record in reader.articles()}
    return Knowledge(
        articles=articles,
        statistics=tuple(reader.statistics()),
        studies=tuple(reader.studies()),
        recommendations=tuple(reader.recommendations()),
        roles=tuple(reader.roles()),
        entities=tuple(reader.entities()),
        iris=store.iris,
    )


_EVIDENCE = """SELECT ?e ?article ?start ?end ?quote WHERE {
  ?e a oa:SpecificResource ; oa:hasSource ?article ; oa:hasSelector ?position , ?exact .
  ?position oa:start ?start ; oa:end ?end . ?exact oa:exact ?quote }"""
_ARTICLES = "SELECT ?s ?title WHERE { ?s a schema:Article ; schema:headline ?title }"
_STATISTICS = """SELECT * WHERE { ?s a pu:Statistic ; pu:evidence ?e ; pu:value ?value ;
  pu:unit ?unit ; pu:comparator ?comparator ; pu:valueText ?text ; pu:claim ?claim ;
  pu:rule ?rule ; pu:confidence ?confidence }"""
_STUDIES = "SELECT * WHERE { ?s a pu:Study ; pu:rule ?rule ; pu:confidence ?confidence }"
_SAMPLES = """SELECT * WHERE { ?study pu:sample ?s .
  ?s pu:size ?size ; pu:comparator ?comparator ; pu:evidence ?e }"""
_RECOMMENDATIONS = """SELECT * WHERE { ?s a pu:Recommendation ; pu:evidence ?e ;
  schema:text ?text ; pu:rule ?rule ; pu:confidence ?confidence }"""
_MENTIONED = """SELECT DISTINCT ?article ?o WHERE { ?article a schema:Article ; pu:mentions ?o }"""


class _Reader:
    """Reads the records of one store, one query a property."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._iris: Iris = store.iris
        self._places = {
            row["e"]: Evidence(self._id(row["article"]), *self._numbers(row), row["quote"])
            for row in self._rows(_EVIDENCE)
        }
        self._sentences = self._pairs("pu:evidence")
        self._populations = self._who("pu:population")
        self._mentioned: dict[str, list[str]] = defaultdict(list)
        for row in self._rows(_MENTIONED):
            self._mentioned[row["o"]].append(self._id(row["article"]))

    def articles(self) -> Iterable[ArticleRecord]:
        names = "/schema:name"
        publishers, authors = (
            self._pairs("schema:publisher" + names),
            self._pairs("schema:author" + names),
        )
        dates = self._pairs("schema:datePublished")
        for row in sorted(self._rows(_ARTICLES), key=lambda row: row["s"]):
            iri = row["s"]
            yield ArticleRecord(
                iri,
                self._id(iri),
                row["title"],
                _first(publishers[iri]),
                _first(dates[iri]),
                tuple(sorted(authors[iri])),
            )

    def statistics(self) -> Iterable[StatisticRecord]:
        studies, currencies = self._pairs("pu:study"), self._pairs("schema:currency")
        contrasts, years = self._pairs("pu:contrastsWith"), self._pairs("schema:observationDate")
        for row in sorted(self._rows(_STATISTICS), key=_place):
            place = self._places[row["e"]]
            yield StatisticRecord(
                iri=row["s"],
                article=place.article,
                start=place.start,
                end=place.end,
                quote=place.quote,
                value=Decimal(row["value"]),
                unit=cast(Unit, self._name(row["unit"])),
                comparator=cast(Comparator, self._name(row["comparator"])),
                value_text=row["text"],
                populations=self._populations[row["s"]],
                claim=row["claim"],
                study=_first(studies[row["s"]]),
                rule=row["rule"],
                confidence=float(row["confidence"]),
                currency=_first(currencies[row["s"]]),
                contrasts=tuple(sorted(contrasts[row["s"]])),
                year=next((int(year) for year in years[row["s"]]), None),
            )

    def studies(self) -> Iterable[StudyRecord]:
        names, dates = self._pairs("schema:name"), self._pairs("schema:datePublished")
        conductors, articles = self._pairs("pu:conductedBy"), self._pairs("pu:inArticle")
        samples: dict[str, list[SampleRecord]] = defaultdict(list)
        for row in sorted(self._rows(_SAMPLES), key=_place):
            samples[row["study"]].append(
                SampleRecord(
                    row["s"],
                    int(row["size"]),
                    cast(Comparator, self._name(row["comparator"])),
                    next(iter(self._populations[row["s"]]), None),
                    self._places[row["e"]],
                )
            )
        # a study that several articles tell of has a rule and a confidence from each: the surest
        surest: dict[str, dict[str, str]] = {}
        for row in sorted(self._rows(_STUDIES), key=lambda row: (row["confidence"], row["rule"])):
            surest[row["s"]] = row
        records = []
        for iri, row in surest.items():
            who = sorted((_longest(names[other]), other) for other in conductors[iri])
            records.append(
                StudyRecord(
                    iri,
                    _first(names[iri]),
                    tuple(name for name, _ in who),
                    _first(dates[iri]),
                    tuple(samples[iri]),
                    tuple(sorted(self._id(article) for article in articles[iri])),
                    self._evidence(iri),
                    row["rule"],
                    float(row["confidence"]),
                    tuple(other for _, other in who),
                )
            )
        return sorted(records, key=lambda record: (record.label.casefold(), record.iri))

    def recommendations(self) -> Iterable[RecommendationRecord]:
        givers, to = self._pairs("pu:recommendedBy"), self._who("pu:addressedTo")
        names = self._pairs("pu:recommendedBy/(schema:name|skos:prefLabel)")
        for row in sorted(self._rows(_RECOMMENDATIONS), key=_place):
            iri, place = row["s"], self._places[row["e"]]
            yield RecommendationRecord(
                iri,
                place.article,
                place.start,
                place.end,
                place.quote,
                row["text"],
                _first(names[iri]),
                _first(givers[iri]),
                to[iri],
                row["rule"],
                float(row["confidence"]),
            )

    def roles(self) -> Iterable[RoleRecord]:
        labels, others = self._pairs("skos:prefLabel"), self._pairs("skos:altLabel")
        kinds, broader = self._pairs("pu:roleKind"), self._pairs("skos:broader")
        records = [
            RoleRecord(
                iri,
                self._iris.role_id(iri),
                _first(labels[iri]) or self._iris.role_id(iri),
                cast(RoleKind, self._name(_first(kinds[iri]) or "person")),
                tuple(sorted(others[iri])),
                tuple(sorted(articles)),
                self._evidence(iri),
                tuple(sorted(self._iris.role_id(other) for other in broader[iri])),
            )
            for iri, articles in self._mentioned.items()
            if iri in labels
        ]
        return sorted(records, key=lambda record: (record.label.casefold(), record.iri))

    def entities(self) -> Iterable[EntityRecord]:
        names, aliases = self._pairs("schema:name"), self._pairs("schema:alternateName")
        titles, employers = (
            self._pairs("schema:jobTitle"),
            self._pairs("schema:worksFor/schema:name"),
        )
        records = []
        for kind, thing in (("organization", "schema:Organization"), ("person", "schema:Person")):
            for row in self._rows(f"SELECT ?s WHERE {{ ?s a {thing} }}"):
                iri = row["s"]
                if iri in self._mentioned:
                    records.append(
                        EntityRecord(
                            iri,
                            cast(EntityKind, kind),
                            _longest(names[iri]),
                            tuple(sorted({*aliases[iri], *names[iri]} - {_longest(names[iri])})),
                            _first(titles[iri]),
                            _first(employers[iri]),
                            tuple(sorted(self._mentioned[iri])),
                            self._evidence(iri),
                        )
                    )
        return sorted(records, key=lambda record: (record.name.casefold(), record.iri))

    # --- reading

    def _rows(self, query: str) -> list[dict[str, str]]:
        """Return rows of plain strings: IRIs, and literals without type or language."""
        return [{k: _plain(v) for k, v in row.items()} for row in self._store.select(query)]

    def _pairs(self, path: str) -> dict[str, list[str]]:
        """Return every value of a property path, by subject; none is an empty list."""
        pairs: dict[str, list[str]] = defaultdict(list)
        # the merged graph repeats no triple, but two ways along a path may end alike
        distinct = "DISTINCT" if "/" in path else ""
        for row in self._rows(f"SELECT {distinct} ?s ?o WHERE {{ ?s {path} ?o }}"):
            pairs[row["s"]].append(row["o"])
        return pairs

    def _who(self, property_name: str) -> dict[str, tuple[Population, ...]]:
        """Return the populations that a property gives, by subject, in the order of labels."""
        pairs: dict[str, tuple[Population, ...]] = defaultdict(tuple)
        query = f"SELECT * WHERE {{ ?s {property_name} ?o . ?o skos:prefLabel ?label }}"
        role = f"{self._iris.base}role/"
        for row in sorted(self._rows(query), key=lambda row: (row["s"], row["label"])):
            name = self._iris.role_id(row["o"]) if row["o"].startswith(role) else None
            pairs[row["s"]] += (Population(row["label"], name),)
        return pairs

    def _evidence(self, iri: str) -> tuple[Evidence, ...]:
        return tuple(sorted(self._places[place] for place in self._sentences[iri]))

    def _id(self, iri: str) -> str:
        return self._iris.article_id(iri)

    def _name(self, iri: str) -> str:
        return iri.removeprefix(self._iris.ns)

    @staticmethod
    def _numbers(row: Mapping[str, str]) -> tuple[int, int]:
        return int(row["start"]), int(row["end"])


def _plain(term: Term) -> str:
    return str(getattr(term, "value", term))


def _first(values: Iterable[str]) -> str | None:
    """Return one of the values, always the same one."""
    return min(values, default=None)


def _longest(names: Iterable[str]) -> str:
    return max(names, key=lambda name: (len(name), name), default="")


def _place(row: Mapping[str, str]) -> tuple[str, list[int]]:
    """Return what puts things in the order in which they were read: article, then offsets."""
    article, _, place = row["s"].rpartition("/")
    return article, [int(number) for number in re.findall(r"\d+", place)]
