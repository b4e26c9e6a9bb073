"""Turns what was read from an article into the quads of the article's named graph."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from corpus.article import Article, Passage, Span
from kg.contrast import contrasts
from kg.facts import (
    ArticleFacts,
    Entity,
    Population,
    Recommendation,
    RoleMention,
    Sample,
    Statistic,
    Study,
)
from kg.vocabulary import DEFAULT, OA, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, Iris, role_labels, slug

__all__ = ["Extractor", "article_graph", "build_graph"]

HEADING_SEPARATOR = " › "
_CONTEXT = 32  # characters of context on each side of a quote, as annotation clients keep


@dataclass(frozen=True, slots=True)
class Extractor:
    """What read the facts; its version changes whenever it may read others."""

    name: str
    version: str


def article_graph(
    article: Article,
    facts: ArticleFacts,
    *,
    iris: Iris = DEFAULT,
    extractor: Extractor | None = None,
) -> list[Quad]:
    """Return everything that is known of an article, as quads of its named graph.

    Args:
        article: the article as it was read.
        facts: what was extracted from it.
        iris: where our terms and things live.
        extractor: what extracted the facts, our own if not told.

    Returns:
        Quads without blank nodes, sorted; the same for the same arguments, always.
    """
    writer = _Writer(article, iris, extractor or _own())
    writer.write_article()
    entities = writer.write_entities(facts.entities, facts.roles)
    writer.write_roles(facts.roles)
    studies = {study.key: writer.write_study(study, entities) for study in facts.studies}
    writer.write_statistics(facts.statistics, studies)
    writer.write_recommendations(facts.recommendations, entities, facts.roles)
    graph = iris.article_graph(article.id)
    return sorted((Quad(s, p, o, graph) for s, p, o in writer.triples), key=str)


def build_graph(
    articles: Mapping[str, str], *, iris: Iris = DEFAULT, extractor: Extractor | None = None
) -> list[Quad]:
    """Return the record of a build (PROV-O) as the sorted quads of its named graph.

    It tells no time: two builds of the same articles by the same extractor are one record.

    Args:
        articles: sha256 of each article, by its id.
        iris: where our terms and things live.
        extractor: what extracted the facts, our own if not told.
    """
    extractor = extractor or _own()
    hashes = [f"{name} {articles[name]}" for name in sorted(articles)]
    build = iris.build([extractor.name, extractor.version, *hashes])
    triples: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (build, RDF["type"], PROV["Activity"]),
        (build, RDFS["label"], Literal("Construcción de la base", language="es")),
        (build, RDFS["label"], Literal("Build of the base", language="en")),
        (build, PROV["wasInformedBy"], iris.extraction(extractor.name, extractor.version)),
        *((build, PROV["used"], iris.article(name)) for name in articles),
    ]
    graph = iris.graph("builds")
    return sorted({Quad(s, p, o, graph) for s, p, o in triples}, key=str)


def _own() -> Extractor:
    # all the extractors, which a graph of facts already read does not need
    from kg.extraction import EXTRACTOR

    return Extractor(EXTRACTOR.name, EXTRACTOR.version)


class _Writer:
    """Collects the triples of one article."""

    def __init__(self, article: Article, iris: Iris, extractor: Extractor) -> None:
        self.article, self.iris, self.pu = article, iris, iris.term
        self.iri = iris.article(article.id)
        self.triples: set[tuple[NamedNode, NamedNode, NamedNode | Literal]] = set()
        self._extractor = extractor
        self._starts = [sentence.start for sentence in article.sentences]
        self._passages = [passage.start for passage in article.passages]
        self._turns: Counter[NamedNode] = Counter()
        self._own_names: dict[str, RoleMention] = {}  # by the thesaurus's role that they narrow

    def add(
        self, subject: NamedNode, predicate: NamedNode, *objects: NamedNode | Literal | None
    ) -> None:
        """Add a triple for each object that is there."""
        for value in objects:
            if value is not None:
                self.triples.add((subject, predicate, value))

    def text(self, text: str) -> Literal:
        """Return text in the language of the article."""
        return Literal(text, language=self.article.language or "es")

    # --- the article, its passages and places

    def write_article(self) -> None:
        """Add the article with its metadata and passages, and what read it."""
        article, iri, add = self.article, self.iri, self.add
        add(iri, RDF["type"], SCHEMA["Article"])
        add(iri, SCHEMA["headline"], self.text(article.title))
        add(iri, SCHEMA["inLanguage"], Literal(article.language))
        add(iri, SCHEMA["sha256"], Literal(article.sha256))
        add(iri, SCHEMA["datePublished"], _date(article.published))
        add(iri, self.pu("sourceFile"), Literal(article.source))
        if article.publisher:
            add(iri, SCHEMA["publisher"], self.named("organization", article.publisher))
        for author in article.authors:
            # a person signs with more than one name: "Redacción", "EFE" are who published it
            kind = "person" if len(author.split()) > 1 else "organization"
            add(iri, SCHEMA["author"], self.named(kind, author))
        for passage in article.passages:
            self._write_passage(passage)
        name, version = self._extractor.name, self._extractor.version
        agent, activity = self.iris.extractor(name, version), self.iris.extraction(name, version)
        add(agent, RDF["type"], PROV["SoftwareAgent"])
        add(agent, SCHEMA["name"], Literal(name))
        add(agent, SCHEMA["softwareVersion"], Literal(version))
        add(activity, RDF["type"], PROV["Activity"])
        add(activity, PROV["wasAssociatedWith"], agent)

    def _write_passage(self, passage: Passage) -> None:
        iri = self.iris.at(self.article.id, "passage", passage)
        self.add(iri, RDF["type"], self.pu("Passage"))
        self.add(iri, SCHEMA["text"], self.text(passage.of(self.article.text)))
        if passage.heading:
            self.add(iri, self.pu("heading"), self.text(HEADING_SEPARATOR.join(passage.heading)))
        self._select(iri, passage)

    def _select(self, iri: NamedNode, span: Span) -> None:
        """Add the source of a place and its two selectors (Web Annotation, sections 4.2.4-5)."""
        text, name = self.article.text, self.article.id
        position = self.iris.at(name, "position", span)
        exact = self.iris.at(name, "quote", span)
        self.add(iri, OA["hasSource"], self.iri)
        self.add(iri, OA["hasSelector"], position, exact)
        self.add(position, RDF["type"], OA["TextPositionSelector"])
        self.add(position, OA["start"], _integer(span.start))
        self.add(position, OA["end"], _integer(span.end))
        self.add(exact, RDF["type"], OA["TextQuoteSelector"])
        self.add(exact, OA["exact"], Literal(span.of(text)))
        self.add(exact, OA["prefix"], Literal(text[max(0, span.start - _CONTEXT) : span.start]))
        self.add(exact, OA["suffix"], Literal(text[span.end : span.end + _CONTEXT]))

    def evidence(self, thing: NamedNode, span: Span) -> None:
        """Add that `thing` was read from the sentences at `span`."""
        iri = self.iris.evidence(self.article.id, span)
        self.add(thing, self.pu("evidence"), iri)
        if (iri, RDF["type"], OA["SpecificResource"]) not in self.triples:
            self.add(iri, RDF["type"], OA["SpecificResource"])
            self._select(iri, span)

    def sentences_at(self, span: Span) -> Span:
        """Return the whole sentences that `span` lies in, or `span` where none holds it."""
        first = bisect_right(self._starts, span.start) - 1
        last = bisect_right(self._starts, max(span.start, span.end - 1)) - 1
        if first < 0:
            return span
        whole = Span(self.article.sentences[first].start, self.article.sentences[last].end)
        return whole if whole.covers(span) else span

    def passages_at(self, span: Span) -> Iterator[Passage]:
        """Yield the passages that hold `span`, last first."""
        passages = self.article.passages
        for index in range(bisect_right(self._passages, span.start) - 1, -1, -1):
            if passages[index].end <= span.start:  # passages end in the order that they start in
                return
            if passages[index].covers(span):
                yield passages[index]

    def mention(self, thing: NamedNode, spans: Iterable[Span], *, quoted: bool = True) -> None:
        """Add that the article and its passages at `spans` name `thing`."""
        self.add(self.iri, self.pu("mentions"), thing)
        for span in spans:
            if quoted:
                self.evidence(thing, self.sentences_at(span))
            for passage in self.passages_at(span):
                place = self.iris.at(self.article.id, "passage", passage)
                self.add(place, self.pu("mentions"), thing)

    def fact(self, kind: str, iri: NamedNode, rule: str, confidence: float) -> None:
        """Add the type of a fact and what every fact has but its evidence."""
        name, version = self._extractor.name, self._extractor.version
        self.add(iri, RDF["type"], self.pu(kind))
        self.add(iri, self.pu("inArticle"), self.iri)
        self.add(iri, self.pu("rule"), Literal(rule))
        self.add(iri, self.pu("confidence"), _decimal(Decimal(f"{confidence:.4f}")))
        self.add(iri, PROV["wasGeneratedBy"], self.iris.extraction(name, version))

    def _reasons(self, reasons: Mapping[NamedNode, Iterable[tuple[float, str]]]) -> None:
        """Add every rule by which a thing that is named was read, and the surest's confidence."""
        for iri, found in reasons.items():
            told = [(confidence, rule) for confidence, rule in found if rule]
            self.add(iri, self.pu("rule"), *(Literal(rule) for _, rule in told))
            if told:
                self.add(iri, self.pu("confidence"), _decimal(Decimal(f"{max(told)[0]:.4f}")))

    def at(self, kind: str, span: Span) -> NamedNode:
        """Return a new IRI for a thing read at `span`, apart from those read there before."""
        place = self.iris.at(self.article.id, kind, span)
        self._turns[place] += 1
        return self.iris.at(self.article.id, kind, span, self._turns[place])

    # --- who

    def named(self, kind: str, name: str, organization: str | None = None) -> NamedNode:
        """Return an organisation or a person, typed and named."""
        if kind == "person":
            iri = self.iris.person(name, organization, self.article.id)
        else:
            iri = self.iris.organization(name)
        self.add(iri, RDF["type"], SCHEMA["Person" if kind == "person" else "Organization"])
        self.add(iri, SCHEMA["name"], Literal(name))
        return iri

    def write_entities(
        self, entities: Iterable[Entity], roles: Iterable[RoleMention]
    ) -> dict[str, NamedNode]:
        """Add organisations and persons; return them by the slug of each of their names."""
        by_label = {slug(label): role.role for role in roles for label in _labels(role)}
        found: dict[str, NamedNode] = {}
        reasons: dict[NamedNode, list[tuple[float, str]]] = {}
        # organisations first, so that a person's employer is found under any of its names
        for entity in sorted(entities, key=lambda entity: entity.kind == "person"):
            iri = self.named(entity.kind, entity.name, entity.organization)
            reasons.setdefault(iri, []).append((entity.confidence, entity.rule))
            self.add(iri, SCHEMA["alternateName"], *(Literal(name) for name in entity.aliases))
            if entity.organization:
                employer = found.get(slug(entity.organization))
                employer = employer or self.named("organization", entity.organization)
                self.add(iri, SCHEMA["worksFor"], employer)
            if entity.role:
                self.add(iri, SCHEMA["jobTitle"], self.text(entity.role))
                role = by_label.get(slug(entity.role))
                if role:
                    self.add(iri, SCHEMA["hasOccupation"], self.iris.role(role))
            self.mention(iri, entity.mentions)
            for name in entity.names:
                found.setdefault(slug(name), iri)
        self._reasons(reasons)
        return found

    def write_roles(self, roles: Iterable[RoleMention]) -> None:
        """Add each role named, with the forms that name it."""
        reasons: dict[NamedNode, list[tuple[float, str]]] = {}
        for role in roles:
            if role.broader:
                self._own_names[role.broader] = role
            iri = self.role(role.role, role.label)
            self.add(iri, self.pu("roleKind"), self.pu(role.kind))
            if role.broader:
                self.add(iri, SKOS["broader"], self.iris.role(role.broader))
            surface = re.sub(r"\s+", " ", role.span.of(self.article.text))
            if surface != role.label:
                self.add(iri, SKOS["altLabel"], self.text(surface))
            self.mention(iri, (role.span,))
            reasons.setdefault(iri, []).append((role.confidence, role.rule))
        self._reasons(reasons)

    def role(self, role: str, label: str) -> NamedNode:
        """Return a role of the thesaurus, typed and labelled."""
        iri = self.iris.role(role)
        self.add(iri, RDF["type"], self.pu("Role"), SKOS["Concept"])
        preferred = role_labels().get(role, label)
        self.add(iri, SKOS["prefLabel"], Literal(preferred, language="es"))
        return iri

    def population(self, population: Population | None) -> NamedNode | None:
        """Return who a figure or an advice is about: a role, or a group of its own."""
        if population is None:
            return None
        if population.role:
            iri = self.role(population.role, population.label)
            own = self._own_names.get(population.role)
            named = self.role(own.role, own.label) if own else iri
            self.add(self.iri, self.pu("mentions"), named)
            return iri
        iri = self.iris.population(population.label)
        self.add(iri, RDF["type"], self.pu("Population"))
        self.add(iri, SKOS["prefLabel"], self.text(population.label))
        return iri

    # --- what

    def write_study(self, study: Study, entities: Mapping[str, NamedNode]) -> NamedNode:
        """Add a study with its samples; return it."""
        if study.name:
            iri = self.iris.study(study.name, study.conducted_by)
            self.add(iri, SCHEMA["name"], Literal(study.name))
        else:
            iri = self.at("study", study.evidence[0])
        self.fact("Study", iri, study.rule, study.confidence)
        self.add(iri, SCHEMA["datePublished"], _date(study.published))
        for name in study.conducted_by:
            conductor = entities.get(slug(name)) or self.named("organization", name)
            self.add(iri, self.pu("conductedBy"), conductor)
        for span in study.evidence:
            self.evidence(iri, span)
        for sample in study.samples:
            self.add(iri, self.pu("sample"), self._write_sample(sample))
        self.mention(iri, study.evidence, quoted=False)
        return iri

    def _write_sample(self, sample: Sample) -> NamedNode:
        iri = self.at("sample", sample.span)
        self.add(iri, RDF["type"], self.pu("Sample"))
        self.add(iri, self.pu("size"), _integer(sample.size))
        self.add(iri, self.pu("comparator"), self.pu(sample.comparator))
        self.add(iri, self.pu("population"), self.population(sample.population))
        self.evidence(iri, self.sentences_at(sample.span))
        return iri

    def write_statistics(
        self, statistics: tuple[Statistic, ...], studies: Mapping[str, NamedNode]
    ) -> None:
        """Add each figure, and which of them contrast."""
        iris = []
        for statistic in statistics:
            iri = self.at("statistic", statistic.figure)
            iris.append(iri)
            self.fact("Statistic", iri, statistic.rule, statistic.confidence)
            self.evidence(iri, statistic.evidence)
            self.add(iri, self.pu("value"), _decimal(statistic.value))
            self.add(iri, self.pu("unit"), self.pu(statistic.unit))
            self.add(iri, self.pu("comparator"), self.pu(statistic.comparator))
            self.add(iri, self.pu("valueText"), Literal(statistic.value_text))
            self.add(iri, self.pu("claim"), self.text(statistic.claim))
            if statistic.currency:
                self.add(iri, SCHEMA["currency"], Literal(statistic.currency))
            if statistic.year:
                self.add(iri, SCHEMA["observationDate"], _date(str(statistic.year)))
            if statistic.study:
                self.add(iri, self.pu("study"), studies.get(statistic.study))
            for population in statistic.populations:
                self.add(iri, self.pu("population"), self.population(population))
        for one, other in contrasts(statistics, self.article.text):
            self.add(iris[one], self.pu("contrastsWith"), iris[other])
            self.add(iris[other], self.pu("contrastsWith"), iris[one])

    def write_recommendations(
        self,
        recommendations: Iterable[Recommendation],
        entities: Mapping[str, NamedNode],
        roles: Iterable[RoleMention],
    ) -> None:
        """Add each advice, who gives it and who it is for."""
        by_label = {slug(label): role for role in roles for label in _labels(role)}
        for advice in recommendations:
            iri = self.at("recommendation", advice.evidence)
            self.fact("Recommendation", iri, advice.rule, advice.confidence)
            self.evidence(iri, advice.evidence)
            self.add(iri, SCHEMA["text"], self.text(advice.text))
            if advice.by:
                role = by_label.get(slug(advice.by))
                by = entities.get(slug(advice.by))
                by = by or (self.role(role.role, role.label) if role else None)
                by = by or self.named("organization", advice.by)
                self.add(iri, self.pu("recommendedBy"), by)
            for population in advice.to:
                self.add(iri, self.pu("addressedTo"), self.population(population))


def _labels(role: RoleMention) -> tuple[str, ...]:
    """Return the names that people's positions and advice may know a role by."""
    wider = role_labels().get(role.broader) if role.broader else None
    return (role.label, wider) if wider else (role.label,)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD["integer"])


def _decimal(number: Decimal) -> Literal:
    """Return a decimal in its one canonical form: no exponent, no zeros at the end."""
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Literal(plain or "0", datatype=XSD["decimal"])


def _date(text: str | None) -> Literal | None:
    """Return an ISO 8601 date as precise as it is written."""
    if not text:
        return None
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    return Literal(text, datatype=XSD[kinds[len(text)]] if len(text) in kinds else None)
