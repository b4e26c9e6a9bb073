"""Says in RDF what a SPARQL endpoint of ours offers (SPARQL 1.1 Service Description)."""

from collections.abc import Iterable
from urllib.parse import quote

from pyoxigraph import NamedNode, Triple

from kg.store import Store
from kg.vocabulary import RDF, Namespace

__all__ = ["SD", "service_description"]

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def service_description(endpoint: str, store: Store) -> list[Triple]:
    """Return what the endpoint at an address is: its language, formats and dataset.

    Args:
        endpoint: its IRI; what has no other name gets one after its `#`.
        store: the graph that it queries.
    """
    service, dataset = NamedNode(f"{endpoint}#service"), NamedNode(f"{endpoint}#dataset")
    default = NamedNode(f"{endpoint}#default")
    said: list[tuple[NamedNode, str, NamedNode]] = [
        (service, "endpoint", NamedNode(endpoint)),
        (service, "supportedLanguage", SD["SPARQL11Query"]),
        (service, "feature", SD["UnionDefaultGraph"]),
        (service, "defaultDataset", dataset),
        (dataset, "defaultGraph", default),
    ]
    said += [(service, "resultFormat", _FORMATS[name]) for name in _RESULTS]
    named = []
    for graph in sorted(_graph_names(store)):
        node = NamedNode(f"{endpoint}#graph={quote(graph, safe='')}")
        named.append(node)
        said += [(dataset, "namedGraph", node), (node, "name", NamedNode(graph))]
    triples = [Triple(subject, SD[name], value) for subject, name, value in said]
    triples.append(Triple(service, RDF["type"], SD["Service"]))
    triples.append(Triple(dataset, RDF["type"], SD["Dataset"]))
    triples.append(Triple(default, RDF["type"], SD["Graph"]))
    triples += [Triple(node, RDF["type"], SD["NamedGraph"]) for node in named]
    return triples


def _graph_names(store: Store) -> Iterable[str]:
    return (graph.value for graph in store.engine.named_graphs())
