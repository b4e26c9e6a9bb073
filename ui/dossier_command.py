"""The command that writes a report."""

from pathlib import Path
from typing import Annotated

import typer

from ui.invocation import BaseOption, finish, lines_or, open_base
from ui.scope_options import ArticleOption, PublisherOption, RoleOption, SinceOption, narrowed

__all__ = ["dossier"]


def dossier(  # noqa: PLR0913  (one parameter an option)
    context: typer.Context,
    questions: Annotated[
        list[str], typer.Argument(metavar="PREGUNTA…", help="-: una por línea de la entrada.")
    ],
    out: Annotated[Path, typer.Option(help="Archivo .docx, .md o .xlsx.")],
    title: Annotated[
        str, typer.Option(help="Título [la primera pregunta].", show_default=False)
    ] = "",
    base: BaseOption = None,
    articles: ArticleOption = None,
    publishers: PublisherOption = None,
    since: SinceOption = None,
    roles: RoleOption = None,
) -> None:
    """Escribe un informe: preguntas, respuestas, citas, bibliografía y tabla de cifras."""
    from ui.dossier import WRITERS
    from ui.terminal import say

    form = out.suffix.lower()
    if form not in WRITERS:
        raise typer.BadParameter(f"{out}: el nombre debe acabar en {', '.join(WRITERS)}")
    asked = [line for question in questions for line in lines_or(question) if line.strip()]
    if not asked:
        raise typer.BadParameter("no hay ninguna pregunta")
    opened = narrowed(open_base(context, base), articles, publishers, since, roles)
    from functools import partial

    from index.dossier import gather
    from kg.placing import put

    report = gather(asked, opened, title=title)
    put(out, partial(WRITERS[form], report))
    answered = sum(entry.answerable for entry in report.entries)
    say(
        f"{out}: {answered} de {len(report.entries)} preguntas respondidas, "
        f"{len(report.notes)} frases citadas, {len(report.figures)} cifras"
    )
    finish(answered > 0)
