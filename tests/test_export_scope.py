"""Parts of a graph, spreadsheets, the list of what was written, and exports that are killed."""

import hashlib
import io
import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import networkx
import openpyxl
import pandas
import pytest
import rdflib

from index.base import Base
from kg.export import ExportError, export
from kg.export_scope import CLASSES, Scope
from kg.store import Store
from kg.tables import tables
from kg.vocabulary import DEFAULT
from tests.graph_sample import build
from tests.test_cli import PUENTE, Run, run

__all__ = ["run"]  # a fixture

FIRST = Scope(articles=("primero",))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("graph"))


def exported(store: Store, format: str, scope: Scope = FIRST, query: str | None = None) -> bytes:
    out = io.BytesIO()
    export(store, format, out, scope=scope, query=query)
    return out.getvalue()


# --- articles and classes


@pytest.mark.parametrize(
    ("format", "name"),
    [("turtle", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")],
)
def test_the_triples_of_one_article_are_exported_alone(
    store: Store, format: str, name: str
) -> None:
    graph = rdflib.Graph().parse(data=exported(store, format), format=name)
    expected = {quad.triple for quad in store.quads(DEFAULT.article_graph("primero"))}
    assert len(graph) == len(expected)


def test_all_articles_one_by_one_make_up_the_whole(store: Store) -> None:
    whole = set(exported(store, "nquads", Scope()).splitlines())
    parts = [
        set(exported(store, "nquads", Scope((name,))).splitlines())
        for name in ("primero", "segundo año")
    ]
    assert parts[0].isdisjoint(parts[1])
    rest = whole - parts[0] - parts[1]
    assert all(b"/graph/vocabulary>" in line or b"/graph/builds>" in line for line in rest)


def test_things_of_a_class_come_with_their_sentences(store: Store) -> None:
    scope = Scope(classes=("statistics",))
    graph = rdflib.Graph().parse(data=exported(store, "nt", scope), format="nt")
    pu, oa = rdflib.Namespace(DEFAULT.ns), rdflib.Namespace("http://www.w3.org/ns/oa#")
    figures = set(graph.subjects(rdflib.RDF.type, pu.Statistic))
    assert len(figures) == 3
    for figure in figures:
        sentence = graph.value(figure, pu.evidence)
        assert any(graph.value(s, oa.exact) for s in graph.objects(sentence, oa.hasSelector))
    assert not set(graph.subjects(rdflib.RDF.type, pu.Study))


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_the_tables_is_one_of_the_graph(store: Store, name: str) -> None:
    (table,) = [table for table in tables(store) if table.name == name]
    graph = rdflib.Graph().parse(data=exported(store, "nt", Scope(classes=(name,))), format="nt")
    typed = {str(s) for s in graph.subjects(rdflib.RDF.type)}
    assert {row[0] for row in table.rows} <= typed


def test_tables_and_relationships_keep_to_the_scope(store: Store, tmp_path: Path) -> None:
    scope = Scope(("primero",), ("statistics", "roles"))
    written = export(store, "csv", tmp_path / "tablas", scope=scope)
    assert sorted(path.stem for path in written) == ["roles", "statistics"]
    text = exported(store, "graphml", scope).decode()
    graph = networkx.parse_graphml(text, force_multigraph=True)
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"statistic", "role"}


def test_what_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(ExportError, match="«tercero»"):
        exported(store, "nt", Scope(("tercero",)))
    with pytest.raises(ExportError, match=r"«figures».*statistics"):
        exported(store, "nt", Scope(classes=("figures",)))


# --- spreadsheets


def test_a_spreadsheet_has_a_sheet_for_each_class(store: Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(store, "xlsx", Scope())))
    assert book.sheetnames == sorted(CLASSES)
    table = pandas.read_excel(io.BytesIO(exported(store, "xlsx", Scope())), "statistics")
    assert table["value"].tolist() == [77.0, 57.0, 1500000.0]


def test_no_text_is_taken_for_a_formula(store: Store) -> None:
    query = """SELECT ?a ?n { VALUES (?a ?n) { ("=1+1" 2.5) ("\\u0001@SUM(A1)" 3) } } ORDER BY ?n"""
    book = openpyxl.load_workbook(io.BytesIO(exported(store, "xlsx", Scope(), query)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows == [("a", "n"), ("=1+1", 2.5), ("\ufffd@SUM(A1)", 3)]
    assert book.worksheets[0]["A2"].data_type == "s"


def test_a_spreadsheet_tells_no_time(store: Store) -> None:
    first = exported(store, "xlsx", Scope())
    time.sleep(1.1)  # the format tells seconds
    assert exported(store, "xlsx", Scope()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert b"modified" not in archive.read("docProps/core.xml")


# --- the list of what was written


def many(folder: Path, *forms: str) -> list[object]:
    return [*(part for form in forms for part in ("--format", form)), "--out", folder]


def test_a_folder_gets_a_list_with_counts_and_checksums(
    run: Run, base_path: Path, tmp_path: Path
) -> None:
    forms = ("turtle", "nquads", "csv", "xlsx")
    assert run("--base", base_path, "export", *many(tmp_path / "uno", *forms)).status == 0
    listed = json.loads((tmp_path / "uno/manifest.json").read_text(encoding="utf-8"))
    totals = Base.open(base_path).manifest.totals
    for name in ("articles", "statistics", "studies", "recommendations", "triples"):
        assert listed["counts"][name] == totals[name]
    on_disk = {path for path in (tmp_path / "uno").rglob("*") if path.is_file()}
    assert len(listed["files"]) == len(on_disk) - 1
    for entry in listed["files"]:
        data = (tmp_path / "uno" / entry["path"]).read_bytes()
        assert entry["bytes"] == len(data)
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
    for article in Base.open(base_path).articles:
        assert listed["articles"][article.id] == article.sha256
    assert listed["programs"] == [["puente-rules", "0.1.0"]]


def test_the_list_is_the_same_when_nothing_changed(
    run: Run, base_path: Path, tmp_path: Path
) -> None:
    for name in ("uno", "dos", "uno"):
        run("--base", base_path, "export", *many(tmp_path / name, "nt", "gexf", "parquet"))
    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("uno", "dos")
    )
    assert one == two


def test_an_export_that_fails_leaves_no_list(run: Run, base_path: Path, tmp_path: Path) -> None:
    assert run("--base", base_path, "export", *many(tmp_path, "nt")).status == 0
    assert (tmp_path / "manifest.json").is_file()
    done = run("--base", base_path, "export", *many(tmp_path, "nt", "nada"))
    assert (done.status, (tmp_path / "manifest.json").exists()) == (2, False)


def test_a_named_query_is_exported(run: Run, base_path: Path, tmp_path: Path) -> None:
    arguments = ("--named", "cifras", "--param", "minimo=80")
    forms = many(tmp_path / "cifras", "csv", "json", "parquet", "xlsx")
    assert run("--base", base_path, "export", *arguments, *forms).status == 0
    values = [
        pandas.read_csv(tmp_path / "cifras/puente.csv")["valor"].tolist(),
        pandas.read_parquet(tmp_path / "cifras/puente.parquet")["valor"].tolist(),
        pandas.read_excel(tmp_path / "cifras/puente.xlsx")["valor"].tolist(),
    ]
    assert values[0]
    assert values[0] == values[1] == values[2]
    assert min(values[0]) >= 80


def test_a_part_is_exported_from_the_command_line(
    run: Run, base_path: Path, tmp_path: Path
) -> None:
    article = Base.open(base_path).article_ids[0]
    part = ("--article", article, "--class", "statistics", "--format", "csv")
    assert run("--base", base_path, "export", *part, "--out", tmp_path / "t").status == 0
    assert set(pandas.read_csv(tmp_path / "t/statistics.csv")["article"]) == {article}
    assert json.loads((tmp_path / "t/manifest.json").read_text())["classes"] == ["statistics"]
    wrong = run("--base", base_path, "export", "--article", "nada")
    assert (wrong.status, "«nada»" in wrong.err) == (2, True)
    both = run("--base", base_path, "export", "--query", "ASK {}", "--article", article)
    assert both.status == 2


# --- killed


def test_a_killed_export_leaves_no_broken_file(base_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "salida"
    arguments = ["--base", str(base_path), "export", *map(str, many(out, "turtle", "nquads"))]
    subprocess.run([*PUENTE, *arguments], check=True)
    whole = {path.name: path.read_bytes() for path in out.iterdir()}
    for turn in range(8):
        process = subprocess.Popen([*PUENTE, *arguments])
        time.sleep(0.25 + turn * 0.15)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name, data in whole.items():
            path = out / name
            assert path.read_bytes() == data if path.exists() else name == "manifest.json"
    (out / ".puente.ttl.99999999.tmp").write_text("left behind")
    subprocess.run([*PUENTE, *arguments], check=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == whole


@pytest.mark.slow
def test_fresh_processes_give_the_same_bytes(base_path: Path) -> None:
    program = "import sys; from ui.cli import main; main(sys.argv[1:])"
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, "--base", str(base_path), "export"],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[1],
            env={"PYTHONHASHSEED": str(seed), "PATH": ""},
        ).stdout
        for seed in range(5)
    }
    assert len(seen) == 1
