"""What a reader hands on: the text, and as much of its structure as the file format tells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.article import BlockKind, Span
from corpus.metadata import Metadata

__all__ = ["Draft", "Piece", "Unit", "draft_of_pieces", "draft_of_text"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading or list item as a file format holds it.

    `kind` is None where the format does not tell; `level` is that of a heading, 1 outermost.
    """

    text: str
    kind: BlockKind | None = None
    level: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Unit(Span):
    """A line or paragraph of a draft, without the white space around it."""

    kind: BlockKind | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with its units in order; only white space lies between them."""

    text: str
    units: tuple[Unit, ...]
    metadata: Metadata = field(default_factory=Metadata)


_LINE = re.compile(r"[^\n]+")
# what opens an item; in a class of characters a hyphen stands first
BULLETS = "-–—•▪●◦*·✓✔➢►■□☐☑✅➤▶‣○◆★"
_LIST_START = re.compile(rf"\s*(?:[{BULLETS}]\s|\d{{1,2}}\s?[.)]\s?[-–]?\s|[a-z]\)\s)")
_HEADING = re.compile(r"(#{1,6})[ \t]+[^#\s]")  # as in Markdown, which text files hold too
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")


def draft_of_pieces(pieces: Iterable[Piece], metadata: Metadata) -> Draft:
    """Join pieces into one text, list items on lines of their own, all else a blank line apart."""
    parts: list[str] = []
    units: list[Unit] = []
    length = 0
    previous: Piece | None = None
    for piece in pieces:
        body = " ".join(piece.text.split())
        if not body:
            continue
        if previous is not None:
            gap = "\n" if previous.kind == piece.kind == "list_item" else "\n\n"
            parts.append(gap)
            length += len(gap)
        units.append(Unit(length, length + len(body), piece.kind, piece.level))
        parts.append(body)
        length += len(body)
        previous = piece
    return Draft("".join(parts), tuple(units), metadata)


def draft_of_text(text: str, metadata: Metadata | None = None) -> Draft:
    """Cut plain text into units: its lines, or its paragraphs where the lines are wrapped."""
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(text) if not m.group().isspace()]
    width = _wrap_width(text, lines)
    units: list[Unit] = []
    for line in lines:
        start, end = _trim(text, line)
        if units and width and _continues(text, units[-1], start, width):
            units[-1] = Unit(units[-1].start, end)
        elif heading := _HEADING.match(text, start, end):
            units.append(Unit(start, end, "heading", len(heading[1])))
        else:
            units.append(Unit(start, end))
    return Draft(text, tuple(units), metadata or Metadata())


def _trim(text: str, span: Span) -> tuple[int, int]:
    """Return the ends of `span` without the white space at either side."""
    part = span.of(text)
    start = span.start + len(part) - len(part.lstrip())
    return start, start + len(part.strip())


def _wrap_width(text: str, lines: list[Span]) -> int:
    """Return the width at which the lines were wrapped, in characters; 0 if they were not.

    Wrapped text betrays itself: no line is long, and many go on in lower case on the next.
    """
    if len(lines) < 4:
        return 0
    lengths = sorted(line.end - line.start for line in lines)
    width = lengths[int(len(lengths) * 0.9)]
    if not 40 <= width <= 130 or lengths[-1] > 2 * width:
        return 0
    broken = full = 0
    for line, following in pairwise(lines):
        if line.end - line.start < 0.6 * width or text[line.end : following.start].count("\n") > 1:
            continue
        full += 1
        broken += text[following.start : following.end].lstrip()[:1].islower()
    return width if full >= 3 and broken >= 0.3 * full else 0


def _continues(text: str, unit: Unit, start: int, width: int) -> bool:
    """Say whether the line at `start` goes on with the wrapped paragraph `unit`."""
    if text.count("\n", unit.end, start) > 1 or _LIST_START.match(text, start):
        return False
    if unit.kind == "heading" or _HEADING.match(text, start):
        return False
    if text[start].islower():
        return True
    last = text.rfind("\n", unit.start, unit.end) + 1 or unit.start
    last_length = unit.end - last
    line_end = text.find("\n", start)
    first_word = text[start : line_end if line_end != -1 else len(text)].split(maxsplit=1)[0]
    # A wrapper breaks a line only where the next word would not have fitted.
    fitted = last_length + 1 + len(first_word) <= width - 3
    return not (
        fitted and (last_length < 0.6 * width or _SENTENCE_END.search(text, last, unit.end))
    )
