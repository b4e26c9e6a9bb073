"""Writes a graph, or what a query finds in it, in the formats that others read.

The same graph gives the same bytes, whatever built it. A file is written beside its place and put
there when it is whole.
"""

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

import pyoxigraph
from pyoxigraph import DefaultGraph, RdfFormat, Triple

from corpus.errors import PuenteError
from kg.query import QueryError, QueryFormat, QueryOptions, QueryResult, run_query
from kg.relationships import EDGE_LABELS, relationships
from kg.store import Store
from kg.tables import Cell, Table, tables
from kg.vocabulary import DEFAULT, Iris

if TYPE_CHECKING:
    import networkx

__all__ = ["EXPORT_FORMATS", "SUFFIXES", "ExportError", "ExportFormat", "export", "write_triples"]

ExportFormat = Literal[
    "turtle",
    "nt",
    "nquads",
    "trig",
    "jsonld",
    "rdfxml",
    "graphml",
    "gexf",
    "csv",
    "parquet",
    "cytoscape",
]
EXPORT_FORMATS: tuple[str, ...] = get_args(ExportFormat)
SUFFIXES = {
    "turtle": ".ttl",
    "nt": ".nt",
    "nquads": ".nq",
    "trig": ".trig",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
    "graphml": ".graphml",
    "gexf": ".gexf",
    "csv": "",
    "parquet": "",
    "cytoscape": ".cyjs",
}

_RDF = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_WITH_GRAPHS = ("nquads", "trig")
_OF_A_QUERY: dict[str, QueryFormat] = {
    "turtle": "turtle",
    "trig": "turtle",
    "nt": "nt",
    "nquads": "nt",
    "jsonld": "jsonld",
    "rdfxml": "rdfxml",
    "csv": "csv",
    "tsv": "tsv",
    "json": "json",
    "xml": "xml",
    "parquet": "json",
}
# Characters that XML 1.0 cannot hold, not even escaped (section 2.2).
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell: no time of writing in it
_QUERY_OPTIONS = QueryOptions(memory=8 << 30, size=2 << 30)


class ExportError(PuenteError):
    """An export that cannot be written: to an unknown format, or to where it was told to."""


def export(
    store: Store,
    format: str,
    out: Path | BinaryIO,
    *,
    query: str | None = None,
    deadline_s: float = 600.0,
) -> None:
    """Write the graph in a format.

    Turtle, N-Triples, JSON-LD and RDF/XML hold the merge of all named graphs; N-Quads and TriG
    hold each apart. GraphML, GEXF and Cytoscape JSON hold the relationships. CSV and Parquet hold
    a table a class, as files of a folder, or of a zip where `out` ends in .zip or is a stream.

    Args:
        store: the graph.
        format: one of `EXPORT_FORMATS`; with `query`, also json, xml and tsv.
        out: file or folder to write, or a binary stream.
        query: SPARQL whose result is written in place of the graph.
        deadline_s: seconds that the query may take.

    Raises:
        ExportError: if the format is unknown or does not fit, or `out` cannot be written.
        QueryError: if the query is wrong.
    """
    if query is not None:
        _put(out, _of_query(store, format, query, deadline_s))
    elif format in _RDF:
        _put(out, lambda file: _write_rdf(store, format, file))
    elif format in _NETWORKS:
        _put(out, lambda file: _NETWORKS[format](_network(store), file))
    elif format in ("csv", "parquet"):
        written = [(f"{t.name}.{format}", _TABLES[format](t)) for t in tables(store)]
        if isinstance(out, Path) and out.suffix != ".zip":
            _put_folder(out, written)
        else:
            _put(out, lambda file: _write_zip(written, file))
    else:
        known = ", ".join(EXPORT_FORMATS)
        raise ExportError(f"formato desconocido: «{format}»; los hay: {known}")


# --- RDF


def _write_rdf(store: Store, format: str, file: BinaryIO) -> None:
    """Write triples or quads in the order of their N-Triples lines."""
    lines = io.BytesIO()
    if format in _WITH_GRAPHS:
        pyoxigraph.serialize(store.quads(), lines, RdfFormat.N_QUADS)
    else:
        store.engine.dump(lines, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    ordered = sorted(lines.getvalue().splitlines(keepends=True))
    if format == "trig":  # graph by graph
        ordered.sort(key=lambda line: line[line.rindex(b" <", 0, -3) :])
    if format in ("nt", "nquads"):
        file.writelines(ordered)
        return
    if format in _WITH_GRAPHS:
        quads = pyoxigraph.parse(b"".join(ordered), RdfFormat.N_QUADS)
        pyoxigraph.serialize(quads, file, _RDF[format], prefixes=store.iris.prefixes())
        return
    triples = (quad.triple for quad in pyoxigraph.parse(b"".join(ordered), RdfFormat.N_TRIPLES))
    file.write(_in_order(triples, format, store.iris))


def write_triples(triples: Iterable[Triple], format: str, iris: Iris = DEFAULT) -> bytes:
    """Return triples in turtle, nt, jsonld or rdfxml: the same triples, the same bytes."""
    return _in_order(sorted(set(triples), key=str), format, iris)


def _in_order(triples: Iterable[Triple], format: str, iris: Iris) -> bytes:
    if format == "rdfxml":
        triples = map(_for_xml, triples)
    out = io.BytesIO()
    pyoxigraph.serialize(triples, out, _RDF[format], prefixes=iris.prefixes())
    return _spaced(out.getvalue()) if format == "turtle" else out.getvalue()


def _spaced(turtle: bytes) -> bytes:
    """Put an empty line before each subject; the writer puts no line end within a literal."""
    lines = turtle.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not line.startswith((b"\t", b"@prefix")):
            lines[number] = b"\n" + line
    return b"".join(lines)


def _for_xml(triple: Triple) -> Triple:
    """Replace what XML cannot hold in a literal."""
    value = triple.object
    if not isinstance(value, pyoxigraph.Literal) or not _NOT_XML.search(value.value):
        return triple
    text = _NOT_XML.sub("\ufffd", value.value)
    clean = (
        pyoxigraph.Literal(text, language=value.language)
        if value.language
        else pyoxigraph.Literal(text, datatype=value.datatype)
    )
    return Triple(triple.subject, triple.predicate, clean)


# --- relationships


def _network(store: Store) -> "networkx.MultiDiGraph[str]":
    """Return the relationships as graph programs need them: edges numbered, text fit for XML."""
    import networkx  # 0.25 s to import: not for an export of RDF

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    whole = relationships(store)
    nodes: list[str] = sorted(whole.nodes)
    for iri in nodes:
        data = whole.nodes[iri]
        graph.add_node(iri, kind=data["kind"], label=_NOT_XML.sub("\ufffd", data["label"]))
    edges: list[tuple[str, str, str]] = sorted(whole.edges(keys=True))
    for number, (one, other, name) in enumerate(edges):
        label = EDGE_LABELS[name]
        graph.add_edge(
            one, other, key=f"e{number}", property=name, label=label["es"], label_en=label["en"]
        )
    return graph


def _write_graphml(graph: "networkx.MultiDiGraph[str]", file: BinaryIO) -> None:
    import networkx

    networkx.write_graphml_xml(graph, file)


def _write_gexf(graph: "networkx.MultiDiGraph[str]", file: BinaryIO) -> None:
    import networkx

    text = "\n".join(networkx.generate_gexf(graph, version="1.2draft"))
    # the day of writing would make two exports of one graph differ
    file.write(re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1).encode() + b"\n")


def _write_cytoscape(graph: "networkx.MultiDiGraph[str]", file: BinaryIO) -> None:
    elements = {
        "nodes": [{"data": {"id": iri, **data}} for iri, data in graph.nodes(data=True)],
        "edges": [
            {"data": {"id": key, "source": one, "target": other, **data}}
            for one, other, key, data in graph.edges(keys=True, data=True)
        ],
    }
    text = json.dumps({"elements": elements}, ensure_ascii=False, indent=1)
    file.write(text.encode() + b"\n")


_NETWORKS: dict[str, Callable[["networkx.MultiDiGraph[str]", BinaryIO], None]] = {
    "graphml": _write_graphml,
    "gexf": _write_gexf,
    "cytoscape": _write_cytoscape,
}

# --- tables


def _csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue().encode()


def _parquet(table: Table) -> bytes:
    """Return a table as Parquet, with numbers as numbers."""
    try:
        import pyarrow  # only who wants Parquet needs it installed
        import pyarrow.parquet
    except ImportError as error:
        raise ExportError(
            "para exportar a parquet hace falta pyarrow: instálalo con `pip install pyarrow`, "
            "o exporta a csv"
        ) from error
    columns = {name: [row[i] for row in table.rows] for i, name in enumerate(table.columns)}
    schema = pyarrow.schema([(name, _arrow_type(column)) for name, column in columns.items()])
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), out)
    return out.getvalue()


def _arrow_type(column: Sequence[Cell]) -> str:
    """Return the type of a column; one without a value is text."""
    kinds = {type(cell) for cell in column if cell is not None}
    if kinds == {int}:
        return "int64"
    return "float64" if kinds and kinds <= {int, float} else "string"


_TABLES: dict[str, Callable[[Table], bytes]] = {"csv": _csv, "parquet": _parquet}


def _write_zip(files: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


# --- results of queries


def _of_query(
    store: Store, format: str, query: str, deadline_s: float
) -> Callable[[BinaryIO], object]:
    """Run a query; return what writes its result."""
    if format not in _OF_A_QUERY:
        known = ", ".join(_OF_A_QUERY)
        raise ExportError(f"el resultado de una consulta no se exporta a {format}: usa {known}")
    result = run_query(
        store.path,
        query,
        format=_OF_A_QUERY[format],
        deadline_s=deadline_s,
        iris=store.iris,
        options=_QUERY_OPTIONS,
    )
    data = _parquet(_result_table(result)) if format == "parquet" else result.data
    return partial(_write, data)


def _result_table(result: QueryResult) -> Table:
    """Return the rows of a SELECT, numbers as numbers."""
    if result.kind != "select":
        raise QueryError("sólo el resultado de un SELECT se puede escribir como parquet", "format")
    found = json.loads(result.data)
    columns = tuple(found["head"]["vars"])
    rows = tuple(
        tuple(_cell(row.get(name)) for name in columns) for row in found["results"]["bindings"]
    )
    mixed = [
        len({type(row[i]) for row in rows if row[i] is not None} - {int, float}) > 0
        for i in range(len(columns))
    ]
    return Table(
        "result",
        columns,
        tuple(
            tuple(
                str(cell) if mixed[i] and cell is not None else cell for i, cell in enumerate(row)
            )
            for row in rows
        ),
    )


def _cell(term: dict[str, str] | None) -> Cell:
    if term is None:
        return None
    kind = term.get("datatype", "").rpartition("#")[2]
    if kind == "integer":
        return int(term["value"])
    return float(term["value"]) if kind in ("decimal", "double", "float") else str(term["value"])


# --- putting it where it belongs


def _put(out: Path | BinaryIO, write: Callable[[BinaryIO], object]) -> None:
    """Write to a stream, or to a new file that then takes the place of `out`."""
    if not isinstance(out, Path):
        whole = io.BytesIO()  # so that an error leaves no half of it in a pipe
        write(whole)
        out.write(whole.getbuffer())
        return
    if out.is_dir():
        raise ExportError(f"{out} es una carpeta: indica el nombre de un archivo")
    draft = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    except OSError as error:
        raise ExportError(f"no se puede escribir {out}: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)


def _put_folder(out: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files to a folder, each whole; a folder of that name keeps its other files."""
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportError(f"no se puede crear la carpeta {out}: {error.strerror}") from error
    for name, data in files:
        _put(out / name, partial(_write, data))


def _write(data: bytes, file: BinaryIO) -> None:
    file.write(data)
