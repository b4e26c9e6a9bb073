"""The commands that look after the generations of a base."""

from typing import Annotated

import typer

from ui.invocation import BaseOption, base_path

__all__ = ["generations"]

generations = typer.Typer(help="Las generaciones de la base: enumerar, volver atrás, podar.")


@generations.command("list")
def list_generations(context: typer.Context, base: BaseOption = None) -> None:
    """Enumera las generaciones; la que está en uso lleva un asterisco."""
    from index.generation import describe
    from ui.terminal import show_table

    rows = [
        [
            "*" if generation.live else "",
            generation.id,
            generation.created,
            "" if generation.articles is None else str(generation.articles),
            generation.note,
        ]
        for generation in describe(base_path(context, base))
    ]
    show_table(["", "generación", "creada", "artículos", "nota"], rows)


@generations.command("rollback")
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

    say(f"En uso: {rollback(base_path(context, base), generation)}")


@generations.command("prune")
def prune_base(
    context: typer.Context,
    keep: Annotated[int, typer.Option(min=1, help="Cuántas generaciones quedan.")] = 1,
    base: BaseOption = None,
) -> None:
    """Borra generaciones antiguas y restos de construcciones interrumpidas."""
    from index.generation import prune
    from ui.terminal import say

    removed = prune(base_path(context, base), keep=keep)
    say(f"Borradas: {', '.join(removed) or 'ninguna'}")
