import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from index.base import Base
from index.text_search import with_hits
from kg.named_query import (
    NamedQueryError,
    bind,
    find_named_query,
    load_named_queries,
)
from kg.query import run_query
from kg.store import Store, Term
from kg.vocabulary import DEFAULT, SCHEMA, XSD
from tests.test_cli import Done, Run, run

__all__ = ["run"]  # a fixture

NAMES = sorted(load_named_queries())
SHOUT = """# es: Repite
# param t text: Qué | What
# param n number: Cuánto
# param i integer: Cuántos
# param u term: De qué
SELECT ?t ?n ?i ?u {
  VALUES ?t { "nada" } VALUES ?n { UNDEF }
  VALUES ?i { 1 } VALUES ?u { pu:Role }
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "repite.rq").write_text(SHOUT, encoding="utf-8")
    return tmp_path


def answer(folder: Path, **values: str) -> dict[str, Term]:
    """Bind the query that repeats its parameters; return what the engine makes of it."""
    text = bind(find_named_query("repite", folder), values)
    (row,) = Store.in_memory([]).select(text)
    return row


def test_at_least_a_dozen_ship() -> None:
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_each_query_that_ships_finds_something_as_it_is(base: Base, name: str) -> None:
    query = find_named_query(name)
    assert set(query.titles) == {"es", "en"}
    assert query.titles["es"] != query.titles["en"]
    result = run_query(base.store_path, with_hits(query.text, base), format="table")
    assert result.rows or name in {"cifras-en-desacuerdo", "cifras-sin-estudio"}  # or all is well


DISAGREEING = """
@prefix pu: <https://w3id.org/puente/ns#> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<a:1> schema:headline "Uno" . <a:2> schema:headline "Dos" . <a:cio> skos:prefLabel "CIO" .
<a:s1> a pu:Statistic ; pu:claim "compran" ; pu:unit pu:percent ; pu:value 60 ;
  pu:population <a:cio> ; pu:inArticle <a:1> .
<a:s2> a pu:Statistic ; pu:claim "compran" ; pu:unit pu:percent ; pu:value 70 ;
  pu:population <a:cio> ; pu:inArticle <a:2> .
<a:s3> a pu:Statistic ; pu:claim "venden" ; pu:unit pu:percent ; pu:value 5 ;
  pu:population <a:cio> ; pu:inArticle <a:1> .
<a:s4> a pu:Statistic ; pu:claim "venden" ; pu:unit pu:percent ; pu:value 5 ;
  pu:population <a:cio> ; pu:inArticle <a:2> .
"""


def test_only_figures_that_disagree_are_told_as_such() -> None:
    store = Store.in_memory(parse(DISAGREEING, RdfFormat.TURTLE))
    (row,) = store.select(find_named_query("cifras-en-desacuerdo").text)
    assert {name: getattr(term, "value", "") for name, term in row.items()} == {
        "afirma": "compran",
        "poblacion": "CIO",
        "valor1": "60",
        "articulo1": "Uno",
        "valor2": "70",
        "articulo2": "Dos",
    }


CLAIMED = """
@prefix pu: <https://w3id.org/puente/ns#> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<a:1> schema:headline "Uno" . <a:2> schema:headline "Dos" . <a:cio> skos:prefLabel "CIO" .
<a:s1> a pu:Statistic ; pu:claim "ONE" ; pu:unit pu:percent ; pu:value 60 ;
  pu:population <a:cio> ; pu:inArticle <a:1> YEAR1 .
<a:s2> a pu:Statistic ; pu:claim "OTHER" ; pu:unit pu:percent ; pu:value 70 ;
  pu:population <a:cio> ; pu:inArticle <a:2> YEAR2 .
"""


@pytest.mark.parametrize(
    ("one", "other", "years", "disagree"),
    [
        ("prevé contratar", "Prevé contratar, según Michael Page", (None, None), True),
        ("prevé contratar, alerta la patronal", "prevé contratar.", (2023, None), True),
        ("prevé contratar, como señalan en Hays", "prevé contratar", (2023, 2023), True),
        ("prevé contratar", "prevé contratar", (2019, 2023), False),
        ("prevé contratar", "prevé contratar, según su jefe, a más gente", (None, None), False),
        ("prevé contratar", "prevé despedir, según Hays", (None, None), False),
    ],
)
def test_figures_disagree_whoever_says_them_and_of_one_year(
    one: str, other: str, years: tuple[int | None, int | None], *, disagree: bool
) -> None:
    text = CLAIMED.replace("ONE", one).replace("OTHER", other)
    for number, year in enumerate(years, start=1):
        told = f'; schema:observationDate "{year}"^^xsd:gYear' if year else ""
        text = text.replace(f"YEAR{number}", told)
    store = Store.in_memory(parse(text, RdfFormat.TURTLE))

    assert bool(store.select(find_named_query("cifras-en-desacuerdo").text)) is disagree


@pytest.mark.parametrize("name", NAMES)
def test_each_query_that_ships_gives_the_same_rows_in_the_same_order(base: Base, name: str) -> None:
    text = with_hits(find_named_query(name).text, base)
    assert run_query(base.store_path, text).data == run_query(base.store_path, text).data


@pytest.mark.parametrize(
    ("name", "values", "column", "found"),
    [
        ("cifras", {"minimo": "80"}, 0, {"83"}),
        ("cifras", {"maximo": "12,5"}, 1, None),
        ("cifras", {"rol": "director de marketing", "unidad": "pu:percent"}, 2, {"CMO"}),
        ("organizaciones", {"nombre": "ACCENT"}, 0, {"Accenture"}),
        ("personas", {"nombre": "brinker"}, 0, {"Scott Brinker"}),
    ],
)
def test_parameters_narrow_what_is_found(
    base: Base, name: str, values: dict[str, str], column: int, found: set[str] | None
) -> None:
    query = find_named_query(name)
    whole = run_query(base.store_path, query.text, format="table").rows
    rows = run_query(base.store_path, bind(query, values), format="table").rows
    assert set(rows) < set(whole)
    if found is not None:
        assert {row[column] for row in rows} == found


def test_a_parameter_that_is_not_given_keeps_its_default(folder: Path) -> None:
    assert answer(folder) == {"t": Literal("nada"), "i": Literal(1), "u": DEFAULT.term("Role")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CIO",
        'con "comillas" y \\barras\\',
        "dos\nlíneas\ty\r tabulador",
        '" } . ?a ?b ?c . { "',
        "VALUES ?n { 7 }",
        "VALUES ?i { 7 } } SERVICE <http://a> {}",
        "\\u0022 } DROP ALL #",
        "ñ€𝄞\u202e",
    ],
)
def test_a_text_is_never_taken_for_a_part_of_the_query(folder: Path, text: str) -> None:
    expected = {"t": Literal(text), "i": Literal(1), "u": DEFAULT.term("Role")}
    assert answer(folder, t=text) == expected


def test_values_become_terms_of_their_kind(folder: Path) -> None:
    found = answer(folder, n="12,50", i="-3", u="schema:name")
    assert found["n"] == Literal("12.5", datatype=XSD["decimal"])
    assert found["i"] == Literal(-3)
    assert found["u"] == SCHEMA["name"]
    assert answer(folder, u="<http://a/b>")["u"] == NamedNode("http://a/b")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", "muchos"),
        ("n", "NaN"),
        ("n", "1 } #"),
        ("i", "1.5"),
        ("u", "sin-prefijo"),
        ("u", "http://a> ?x ?y . <http://b"),
        ("u", "pu:a b"),
        ("t", "\ud800"),
        ("otro", "1"),
    ],
)
def test_a_value_of_another_kind_is_refused(folder: Path, name: str, value: str) -> None:
    with pytest.raises(NamedQueryError, match=f"«{name}»"):
        bind(find_named_query("repite", folder), {name: value})


@pytest.mark.parametrize(
    "text",
    [
        "ASK {}",
        "# es: x\n# param a text: b\nASK {}",
        "# es: x\n# param a no: b\nASK { VALUES ?a { 1 } }",
    ],
)
def test_a_file_that_is_written_wrong_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "mala.rq").write_text(text, encoding="utf-8")
    with pytest.raises(NamedQueryError, match=r"mala\.rq"):
        load_named_queries(tmp_path)


# --- on the command line


def test_the_command_lists_the_queries(run: Run, base_path: Path) -> None:
    done: Done = run("--base", base_path, "sparql", "--list")
    assert done.status == 0
    assert all(name in done.out for name in NAMES)
    listed = json.loads(run("--base", base_path, "sparql", "--list", "--format", "json").out)
    (figures,) = [entry for entry in listed if entry["name"] == "cifras"]
    assert figures["title"]["en"] == "Figures, with population and sentence"
    assert figures["parameters"][0] == {
        "name": "minimo",
        "type": "number",
        "help": {"es": "Valor mínimo", "en": "Least value"},
        "default": None,
    }


def test_the_command_runs_a_query_by_its_name(run: Run, base_path: Path) -> None:
    arguments = ("--param", "minimo=80", "--param", "unidad=pu:percent", "--format", "csv")
    done = run("--base", base_path, "sparql", "--named", "cifras", *arguments)
    assert done.status == 0
    assert done.out.splitlines()[1].startswith("83,")


def test_queries_beside_the_base_are_found_too(run: Run, base_path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "base"
    mine.mkdir()
    for part in base_path.iterdir():
        (mine / part.name).symlink_to(part)
    (mine / "queries").mkdir()
    (mine / "queries" / "repite.rq").write_text(SHOUT, encoding="utf-8")
    done = run("--base", mine, "sparql", "--named", "repite", "--param", "t=a=b")
    assert "a=b" in done.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--named"),
        (("ASK {}", "--named", "cifras"), "--named"),
        (("ASK {}", "--param", "a=b"), "--param"),
        (("--named", "nada"), "cifras"),
        (("--named", "cifras", "--param", "minimo"), "minimo"),
        (("--named", "cifras", "--param", "minimo=x"), "minimo"),
        (("--list", "--format", "csv"), "--format"),
    ],
)
def test_a_wrong_call_is_told(
    run: Run, base_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = run("--base", base_path, "sparql", *arguments)
    assert done.status == 2
    assert words in done.err
