"""What every command of the command line shares: its options, its base, its output."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.base import Base

__all__ = [
    "BaseOption",
    "JsonOption",
    "ServiceOption",
    "base_path",
    "finish",
    "lines_or",
    "open_base",
    "write",
    "write_bytes",
    "write_json",
]

BaseOption = Annotated[
    Path | None,
    typer.Option("--base", help="Carpeta de la base [PUENTE_BASE; .puente].", show_default=False),
]
ServiceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--service",
        metavar="SERVIDOR",
        help="Otro servidor al que una consulta SPARQL puede preguntar (SERVICE); repetible.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Escribe JSON.")]


def base_path(context: typer.Context, base: Path | None) -> Path:
    """Return the base that the command, the program's options or the environment name."""
    return base or context.obj or Path(os.environ.get("PUENTE_BASE") or ".puente")


def open_base(context: typer.Context, base: Path | None) -> "Base":
    """Open the base that `base_path` finds.

    Raises:
        BaseError: if there is none, or it cannot be opened.
    """
    from index.base import Base

    return Base.open(base_path(context, base))


def write(text: str) -> None:
    """Write a line of text on standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()  # one question at a time over a pipe: the answer must not wait


def write_json(value: object, *, indent: int | None = 1) -> None:
    """Write a value as JSON and a line end; without `indent`, on one line."""
    import json

    write(json.dumps(value, ensure_ascii=False, indent=indent))


def write_bytes(data: bytes) -> None:
    """Write bytes as they are, with a line end where text has none."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data if data.endswith(b"\n") or not data else data + b"\n")


def finish(done: bool) -> None:
    """Leave with status 1 where something was skipped or nothing was found."""
    if not done:
        raise typer.Exit(1)


def lines_or(text: str) -> Iterator[str]:
    """Yield `text`, or for `-` each line of standard input that is not blank."""
    if text != "-":
        yield text
        return
    for line in sys.stdin:
        if line.strip():
            yield line.strip()
