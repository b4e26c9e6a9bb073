"""The commands that query and export the graph."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ui.invocation import (
    BaseOption,
    ServiceOption,
    base_path,
    finish,
    open_base,
    write_bytes,
    write_json,
)

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
    RDFXML = "rdfxml"


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
    services: ServiceOption = None,
    list_them: Annotated[
        bool, typer.Option("--list", help="Enumera las consultas con nombre.")
    ] = False,
) -> None:
    """Consulta el grafo con SPARQL."""
    from index.text_search import with_hits
    from kg.query import QueryOptions, run_query
    from ui.render import result_is_empty
    from ui.terminal import show_table

    where = base_path(context, base)
    if list_them:
        _list_queries(where, form)
        return
    text = _query_to_run(query, named, params, where)
    opened = open_base(context, base)
    text = with_hits(text, opened)
    options = QueryOptions(services=tuple(services or ()))
    result = run_query(
        opened.store_path, text, format=form.value, deadline_s=deadline, options=options
    )
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


def export(  # noqa: PLR0913  # an option each
    context: typer.Context,
    base: BaseOption = None,
    forms: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="turtle, nt, nquads, trig, jsonld, rdfxml, graphml, gexf, csv, parquet, xlsx o "
            "cytoscape; se puede repetir. Con --query también json, xml y tsv.  [turtle]",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Archivo o carpeta [la salida].", show_default=False),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option("--article", help="Sólo este artículo; repetible.", show_default=False),
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option(
            "--class",
            help="Sólo esta clase, como statistics o studies; repetible.",
            show_default=False,
        ),
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="SPARQL, @archivo o -: exporta su resultado.")
    ] = None,
    named: Annotated[
        str | None, typer.Option(help="Exporta el resultado de la consulta de este nombre.")
    ] = None,
    params: ParamOption = None,
) -> None:
    """Escribe el grafo, o el resultado de una consulta, en otros formatos."""
    from index.text_search import with_hits
    from kg.export import SUFFIXES
    from kg.export import export as export_graph
    from kg.export_manifest import begin
    from kg.export_manifest import finish as write_manifest
    from kg.export_scope import Scope

    formats = list(dict.fromkeys(forms or ["turtle"]))
    asked = query is not None or named is not None
    if asked and (articles or classes):
        raise typer.BadParameter("una consulta no se acota con --article ni con --class")
    text = _query_to_run(query, named, params, base_path(context, base)) if asked else None
    _check_out(out, formats, text)
    opened = open_base(context, base)
    store = opened.store
    with_its_hits = with_hits(text, opened) if text is not None else None
    scope = Scope(tuple(articles or ()), tuple(classes or ()))
    folder = _folder_of(out, formats, text)
    several = out is not None and (len(formats) > 1 or out.is_dir())
    if folder:
        _make_folder(folder)
        begin(folder)
    written: list[Path] = []
    for form in formats:
        place = out
        if out is not None and several:
            place = out / _export_name(form, SUFFIXES.get(form, ""), text)
        target = place or sys.stdout.buffer
        written += export_graph(store, form, target, scope=scope, query=with_its_hits)
    if folder:
        write_manifest(folder, written, store, scope=scope, query=text)


def _check_out(out: Path | None, formats: list[str], query: str | None) -> None:
    """Refuse to write several files, or what no terminal can show, on standard output."""
    binary = [
        form for form in formats if form in ("parquet", "xlsx") or (form == "csv" and query is None)
    ]
    if out is None and (len(formats) > 1 or (binary and sys.stdout.isatty())):
        raise typer.BadParameter(f"{', '.join(binary or formats)}: indique --out")


def _folder_of(out: Path | None, formats: list[str], query: str | None) -> Path | None:
    """Return the folder that an export fills, none where it goes to a file or a stream."""
    if out is None:
        return None
    tables = query is None and formats[0] in ("csv", "parquet") and out.suffix != ".zip"
    return out if out.is_dir() or len(formats) > 1 or tables else None


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
