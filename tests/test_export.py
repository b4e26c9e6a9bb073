import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path

import networkx
import pandas
import pytest
import rdflib

from kg.export import EXPORT_FORMATS, ExportError, export
from kg.graph import article_graph
from kg.query import QueryError
from kg.relationships import relationships
from kg.store import GraphFiles, Store
from kg.tables import tables
from kg.vocabulary import DEFAULT
from tests.graph_sample import FIRST, build, first

CLASSES = [
    "articles",
    "organizations",
    "passages",
    "persons",
    "populations",
    "recommendations",
    "roles",
    "samples",
    "statistics",
    "studies",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("graph"))


def exported(store: Store, format: str, **options: str) -> bytes:
    out = io.BytesIO()
    export(store, format, out, **options)  # type: ignore[arg-type]  # only strings here
    return out.getvalue()


@pytest.mark.parametrize(
    ("format", "name"),
    [("turtle", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")],
)
def test_another_parser_reads_every_triple(store: Store, format: str, name: str) -> None:
    parsed = rdflib.Graph().parse(data=exported(store, format), format=name)
    expected = rdflib.Graph().parse(data=exported(store, "nt"), format="nt")
    assert len(parsed) == store.size()
    assert set(parsed) == set(expected)


@pytest.mark.parametrize(("format", "name"), [("nquads", "nquads"), ("trig", "trig")])
def test_another_parser_reads_every_quad(store: Store, format: str, name: str) -> None:
    parsed = rdflib.Dataset()
    parsed.parse(data=exported(store, format), format=name)
    assert sum(1 for _ in parsed.quads()) == sum(1 for _ in store.quads())
    graph = parsed.graph(rdflib.URIRef(DEFAULT.article_graph("primero").value))
    assert len(graph) == len(article_graph(*first()))


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_another_build_of_the_same_articles_gives_the_same_bytes(
    store: Store, format: str, tmp_path: Path
) -> None:
    assert exported(store, format) == exported(build(tmp_path), format)


@pytest.mark.parametrize("format", ["turtle", "jsonld", "graphml", "gexf", "csv", "parquet"])
def test_another_process_gives_the_same_bytes(store: Store, format: str) -> None:
    program = (
        "import sys; from pathlib import Path; from kg.store import Store; "
        "from kg.export import export; export(Store(Path(sys.argv[1])), sys.argv[2], "
        "sys.stdout.buffer)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(store.folder), format],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[1],
        env={"PYTHONHASHSEED": "7", "PATH": ""},
    )
    assert run.stdout == exported(store, format)


def test_turtle_is_laid_out_for_people(store: Store) -> None:
    text = exported(store, "turtle").decode()
    assert "@prefix pu: <https://w3id.org/puente/ns#> ." in text
    assert "\n\npu:percent a " in text
    assert "\tpu:unit pu:percent ;\n" in text


def test_networkx_reads_the_graphml_back(store: Store) -> None:
    graph = networkx.parse_graphml(exported(store, "graphml").decode(), force_multigraph=True)
    whole = relationships(store)
    assert set(graph.nodes) == set(whole.nodes)
    assert graph.number_of_edges() == whole.number_of_edges()
    assert graph.nodes[DEFAULT.role("cio").value] == {"kind": "role", "label": "CIO"}
    labels = {data["property"]: data["label_en"] for *_, data in graph.edges(data=True)}
    assert labels["pu:study"] == "according to"


def test_networkx_reads_the_gexf_back(store: Store) -> None:
    graph = networkx.read_gexf(io.BytesIO(exported(store, "gexf")))
    assert set(graph.nodes) == set(relationships(store).nodes)


def test_the_gexf_tells_no_time(store: Store) -> None:
    assert b"lastmodified" not in exported(store, "gexf")


def test_cytoscape_json_names_every_end_of_an_edge(store: Store) -> None:
    elements = json.loads(exported(store, "cytoscape"))["elements"]
    ids = {node["data"]["id"] for node in elements["nodes"]}
    assert ids == set(relationships(store).nodes)
    assert all({e["data"]["source"], e["data"]["target"]} <= ids for e in elements["edges"])


# --- tables


def test_csv_has_a_table_for_each_class(store: Store, tmp_path: Path) -> None:
    export(store, "csv", tmp_path / "tablas")
    assert sorted(path.stem for path in (tmp_path / "tablas").iterdir()) == CLASSES
    with (tmp_path / "tablas/statistics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["value_text"] for row in rows] == ["77 %", "57 %", "1,5 millones de euros"]
    for row in rows:
        assert FIRST[int(row["start"]) : int(row["end"])] == row["quote"]


def test_a_zip_holds_the_same_tables(store: Store, tmp_path: Path) -> None:
    export(store, "csv", tmp_path / "tablas.zip")
    export(store, "csv", tmp_path / "tablas")
    with zipfile.ZipFile(tmp_path / "tablas.zip") as archive:
        assert sorted(archive.namelist()) == [f"{name}.csv" for name in CLASSES]
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "tablas" / name).read_bytes()


def test_pandas_reads_numbers_as_numbers(store: Store, tmp_path: Path) -> None:
    export(store, "csv", tmp_path)
    export(store, "parquet", tmp_path)
    for table in (
        pandas.read_csv(tmp_path / "statistics.csv"),
        pandas.read_parquet(tmp_path / "statistics.parquet"),
    ):
        assert table["value"].tolist() == [77.0, 57.0, 1500000.0]
        assert table["start"].dtype == "int64"
        assert table["confidence"].dtype == "float64"
        assert table["study_name"].isna().tolist() == [False, False, True]


def test_tables_of_an_empty_graph_have_their_columns() -> None:
    made = tables(Store.in_memory([]))
    assert [table.name for table in made] == CLASSES
    assert all(table.columns and not table.rows for table in made)


def test_a_folder_keeps_its_other_files(store: Store, tmp_path: Path) -> None:
    (tmp_path / "notas.txt").write_text("mías")
    export(store, "csv", tmp_path)
    assert (tmp_path / "notas.txt").read_text() == "mías"


# --- results of queries


def test_the_result_of_a_query_is_exported(store: Store, tmp_path: Path) -> None:
    query = "SELECT ?t ?v { ?s pu:valueText ?t ; pu:value ?v } ORDER BY ?v"
    export(store, "parquet", tmp_path / "r.parquet", query=query)
    assert pandas.read_parquet(tmp_path / "r.parquet")["v"].tolist() == [57.0, 77.0, 1500000.0]
    assert exported(store, "csv", query=query).splitlines()[0] == b"t,v"


def test_a_column_of_numbers_and_words_is_exported_as_words(store: Store, tmp_path: Path) -> None:
    query = "SELECT ?x { VALUES ?x { 1 'dos' 3.5 UNDEF } }"
    export(store, "parquet", tmp_path / "r.parquet", query=query)
    column = pandas.read_parquet(tmp_path / "r.parquet")["x"]
    assert column.dropna().tolist() == ["1", "dos", "3.5"]


def test_the_graph_that_a_query_makes_is_exported(store: Store) -> None:
    made = exported(store, "turtle", query="CONSTRUCT WHERE { ?s pu:claim ?c }")
    assert len(rdflib.Graph().parse(data=made)) == 3


@pytest.mark.parametrize(
    ("format", "query"), [("graphml", "ASK {}"), ("parquet", "ASK {}"), ("csv", "SELECT {")]
)
def test_a_query_that_does_not_fit_is_refused(store: Store, format: str, query: str) -> None:
    with pytest.raises((ExportError, QueryError)):
        exported(store, format, query=query)


# --- where it goes


def test_an_unknown_format_is_told_with_those_there_are(store: Store) -> None:
    with pytest.raises(ExportError, match="turtle, nt, nquads"):
        exported(store, "xls")


def test_a_file_is_replaced_whole_and_no_draft_is_left(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "grafo.nt"
    out.write_text("viejo")
    export(store, "nt", out)
    assert out.read_bytes() == exported(store, "nt")
    assert list(tmp_path.iterdir()) == [out]


def test_where_nothing_can_be_written_it_says_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no se puede escribir"):
        export(store, "nt", tmp_path / "no/hay/grafo.nt")
    with pytest.raises(ExportError, match="es una carpeta"):
        export(store, "nt", tmp_path)
    (tmp_path / "archivo").write_text("")
    with pytest.raises(ExportError, match="no se puede crear la carpeta"):
        export(store, "csv", tmp_path / "archivo")


def test_text_that_xml_cannot_hold_leaves_it_well_formed(tmp_path: Path) -> None:
    article, facts = first()
    odd = replace(facts.recommendations[0], text="uno\x0c\x01\ufffe <dos> & ]]> 'tres'\r\n\t")
    files = GraphFiles(tmp_path)
    files.write(article.id, article_graph(article, replace(facts, recommendations=(odd,))))
    store = files.finish()
    for format in ("rdfxml", "graphml", "gexf"):
        ElementTree.fromstring(exported(store, format))
    parsed = rdflib.Graph().parse(data=exported(store, "rdfxml"), format="xml")
    assert len(parsed) == store.size()
    assert "\\u0001" in exported(store, "nt").decode()
