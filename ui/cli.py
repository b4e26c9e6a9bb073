"""The command line: one function per command, and the one place where errors become text.

Data goes to standard output; progress and messages go to standard error. Exit status 0: done;
1: done, but something was skipped or nothing was found; 2: bad usage or bad input.
"""

import io
import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import PuenteError

if TYPE_CHECKING:
    from index.base import Base

__all__ = ["app", "main"]

# Nothing leaves the machine unasked: whoever wants a model from a hub sets HF_HUB_OFFLINE=0.
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "TOKENIZERS_PARALLELISM": "false",
}

app = typer.Typer(
    name="puente",
    help="Preguntas y respuestas con citas exactas sobre artículos de empresa en español.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
base_app = typer.Typer(help="Las generaciones de la base: enumerar, volver atrás, podar.")
app.add_typer(base_app, name="base", no_args_is_help=True)

BaseOption = Annotated[
    Path | None,
    typer.Option("--base", help="Carpeta de la base [PUENTE_BASE; .puente].", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Escribe JSON.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        _write(f"puente {version('puente')}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    base: BaseOption = None,
    _: Annotated[
        bool,
        typer.Option(
            "--version", help="Escribe la versión.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Preguntas y respuestas con citas exactas sobre artículos de empresa en español."""
    context.obj = base


def _base_path(context: typer.Context, base: Path | None) -> Path:
    """Return the base that the command, the program's options or the environment name."""
    return base or context.obj or Path(os.environ.get("PUENTE_BASE") or ".puente")


def _open(context: typer.Context, base: Path | None) -> "Base":
    from index.base import Base

    return Base.open(_base_path(context, base))


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()  # one question at a time over a pipe: the answer must not wait


def _write_json(value: object, *, indent: int | None = 1) -> None:
    import json

    _write(json.dumps(value, ensure_ascii=False, indent=indent))


def _write_bytes(data: bytes) -> None:
    """Write bytes as they are, with a line end where text has none."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data if data.endswith(b"\n") or not data else data + b"\n")


def _finish(done: bool) -> None:
    """Leave with status 1 where something was skipped or nothing was found."""
    if not done:
        raise typer.Exit(1)


def _lines_or(text: str) -> Iterator[str]:
    """Yield `text`, or for `-` each line of standard input that is not blank."""
    if text != "-":
        yield text
        return
    for line in sys.stdin:
        if line.strip():
            yield line.strip()


@app.command()
def build(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Archivos, carpetas o zips; ninguno: los artículos incluidos.",
            show_default=False,
        ),
    ] = None,
    base: BaseOption = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="Modelo de sentence-transformers: nombre o carpeta [el incluido].",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Lee todo de nuevo.")] = False,
) -> None:
    """Lee artículos y construye la base."""
    from index.building import EmptyBuildError
    from index.building import build as build_base
    from ui.render import report_text
    from ui.terminal import build_progress, say, say_skipped

    where = _base_path(context, base)
    try:
        with build_progress() as progress:
            report = build_base(where, paths or [], model=model, progress=progress, force=force)
    except EmptyBuildError as error:
        say_skipped(error.skipped)
        raise
    say_skipped(report.skipped)
    say(report_text(report))
    _finish(not report.skipped)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="Pregunta; -: una por línea de la entrada.")],
    base: BaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Responde a una pregunta y cita las frases que lo dicen."""
    from ui.render import answer_json, answer_text

    _check_text(question)
    opened = _open(context, base)
    from index.answer import answer

    found = False
    for line in _lines_or(question):
        given = answer(line, opened)
        found = found or given.answerable
        if as_json:
            _write_json(answer_json(given), indent=None if question == "-" else 1)
        else:
            _write(answer_text(given) + ("\n" if question == "-" else ""))
    _finish(found)


@app.command()
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Lo que se busca; -: uno por línea de la entrada.")],
    top: Annotated[int, typer.Option("-k", "--top", min=1, help="Cuántos pasajes.")] = 10,
    base: BaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Busca los pasajes más cercanos a un texto."""
    from ui.render import hit_json, hits_text

    _check_text(text)
    searcher = _open(context, base).searcher
    found = False
    for line in _lines_or(text):
        hits = searcher.search(line, top=top)
        found = found or bool(hits)
        if as_json:
            _write_json([hit_json(hit) for hit in hits], indent=None if text == "-" else 1)
        else:
            _write(hits_text(hits) + ("\n" if text == "-" else ""))
    _finish(found)


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


@app.command()
def sparql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="SPARQL 1.1; @archivo; -: de la entrada.")],
    base: BaseOption = None,
    form: Annotated[SparqlFormat, typer.Option("--format", help="Formato.")] = SparqlFormat.TABLE,
    deadline: Annotated[float, typer.Option(min=0.1, help="Segundos que puede tardar.")] = 30.0,
) -> None:
    """Consulta el grafo con SPARQL."""
    from kg.query import run_query
    from ui.render import result_is_empty, table_text

    text = _query_text(query)
    opened = _open(context, base)
    result = run_query(opened.store_path, text, format=form.value, deadline_s=deadline)
    if form is SparqlFormat.TABLE:
        rows = [[cell or "" for cell in row] for row in result.rows]
        _write(table_text(result.columns, rows))
    else:
        _write_bytes(result.data)
    _finish(not result_is_empty(result))


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


@app.command()
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
    store = _open(context, base).store
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


def _check_text(text: str) -> None:
    if not text.strip():
        raise typer.BadParameter("el texto está vacío")


@app.command()
def serve(
    context: typer.Context,
    base: BaseOption = None,
    host: Annotated[str, typer.Option(help="Dirección en la que escucha.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Puerto.")] = 7860,
) -> None:
    """Sirve la página web."""
    from ui.http import serve as serve_page

    serve_page(_base_path(context, base), host, port)


@app.command()
def check(context: typer.Context, base: BaseOption = None) -> None:
    """Relee cada cita de cada hecho en el texto guardado, y comprueba la base entera."""
    from index.checking import check as check_base
    from ui.terminal import build_progress, say

    opened = _open(context, base)
    with build_progress() as progress:
        report = check_base(opened, progress=progress)
    for mismatch in report.mismatches:
        _write(str(mismatch))
    say(
        f"{report.articles} artículos, {report.spans} citas y {report.files} archivos "
        f"comprobados: {len(report.mismatches) or 'ningún'} fallo"
        + ("s" if len(report.mismatches) > 1 else "")
    )
    _finish(not report.mismatches)


@app.command()
def status(context: typer.Context, base: BaseOption = None, as_json: JsonOption = False) -> None:
    """Dice qué contiene la base."""
    from ui.render import manifest_json, status_text

    opened = _open(context, base)
    if as_json:
        _write_json(manifest_json(opened.manifest, path=str(opened.path)))
    else:
        _write(status_text(opened.manifest, path=str(opened.path)))


@app.command()
def article(
    context: typer.Context,
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Identificador del artículo.")],
    base: BaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Escribe un artículo tal como se leyó."""
    from corpus.serialization import article_to_json
    from ui.render import article_text

    found = _open(context, base).article(article_id)
    if as_json:
        _write_json(article_to_json(found))
    else:
        _write(article_text(found))


@base_app.command("list")
def list_generations(context: typer.Context, base: BaseOption = None) -> None:
    """Enumera las generaciones; la que está en uso lleva un asterisco."""
    from index.generation import describe
    from ui.render import table_text

    rows = [
        [
            "*" if generation.live else "",
            generation.id,
            generation.created,
            "" if generation.articles is None else str(generation.articles),
            generation.note,
        ]
        for generation in describe(_base_path(context, base))
    ]
    _write(table_text(["", "generación", "creada", "artículos", "nota"], rows))


@base_app.command("rollback")
def rollback_base(
    context: typer.Context,
    generation: Annotated[
        str | None, typer.Argument(help="Generación [la anterior].", show_default=False)
    ] = None,
    base: BaseOption = None,
) -> None:
    """Vuelve a poner en uso una generación anterior."""
    from index.generation import rollback
    from ui.terminal import say

    say(f"En uso: {rollback(_base_path(context, base), generation)}")


@base_app.command("prune")
def prune_base(
    context: typer.Context,
    keep: Annotated[int, typer.Option(min=1, help="Cuántas generaciones quedan.")] = 1,
    base: BaseOption = None,
) -> None:
    """Borra generaciones antiguas y restos de construcciones interrumpidas."""
    from index.generation import prune
    from ui.terminal import say

    removed = prune(_base_path(context, base), keep=keep)
    say(f"Borradas: {', '.join(removed) or 'ninguna'}")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an expected error is one line on standard error and status 2."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale says
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(arguments, prog_name="puente")
    except PuenteError as error:
        from ui.terminal import say

        say(f"puente: {error}")
        raise SystemExit(2) from None
    finally:
        _flush()


def _flush() -> None:
    """Write what is left, and stay quiet where the reader (`| head`) has gone."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
