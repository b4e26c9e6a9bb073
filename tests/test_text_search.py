"""`pu:search` in SPARQL finds by text and joins with the graph, by every door."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.base import Base
from index.text_search import with_hits
from kg.query import run_query
from kg.query_error import QueryError
from tests.test_cli import Run, run

__all__ = ["run"]  # a fixture

PU = "https://w3id.org/puente/ns#"
ASKED = "cuántos directores de sistemas creen importante la colaboración"
FIGURES = f"""SELECT ?valor ?puntos ?frase WHERE {{
  (?cifra ?puntos ?frase) pu:search ("{ASKED}" 20) .
  ?cifra a pu:Statistic ; pu:value ?valor ; pu:population/skos:prefLabel "CIO"@es
}} ORDER BY DESC(?puntos)"""


def rows(base: Base, query: str) -> list[dict[str, Any]]:
    found = json.loads(run_query(base.store_path, with_hits(query, base)).data)
    bindings: list[dict[str, Any]] = found["results"]["bindings"]
    return bindings


def things(base: Base, pattern: str, prologue: str = "") -> list[str]:
    query = f"{prologue} SELECT ?x {{ {pattern} }}"
    return [row["x"]["value"] for row in rows(base, query)]


def test_a_figure_is_found_by_the_meaning_of_its_sentence_and_joined(base: Base) -> None:
    first = rows(base, FIGURES)[0]

    assert first["valor"]["value"] == "77"
    assert "77 %" in first["frase"]["value"]
    assert float(first["puntos"]["value"]) > 0


def test_passages_come_with_the_scores_and_order_of_the_search(base: Base) -> None:
    found = rows(
        base,
        f"""SELECT ?texto ?puntos {{ (?p ?puntos) pu:search ("{ASKED}" 5) . ?p a pu:Passage ;
        schema:text ?texto }} ORDER BY DESC(?puntos)""",
    )

    hits = base.searcher.search(ASKED, 5)
    assert [row["texto"]["value"] for row in found] == [hit.text for hit in hits]
    assert [float(row["puntos"]["value"]) for row in found] == [round(h.score, 6) for h in hits]


@pytest.mark.parametrize(
    ("pattern", "prologue"),
    [
        ('?x pu:search "colaboración"', ""),
        ("?x pu:search '''colaboración'''@es . ", ""),
        ('?x pu:search "colaboraci\\u00F3n" ; .', ""),
        ('(?x) pu:search ("colaboración"@es 20)', ""),
        (f'?x <{PU}search> "colaboración"', ""),
        ('?x p:search "colaboración"', f"PREFIX p: <{PU}>"),
        ('?x # pu:search "nada"\n pu:search ("colaboración")', ""),
        ('VALUES ?t { "colaboración" } ?x pu:search ?t', ""),
        ('{ ?x pu:search "colaboración" }', ""),
    ],
)
def test_it_may_be_written_in_any_way_that_sparql_has(
    base: Base, pattern: str, prologue: str
) -> None:
    usual = things(base, '?x pu:search "colaboración" .')
    assert usual
    assert things(base, pattern, prologue) == usual


def test_more_may_be_said_of_what_is_found_after_a_semicolon(base: Base) -> None:
    found = things(base, '?x pu:search "colaboración" ; a pu:Statistic ; pu:unit pu:percent')
    apart = things(base, '?x pu:search "colaboración" . ?x a pu:Statistic ; pu:unit pu:percent')
    assert found
    assert found == apart


def test_two_searches_meet_in_what_both_find(base: Base) -> None:
    one = set(things(base, '?x pu:search "colaboración"'))
    other = set(things(base, '?x pu:search "presupuesto"'))
    assert set(things(base, '?x pu:search "colaboración" . ?x pu:search "presupuesto"')) == (
        one & other
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { pu:search ?p ?o }",
        "SELECT * { ?s ?p pu:search }",
        'SELECT ("?x pu:search 1" AS ?t) {}',
        "SELECT * { ?s a ?t } # ?x pu:search 1",
        "SELECT * { ?s x:search 'a' }",
    ],
)
def test_what_only_looks_like_it_stays_as_it_is(base: Base, query: str) -> None:
    assert with_hits(query, base) == query


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("?x pu:search 5", "un texto"),
        ('?x pu:search ("a" "b")', "un texto"),
        ('?x pu:search ("a" 0)', "de 1 a 1000"),
        ('?x pu:search ("a" 1001)', "de 1 a 1000"),
        ('?x pu:search ("a"', "un texto"),
        ("?x pu:search ?y", "qué buscar"),
        ('(?a ?b ?c ?d) pu:search "a"', "de una a tres"),
        ('(?a pu:x) pu:search "a"', "de una a tres"),
        ('?x a ?y ; pu:search "a"', "sujeto"),
        (" . ".join(['?x pu:search "a"'] * 11), "a lo sumo 10"),
    ],
)
def test_a_wrong_use_is_told_with_its_place(base: Base, call: str, why: str) -> None:
    with pytest.raises(QueryError, match=why) as raised:
        with_hits(f"SELECT * {{\n {call} }}", base)
    assert raised.value.reason == "syntax"
    assert raised.value.line == 2


def test_a_text_cannot_leave_its_place_in_the_query(base: Base) -> None:
    evil = '?x pu:search "} UNION { ?x ?y ?z \\" . <a:b> \\n"'
    assert set(things(base, evil)) <= set(things(base, "?x pu:evidence|schema:text ?y"))


def test_errors_after_it_keep_their_line(base: Base) -> None:
    query = 'SELECT * {\n ?x pu:search\n ("colaboración"\n 5) .\n ?x a pu:Role ]\n}'
    with pytest.raises(QueryError) as plain:
        run_query(base.store_path, query)
    with pytest.raises(QueryError) as raised:
        run_query(base.store_path, with_hits(query, base))
    assert (raised.value.line, raised.value.column) == (plain.value.line, plain.value.column)


def test_a_long_query_of_nothing_but_beginnings_is_read_in_no_time(base: Base) -> None:
    for piece in (
        "a.",
        ":",
        "<a",
        '"""a',
        "pu:search ",
        "?x pu:search '",
        "?x pu:search ?y . ",
        "( ",
    ):
        query = f"SELECT * {{ ?s pu:search }} {piece * (300_000 // len(piece))}"
        begin = time.perf_counter()
        with suppress(QueryError):
            with_hits(query, base)
        assert time.perf_counter() - begin < 5, piece


def test_the_endpoint_answers_it(server: str) -> None:
    given = httpx.post(f"{server}/sparql", data={"query": FIGURES, "format": "csv"})
    assert given.status_code == 200
    assert given.text.splitlines()[1].startswith("77,")


def test_the_endpoint_describes_it(server: str) -> None:
    said = httpx.get(f"{server}/sparql", headers={"accept": "application/n-triples"}).text
    assert f"sparql-service-description#propertyFeature> <{PU}search>" in said


def test_the_command_line_searches_by_a_named_query_and_exports_it(
    run: Run, base_path: Path
) -> None:
    named = ("--named", "buscar", "--param", f"texto={ASKED}", "--format", "csv")
    done = run("--base", base_path, "sparql", *named)
    assert done.status == 0
    assert "77 %" in done.out
    assert run("--base", base_path, "export", *named).out == done.out


def test_the_api_searches_by_a_named_query(server: str) -> None:
    given = httpx.get(f"{server}/api/v1/queries/buscar", params={"texto": ASKED}).json()
    assert any("77 %" in str(row) for row in given["rows"])
