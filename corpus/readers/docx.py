"""Word documents, by python-docx."""

import io
import re
import zipfile
import zlib
from typing import Any, TypeAlias

from corpus.decoding import clean
from corpus.draft import Draft, Piece, draft_of_pieces
from corpus.errors import ReadError
from corpus.metadata import Metadata

__all__ = ["read_docx"]

Foreign: TypeAlias = Any  # a part of a document, told apart only at run time

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_UNPACKED = 256 * 1024 * 1024  # bytes; a long report with pictures stays far below
_HEADING = re.compile(r"(?:heading|título|titulo|encabezado) (?P<level>[1-9])\Z")

# What python-docx and zipfile raise on a damaged file: they promise no one error.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def read_docx(data: bytes, source: str) -> Draft:
    """Read a Word document: headings by style, lists, quotes, and tables row by row.

    Raises:
        ReadError: if it is damaged, protected by a password or no document at all.
    """
    if data.startswith(_COMPOUND_FILE):
        if _ENCRYPTED in data:
            raise ReadError(source, "está protegido con contraseña")
        raise ReadError(source, "es un documento de Word antiguo (.doc); guárdelo como .docx")
    # python-docx takes 150 ms to import, and most folders hold no document.
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > _MOST_UNPACKED:
                raise ReadError(source, "se expande a demasiados datos para ser un documento")
            if any(info.flag_bits & 1 for info in package.infolist()):
                raise ReadError(source, "está protegido con contraseña")
        document = docx.Document(io.BytesIO(data))
        pieces = [piece for part in document.iter_inner_content() for piece in _pieces(part)]
    except (etree.LxmlError, OpcError, *_DAMAGED) as error:
        raise ReadError(source, "no es un documento de Word válido o está dañado") from error
    return draft_of_pieces(pieces, Metadata())


def _pieces(part: Foreign) -> list[Piece]:
    """Turn a paragraph or a table into pieces."""
    if hasattr(part, "rows"):
        return [Piece(text, "list_item") for text in map(_row, part.rows) if text]
    text = clean(part.text)
    style = (part.style.name or "").lower() if part.style is not None else ""
    heading = _HEADING.match(style)
    if heading:
        return [Piece(text, "heading", int(heading["level"]))]
    if style in ("title", "título"):
        return [Piece(text, "title")]
    if style in ("quote", "intense quote", "cita", "cita destacada"):
        return [Piece(text, "quote")]
    if style.startswith(("list bullet", "list number")) or _numbered(part):
        return [Piece(text, "list_item")]
    # Many writers make headings by hand, in bold: a line in the body style may be anything.
    return [Piece(line) for line in text.split("\n")]


def _numbered(paragraph: Foreign) -> bool:
    """Say whether a paragraph bears a bullet or a number."""
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _row(row: Foreign) -> str:
    """Return a table row as one line; a cell that spans several columns counts once."""
    cells: list[str] = []
    previous = None
    for cell in row.cells:
        if cell._tc is not previous:
            cells.append(" ".join(clean(cell.text).split()))
        previous = cell._tc
    return " | ".join(text for text in cells if text)
