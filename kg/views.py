"""The relationships of a graph as a picture: nodes with places, edges with labels, facts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kg.layout import layout
from kg.records import Knowledge
from kg.relationships import EDGE_LABELS, NodeFact, NodeKind, node_facts, relationships
from kg.store import Store

__all__ = [
    "EDGE_LABELS",
    "Edge",
    "Node",
    "NodeFact",
    "NodeKind",
    "View",
    "neighbourhood",
    "node_facts",
    "overview",
    "relationships",
]

_JOINING = ("statistic", "recommendation")
_FACTS = 12  # facts that a node of a view carries; `node_facts` gives them all


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the graph at a place in the picture.

    Attributes:
        iri: its name.
        kind: what it is.
        label: short, for the picture.
        weight: how many edges it has in the whole graph.
        x: place from the left, in pixels at scale 1; `y` from the top.
        y: see `x`.
        facts: what is said of it, the first of them.
    """

    iri: str
    kind: NodeKind
    label: str
    weight: int
    x: float
    y: float
    facts: tuple[NodeFact, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship, by its property (`pu:study`); `label` by language."""

    source: str
    target: str
    property: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """A picture of a part of the graph; `hidden` nodes were left out of it for want of room."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    hidden: int = 0


def overview(
    source: Store | Knowledge,
    *,
    limit: int = 150,
    kinds: Collection[NodeKind] | None = None,
) -> View:
    """Return the best connected nodes of the graph and what joins them; none that joins nothing.

    Args:
        source: the graph, or what was read from it.
        limit: how many nodes at most.
        kinds: what to show; by default everything but articles, which touch all the rest.
    """
    graph = relationships(source)
    shown = graph.subgraph(
        iri
        for iri, data in graph.nodes(data=True)
        if (data["kind"] in kinds if kinds is not None else data["kind"] != "article")
    )
    best = sorted(shown, key=lambda iri: (-shown.degree(iri), iri))
    if len(best) > limit:
        # a third for what is spoken of, the rest for what joins it: figures join roles to studies
        hubs = [iri for iri in best if graph.nodes[iri]["kind"] not in _JOINING][: limit // 3]
        held = set(hubs)
        ties = {
            iri: len(held.intersection([*shown.successors(iri), *shown.predecessors(iri)]))
            for iri in best
        }
        rest = sorted((iri for iri in best if iri not in held), key=lambda iri: -ties[iri])
        best = (hubs + rest)[: max(0, limit)]
    joined = graph.subgraph(best)
    best = [iri for iri in best if joined.degree(iri)]
    return _view(source, best, hidden=len(shown) - len(best))


def neighbourhood(source: Store | Knowledge, iri: str, *, depth: int = 1, limit: int = 100) -> View:
    """Return the nodes within `depth` edges of one, the best connected first; none if unknown."""
    graph = relationships(source)
    if iri not in graph:
        return View((), ())
    taken, ring = {iri: None}, [iri]  # a dict keeps the order
    hidden = 0
    for _ in range(depth):
        around = {
            other
            for node in ring
            for other in (*graph.successors(node), *graph.predecessors(node))
            if other not in taken
        }
        ordered = sorted(around, key=lambda other: (-graph.degree(other), other))
        ring = ordered[: max(0, limit - len(taken))]
        hidden += len(ordered) - len(ring)
        taken.update(dict.fromkeys(ring))
    return _view(source, list(taken), hidden=hidden)


def _view(source: Store | Knowledge, iris: list[str], *, hidden: int) -> View:
    """Lay out some nodes and all edges between them."""
    whole = relationships(source)
    graph = whole.subgraph(iris)
    places = layout(iris, graph.edges())
    nodes = tuple(
        Node(
            iri,
            whole.nodes[iri]["kind"],
            whole.nodes[iri]["label"],
            whole.degree(iri),
            *places[iri],
            node_facts(source, iri, limit=_FACTS),
        )
        for iri in iris
    )
    edges = tuple(
        Edge(one, other, name, EDGE_LABELS[name])
        for one, other, name in sorted(graph.edges(keys=True))
    )
    return View(nodes, edges, hidden)
