"""The command line: one function per command, and the one place where errors become text.

Data goes to standard output; progress and messages go to standard error. Exit status 0: done;
1: done, but something was skipped or nothing was found; 2: bad usage or bad input.
"""

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import PuenteError
from ui.base_commands import generations
from ui.diff_command import diff
from ui.dossier_command import dossier
from ui.graph_commands import export, sparql
from ui.invocation import (
    BaseOption,
    JsonOption,
    base_path,
    finish,
    lines_or,
    open_base,
    write,
    write_json,
)
from ui.llm_options import LlmModelOption, LlmOption, LlmTimeoutOption, endpoint_of
from ui.scope_options import (
    ArticleOption,
    PublisherOption,
    RoleOption,
    SinceOption,
    narrowed,
)
from ui.serve_command import mcp, serve
from ui.verify_command import verify

__all__ = ["ENVIRONMENT", "app", "main"]

# Nothing leaves the machine unasked: whoever wants a model from a hub sets HF_HUB_OFFLINE=0. And
# the products of a search are small: more threads than one wait for one another, and take as long.
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "TOKENIZERS_PARALLELISM": "false",
    "OPENBLAS_NUM_THREADS": "1",
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
app.add_typer(generations, name="base", no_args_is_help=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        write(f"puente {version('puente')}")
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
            help="Modelo de sentence-transformers: nombre o carpeta [el de la base, o el incluido: "
            "puente-es].",
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

    where = base_path(context, base)
    try:
        with build_progress() as progress:
            report = build_base(where, paths or [], model=model, progress=progress, force=force)
    except EmptyBuildError as error:
        say_skipped(error.skipped)
        raise
    say_skipped(report.skipped)
    say(report_text(report))
    finish(not report.skipped)


@app.command()
def ask(  # noqa: PLR0913  (one parameter an option)
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="Pregunta; -: una por línea de la entrada.")],
    base: BaseOption = None,
    as_json: JsonOption = False,
    articles: ArticleOption = None,
    publishers: PublisherOption = None,
    since: SinceOption = None,
    roles: RoleOption = None,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    llm_timeout: LlmTimeoutOption = 30.0,
    why: Annotated[
        bool, typer.Option("--why", help="Dice qué halló cada frase, y la consulta SPARQL.")
    ] = False,
) -> None:
    """Responde a una pregunta y cita las frases que lo dicen."""
    from ui.reasons import why_text
    from ui.render import answer_json
    from ui.terminal import show_answer

    _check_text(question)
    endpoint = endpoint_of(llm, llm_model, llm_timeout)
    opened = narrowed(open_base(context, base), articles, publishers, since, roles)
    from index.answer import answer

    found = False
    for line in lines_or(question):
        given = answer(line, opened)
        if endpoint:
            from index.llm import write_with

            given = write_with(endpoint, given, opened)
        found = found or given.answerable
        if as_json:
            write_json(answer_json(given), indent=None if question == "-" else 1)
        else:
            show_answer(given)
            if why and given.answerable:
                write("\n" + why_text(given))
            if question == "-":
                write("")
    finish(found)


@app.command()
def search(  # noqa: PLR0913  (one parameter an option)
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Lo que se busca; -: uno por línea de la entrada.")],
    top: Annotated[int, typer.Option("-k", "--top", min=1, help="Cuántos pasajes.")] = 10,
    base: BaseOption = None,
    as_json: JsonOption = False,
    articles: ArticleOption = None,
    publishers: PublisherOption = None,
    since: SinceOption = None,
    roles: RoleOption = None,
) -> None:
    """Busca los pasajes más cercanos a un texto."""
    from index.closer import search_closely
    from ui.render import hit_json
    from ui.terminal import show_hits

    _check_text(text)
    opened = narrowed(open_base(context, base), articles, publishers, since, roles)
    found = False
    for line in lines_or(text):
        hits = search_closely(opened, line, top=top)
        found = found or bool(hits)
        if as_json:
            write_json([hit_json(hit) for hit in hits], indent=None if text == "-" else 1)
        else:
            show_hits(hits)
            if text == "-":
                write("")
    finish(found)


def _check_text(text: str) -> None:
    if not text.strip():
        raise typer.BadParameter("el texto está vacío")


app.command()(verify)
app.command()(dossier)
app.command()(sparql)
app.command()(export)
app.command()(diff)


app.command()(serve)
app.command()(mcp)


@app.command()
def check(context: typer.Context, base: BaseOption = None) -> None:
    """Relee cada cita de cada hecho en el texto guardado, y comprueba la base entera."""
    from index.checking import check as check_base
    from ui.terminal import build_progress, say

    opened = open_base(context, base)
    with build_progress() as progress:
        report = check_base(opened, progress=progress)
    for mismatch in report.mismatches:
        write(str(mismatch))
    say(
        f"{report.articles} artículos, {report.spans} citas y {report.files} archivos "
        f"comprobados: {len(report.mismatches) or 'ningún'} fallo"
        + ("s" if len(report.mismatches) > 1 else "")
    )
    finish(not report.mismatches)


@app.command()
def status(context: typer.Context, base: BaseOption = None, as_json: JsonOption = False) -> None:
    """Dice qué contiene la base."""
    from ui.render import manifest_json, status_table, status_text
    from ui.terminal import show_table

    opened = open_base(context, base)
    if as_json:
        write_json(manifest_json(opened.manifest, path=str(opened.path)))
    else:
        write(status_text(opened.manifest, path=str(opened.path)) + "\n")
        show_table(*status_table(opened.manifest))


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

    found = open_base(context, base).article(article_id)
    if as_json:
        write_json(article_to_json(found))
    else:
        write(article_text(found))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an expected error is one line on standard error and status 2."""
    for name, value in ENVIRONMENT.items():
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
