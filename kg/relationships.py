"""The relationships between what a graph names, as a networkx graph, and what is said of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from kg.facts import Population
from kg.records import Evidence, Knowledge, StatisticRecord, load_knowledge
from kg.store import Store
from kg.vocabulary import Iris

if TYPE_CHECKING:
    import networkx

__all__ = ["EDGE_LABELS", "NodeFact", "NodeKind", "node_facts", "relationships"]

NodeKind = Literal[
    "article",
    "organization",
    "person",
    "population",
    "recommendation",
    "role",
    "statistic",
    "study",
]

EDGE_LABELS: Mapping[str, Mapping[str, str]] = {
    "pu:addressedTo": {"es": "dirigida a", "en": "addressed to"},
    "pu:conductedBy": {"es": "realizado por", "en": "conducted by"},
    "pu:contrastsWith": {"es": "contrasta con", "en": "contrasts with"},
    "pu:inArticle": {"es": "aparece en", "en": "appears in"},
    "pu:mentions": {"es": "menciona", "en": "mentions"},
    "pu:population": {"es": "habla de", "en": "is about"},
    "pu:recommendedBy": {"es": "la da", "en": "given by"},
    "pu:sample": {"es": "preguntó a", "en": "asked"},
    "pu:study": {"es": "según", "en": "according to"},
    "schema:hasOccupation": {"es": "es", "en": "is"},
    "schema:worksFor": {"es": "trabaja en", "en": "works for"},
    "skos:broader": {"es": "es un tipo de", "en": "is a kind of"},
}

_LABEL = 60


@dataclass(frozen=True, slots=True)
class NodeFact:
    """What is said of a node, and the sentence that says it.

    `kind` is `statistic`, `recommendation`, `study` or `mention`; `text` what is said, in short.
    """

    kind: str
    iri: str
    text: str
    evidence: Evidence


_KNOWLEDGE: WeakKeyDictionary[Store, Knowledge] = WeakKeyDictionary()
_FACTS: "WeakKeyDictionary[Knowledge, dict[str, list[NodeFact]]]" = WeakKeyDictionary()
_GRAPHS: "WeakKeyDictionary[Knowledge, networkx.MultiDiGraph[str]]" = WeakKeyDictionary()


def node_facts(source: Store | Knowledge, iri: str, *, limit: int = 200) -> tuple[NodeFact, ...]:
    """Return what the articles say of a thing: figures, advice and studies, then mere mentions."""
    knowledge = _knowledge(source)
    if knowledge not in _FACTS:
        _FACTS[knowledge] = _facts_by_node(knowledge)
    return tuple(_FACTS[knowledge].get(iri, ())[:limit])


def relationships(source: Store | Knowledge) -> "networkx.MultiDiGraph[str]":
    """Return the graph of relationships, without passages and evidence.

    Nodes are IRIs with `kind` and `label`; edges have their property as key and as `property`.
    It is shared between callers: copy it before changing it.
    """
    knowledge = _knowledge(source)
    if knowledge not in _GRAPHS:
        _GRAPHS[knowledge] = _relationships(knowledge)
    return _GRAPHS[knowledge]


def _knowledge(source: Store | Knowledge) -> Knowledge:
    if isinstance(source, Knowledge):
        return source
    if source not in _KNOWLEDGE:
        _KNOWLEDGE[source] = load_knowledge(source)
    return _KNOWLEDGE[source]


def _relationships(knowledge: Knowledge) -> "networkx.MultiDiGraph[str]":
    import networkx  # 0.25 s to import: not for a command that draws nothing

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for iri, kind, label in _nodes(knowledge):
        graph.add_node(iri, kind=kind, label=label)
    edges = {*_edges_of_facts(knowledge), *_edges_of_things(knowledge)}
    for source, name, target in sorted(edges):
        if source in graph and target in graph:
            graph.add_edge(source, target, key=name, property=name)
    return graph


def _nodes(knowledge: Knowledge) -> Iterator[tuple[str, NodeKind, str]]:
    iris = knowledge.iris
    for article in knowledge.articles.values():
        yield article.iri, "article", _short(article.title)
    for study in knowledge.studies:
        yield study.iri, "study", _short(study.label or "estudio")
        # organisations that only conduct a study are named here; the entities below come after
        for name, iri in zip(study.conducted_by, study.conductors, strict=True):
            yield iri, "organization", name
        yield from _groups((s.population for s in study.samples if s.population), iris)
    for role in knowledge.roles:
        yield role.iri, "role", role.label
    for entity in knowledge.entities:
        yield entity.iri, entity.kind, entity.name
    for statistic in knowledge.statistics:
        yield statistic.iri, "statistic", _short(statistic.value_text)
        yield from _groups(statistic.populations, iris)
    for advice in knowledge.recommendations:
        yield advice.iri, "recommendation", _short(advice.text)
        yield from _groups(advice.to, iris)


def _groups(populations: Iterable[Population], iris: Iris) -> Iterator[tuple[str, NodeKind, str]]:
    for population in populations:
        if population.role is None:
            yield iris.population(population.label).value, "population", population.label


def _edges_of_facts(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    iris = knowledge.iris
    for statistic in knowledge.statistics:
        yield statistic.iri, "pu:inArticle", iris.article(statistic.article).value
        yield statistic.iri, "pu:study", statistic.study or ""
        for population in statistic.populations:
            yield statistic.iri, "pu:population", _who(population, iris)
        for other in statistic.contrasts:
            # one edge for both ways
            yield min(statistic.iri, other), "pu:contrastsWith", max(statistic.iri, other)
    for study in knowledge.studies:
        for conductor in study.conductors:
            yield study.iri, "pu:conductedBy", conductor
        for sample in study.samples:
            if sample.population:
                yield study.iri, "pu:sample", _who(sample.population, iris)
        for article in study.articles:
            yield study.iri, "pu:inArticle", iris.article(article).value
    for advice in knowledge.recommendations:
        yield advice.iri, "pu:inArticle", iris.article(advice.article).value
        yield advice.iri, "pu:recommendedBy", advice.by_iri or ""
        for population in advice.to:
            yield advice.iri, "pu:addressedTo", _who(population, iris)


def _edges_of_things(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    iris = knowledge.iris
    organizations = {e.name: e.iri for e in knowledge.entities if e.kind == "organization"}
    roles = {role.label: role.iri for role in knowledge.roles}
    for entity in knowledge.entities:
        yield entity.iri, "schema:worksFor", organizations.get(entity.organization or "", "")
        yield entity.iri, "schema:hasOccupation", roles.get(entity.role or "", "")
        for article in entity.articles:
            yield iris.article(article).value, "pu:mentions", entity.iri
    for role in knowledge.roles:
        for broader in role.broader:
            yield role.iri, "skos:broader", iris.role(broader).value
        for article in role.articles:
            yield iris.article(article).value, "pu:mentions", role.iri


def _who(population: Population, iris: Iris) -> str:
    if population.role:
        return iris.role(population.role).value
    return iris.population(population.label).value


def _facts_by_node(knowledge: Knowledge) -> dict[str, list[NodeFact]]:
    """Return what is said of each thing; a sentence is told once for each thing and fact."""
    facts: dict[str, list[NodeFact]] = defaultdict(list)
    graph = relationships(knowledge)
    for fact in _facts(knowledge):
        for iri in (fact.iri, *graph.successors(fact.iri)):
            facts[iri].append(fact)
    named = [(role.iri, role.label, role.evidence) for role in knowledge.roles]
    named += [(entity.iri, entity.name, entity.evidence) for entity in knowledge.entities]
    for iri, name, places in named:
        told = {fact.evidence for fact in facts[iri]}
        facts[iri] += [NodeFact("mention", iri, name, p) for p in places if p not in told]
    return facts


def _facts(knowledge: Knowledge) -> Iterator[NodeFact]:
    for s in knowledge.statistics:
        yield NodeFact("statistic", s.iri, _told(s), Evidence(s.article, s.start, s.end, s.quote))
    for r in knowledge.recommendations:
        place = Evidence(r.article, r.start, r.end, r.quote)
        yield NodeFact("recommendation", r.iri, r.text, place)
    for study in knowledge.studies:
        for place in study.evidence:
            yield NodeFact("study", study.iri, study.label or "estudio", place)


def _told(statistic: StatisticRecord) -> str:
    """Return a figure in a line: «77 % · CIO · cree que …»."""
    who = ", ".join(population.label for population in statistic.populations)
    return " · ".join(part for part in (statistic.value_text, who, statistic.claim) if part)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LABEL else flat[: _LABEL - 1].rstrip() + "…"
