"""The rules of the SPARQL 1.1 Protocol, one by one, asked of a real server over HTTP.

The numbers are sections of https://www.w3.org/TR/sparql11-protocol/; the cases named after the
W3C's own test suite (data-sparql11/protocol) are its.
"""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import httpx
import pytest
import rdflib

from index.base import Base
from kg.vocabulary import DEFAULT

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON = "application/sparql-results+json"
ASK = "ASK {}"
ONE = "SELECT ?x { VALUES ?x { 1 } }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
VOCABULARY = DEFAULT.graph("vocabulary").value
BUILDS = DEFAULT.graph("builds").value


@pytest.fixture(scope="module")
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client


def get(http: httpx.Client, query: str, accept: str = "*/*", **fields: str) -> httpx.Response:
    params = {"query": query, **fields}
    return http.get("/sparql", params=params, headers={"accept": accept})


def post(
    http: httpx.Client, body: str | bytes, kind: str, address: str = "/sparql"
) -> httpx.Response:
    return http.post(address, content=body, headers={"content-type": kind})


def number(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    (row,) = response.json()["results"]["bindings"]
    return int(row["n"]["value"])


# --- 2.1 query operation


def test_2_1_1_query_get(http: httpx.Client) -> None:
    assert get(http, ASK).json()["boolean"] is True


def test_2_1_2_query_post_form(http: httpx.Client) -> None:
    assert post(http, urlencode({"query": ASK}), FORM).json()["boolean"] is True


def test_2_1_3_query_post_direct(http: httpx.Client) -> None:
    assert post(http, ASK, DIRECT).json()["boolean"] is True
    assert post(http, ASK, f"{DIRECT}; charset=UTF-8").json()["boolean"] is True


@pytest.mark.parametrize("text", ["a%20b+c", "ñandú «€» 𝄞", "a&b=c;d", "50 %"])
def test_2_1_text_arrives_as_it_was_sent_by_every_way(http: httpx.Client, text: str) -> None:
    query = f'SELECT ?x {{ BIND ("{text}" AS ?x) }}'
    for response in (
        get(http, query),
        post(http, urlencode({"query": query}), FORM),
        post(http, query.encode(), DIRECT),
    ):
        (row,) = response.json()["results"]["bindings"]
        assert row["x"]["value"] == text


def test_2_1_an_iri_with_an_escape_arrives_as_it_was_sent(http: httpx.Client) -> None:
    body = urlencode({"query": "SELECT ?x { VALUES ?x { <http://example.org/a%20b> } }"})
    (row,) = post(http, body, FORM).json()["results"]["bindings"]
    assert row["x"]["value"] == "http://example.org/a%20b"


# --- 2.1.4 specifying an RDF dataset


def test_2_1_4_the_default_graph_is_the_merge_of_all(http: httpx.Client, base: Base) -> None:
    assert number(get(http, COUNT)) == base.store.size()


def test_2_1_4_default_graph_uri_is_the_default_graph(http: httpx.Client, base: Base) -> None:
    size = sum(1 for _ in base.store.quads(DEFAULT.graph("vocabulary")))
    fields = {"query": COUNT, "default-graph-uri": VOCABULARY}
    graphs = urlencode({"default-graph-uri": VOCABULARY})
    assert number(http.get("/sparql", params=fields)) == size
    assert number(post(http, urlencode(fields), FORM)) == size
    assert number(post(http, COUNT, DIRECT, f"/sparql?{graphs}")) == size
    assert number(get(http, COUNT_NAMED, **{"default-graph-uri": VOCABULARY})) == 0


def test_2_1_4_several_default_graphs_are_merged(http: httpx.Client, base: Base) -> None:
    size = sum(
        sum(1 for _ in base.store.quads(DEFAULT.graph(name))) for name in ("vocabulary", "builds")
    )
    fields = [("query", COUNT), ("default-graph-uri", VOCABULARY), ("default-graph-uri", BUILDS)]
    assert number(http.get(f"/sparql?{urlencode(fields)}")) == size


def test_2_1_4_an_unknown_default_graph_is_empty(http: httpx.Client) -> None:
    assert number(get(http, COUNT, **{"default-graph-uri": "http://example.org/no"})) == 0


def test_2_1_4_named_graph_uri_is_the_only_named_graph(http: httpx.Client) -> None:
    assert number(get(http, COUNT_NAMED, **{"named-graph-uri": VOCABULARY})) == 1
    assert number(get(http, COUNT, **{"named-graph-uri": VOCABULARY})) == 0


def test_2_1_4_the_protocol_goes_before_from(http: httpx.Client) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{VOCABULARY}> {{ ?s ?p ?o }}"
    assert number(get(http, query)) > 0
    assert number(get(http, query, **{"default-graph-uri": "http://example.org/no"})) == 0


def test_2_1_4_query_multiple_dataset(http: httpx.Client) -> None:
    query = f"ASK FROM <{BUILDS}> {{ GRAPH <{VOCABULARY}> {{ ?s ?p ?o }} }}"
    fields = {"default-graph-uri": BUILDS, "named-graph-uri": VOCABULARY}
    assert get(http, query).json()["boolean"] is False
    assert get(http, query, **fields).json()["boolean"] is True


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["", "relative", "http://a b", "http://a>b"])
def test_2_1_4_a_graph_that_is_no_iri_is_a_bad_request(
    http: httpx.Client, name: str, iri: str
) -> None:
    assert get(http, COUNT, **{name: iri}).status_code == 400


# --- 2.1.5 and 2.1.6 formats


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (f"text/csv;q=0.5, {JSON};q=0.8", JSON),
        (f"{JSON};q=0, */*", "application/json"),
        ("text/*", "text/xml; charset=utf-8"),
        ("text/*;q=0.9, text/csv", "text/csv; charset=utf-8"),
        ("TEXT/CSV", "text/csv; charset=utf-8"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ],
)
@pytest.mark.parametrize("query", [ONE, ASK])
def test_2_1_5_accept_chooses_the_format_of_select_and_ask(
    http: httpx.Client, query: str, accept: str, content_type: str
) -> None:
    response = get(http, query, accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == content_type
    assert response.headers["vary"] == "accept"


@pytest.mark.parametrize(
    ("accept", "content_type", "parser"),
    [
        ("*/*", "text/turtle; charset=utf-8", "turtle"),
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/rdf+xml;q=0.4, application/ld+json", "application/ld+json", "json-ld"),
        ("text/turtle;q=0.1, application/n-triples;q=0.2", "application/n-triples", "nt"),
    ],
)
@pytest.mark.parametrize(
    "query", ["CONSTRUCT WHERE { ?s a pu:Statistic }", "DESCRIBE ?s { ?s a pu:Statistic }"]
)
def test_2_1_5_accept_chooses_the_format_of_construct_and_describe(
    http: httpx.Client, query: str, accept: str, content_type: str, parser: str
) -> None:
    response = get(http, query, accept)
    assert response.headers["content-type"] == content_type
    assert len(rdflib.Graph().parse(data=response.content, format=parser)) > 10


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("json", JSON),
        ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_parameter_chooses_the_format_before_accept(
    http: httpx.Client, name: str, content_type: str
) -> None:
    for response in (
        get(http, ONE, "application/rdf+xml", format=name),
        post(http, urlencode({"query": ONE, "format": name}), FORM),
    ):
        assert response.headers["content-type"] == content_type


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("turtle", "text/turtle; charset=utf-8"),
        ("nt", "application/n-triples"),
        ("json-ld", "application/ld+json"),
        ("json", "application/ld+json"),
        ("rdf+xml", "application/rdf+xml"),
        ("xml", "application/rdf+xml"),
    ],
)
def test_a_parameter_chooses_the_format_of_a_graph(
    http: httpx.Client, name: str, content_type: str
) -> None:
    response = get(http, "CONSTRUCT WHERE { ?s a pu:Role }", format=name)
    assert response.headers["content-type"] == content_type


@pytest.mark.parametrize(
    ("query", "accept", "name"),
    [
        (ONE, "image/png", ""),
        (ONE, "text/turtle", ""),
        (ONE, "application/rdf+xml", ""),
        (ONE, "*/*;q=0", ""),
        ("CONSTRUCT WHERE { ?s a pu:Role }", "text/csv", ""),
        ("CONSTRUCT WHERE { ?s a pu:Role }", JSON, ""),
        (ONE, "*/*", "turtle"),
        (ONE, "*/*", "yaml"),
        ("DESCRIBE pu:Role", "*/*", "csv"),
    ],
)
def test_2_1_5_what_nobody_can_write_is_not_acceptable(
    http: httpx.Client, query: str, accept: str, name: str
) -> None:
    assert get(http, query, accept, **({"format": name} if name else {})).status_code == 406


def test_2_1_6_the_same_solutions_stand_in_every_format(http: httpx.Client) -> None:
    query = "SELECT ?t ?v { ?s pu:valueText ?t ; pu:value ?v } ORDER BY ?s"
    rows = get(http, query, JSON).json()["results"]["bindings"]
    expected = [(row["t"]["value"], row["v"]["value"]) for row in rows]
    table = list(csv.reader(io.StringIO(get(http, query, "text/csv").text)))
    assert table[0] == ["t", "v"]
    assert [tuple(row) for row in table[1:]] == expected
    tsv = get(http, query, "text/tab-separated-values").text.splitlines()
    assert tsv[0] == "?t\t?v"
    assert len(tsv) == len(expected) + 1
    document = ElementTree.fromstring(get(http, query, "application/sparql-results+xml").content)
    name = "{http://www.w3.org/2005/sparql-results#}"
    literals = [cell.text for cell in document.iter(f"{name}literal")]
    assert literals == [cell for row in expected for cell in row]


# --- 2.1.7 and 2.2 what is refused


def test_2_1_7_bad_query_syntax_tells_the_place(http: httpx.Client) -> None:
    response = get(http, "SELECT ?x\nWHERE { ?x ?y }")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 400
    assert (problem["line"], problem["column"]) == (2, 16)
    assert "línea 2" in problem["detail"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ([("query", ASK), ("query", ASK)], 400),  # bad_multiple_queries
        ([("format", "json")], 400),
        ([("query", "")], 400),
        ([("query", "ASK {")], 400),
        ([("query", "ASK { ?s no:no ?o }")], 400),
        ([("update", "CLEAR ALL")], 403),
        ([("query", ASK), ("update", "CLEAR ALL")], 403),
        ([("query", ASK), ("using-graph-uri", VOCABULARY)], 403),
        ([("query", "INSERT DATA { <http://a> <http://b> 1 }")], 403),
        ([("query", "DROP ALL")], 403),
        ([("query", "LOAD <http://127.0.0.1:9/>")], 403),
        ([("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")], 403),
        ([("query", "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }")], 403),
    ],
)
def test_2_1_7_bad_parameters_are_refused_by_get_and_by_post(
    http: httpx.Client, fields: list[tuple[str, str]], status: int
) -> None:
    assert http.get(f"/sparql?{urlencode(fields)}").status_code == status
    assert post(http, urlencode(fields), FORM).status_code == status


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (ASK, "text/plain", 415),  # bad_query_wrong_media_type
        (ASK, "", 415),  # bad_query_missing_direct_type
        (urlencode({"query": ASK}), "", 415),  # bad_query_missing_form_type
        (ASK.encode("utf-16"), f"{DIRECT}; charset=UTF-16", 415),  # bad_query_non_utf8
        (b"ASK { BIND ('\xff' AS ?x) }", DIRECT, 400),
        (b"query=ASK%20%7B%20BIND(%22%FF%22%20AS%20%3Fx)%7D", FORM, 400),
        ("CLEAR ALL", "application/sparql-update", 403),
        ("CLEAR ALL", DIRECT, 403),
        ("", DIRECT, 400),
        ("", FORM, 400),
        (ASK, "multipart/form-data; boundary=x", 415),
        ("ASK {}" + " " * (1 << 20), DIRECT, 413),
        (urlencode({"query": "ASK {}" + " " * (1 << 20)}), FORM, 413),
    ],
)
def test_2_1_7_bad_bodies_are_refused(
    http: httpx.Client, body: str | bytes, kind: str, status: int
) -> None:
    assert post(http, body, kind).status_code == status


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_bad_query_method(http: httpx.Client, method: str) -> None:
    response = http.request(method, "/sparql", params={"query": ASK})
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]


def test_nothing_that_was_refused_has_changed_the_graph(http: httpx.Client, base: Base) -> None:
    assert number(get(http, COUNT)) == base.store.size() > 0


# --- HEAD, OPTIONS, description


def test_head_tells_what_get_would_send(http: httpx.Client) -> None:
    answer = http.head("/sparql", params={"query": ONE}, headers={"accept": "text/csv"})
    whole = get(http, ONE, "text/csv")
    assert answer.content == b""
    for name in ("content-type", "content-length", "vary"):
        assert answer.headers[name] == whole.headers[name]
    assert http.head("/sparql", params={"query": "ASK {"}).status_code == 400


def test_options_tells_the_methods(http: httpx.Client) -> None:
    response = http.options("/sparql")
    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize(
    ("accept", "parser"),
    [("*/*", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")],
)
def test_the_bare_address_describes_the_service(
    http: httpx.Client, server: str, base: Base, accept: str, parser: str
) -> None:
    response = http.get("/sparql", headers={"accept": accept})
    graph = rdflib.Graph().parse(data=response.content, format=parser)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(f"{server}/sparql")
    assert sd.SPARQL11Query in set(graph.objects(service, sd.supportedLanguage))
    names = {str(name) for name in graph.objects(None, sd.name)}
    assert names == {graph.value for graph in base.store.engine.named_graphs()}


def test_the_bare_address_sends_people_to_the_page(http: httpx.Client) -> None:
    response = http.get("/sparql", headers={"accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 303
    assert response.headers["location"] == "/?tab=sparql"


def test_a_query_of_the_longest_body_is_answered(http: httpx.Client) -> None:
    text = "x" * ((1 << 20) - 100)
    response = post(http, f'SELECT (STRLEN("{text}") AS ?n) {{}}', DIRECT)
    assert number(response) == len(text)


def test_an_empty_result_is_an_answer(http: httpx.Client) -> None:
    response = get(http, "SELECT ?s { ?s a <http://example.org/none> }")
    assert json.loads(response.content)["results"]["bindings"] == []


def test_a_hostile_host_is_a_bad_request(http: httpx.Client) -> None:
    response = http.get("/sparql", headers={"host": 'a"b>', "accept": "text/turtle"})
    assert response.status_code == 400


def test_a_get_may_be_as_long_as_a_browser_sends(http: httpx.Client) -> None:
    query = quote("ASK {}" + " " * 8000)
    assert http.get(f"/sparql?query={query}").json()["boolean"] is True
