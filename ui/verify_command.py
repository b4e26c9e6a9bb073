"""The command that holds somebody else's text against the base."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.invocation import BaseOption, JsonOption, finish, open_base, write, write_json
from ui.scope_options import ArticleOption, PublisherOption, RoleOption, SinceOption, narrowed

if TYPE_CHECKING:
    from corpus.article import Article

__all__ = ["verify"]


def verify(  # noqa: PLR0913  (one parameter an option)
    context: typer.Context,
    path: Annotated[
        str, typer.Argument(metavar="ARCHIVO", help="txt, md, html, pdf o docx; -: de la entrada.")
    ],
    base: BaseOption = None,
    as_json: JsonOption = False,
    articles: ArticleOption = None,
    publishers: PublisherOption = None,
    since: SinceOption = None,
    roles: RoleOption = None,
) -> None:
    """Comprueba un texto ajeno: qué cifras y afirmaciones sostienen los artículos."""
    from ui.verdicts import verdict_json, verdicts_text

    opened = narrowed(open_base(context, base), articles, publishers, since, roles)
    article = _read(path)
    from index.verify import verify_article

    verdicts = verify_article(article, opened)
    if as_json:
        write_json([verdict_json(verdict) for verdict in verdicts])
    else:
        write(verdicts_text(verdicts))
    finish(all(verdict.outcome == "supported" for verdict in verdicts))


def _read(path: str) -> "Article":
    """Read the file that was named, or standard input."""
    from corpus.reading import Source, iter_sources, read_source

    if path == "-":
        shown = "la entrada"
        data = sys.stdin.buffer.read()
        return read_source(Source(None, f"{shown}.txt", "entrada", data, shown), whole=True)
    if Path(path).is_dir() or path.lower().endswith(".zip"):
        raise typer.BadParameter(f"{path}: indique un solo archivo, no una carpeta ni un zip")
    (source,) = iter_sources([Path(path)])
    return read_source(source, whole=True)
