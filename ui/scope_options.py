"""The options that narrow what an answer or a search may come from."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.base import Base

__all__ = ["ArticleOption", "PublisherOption", "RoleOption", "SinceOption", "narrowed"]

ArticleOption = Annotated[
    list[str] | None,
    typer.Option("--article", help="Solo de este artículo (se puede repetir).", show_default=False),
]
PublisherOption = Annotated[
    list[str] | None,
    typer.Option("--publisher", help="Solo de quien lo publica así.", show_default=False),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", help="Solo desde esta fecha: 2019, 2019-06.", show_default=False),
]
RoleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--role", help="Solo sobre este rol: CIO, director de marketing.", show_default=False
    ),
]


def narrowed(
    base: "Base",
    articles: list[str] | None,
    publishers: list[str] | None,
    since: str | None,
    roles: list[str] | None,
) -> "Base":
    """Return what the options leave of a base.

    Raises:
        ScopeError: if they name what it does not hold.
    """
    from index.scope import Scope, narrow

    scope = Scope(tuple(articles or ()), tuple(publishers or ()), since, tuple(roles or ()))
    return narrow(base, scope)
