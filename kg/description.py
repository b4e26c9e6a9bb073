"""Says in RDF what a SPARQL endpoint of ours offers, and what its graph holds.

Sources: SPARQL 1.1 Service Description; VoID (https://www.w3.org/TR/void/); SHACL, section 5.2.1,
for prefixes, and its SPARQL-based parts for the queries that are given as examples.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from kg.named_query import NamedQuery
from kg.store import Store, Term
from kg.vocabulary import DCTERMS, RDF, RDFS, SHACL, XSD, Namespace

__all__ = ["SD", "VOID", "dataset_description", "service_description"]

VOID = Namespace("http://rdfs.org/ns/void#")
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
        (service, "propertyFeature", store.iris.term("search")),
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


_CLASSES = """SELECT ?class ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?entities)
WHERE { ?s a ?class ; ?property ?value } GROUP BY ?class ?property"""
_SIZES = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
(COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"""


def dataset_description(
    endpoint: str, store: Store, queries: Mapping[str, NamedQuery]
) -> list[Triple]:
    """Return what the graph holds, in VoID: sizes, classes and properties, prefixes, examples.

    Args:
        endpoint: IRI of the SPARQL endpoint; what has no other name gets one after its `#`.
        store: the graph.
        queries: the examples, by name.
    """
    dataset = NamedNode(f"{endpoint}#dataset")
    (sizes,) = store.select(_SIZES)
    said: list[tuple[NamedNode, NamedNode, Term]] = [
        (dataset, RDF["type"], VOID["Dataset"]),
        (dataset, DCTERMS["title"], Literal("Puente", language="es")),
        (dataset, VOID["sparqlEndpoint"], NamedNode(endpoint)),
        (dataset, VOID["uriSpace"], Literal(store.iris.base)),
        (dataset, VOID["triples"], sizes["triples"]),
        (dataset, VOID["distinctSubjects"], sizes["subjects"]),
        (dataset, VOID["distinctObjects"], sizes["objects"]),
        (dataset, VOID["properties"], sizes["properties"]),
    ]
    said += [
        (dataset, VOID["vocabulary"], NamedNode(start)) for start in store.iris.prefixes().values()
    ]
    said += _partitions(endpoint, dataset, store)
    said += _prefixes(endpoint, store)
    said += _examples(endpoint, queries)
    return [Triple(subject, name, value) for subject, name, value in said]


def _partitions(
    endpoint: str, dataset: NamedNode, store: Store
) -> Iterable[tuple[NamedNode, NamedNode, Term]]:
    """Yield for each class how many things it has, and how often each property they have."""
    for row in store.select(_CLASSES):
        kind, name = (str(getattr(row[key], "value", "")) for key in ("class", "property"))
        part = NamedNode(f"{endpoint}#class={quote(kind, safe='')}")
        line = NamedNode(f"{part.value}&property={quote(name, safe='')}")
        yield dataset, VOID["classPartition"], part
        yield part, VOID["class"], row["class"]
        yield part, VOID["propertyPartition"], line
        yield line, VOID["property"], row["property"]
        yield line, VOID["triples"], row["triples"]
        if row["property"] == RDF["type"]:
            yield part, VOID["entities"], row["entities"]


def _prefixes(endpoint: str, store: Store) -> Iterable[tuple[NamedNode, NamedNode, Term]]:
    """Yield the prefixes that queries need not declare."""
    declared = NamedNode(f"{endpoint}#prefixes")
    for name, start in store.iris.prefixes().items():
        node = NamedNode(f"{endpoint}#prefix={name}")
        yield declared, SHACL["declare"], node
        yield node, SHACL["prefix"], Literal(name)
        yield node, SHACL["namespace"], Literal(start, datatype=XSD["anyURI"])


def _examples(
    endpoint: str, queries: Mapping[str, NamedQuery]
) -> Iterable[tuple[NamedNode, NamedNode, Term]]:
    for query in queries.values():
        node = NamedNode(f"{endpoint}#query={quote(query.name, safe='')}")
        lines = [line for line in query.text.splitlines() if not line.startswith("#")]
        makes = lines[0].lstrip().upper().startswith("CONSTRUCT") if lines else False
        yield node, RDF["type"], SHACL["SPARQLExecutable"]
        kind = "Construct" if makes else "Select"
        yield node, RDF["type"], SHACL[f"SPARQL{kind}Executable"]
        yield node, SHACL["construct" if makes else "select"], Literal("\n".join(lines))
        yield node, SHACL["prefixes"], NamedNode(f"{endpoint}#prefixes")
        for language, title in query.titles.items():
            yield node, RDFS["label"], Literal(title, language=language)
            yield node, RDFS["comment"], Literal(title, language=language)


def _graph_names(store: Store) -> Iterable[str]:
    return (graph.value for graph in store.engine.named_graphs())
