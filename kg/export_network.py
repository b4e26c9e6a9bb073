"""Writes the relationships of a graph for graph programs: GraphML, GEXF, Cytoscape JSON."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, BinaryIO

from kg.relationships import EDGE_LABELS, relationships
from kg.store import Store

if TYPE_CHECKING:
    import networkx

__all__ = ["NETWORKS", "NOT_XML", "network"]

# Characters that XML 1.0 cannot hold, not even escaped (section 2.2).
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def network(store: Store, kinds: Collection[str] = ()) -> "networkx.MultiDiGraph[str]":
    """Return the relationships as graph programs need them: edges numbered, text fit for XML.

    Args:
        store: the graph.
        kinds: of nodes; none: all of them.
    """
    import networkx  # 0.25 s to import: not for an export of RDF

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    whole = relationships(store)
    nodes: list[str] = sorted(
        iri for iri, data in whole.nodes(data=True) if not kinds or data["kind"] in kinds
    )
    for iri in nodes:
        data = whole.nodes[iri]
        graph.add_node(iri, kind=data["kind"], label=NOT_XML.sub("\ufffd", data["label"]))
    edges: list[tuple[str, str, str]] = sorted(whole.subgraph(nodes).edges(keys=True))
    for number, (one, other, name) in enumerate(edges):
        label = EDGE_LABELS[name]
        graph.add_edge(
            one, other, key=f"e{number}", property=name, label=label["es"], label_en=label["en"]
        )
    return graph


def _write_graphml(graph: "networkx.MultiDiGraph[str]", file: BinaryIO) -> None:
    import networkx

    networkx.write_graphml_xml(graph, file)


def _write_gexf(graph: "networkx.MultiDiGraph[str]", file: BinaryIO) -> None:
    import networkx

    text = "\n".join(networkx.generate_gexf(graph, version="1.2draft"))
    # the day of writing would make two exports of one graph differ
    file.write(re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1).encode() + b"\n")


def _write_cytoscape(graph: "networkx.MultiDiGraph[str]", file: BinaryIO) -> None:
    elements = {
        "nodes": [{"data": {"id": iri, **data}} for iri, data in graph.nodes(data=True)],
        "edges": [
            {"data": {"id": key, "source": one, "target": other, **data}}
            for one, other, key, data in graph.edges(keys=True, data=True)
        ],
    }
    text = json.dumps({"elements": elements}, ensure_ascii=False, indent=1)
    file.write(text.encode() + b"\n")


NETWORKS: Mapping[str, Callable[["networkx.MultiDiGraph[str]", BinaryIO], None]] = {
    "graphml": _write_graphml,
    "gexf": _write_gexf,
    "cytoscape": _write_cytoscape,
}
