"""The command that tells two generations or exports apart."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.invocation import BaseOption, base_path, finish, write, write_json

if TYPE_CHECKING:
    from kg.store import Store

__all__ = ["diff"]


class DiffFormat(StrEnum):
    """What a difference may be written as."""

    TEXT = "text"
    JSON = "json"
    PATCH = "patch"


class DiffLanguage(StrEnum):
    """Languages of the text."""

    ES = "es"
    EN = "en"


def diff(  # noqa: PLR0913  # an option each
    context: typer.Context,
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[A]",
            help="Generación, base o archivo RDF exportado [la generación anterior].",
            show_default=False,
        ),
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(metavar="[B]", help="Lo mismo [la que está en uso].", show_default=False),
    ] = None,
    base: BaseOption = None,
    form: Annotated[
        DiffFormat, typer.Option("--format", help="text, json, o patch (RDF Patch).")
    ] = DiffFormat.TEXT,
    language: Annotated[DiffLanguage, typer.Option("--lang", help="Idioma.")] = DiffLanguage.ES,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Sale con estado 1 si hay diferencias.")
    ] = False,
) -> None:
    """Dice en qué se distinguen dos generaciones o dos exportaciones."""
    from kg.diff import compare
    from kg.patch import patch
    from ui.difference import differences_json, differences_text

    where = base_path(context, base)
    stores = _store(where, old or _previous(where)), _store(where, new)
    if form is DiffFormat.PATCH:
        text = patch(*stores)
        write(text.rstrip("\n"))
        finish(not exit_code or text.count("\n") <= len(("H", "TX", "TC")))
        return
    changes = compare(*stores)
    if form is DiffFormat.JSON:
        write_json(differences_json(changes))
    else:
        write(differences_text(changes, language.value))
    finish(not exit_code or not changes)


def _previous(where: Path) -> str:
    """Return the generation before the live one."""
    from index.base import generation_ids, live_generation

    live = live_generation(where)
    names = generation_ids(where)
    older = names[: names.index(live)] if live in names else []
    if not older:
        raise typer.BadParameter(
            f"{where} no guarda ninguna generación anterior: indique qué se compara"
        )
    return older[-1]


def _store(where: Path, name: str | None) -> "Store":
    """Open a graph by the name of its generation, or by the path of a base or of an export."""
    from index.base import Base, generation_ids
    from kg.patch import read_export

    if name is None:
        return Base.open(where).store
    names = generation_ids(where)
    if name in names:
        return Base.open(where, generation=name).store
    path = Path(name)
    if path.is_file():
        return read_export(path)
    if (path / "CURRENT").is_file():
        return Base.open(path).store
    known = ", ".join(names) or "ninguna"
    raise typer.BadParameter(
        f"«{name}» no es una generación de {where}, ni una base, ni un archivo; "
        f"generaciones: {known}"
    )
