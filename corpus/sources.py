"""Folders, files and zips walked: what there is to read, and what cannot be."""

import hashlib
import os
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import ReadError

__all__ = ["FORMATS", "Source", "iter_sources"]

FORMATS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
MOST_BYTES = 64 * 1024 * 1024  # of one file
MOST_ENTRIES = 20_000  # of one zip
MOST_UNPACKED = 1024 * 1024 * 1024  # bytes of one zip, in all
MOST_RATIO = 200  # unpacked to packed; prose reaches 10, a bomb 1000
_RATIO_FROM = 1024 * 1024  # bytes; small entries may well be nothing but blanks
_ID_LENGTH = 120
_UNSAFE = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or an entry of a zip, not read as an article yet.

    Attributes:
        path: the file on disk (the zip for an entry).
        name: path relative to the folder or zip that was named, `/` between parts.
        id: IRI-safe name made from `name`, unique among the sources of one walk.
        data: its bytes; empty where there is a problem.
        shown: as the user would name it; messages say this.
        problem: why it cannot be read; `read_source` raises it.
    """

    path: Path | None
    name: str
    id: str
    data: bytes
    shown: str = ""
    problem: ReadError | None = None

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class _Found:
    """A source before it is named and opened."""

    path: Path
    name: str
    shown: str
    entry: zipfile.ZipInfo | None = None
    archive: zipfile.ZipFile | None = None
    problem: str | None = None


def iter_sources(paths: Sequence[Path]) -> Iterator[Source]:
    """Walk files, folders and zips, in order, one file in memory at a time.

    Folders are walked with all that is in them, sorted by name; hidden files are passed over.
    A file that cannot be read is yielded with its `problem`.

    Raises:
        ReadError: at once, if a path does not exist.
    """
    for path in paths:
        if not Path(path).exists():
            raise ReadError(str(path), "no existe; compruebe la ruta")
    return _walk([Path(path) for path in paths])


def _walk(paths: Sequence[Path]) -> Iterator[Source]:
    """Yield the sources of all paths, each under an id of its own."""
    taken: set[str] = set()
    seen: set[Path] = set()
    for path in paths:
        for found in _find(path):
            place = found.path.resolve()
            if found.entry is None and place in seen:
                continue  # named twice, as in `build articulos articulos/uno.txt`
            seen.add(place)
            name = slug(found.name)
            if name in taken:
                name = f"{name}-{_digest(found.shown)[:8]}"
            taken.add(name)
            yield _open(found, name)


def slug(name: str) -> str:
    """Return an IRI-safe id for a relative path: no extension, `--` between folders.

    >>> slug("2015/000_c07724 Año.txt")
    '2015--000_c07724-ano'
    """
    path = PurePosixPath(name)
    parts = [*path.parts[:-1], path.stem]
    plain = (
        unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode().lower()
        for part in parts
    )
    result = "--".join(filter(None, (_UNSAFE.sub("-", part).strip("-") for part in plain)))
    if not result or len(result) > _ID_LENGTH:
        return f"{result[:_ID_LENGTH] or 'articulo'}-{_digest(name)[:12]}"
    return result


def _digest(name: str) -> str:
    """Return a hash of a file name, which may hold bytes that are no text."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()


def _find(path: Path) -> Iterator[_Found]:
    """Yield what lies at a path that the user named."""
    if not path.is_dir():
        if path.suffix.lower() == ".zip":
            yield from _find_entries(path, "", str(path))
        else:
            yield _Found(path, path.name, str(path), problem=_unknown(path.name))
        return
    for file in _files(path):
        name = file.relative_to(path).as_posix()
        if file.suffix.lower() == ".zip":
            yield from _find_entries(file, f"{name}!/", str(file))
        else:
            yield _Found(file, name, str(file), problem=_unknown(name))


def _files(folder: Path) -> list[Path]:
    """Return all files under a folder, sorted, without hidden ones and their folders."""
    found: list[Path] = []
    for base, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(base) / name for name in names if not name.startswith((".", "~$")))
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _unknown(name: str) -> str | None:
    """Return why a file of this name cannot be read, None where it can."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in FORMATS:
        return None
    known = ", ".join(sorted({"txt", "md", "html", "pdf", "docx", "zip"}))
    return f"no se sabe leer la extensión «{suffix or 'ninguna'}»; se leen {known}"


def _find_entries(path: Path, prefix: str, shown: str) -> Iterator[_Found]:
    """Yield the entries of a zip, sorted by name."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        reason = "no se puede abrir" if isinstance(error, OSError) else "no es un zip válido"
        yield _Found(path, path.name, shown, problem=f"{reason} o está dañado")
        return
    with archive:
        entries = [info for info in archive.infolist() if not info.is_dir()]
        unpacked = sum(info.file_size for info in entries)
        if len(entries) > MOST_ENTRIES:
            problem = f"tiene más de {MOST_ENTRIES} archivos"
        elif unpacked > MOST_UNPACKED:
            problem = f"se expande a más de {MOST_UNPACKED // 1024**2} MB"
        elif not entries:
            problem = "es un zip vacío"
        else:
            problem = None
        if problem:
            yield _Found(path, path.name, shown, problem=problem)
            return
        for info in sorted(entries, key=lambda info: info.filename):
            parts = PurePosixPath(info.filename.replace("\\", "/")).parts
            if any(part.startswith((".", "__MACOSX", "~$")) and part != ".." for part in parts):
                continue
            inner = "/".join(part for part in parts if part not in ("/", ".."))
            yield _Found(
                path, f"{prefix}{inner}", f"{shown}!/{inner}", info, archive, _unknown(inner)
            )


def _open(found: _Found, name: str) -> Source:
    """Read the bytes of what was found."""
    data, problem = b"", found.problem
    if problem is None:
        try:
            if found.entry is not None and found.archive is not None:
                data, problem = _entry_bytes(found.archive, found.entry)
            elif not found.path.is_file():
                problem = "no es un archivo corriente"
            elif found.path.stat().st_size > MOST_BYTES:
                problem = f"pesa más de {MOST_BYTES // 1024**2} MB"
            else:
                data = found.path.read_bytes()
        except PermissionError:
            problem = "no hay permiso para leerlo"
        except OSError as error:
            problem = f"no se puede leer ({error.strerror or error})"
    if problem is None and not data.strip(b"\0 \t\r\n"):
        problem = "está vacío"
    failure = ReadError(found.shown, problem) if problem else None
    return Source(found.path, found.name, name, b"" if problem else data, found.shown, failure)


def _entry_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[bytes, str | None]:
    """Return the bytes of a zip's entry, or why it is not read; its size is counted."""
    if info.flag_bits & 1:
        return b"", "está protegido con contraseña"
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > _RATIO_FROM and ratio > MOST_RATIO:
        return b"", "está comprimido de forma sospechosa (posible bomba zip)"
    try:
        with archive.open(info) as stream:
            data = stream.read(MOST_BYTES + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        return b"", "está dañado dentro del zip"
    if len(data) > MOST_BYTES:
        return b"", f"pesa más de {MOST_BYTES // 1024**2} MB"
    return data, None
