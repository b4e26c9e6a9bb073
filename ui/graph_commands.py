"""The commands that query and export the graph."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ui.invocation import BaseOption, finish, open_base, write_bytes

__all__ = ["export", "sparql"]


class SparqlFormat(StrEnum):
    """What the result of a query may be written in."""

    TABLE = "table"
    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "turtle"
    NT = "nt"
    JSONLD = "jsonld"


def sparql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="SPARQL 1.1; @archivo; -: de la entrada.")],
    base: BaseOption = None,
    form: Annotated[SparqlFormat, typer.Option("--format", help="Formato.")] = SparqlFormat.TABLE,
    deadline: Annotated[float, typer.Option(min=0.1, help="Segundos que puede tardar.")] = 30.0,
) -> None:
    """Consulta el grafo con SPARQL."""
    from kg.query import run_query
    from ui.render import result_is_empty
    from ui.terminal import show_table

    text = _query_text(query)
    opened = open_base(context, base)
    result = run_query(opened.store_path, text, format=form.value, deadline_s=deadline)
    if form is SparqlFormat.TABLE:
        show_table(result.columns, [[cell or "" for cell in row] for row in result.rows])
    else:
        write_bytes(result.data)
    finish(not result_is_empty(result))


def _query_text(query: str) -> str:
    """Return the query itself, or what `@file` or standard input (`-`) holds."""
    if query == "-":
        return sys.stdin.read()
    if not query.startswith("@"):
        return query
    try:
        return Path(query[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"no se puede leer {query[1:]}: {error}") from error


def export(
    context: typer.Context,
    base: BaseOption = None,
    forms: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="turtle, nt, nquads, trig, jsonld, rdfxml, graphml, gexf, csv, parquet o "
            "cytoscape; se puede repetir. Con --query también json, xml y tsv.  [turtle]",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Archivo o carpeta [la salida].", show_default=False),
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="SPARQL, @archivo o -: exporta su resultado.")
    ] = None,
) -> None:
    """Escribe el grafo, o el resultado de una consulta, en otros formatos."""
    from kg.export import SUFFIXES
    from kg.export import export as export_graph

    formats = list(dict.fromkeys(forms or ["turtle"]))
    text = None if query is None else _query_text(query)
    binary = [form for form in formats if form == "parquet" or (form == "csv" and text is None)]
    if out is None and (len(formats) > 1 or (binary and sys.stdout.isatty())):
        raise typer.BadParameter(f"{', '.join(binary or formats)}: indique --out")
    store = open_base(context, base).store
    folder = out if out and (out.is_dir() or len(formats) > 1) else None
    if folder:
        _make_folder(folder)
    for form in formats:
        place = folder / _export_name(form, SUFFIXES.get(form, ""), text) if folder else out
        export_graph(store, form, place or sys.stdout.buffer, query=text)


def _export_name(form: str, suffix: str, query: str | None) -> str:
    """Name a file, or a folder of tables, among the exports in one folder."""
    if query is not None:
        return f"puente{suffix or '.' + form}"
    return f"puente{suffix}" if suffix else f"puente-{form}"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"no se puede crear {folder}: {error.strerror}") from error
