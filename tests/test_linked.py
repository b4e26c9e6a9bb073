"""Each IRI of ours, opened at the server as a person, a program and a crawler do."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
import rdflib
from pyoxigraph import NamedNode

from index.base import Base
from index.building import build
from kg.linked import describe, sheet
from kg.vocabulary import DEFAULT, PU_TERMS
from tests.serving import serving

PU = rdflib.Namespace(DEFAULT.ns)
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")


@pytest.fixture(scope="module")
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def ours(base: Base) -> list[str]:
    """Every IRI under the base that the graph has, named graphs among them."""
    found = set()
    for quad in base.store.quads():
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(DEFAULT.base):
                found.add(term.value)
    return sorted(found)


def kind(iri: str) -> str:
    """Return what sort of thing an IRI names, to take one of each."""
    rest = re.sub(r"article/[^/#]+", "article", iri.removeprefix(DEFAULT.base))
    return re.sub(r"[^/#]*$", "", rest) or rest


def local(iri: str) -> str:
    return "/id/" + iri.removeprefix(DEFAULT.base).partition("#")[0]


@pytest.fixture(scope="module")
def one_of_each(ours: list[str]) -> list[str]:
    return list({kind(iri): iri for iri in ours}.values())


class Links(HTMLParser):
    """Collects where a page leads, and the ids that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.links.append(found.get("href") or "")
        if found.get("id"):
            self.ids.append(found["id"] or "")


# --- everything opens


def test_every_iri_of_the_graph_is_described(base: Base, ours: list[str]) -> None:
    assert len(ours) > 300
    for iri in ours:
        assert describe(base.store, iri), iri


@pytest.mark.parametrize(
    ("accept", "content_type", "parser"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("text/html;q=0.5, text/turtle", "text/turtle; charset=utf-8", "turtle"),
    ],
)
def test_one_thing_of_each_sort_opens_as_rdf(
    http: httpx.Client, one_of_each: list[str], accept: str, content_type: str, parser: str
) -> None:
    for iri in one_of_each:
        response = http.get(local(iri), headers={"accept": accept})
        assert response.status_code == 200, iri
        assert response.headers["content-type"] == content_type
        assert response.headers["vary"] == "accept"
        assert len(rdflib.Graph().parse(data=response.content, format=parser)) > 0


def test_one_thing_of_each_sort_opens_as_a_page(http: httpx.Client, one_of_each: list[str]) -> None:
    for iri in one_of_each:
        response = http.get(local(iri), headers={"accept": "text/html,*/*;q=0.8"})
        assert response.status_code == 200, iri
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert "<h1>" in response.text


def test_a_figure_opens_with_its_sentence_in_rdf(http: httpx.Client, base: Base) -> None:
    for figure in base.knowledge.statistics[:5]:
        data = http.get(local(figure.iri), headers={"accept": "text/turtle"}).text
        graph = rdflib.Graph().parse(data=data, format="turtle")
        sentence = graph.value(rdflib.URIRef(figure.iri), PU.evidence)
        quotes = {
            str(graph.value(selector, OA.exact))
            for selector in graph.objects(sentence, OA.hasSelector)
        }
        assert figure.quote in quotes


def test_an_article_opens_with_every_place_in_it(http: httpx.Client, base: Base) -> None:
    article = base.article_ids[0]
    iri = DEFAULT.article(article).value
    data = http.get(local(iri), headers={"accept": "text/turtle"}).text
    graph = rdflib.Graph().parse(data=data, format="turtle")
    places = {str(s) for s in graph.subjects(OA.hasSource, rdflib.URIRef(iri))}
    figures = [figure for figure in base.knowledge.statistics if figure.article == article]
    assert figures
    for figure in figures:
        assert f"{iri}#char={figure.start},{figure.end}" in places


def test_rdflib_reads_a_thing_from_its_address(server: str, base: Base) -> None:
    iri = base.knowledge.studies[0].iri
    graph = rdflib.Graph().parse(server + local(iri))
    assert (rdflib.URIRef(iri), rdflib.RDF.type, PU.Study) in graph


# --- for people


def test_a_page_shows_label_facts_and_quotes(http: httpx.Client, base: Base) -> None:
    figure = base.knowledge.statistics[0]
    text = http.get(local(figure.iri)).text
    assert figure.claim in text
    assert figure.quote.replace('"', "&#34;") in text
    links = Links(text).links
    place = f"/?tab=articles&a={figure.article}&at={figure.start}-{figure.end}"
    assert place in links


def test_every_link_within_leads_somewhere(http: httpx.Client, one_of_each: list[str]) -> None:
    seen: set[str] = set()
    for iri in one_of_each:
        seen |= {link for link in Links(http.get(local(iri)).text).links if link.startswith("/id")}
    assert len(seen) > 50
    for link in sorted(seen)[:150]:
        assert http.get(link).status_code == 200, link


def test_the_place_that_a_fragment_names_is_on_the_page(http: httpx.Client, base: Base) -> None:
    figure = base.knowledge.statistics[0]
    text = http.get(local(DEFAULT.article(figure.article).value)).text
    assert f"char={figure.start},{figure.end}" in Links(text).ids


def test_a_page_speaks_spanish_first_and_english_where_asked(http: httpx.Client) -> None:
    spanish, english = http.get("/id/role/cio").text, http.get("/id/role/cio?lang=en").text
    assert '<html lang="es">' in spanish
    assert "Lo que se dice" in spanish
    assert '<html lang="en">' in english
    assert "What is said" in english


def test_a_page_names_its_other_forms(http: httpx.Client) -> None:
    response = http.get("/id/role/cio")
    for link in response.headers["link"].split(", "):
        address, media_type = re.fullmatch(r'<(.+)>; rel="alternate"; type="(.+)"', link).groups()  # type: ignore[union-attr]
        assert http.get(address).headers["content-type"].startswith(media_type)


# --- the vocabulary


def test_the_vocabulary_opens_at_its_address(http: httpx.Client) -> None:
    data = http.get("/ns", headers={"accept": "text/turtle"}).text
    graph = rdflib.Graph().parse(data=data, format="turtle")
    described = {str(s).removeprefix(DEFAULT.ns) for s in graph.subjects() if str(s) != DEFAULT.ns}
    assert set(PU_TERMS) - {"adjective", "teamName", "roleLevel"} <= described
    assert all(str(s).startswith(DEFAULT.ns.rstrip("#")) for s in graph.subjects())


def test_every_term_has_its_place_on_the_page_of_the_vocabulary(http: httpx.Client) -> None:
    page = Links(http.get("/ns").text)
    assert set(PU_TERMS) - {"adjective", "teamName", "roleLevel"} <= set(page.ids)
    assert "Vocabulario de Puente" in http.get("/ns").text


# --- what the graph holds


def test_void_tells_what_the_graph_holds(http: httpx.Client, server: str, base: Base) -> None:
    response = http.get("/.well-known/void", headers={"accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    (dataset,) = graph.subjects(rdflib.RDF.type, rdflib.VOID.Dataset)
    assert str(graph.value(dataset, rdflib.VOID.sparqlEndpoint)) == f"{server}/sparql"
    assert int(str(graph.value(dataset, rdflib.VOID.triples))) == base.store.size()
    entities = {
        str(graph.value(part, rdflib.VOID["class"])): graph.value(part, rdflib.VOID.entities)
        for part in graph.objects(dataset, rdflib.VOID.classPartition)
    }
    count = base.manifest.totals["statistics"]
    assert int(str(entities[f"{DEFAULT.ns}Statistic"])) == count


def test_every_example_of_void_runs_with_its_prefixes(http: httpx.Client) -> None:
    response = http.get("/.well-known/void", headers={"accept": "application/n-triples"})
    graph = rdflib.Graph().parse(data=response.text, format="nt")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    prefixes = {str(graph.value(p, sh.prefix)) for p in graph.objects(None, sh.declare)}
    assert {"pu", "schema", "skos", "oa", "prov"} <= prefixes
    examples = list(graph.subjects(rdflib.RDF.type, sh.SPARQLExecutable))
    assert len(examples) >= 12
    for example in examples:
        assert graph.value(example, rdflib.RDFS.comment)
        query = graph.value(example, sh.select) or graph.value(example, sh.construct)
        assert http.get("/sparql", params={"query": str(query)}).status_code == 200


# --- what is not there, and what is not ours


@pytest.mark.parametrize("path", ["/id/", "/id/role/nadie", "/id/article/no/statistic/1-2"])
def test_what_the_graph_does_not_know_is_not_found(http: httpx.Client, path: str) -> None:
    assert http.get(path, headers={"accept": "text/turtle"}).status_code == 404
    page = http.get(path)
    assert page.status_code == 404
    assert "El grafo no sabe nada de esto." in page.text


def test_what_nobody_can_write_is_not_acceptable(http: httpx.Client) -> None:
    assert http.get("/id/role/cio", headers={"accept": "image/png"}).status_code == 406
    assert http.get("/id/role/cio?format=yaml").status_code == 406
    assert http.get("/id/role/%ff").status_code == 400


def test_head_tells_what_get_would_send(http: httpx.Client) -> None:
    head, whole = http.head("/id/role/cio"), http.get("/id/role/cio")
    assert head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_text_of_an_article_is_never_markup(tmp_path: Path) -> None:
    attack = '<script>alert(1)</script> {{ 7*7 }} "><img src=x onerror=alert(2)>'
    name = "ataque.txt"
    (tmp_path / name).write_text(
        f"Ataque {attack}\n\nEl 63 % de los CIO usa {attack} en su empresa cada día.\n",
        encoding="utf-8",
    )
    build(tmp_path / "base", [tmp_path / name])
    base = Base.open(tmp_path / "base")
    with serving(tmp_path / "base") as address:
        for iri in (DEFAULT.article(base.article_ids[0]).value, base.knowledge.statistics[0].iri):
            text = httpx.get(address + local(iri)).text
            assert "<script>alert" not in text
            assert "<img" not in text
            assert "&lt;script&gt;" in text
            assert "{{ 7*7 }}" in text


def test_iris_do_not_change_between_builds(base: Base, tmp_path: Path, shipped: Path) -> None:
    build(tmp_path / "base", [shipped])
    again = Base.open(tmp_path / "base").store
    assert {str(quad.subject) for quad in again.quads()} == {
        str(quad.subject) for quad in base.store.quads()
    }


def test_a_sheet_of_nothing_is_none(base: Base) -> None:
    assert sheet(base.store, "https://example.org/", "es") is None
