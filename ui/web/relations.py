"""The tab that draws the graph: nodes with places, and what the articles say of each."""

import re
from collections.abc import Callable, Iterable, Mapping
from textwrap import shorten
from typing import Any

from index.answer.phrasing import group_label
from index.base import Base
from kg.facts import Population
from kg.records import EntityRecord, Knowledge, RoleRecord, StudyRecord
from kg.views import (
    EDGE_LABELS,
    Edge,
    Node,
    NodeFact,
    NodeKind,
    View,
    neighbourhood,
    node_facts,
    overview,
    relationships,
)
from ui.text import Language, choose_language
from ui.web.fact import FactRows, join_populations
from ui.web.layout import arrange
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["functions"]

# More than this on one drawing is a ball of wool; the rest is reached by expanding or searching.
_MOST_NODES = 160
_MOST_AROUND = 60
_MOST_FOUND = 12

# As many letters of a label as the drawing shows.
_LABEL = 34

# Kinds that a sentence states, the most telling first.
_STATING: tuple[NodeKind, ...] = ("statistic", "recommendation", "study", "person")

_KINDS: tuple[NodeKind, ...] = (
    "role",
    "population",
    "organization",
    "person",
    "study",
    "statistic",
    "recommendation",
)


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def graph(payload: Payload) -> Reply:
        view = live.once("overview", _overview)
        places = live.once("places", lambda _: _arrange(view))
        drawing = _drawing(view, choose_language(payload.get("lang")))
        for node in drawing["nodes"]:
            node["x"], node["y"] = places[node["id"]]
        return drawing

    def expand(payload: Payload) -> Reply:
        view = neighbourhood(live.current().store, str(payload.get("id", "")), limit=_MOST_AROUND)
        return _drawing(view, choose_language(payload.get("lang")))

    def facts(payload: Payload) -> Reply:
        return {"thing": _thing(live, str(payload.get("id", "")))}

    def find(payload: Payload) -> Reply:
        found = _find(live.current(), str(payload.get("words", "")))
        return {"things": list(found)}

    def link(payload: Payload) -> Reply:
        ends = str(payload.get("source", "")), str(payload.get("target", ""))
        return {"facts": _link_facts(live.current(), live.once("facts", FactRows.of), *ends)}

    def path(payload: Payload) -> Reply:
        ends = str(payload.get("source", "")), str(payload.get("target", ""))
        return _path(live.current(), *ends, language=choose_language(payload.get("lang")))

    return {
        "graph": graph,
        "expand": expand,
        "facts": facts,
        "find": find,
        "link": link,
        "path": path,
    }


def _overview(base: Base) -> View:
    """Return the best connected nodes; what is joined to none of them stays out of the drawing."""
    view = overview(base.store, limit=_MOST_NODES, kinds=_KINDS)
    joined = {end for edge in view.edges for end in (edge.source, edge.target)}
    nodes = tuple(node for node in view.nodes if node.iri in joined)
    return View(nodes, view.edges, view.hidden + len(view.nodes) - len(nodes))


def _arrange(view: View) -> Mapping[str, tuple[float, float]]:
    labels = {node.iri: shorten(node.label, _LABEL, placeholder="…") for node in view.nodes}
    # Figures and advice are many: their labels wait until one comes nearer.
    bare = frozenset(n.iri for n in view.nodes if n.kind in {"recommendation", "statistic"})
    return arrange(labels, ((edge.source, edge.target) for edge in view.edges), bare=bare)


def _drawing(view: View, language: Language) -> Reply:
    """Return a view as the drawing takes it."""
    return {
        "nodes": [_node(node) for node in view.nodes],
        "edges": [_edge(edge, language) for edge in view.edges],
        "hidden": view.hidden,
    }


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.iri,
        "kind": node.kind,
        "label": node.label,
        "degree": node.weight,
        "x": node.x,
        "y": node.y,
    }


def _edge(edge: Edge, language: Language) -> dict[str, Any]:
    return {
        "id": f"{edge.source} {edge.property} {edge.target}",
        "source": edge.source,
        "target": edge.target,
        "label": edge.label[language],
    }


def _thing(live: LiveBase, iri: str) -> dict[str, Any]:
    """Return all that is said of a node: its properties, sentences and neighbours."""
    base = live.current()
    graph = relationships(base.store)
    rows = live.once("facts", FactRows.of)
    if iri not in graph:
        return {
            "id": iri,
            "kind": "article",
            "label": iri,
            "details": (),
            "facts": (),
            "neighbours": (),
        }
    around = {*graph.successors(iri), *graph.predecessors(iri)}
    ordered = sorted(around, key=lambda other: (-graph.degree(other), other))
    return {
        "id": iri,
        "kind": graph.nodes[iri]["kind"],
        "label": _full_label(rows, iri) or graph.nodes[iri]["label"],
        "details": [pair for pair in _details(rows, iri) if pair[1]],
        "facts": [_fact(rows, fact) for fact in node_facts(base.store, iri)],
        "neighbours": [
            {"id": other, "kind": graph.nodes[other]["kind"], "label": graph.nodes[other]["label"]}
            for other in ordered[:_MOST_AROUND]
        ],
    }


def _fact(rows: FactRows, fact: NodeFact) -> dict[str, Any]:
    """Return what is said of a node, with the sentence that says it."""
    return {
        "kind": fact.kind,
        "label": "" if fact.kind == "mention" else fact.text,
        "quote": fact.evidence.quote,
        "article": fact.evidence.article,
        "title": rows.article_title(fact.evidence.article),
        "start": fact.evidence.start,
        "end": fact.evidence.end,
    }


def _link_facts(base: Base, rows: FactRows, source: str, target: str) -> list[dict[str, Any]]:
    """Return the sentences that a relationship was read from: those that tell of both its ends.

    Where none tells of both, such as a study named in one sentence and its figure in the next,
    they are those of the end that states something. What only the thesaurus says has none.
    """
    graph = relationships(base.store)
    sides = [node_facts(base.store, end) for end in (source, target) if end in graph]
    if len(sides) < 2:
        return []
    places = [{fact.evidence for fact in side} for side in sides]
    both = places[0] & places[1]
    kinds = [graph.nodes[end]["kind"] for end in (source, target)]
    stating = [
        side for kind in _STATING for side, own in zip(sides, kinds, strict=True) if own == kind
    ]
    shown = [fact for fact in (stating or sides)[0] if fact.evidence in both]
    return [_fact(rows, fact) for fact in shown or (stating[0] if stating else ())]


def _path(base: Base, source: str, target: str, *, language: Language) -> Reply:
    """Return the shortest way between two nodes, in order; articles, which touch all, come last."""
    # Imported here because it takes a quarter of a second.
    import networkx

    graph = relationships(base.store)
    if source not in graph or target not in graph:
        return {"nodes": [], "edges": []}
    ends = {source, target}
    told = [node for node in graph if graph.nodes[node]["kind"] != "article" or node in ends]
    for part in (graph.subgraph(told), graph):
        try:
            way = networkx.shortest_path(part.to_undirected(as_view=True), source, target)
        except networkx.NetworkXNoPath:
            continue
        nodes = [
            {
                "id": iri,
                "kind": graph.nodes[iri]["kind"],
                "label": graph.nodes[iri]["label"],
                "degree": graph.degree(iri),
            }
            for iri in way
        ]
        edges = [
            _edge(Edge(one, other, name, EDGE_LABELS[name]), language)
            for one, other, name in sorted(graph.subgraph(way).edges(keys=True))
        ]
        return {"nodes": nodes, "edges": edges}
    return {"nodes": [], "edges": []}


def _full_label(rows: FactRows, iri: str) -> str | None:
    """Return the whole text of what the drawing shortens."""
    for advice in rows.knowledge.recommendations:
        if advice.iri == iri:
            return advice.text
    statistic = rows.statistics.get(iri)
    if statistic:
        return f"{statistic.value_text} · {statistic.claim}"
    return next((one.title for one in rows.knowledge.articles.values() if one.iri == iri), None)


def _details(rows: FactRows, iri: str) -> list[tuple[str, str | int | None]]:
    """Return the properties of a node, by the key of their words."""
    knowledge = rows.knowledge
    statistic = rows.statistics.get(iri)
    if statistic:
        row = rows.statistic(statistic)
        keys = {"population": "population", "study": "study", "by": "conducted_by", "year": "year"}
        return [*((key, row[name]) for key, name in keys.items()), ("article", row["title"])]
    for thing in _named(knowledge):
        if thing.iri == iri:
            return _properties(thing)
    for advice in knowledge.recommendations:
        if advice.iri == iri:
            return [
                ("by", advice.by),
                ("to", _labels(advice.to)),
                ("article", rows.article_title(advice.article)),
            ]
    for article in knowledge.articles.values():
        if article.iri == iri:
            return [("publisher", article.publisher), ("published", article.published)]
    return []


def _named(knowledge: Knowledge) -> Iterable[RoleRecord | EntityRecord | StudyRecord]:
    yield from knowledge.roles
    yield from knowledge.entities
    yield from knowledge.studies


def _properties(
    thing: RoleRecord | EntityRecord | StudyRecord,
) -> list[tuple[str, str | int | None]]:
    match thing:
        case RoleRecord():
            return [("aliases", ", ".join(thing.alternatives[:8]))]
        case EntityRecord():
            return [
                ("aliases", ", ".join(thing.aliases[:8])),
                ("role", thing.role),
                ("works_for", thing.organization),
            ]
        case StudyRecord():
            samples = "; ".join(
                f"{one.size} {group_label(one.population) if one.population else ''}".strip()
                for one in thing.samples
            )
            return [
                ("by", ", ".join(thing.conducted_by)),
                ("published", thing.published),
                ("sample", samples),
            ]


def _labels(populations: Iterable[Population]) -> str:
    return join_populations(populations)


def _find(base: Base, words: str) -> Iterable[dict[str, Any]]:
    """Yield the nodes whose label holds every word, the best connected first.

    What is named so comes before what has the words whole, and that before what has them within.
    """
    from corpus.lexicon import fold

    graph = relationships(base.store)
    wanted = fold(words).split()
    found: dict[str, tuple[bool, bool]] = {}
    for iri, data in graph.nodes(data=True):
        label = fold(data["label"])
        if all(word in label for word in wanted):
            held = re.findall(r"\w+", label)
            found[iri] = (held != wanted, not set(wanted) <= set(held))
    for iri in sorted(found, key=lambda iri: (*found[iri], -graph.degree(iri), iri))[:_MOST_FOUND]:
        yield {"id": iri, "kind": graph.nodes[iri]["kind"], "label": graph.nodes[iri]["label"]}
