import os
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import article_graph
from kg.store import GraphFiles, Store
from kg.vocabulary import DEFAULT, RDF, SCHEMA, Iris
from tests.graph_sample import article, build, first, second


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("graph"))


def count(store: Store, pattern: str) -> int:
    rows = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    return int(str(getattr(rows[0]["n"], "value", "")))


def test_two_builds_of_the_same_articles_write_the_same_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(tmp_path / name)
    for file in sorted((tmp_path / "a").rglob("*.nq")):
        assert file.read_bytes() == (tmp_path / "b" / file.relative_to(tmp_path / "a")).read_bytes()


def test_what_two_articles_state_counts_once(store: Store) -> None:
    lumen = DEFAULT.organization("Lumen Consultores")
    assert count(store, f"GRAPH ?g {{ {lumen} schema:name ?name }}") == 2
    assert count(store, f"{lumen} schema:name ?name") == 1


def test_each_article_has_a_graph_and_so_have_vocabulary_and_builds(store: Store) -> None:
    graphs = {str(row["g"]) for row in store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    assert graphs == {
        str(DEFAULT.article_graph("primero")),
        str(DEFAULT.article_graph("segundo año")),
        str(DEFAULT.graph("vocabulary")),
        str(DEFAULT.graph("builds")),
    }


def test_the_merged_graph_is_the_union_of_the_named_ones(store: Store) -> None:
    merged = set(store.triples())
    assert merged == {quad.triple for quad in store.quads()}
    assert store.size() == len(merged)


def test_one_graph_can_be_read_alone(store: Store) -> None:
    name = DEFAULT.article_graph("primero")
    assert sorted(store.quads(name), key=str) == article_graph(*first())


def test_an_article_is_carried_over_unchanged(tmp_path: Path) -> None:
    old = build(tmp_path / "old")
    files = GraphFiles(tmp_path / "new")
    assert files.carry("primero", old.folder)
    assert not files.carry("tercero", old.folder)
    new = files.finish()
    name = DEFAULT.article_graph("primero")
    assert set(new.quads(name)) == set(old.quads(name))
    assert not list(new.quads(DEFAULT.article_graph("segundo año")))


def test_writing_an_article_anew_leaves_the_older_graph_as_it_was(tmp_path: Path) -> None:
    old = build(tmp_path / "old")
    before = GraphFiles(old.folder).path("primero").read_bytes()
    files = GraphFiles(tmp_path / "new")
    files.carry("primero", old.folder)
    files.write("primero", article_graph(*second()))
    assert GraphFiles(old.folder).path("primero").read_bytes() == before


def test_a_disk_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    old = build(tmp_path / "old")
    monkeypatch.setattr(os, "link", refuse)
    files = GraphFiles(tmp_path / "new")
    assert files.carry("primero", old.folder)
    assert files.path("primero").read_bytes() == GraphFiles(old.folder).path("primero").read_bytes()


def test_any_text_comes_back_from_the_disk_as_it_went_in(tmp_path: Path) -> None:
    odd = 'uno\\n\t"dos" <a> .\r tres\u0085\u2028\u0001 <https://w3id.org/g> .'
    made, facts = first()
    files = GraphFiles(tmp_path)
    made = replace(made, title=odd, id="raro/../x ñ")
    files.write(made.id, article_graph(made, replace(facts, article=made.id)))
    store = files.finish()
    rows = store.select(
        "SELECT ?title { ?a schema:headline ?title }", {"a": DEFAULT.article(made.id)}
    )
    assert [row["title"] for row in rows] == [Literal(odd, language="es")]
    assert files.path(made.id).parent == tmp_path / "articles"


def test_a_graph_with_no_article_opens(tmp_path: Path) -> None:
    store = GraphFiles(tmp_path).finish()
    assert count(store, "?role a pu:Role") > 50


def test_opening_where_there_is_no_graph_makes_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no hay ningún grafo"):
        Store(tmp_path)
    assert not list(tmp_path.iterdir())


def test_many_readers_open_one_graph(store: Store) -> None:
    others = [Store(store.folder) for _ in range(3)]
    assert {other.size() for other in others} == {store.size()}


def test_select_puts_values_in_the_place_of_variables(store: Store) -> None:
    query = "SELECT ?kind { ?thing a ?kind }"
    rows = store.select(query, {"thing": DEFAULT.article("primero")})
    assert [row["kind"] for row in rows] == [SCHEMA["Article"]]


def test_select_leaves_out_what_is_unbound(store: Store) -> None:
    rows = store.select(
        "SELECT ?a ?date ?no { ?a a schema:Article OPTIONAL { ?a schema:no ?no } } LIMIT 1"
    )
    assert [sorted(row) for row in rows] == [["a"]]


def test_rdflib_sees_the_same_graphs_through_the_engine(store: Store) -> None:
    import rdflib

    dataset = store.rdflib()
    cio = rdflib.URIRef(DEFAULT.role("cio").value)
    labels = set(dataset.objects(cio, rdflib.SKOS.prefLabel))
    assert labels == {rdflib.Literal("CIO", lang="es")}
    rows = dataset.query("SELECT (COUNT(?s) AS ?n) WHERE { ?s a pu:Statistic }")
    assert [int(str(row[0])) for row in rows] == [3]  # type: ignore[index]  # a SELECT has rows
    graph = dataset.get_context(rdflib.URIRef(DEFAULT.article_graph("primero").value))
    assert len(graph) == len(article_graph(*first()))


def test_a_store_in_memory_merges_as_one_on_disk_does() -> None:
    quads = [*article_graph(*first()), *article_graph(*second())]
    store = Store.in_memory(quads)
    assert count(store, f"{DEFAULT.organization('Lumen Consultores')} schema:name ?name") == 1


def test_a_store_of_other_namespaces_is_queried_by_them(tmp_path: Path) -> None:
    iris = Iris("https://acme.example/ns#", "https://acme.example/id/")
    files = GraphFiles(tmp_path, iris=iris)
    files.write("primero", article_graph(*first(), iris=iris))
    assert count(files.finish(), "?s a pu:Statistic") == 3


def test_a_big_article_is_loaded_whole(tmp_path: Path) -> None:
    made = article("grande", "\n".join(["Titular", *("Una frase más." for _ in range(2))]))
    graph = DEFAULT.article_graph("grande")
    many = [
        Quad(NamedNode(f"https://x.example/{n}"), RDF["value"], Literal("ñ" * 500), graph)
        for n in range(5000)
    ]
    files = GraphFiles(tmp_path)
    files.write(made.id, many)
    assert count(files.finish(), "?s rdf:value ?o") == 5000
