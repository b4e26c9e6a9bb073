"""The programs that people query endpoints with, on a real server."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow
from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from index.base import Base
from kg.vocabulary import DEFAULT
from tests.serving import serving
from ui.endpoints.options import ServiceOptions

CLIENTS = Path(__file__).parent / "clients"
FIGURES = """PREFIX pu: <https://w3id.org/puente/ns#>
SELECT ?s ?t ?v WHERE { ?s a pu:Statistic ; pu:valueText ?t ; pu:value ?v }"""
MAKE = """PREFIX pu: <https://w3id.org/puente/ns#>
CONSTRUCT WHERE { ?s a pu:Statistic ; pu:valueText ?t }"""
ASK = "ASK { ?s a <https://w3id.org/puente/ns#Statistic> }"


@pytest.fixture(scope="module")
def figures(base: Base) -> set[tuple[str, str]]:
    """The figures of the graph as the engine finds them: IRI and text."""
    return {
        (getattr(row["s"], "value", ""), getattr(row["t"], "value", ""))
        for row in base.store.select(FIGURES)
    }


# --- SPARQLWrapper


def converted(client: SPARQLWrapper) -> Any:  # noqa: ANN401  # a type for each format
    return client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("way", ["urlencoded", "postdirectly"])
def test_sparqlwrapper_reads_rows(
    server: str, figures: set[tuple[str, str]], method: str, way: str
) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat="json")
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(FIGURES)
    rows = converted(client)["results"]["bindings"]
    assert {(row["s"]["value"], row["t"]["value"]) for row in rows} == figures


@pytest.mark.parametrize("form", ["xml", "csv", "tsv"])
def test_sparqlwrapper_reads_other_formats(
    server: str, figures: set[tuple[str, str]], form: str
) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    client.setQuery(FIGURES)
    found = converted(client)
    text = found.toxml() if form == "xml" else found.decode()
    assert all(iri in text for iri, _ in figures)


@pytest.mark.parametrize("form", ["turtle", "n3", "json-ld", "rdf+xml", "xml"])
def test_sparqlwrapper_reads_graphs(server: str, figures: set[tuple[str, str]], form: str) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    client.setQuery(MAKE)
    found = converted(client)
    if isinstance(found, bytes):
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert {str(s) for s in found.subjects()} == {iri for iri, _ in figures}


def test_sparqlwrapper_reads_booleans_and_describes(server: str) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat="json")
    client.setQuery(ASK)
    assert converted(client)["boolean"] is True
    client = SPARQLWrapper(f"{server}/sparql")
    client.setQuery("DESCRIBE <https://w3id.org/puente/ns#Statistic>")
    assert len(converted(client)) > 3


def test_sparqlwrapper_knows_a_bad_query(server: str) -> None:
    client = SPARQLWrapper(f"{server}/sparql")
    client.setQuery("SELECT {")
    with pytest.raises(QueryBadFormed, match='"line":1,"column":9'):
        client.query()


def test_sparqlwrapper_asks_of_one_graph(server: str, base: Base) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat="json")
    client.addDefaultGraph(DEFAULT.graph("vocabulary").value)
    client.setQuery("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    (row,) = converted(client)["results"]["bindings"]
    size = sum(1 for _ in base.store.quads(DEFAULT.graph("vocabulary")))
    assert int(row["n"]["value"]) == size


# --- rdflib


def rows(graph: rdflib.Graph, query: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in graph.query(query) if isinstance(row, ResultRow)]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_an_rdflib_graph_is_read_from_afar(
    server: str, figures: set[tuple[str, str]], method: str, form: str
) -> None:
    store = SPARQLStore(f"{server}/sparql", method=method, returnFormat=form)
    graph = rdflib.Graph(store)
    assert {row[:2] for row in rows(graph, FIGURES)} == figures
    pu = rdflib.Namespace(DEFAULT.ns)
    assert {(str(s), str(t)) for s, t in graph.subject_objects(pu.valueText)} == figures


def test_rdflib_makes_graphs_and_asks_from_afar(server: str, figures: set[tuple[str, str]]) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server}/sparql"))
    made = graph.query(MAKE).graph
    assert made is not None
    assert {str(s) for s in made.subjects()} == {iri for iri, _ in figures}
    assert graph.query(ASK).askAnswer is True


def test_another_rdflib_joins_our_rows_with_its_own(
    server: str, figures: set[tuple[str, str]]
) -> None:
    mine = rdflib.Graph()
    (iri, text), *_ = sorted(figures)
    mine.add((rdflib.URIRef(iri), rdflib.RDFS.comment, rdflib.Literal("mía")))
    found = rows(
        mine,
        f"""SELECT ?t WHERE {{ ?s rdfs:comment "mía" .
        SERVICE <{server}/sparql> {{ ?s <{DEFAULT.ns}valueText> ?t }} }}""",
    )
    assert found == [(text,)]


# --- curl


def curl(*arguments: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    return subprocess.run(
        ["curl", "-sS", "--max-time", "20", *arguments],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_curl_asks_in_each_way(server: str) -> None:
    address = f"{server}/sparql"
    assert json.loads(curl("--data-urlencode", f"query={ASK}", address))["boolean"] is True
    assert json.loads(curl("-G", "--data-urlencode", f"query={ASK}", address))["boolean"] is True
    direct = curl("-H", "content-type: application/sparql-query", "--data-binary", ASK, address)
    assert json.loads(direct)["boolean"] is True
    rows = curl("-G", "-d", "format=csv", "--data-urlencode", f"query={FIGURES}", address)
    assert rows.splitlines()[0] == "s,t,v"
    head = curl("-I", "-G", "--data-urlencode", f"query={ASK}", address)
    assert head.splitlines()[0] == "HTTP/1.1 200 OK"


# --- Comunica


def test_comunica_reads_rows_graphs_and_booleans(
    server: str, figures: set[tuple[str, str]]
) -> None:
    if shutil.which("node") is None or not (CLIENTS / "node_modules").is_dir():
        pytest.skip("needs node and what `make test` installs in tests/clients")
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/puente/ns#Statistic> }"
    asked = [
        {"kind": "select", "query": FIGURES},
        {"kind": "select", "query": FIGURES, "source": "plain"},  # it finds out what this is
        {"kind": "select", "query": count},
        {"kind": "ask", "query": ASK},
        {"kind": "construct", "query": MAKE},
    ]
    done = subprocess.run(
        ["node", str(CLIENTS / "comunica.mjs"), f"{server}/sparql"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    rows, plain, counted, asked_for, made = json.loads(done.stdout)
    assert {(row["s"], row["t"]) for row in rows} == figures
    assert {(row["s"], row["t"]) for row in plain} == figures
    assert counted == [{"n": str(len(figures))}]
    assert asked_for is True
    assert made == 2 * len(figures)


# --- scripts of other pages


def test_only_origins_that_were_named_may_read(base_path: Path) -> None:
    options = ServiceOptions(origins=("https://yasgui.example",))
    with serving(base_path, options) as address:
        for origin, allowed in (("https://yasgui.example", True), ("https://other.example", False)):
            head = curl("-i", "-H", f"origin: {origin}", "-G", "-d", f"query={ASK[:3]}{{}}",
                        f"{address}/sparql").lower()  # fmt: skip
            assert (f"access-control-allow-origin: {origin}" in head) is allowed
            assert "allow-credentials" not in head
        asked = (
            "-H",
            "origin: https://yasgui.example",
            "-H",
            "access-control-request-method: POST",
        )
        head = curl("-i", "-X", "OPTIONS", *asked, f"{address}/sparql").lower()
        assert head.startswith("http/1.1 200")
        assert "post" in head.partition("access-control-allow-methods: ")[2].partition("\n")[0]


def test_no_other_origin_may_read_unless_told(server: str) -> None:
    head = curl("-i", "-H", "origin: https://yasgui.example", "-G", "-d", "query=ASK{}",
                f"{server}/sparql").lower()  # fmt: skip
    assert "access-control" not in head
