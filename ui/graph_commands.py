"""The commands that query and export the graph."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ui.invocation import BaseOption, base_path, finish, open_base, write_bytes, write_json

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


ParamOption = Annotated[
    list[str] | None,
    typer.Option(
        "--param", help="Parámetro de la consulta, nombre=valor; repetible.", show_default=False
    ),
]


def sparql(  # noqa: PLR0913  # an option each
    context: typer.Context,
    query: Annotated[
        str | None,
        typer.Argument(help="SPARQL 1.1; @archivo; -: de la entrada.", show_default=False),
    ] = None,
    base: BaseOption = None,
    form: Annotated[SparqlFormat, typer.Option("--format", help="Formato.")] = SparqlFormat.TABLE,
    deadline: Annotated[float, typer.Option(min=0.1, help="Segundos que puede tardar.")] = 30.0,
    named: Annotated[
        str | None,
        typer.Option(help="Consulta con nombre, en lugar de QUERY.", show_default=False),
    ] = None,
    params: ParamOption = None,
    list_them: Annotated[
        bool, typer.Option("--list", help="Enumera las consultas con nombre.")
    ] = False,
) -> None:
    """Consulta el grafo con SPARQL."""
    from kg.query import run_query
    from ui.render import result_is_empty
    from ui.terminal import show_table

    where = base_path(context, base)
    if list_them:
        _list_queries(where, form)
        return
    text = _query_to_run(query, named, params, where)
    opened = open_base(context, base)
    result = run_query(opened.store_path, text, format=form.value, deadline_s=deadline)
    if form is SparqlFormat.TABLE:
        show_table(result.columns, [[cell or "" for cell in row] for row in result.rows])
    else:
        write_bytes(result.data)
    finish(not result_is_empty(result))


def _query_to_run(
    query: str | None, named: str | None, params: list[str] | None, where: Path
) -> str:
    """Return the text of the one query that was asked for, its parameters set."""
    from kg.named_query import OWN_FOLDER, bind, find_named_query

    if named is None:
        if params:
            raise typer.BadParameter("--param es de una consulta con nombre: indique --named")
        if query is None:
            raise typer.BadParameter("indique una consulta, --named o --list")
        return _query_text(query)
    if query is not None:
        raise typer.BadParameter("indique una consulta o --named, no las dos cosas")
    values = {}
    for param in params or ():
        name, equals, value = param.partition("=")
        if not equals:
            raise typer.BadParameter(f"--param {param}: se escribe nombre=valor")
        values[name] = value
    return bind(find_named_query(named, where / OWN_FOLDER), values)


def _list_queries(where: Path, form: SparqlFormat) -> None:
    from kg.named_query import OWN_FOLDER, load_named_queries
    from ui.render import named_query_json
    from ui.terminal import show_table

    queries = load_named_queries(where / OWN_FOLDER).values()
    if form is SparqlFormat.JSON:
        write_json([named_query_json(query) for query in queries])
    elif form is SparqlFormat.TABLE:
        rows = [
            [query.name, query.titles["es"], ", ".join(p.name for p in query.parameters)]
            for query in queries
        ]
        show_table(["nombre", "qué da", "parámetros"], rows)
    else:
        raise typer.BadParameter("las consultas se enumeran con --format table o json")


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
