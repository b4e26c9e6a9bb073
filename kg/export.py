"""Writes a graph, or what a query finds in it, in the formats that others read.

The same graph gives the same bytes, whatever built it. A file is written beside its place and put
there when it is whole.
"""

import io
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, get_args

import pyoxigraph
from pyoxigraph import DefaultGraph, RdfFormat, Triple

from kg.export_error import ExportError
from kg.export_network import NETWORKS, NOT_XML, network
from kg.export_scope import CLASSES, EVERYTHING, Scope
from kg.export_table import TABLES, result_table, workbook, write_zip
from kg.placing import put, put_folder, write_data
from kg.query import QueryFormat, QueryOptions, run_query
from kg.store import Store
from kg.tables import tables
from kg.vocabulary import DEFAULT, Iris

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
    "xlsx",
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
    "xlsx": ".xlsx",
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
    "xlsx": "json",
}
_QUERY_OPTIONS = QueryOptions(memory=8 << 30, size=2 << 30)


def export(
    store: Store,
    format: str,
    out: Path | BinaryIO,
    *,
    scope: Scope = EVERYTHING,
    query: str | None = None,
    deadline_s: float = 600.0,
) -> tuple[Path, ...]:
    """Write the graph, or a part of it, in a format.

    Turtle, N-Triples, JSON-LD and RDF/XML hold the merge of all named graphs; N-Quads and TriG
    hold each apart. GraphML, GEXF and Cytoscape JSON hold the relationships. CSV and Parquet hold
    a table a class, as files of a folder, or of a zip where `out` ends in .zip or is a stream;
    XLSX holds them as sheets.

    Args:
        store: the graph.
        format: one of `EXPORT_FORMATS`; with `query`, also json, xml and tsv.
        out: file or folder to write, or a binary stream.
        scope: which part; what is in RDF then comes without the vocabulary.
        query: SPARQL whose result is written in place of the graph.
        deadline_s: seconds that the query may take.

    Returns:
        The files that were written; none for a stream.

    Raises:
        ExportError: if the format is unknown or does not fit, the scope names what there is not,
            or `out` cannot be written.
        QueryError: if the query is wrong.
    """
    scope.check(store)
    if query is not None:
        return put(out, _of_query(store, format, query, deadline_s))
    if format in _RDF:
        return put(out, lambda file: _write_rdf(store, format, scope, file))
    if format in NETWORKS:
        kinds = [CLASSES[name] for name in scope.classes]
        return put(out, lambda file: NETWORKS[format](network(scope.store(store), kinds), file))
    if format in (*TABLES, "xlsx"):
        return _put_tables(scope, store, format, out)
    known = ", ".join(EXPORT_FORMATS)
    raise ExportError(f"formato desconocido: «{format}»; los hay: {known}")


def _put_tables(scope: Scope, store: Store, format: str, out: Path | BinaryIO) -> tuple[Path, ...]:
    """Write a table a class: sheets of one file, or files of a folder or of a zip."""
    chosen = [
        table
        for table in tables(scope.store(store))
        if not scope.classes or table.name in scope.classes
    ]
    if format == "xlsx":
        return put(out, partial(write_data, workbook(chosen)))
    written = [(f"{table.name}.{format}", TABLES[format](table)) for table in chosen]
    if isinstance(out, Path) and out.suffix != ".zip":
        return put_folder(out, written)
    return put(out, lambda file: write_zip(written, file))


# --- RDF


def _write_rdf(store: Store, format: str, scope: Scope, file: BinaryIO) -> None:
    """Write triples or quads in the order of their N-Triples lines."""
    ordered = sorted(_lines(store, format in _WITH_GRAPHS, scope).splitlines(keepends=True))
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


def _lines(store: Store, with_graphs: bool, scope: Scope) -> bytes:
    """Return what is in scope as N-Quads or N-Triples, each line once."""
    lines = io.BytesIO()
    if scope != EVERYTHING:
        quads = scope.quads(store)
        if with_graphs:
            pyoxigraph.serialize(quads, lines, RdfFormat.N_QUADS)
        else:
            pyoxigraph.serialize({quad.triple for quad in quads}, lines, RdfFormat.N_TRIPLES)
    elif with_graphs:
        pyoxigraph.serialize(store.quads(), lines, RdfFormat.N_QUADS)
    else:
        store.engine.dump(lines, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return lines.getvalue()


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
    if not isinstance(value, pyoxigraph.Literal) or not NOT_XML.search(value.value):
        return triple
    text = NOT_XML.sub("\ufffd", value.value)
    clean = (
        pyoxigraph.Literal(text, language=value.language)
        if value.language
        else pyoxigraph.Literal(text, datatype=value.datatype)
    )
    return Triple(triple.subject, triple.predicate, clean)


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
    data = result.data
    if format == "parquet":
        data = TABLES[format](result_table(result))
    elif format == "xlsx":
        data = workbook([result_table(result)])
    return partial(write_data, data)
