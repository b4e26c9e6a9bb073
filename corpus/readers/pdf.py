"""PDF files with a text layer, by pdfium: lines put together again into paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, TypeAlias

from corpus.decoding import clean
from corpus.draft import Draft, Piece, draft_of_pieces
from corpus.errors import ReadError
from corpus.metadata import Metadata

__all__ = ["read_pdf"]

Foreign: TypeAlias = Any  # an object of pdfium, which has no types

MOST_PAGES = 2000
_LARGER = 1.12  # a heading's letters are at least so many times those of the text
_WIDE_GAP = 1.45  # paragraphs lie further apart than lines by this factor
_EDGE_LINES = 3  # running heads and feet stand in the outermost lines of a page
_STOPPED = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")
_ITEM = re.compile(r"(?:[-–—•▪●◦·✓➢►■□]|\d{1,2}[.)]|[a-z]\))\s")
_PAGE_NUMBER = re.compile(
    r"(?:p[áa]g(?:ina|\.)?\s*)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:de|/)\s*\d{1,4})?\Z",
    re.IGNORECASE,
)
_HYPHENS = "-\u2010\u00ad\x02\ufffe"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page, in points: where it begins and ends, its foot, its letters' height."""

    text: str
    page: int
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    size: float = 0.0


def read_pdf(data: bytes, source: str) -> Draft:
    """Read the text layer of a PDF; running heads, feet and page numbers are left out.

    Raises:
        ReadError: if it is damaged, protected, too long, or holds pictures of pages only.
    """
    # pdfium is a shared library of 7 MB that asking does not need.
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(source, "está protegido con contraseña") from error
        raise ReadError(source, "no es un PDF válido o está dañado") from error
    try:
        if len(document) > MOST_PAGES:
            raise ReadError(source, f"tiene más de {MOST_PAGES} páginas")
        pages = [_page_lines(document, number) for number in range(len(document))]
    except (pdfium.PdfiumError, ValueError, OverflowError) as error:
        raise ReadError(source, "no es un PDF válido o está dañado") from error
    finally:
        document.close()
    lines = _without_furniture(pages)
    if not lines:
        raise ReadError(source, "no tiene capa de texto (¿páginas escaneadas?)")
    return draft_of_pieces(_paragraphs(lines), Metadata())


def _page_lines(document: Foreign, number: int) -> list[_Line]:
    """Return the lines of a page from top to bottom, as pdfium orders them."""
    page = document[number]
    textpage = page.get_textpage()
    lines: list[_Line] = []
    offset = 0
    count = textpage.count_chars()
    raw = textpage.get_text_range()
    aligned = len(raw) == count
    for part in raw.split("\n"):
        text = part.strip("\r ")
        if text.strip():
            start = offset + part.find(text[0])
            box = _box(textpage, start, start + len(text) - 1) if aligned else None
            lines.append(_Line(text, number, *box) if box else _Line(text, number))
        offset += len(part) + 1
    textpage.close()
    page.close()
    return lines


def _box(textpage: Foreign, first: int, last: int) -> tuple[float, float, float, float]:
    """Return left, right, bottom and height of the characters from `first` to `last`."""
    left, bottom, _, top = textpage.get_charbox(first, loose=True)
    right = textpage.get_charbox(last, loose=True)[2]
    return left, right, bottom, top - bottom


def _without_furniture(pages: Sequence[Sequence[_Line]]) -> list[_Line]:
    """Drop page numbers, and the lines that stand at the edge of most pages."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_pattern(line) for line in _edge(lines)})
    needed = max(3, 0.5 * len(pages))
    kept: list[_Line] = []
    for lines in pages:
        outer = {id(line) for line in _edge(lines)}
        kept.extend(
            line
            for line in lines
            if id(line) not in outer
            or not (_PAGE_NUMBER.match(line.text.strip()) or edges[_pattern(line)] >= needed)
        )
    return kept


def _edge(lines: Sequence[_Line]) -> list[_Line]:
    """Return the outermost lines of a page."""
    if len(lines) <= 2 * _EDGE_LINES:
        return list(lines)
    return [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]


def _pattern(line: _Line) -> str:
    """Return a line with its numbers blotted out: "Informe anual | 3" is the same on each page."""
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def _paragraphs(lines: Sequence[_Line]) -> list[Piece]:
    """Join lines into paragraphs, and tell headings by the size of their letters."""
    sizes = [line.size for line in lines for _ in range(max(1, len(line.text) // 10)) if line.size]
    body = median(sizes) if sizes else 0.0
    gaps = [a.bottom - b.bottom for a, b in pairwise(lines) if _stacked(a, b)]
    gap = median(gaps) if gaps else 0.0
    rights = sorted(line.right for line in lines)
    margin = rights[int(0.8 * (len(rights) - 1))]
    longest = sorted(len(line.text) for line in lines)[int(0.8 * (len(lines) - 1))]
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and not _breaks(groups[-1][-1], line, gap, margin, longest):
            groups[-1].append(line)
        else:
            groups.append([line])
    largest = max((line.size for line in lines[:12]), default=0.0)
    pieces: list[Piece] = []
    for group in groups:
        text = _join(group)
        larger = body and group[0].size > _LARGER * body and len(text) < 250
        titled = any(piece.kind == "title" for piece in pieces)
        if larger and not titled and group[0].size >= largest and group[0].page == lines[0].page:
            pieces.append(Piece(text, "title"))
        elif larger and not _STOPPED.search(text):
            pieces.append(Piece(text, "heading", 2))
        else:
            pieces.append(Piece(text))
    return pieces


def _stacked(above: _Line, below: _Line) -> bool:
    """Say whether two lines follow each other down a page."""
    return (
        above.page == below.page
        and above.size > 0
        and 0 < above.bottom - below.bottom < 4 * above.size
    )


def _breaks(above: _Line, below: _Line, gap: float, margin: float, longest: int) -> bool:
    """Say whether a new paragraph begins with the line `below`."""
    if _ITEM.match(below.text):
        return True
    if above.size and below.size and not 0.89 < below.size / above.size < _LARGER:
        return True
    hyphenated = above.text[-1] in _HYPHENS and above.text[-2:-1].isalpha()
    if hyphenated or (below.text[0].islower() and not _STOPPED.search(above.text)):
        return False
    if _stacked(above, below) and gap and above.bottom - below.bottom > _WIDE_GAP * gap:
        return True
    if above.size:
        full = above.right >= margin - 6 * above.size
    else:
        full = len(above.text) >= 0.75 * longest
    if _STOPPED.search(above.text):
        return not full or (above.size > 0 and below.left > above.left + above.size)
    return not full


def _join(lines: Sequence[_Line]) -> str:
    """Put the lines of a paragraph together, words cut by a hyphen made whole."""
    text = ""
    for line in lines:
        part = line.text.strip()
        if text and text[-1] in _HYPHENS and text[-2:-1].isalpha():
            # "estrate-/gia" is one word; "coste-/Beneficio" and "e-/commerce" keep their hyphen.
            keep = text[-1] in "-\u2010" and (not part[:1].islower() or not text[-3:-2].isalpha())
            text = text + part if keep else text[:-1] + part
        else:
            text = f"{text} {part}" if text else part
    return clean(text)
