"""The relationships of a graph as a picture: nodes with places, edges with labels, facts."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.records import Knowledge
from kg.relationships import EDGE_LABELS, NodeFact, NodeKind, node_facts, relationships
from kg.store import Store

if TYPE_CHECKING:
    import networkx

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

_SIDE = 60.0  # of the square that a node has for itself, in pixels of a page
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
    """Return the best connected nodes of the graph and what joins them.

    Args:
        source: the graph, or what was read from it.
        limit: how many nodes at most.
        kinds: what to show; by default everything but articles, which touch all the rest.
    """
    graph = relationships(source)
    shown = [
        iri
        for iri, data in graph.nodes(data=True)
        if (data["kind"] in kinds if kinds is not None else data["kind"] != "article")
    ]
    best = sorted(shown, key=lambda iri: (-graph.degree(iri), iri))[: max(0, limit)]
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
    places = _layout(graph)
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


def _layout(graph: "networkx.MultiDiGraph[str]") -> dict[str, tuple[float, float]]:
    """Place nodes by springs, part by part, and the parts on shelves, the biggest first.

    The same nodes always get the same places, whatever the order in which they came.
    """
    import networkx

    parts = [sorted(part) for part in networkx.weakly_connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), part))
    width = _SIDE * math.sqrt(2.5 * max(1, len(graph)))  # a page is wider than it is high
    places: dict[str, tuple[float, float]] = {}
    left = top = height = 0.0
    for part in parts:
        side = _SIDE * math.sqrt(len(part)) * 1.5
        if left and left + side > width:
            left, top, height = 0.0, top + height, 0.0
        simple: networkx.Graph[str] = networkx.Graph()
        simple.add_nodes_from(part)
        simple.add_edges_from(sorted({(min(e), max(e)) for e in graph.subgraph(part).edges()}))
        springs = networkx.spring_layout(simple, seed=7, iterations=80)
        scale = side / 2 * 0.85
        for iri in part:
            x, y = springs[iri] if len(part) > 1 else (0.0, 0.0)
            places[iri] = (
                round(left + side / 2 + float(x) * scale, 1),
                round(top + side / 2 + float(y) * scale, 1),
            )
        left, height = left + side, max(height, side)
    return places
