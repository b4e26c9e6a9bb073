"""Puts files in their place whole: written beside it, then renamed."""

import glob
import io
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kg.export_error import ExportError

__all__ = ["put", "put_folder", "write_data"]


def put(out: Path | BinaryIO, write: Callable[[BinaryIO], object]) -> tuple[Path, ...]:
    """Write to a stream, or to a new file that then takes the place of `out`; return its path."""
    if not isinstance(out, Path):
        whole = io.BytesIO()  # so that an error leaves no half of it in a pipe
        write(whole)
        out.write(whole.getbuffer())
        return ()
    if out.is_dir():
        raise ExportError(f"{out} es una carpeta: indica el nombre de un archivo")
    _sweep(out)
    draft = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    except OSError as error:
        raise ExportError(f"no se puede escribir {out}: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return (out,)


def _sweep(out: Path) -> None:
    """Delete the drafts of an export to this place that was killed."""
    for draft in out.parent.glob(f".{glob.escape(out.name)}.*.tmp"):
        number = draft.name.removesuffix(".tmp").rpartition(".")[2]
        if number.isdecimal() and not _is_running(int(number)):
            draft.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def put_folder(out: Path, files: Iterable[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Write files to a folder, each whole; a folder of that name keeps its other files."""
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportError(f"no se puede crear la carpeta {out}: {error.strerror}") from error
    return tuple(
        path for name, data in files for path in put(out / name, partial(write_data, data))
    )


def write_data(data: bytes, file: BinaryIO) -> None:
    """Write bytes, as `put` wants it."""
    file.write(data)
