"""The units of a draft told apart: title, by-line, headings, lists, quotes, text, boilerplate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Block, BlockKind
from corpus.boilerplate import find_boilerplate
from corpus.byline_part import is_masthead
from corpus.draft import BULLETS, Draft
from corpus.edges import find_title, mark_head, signatures
from corpus.line import Line, lines_of
from corpus.metadata import Metadata, find_date, is_full_name, read_byline

__all__ = ["Layout", "body_start", "lay_out"]

_MARKER = re.compile(
    rf"(?:[{BULLETS}]+\s*|(?P<number>\d{{1,2}})\s?(?:[.)º]\s?[-–]?|[-–])\s+|(?P<letter>[a-z])\)\s+)(?=\S)"
)
_QUOTED = re.compile(r"[«“\"][^«»“”\"]*[»”\"][.,]?\Z")
_SPEAKER = re.compile(r"[A-ZÁÉÍÓÚÑ][\w. ]{0,30}(?:[.:]\s?[-–—]|:)\s")
_HEADING_WORDS = 16
_HEAD_UNITS = 14  # how far down a by-line may stand, in units that are not boilerplate
_UNDER_TITLE = 5  # units under the title in which an author's name may stand alone
_BESIDE_TITLE = 2  # units above and below the title that are sure to tell of it
_DATELINE = 110  # characters at the head of a report that may hold place and date
_WRITTEN_OUT = 40  # a heading's successor is running text from so many characters on


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks, the level of each heading (0 for other blocks), and what the page says of itself."""

    blocks: tuple[Block, ...]
    levels: tuple[int, ...]
    metadata: Metadata


def body_start(text: str, block: Block) -> int:
    """Return where the words of a block begin: after a bullet, a number or Markdown's "##"."""
    if block.kind in ("title", "heading") and text[block.start] == "#":
        start = block.start + len(block.of(text)) - len(block.of(text).lstrip("# \t"))
        return start if start < block.end else block.start
    if block.kind not in ("list_item", "heading"):
        return block.start
    marker = _MARKER.match(text, block.start, block.end)
    return marker.end() if marker and marker.end() < block.end else block.start


def lay_out(draft: Draft) -> Layout:
    """Give each unit of a draft its kind and find title, authors, date and publisher.

    Args:
        draft: what a reader handed on; a kind that the file format told is kept, unless the
            unit proves to be boilerplate.

    Returns:
        Blocks, one for each unit, in order.
    """
    lines = lines_of(draft.text, draft.units)
    flags = find_boilerplate(lines)
    title = find_title(lines, flags)
    bylines = _find_bylines(lines, flags, title)
    mark_head(lines, flags, title, bylines)
    metadata = draft.metadata
    for position in sorted(bylines):
        metadata = metadata.or_else(bylines[position])
    metadata = metadata.or_else(_beside_title(lines, title)).or_else(_masthead(lines, title))
    kinds: list[BlockKind] = []
    for position, line in enumerate(lines):
        if position == title:
            kinds.append("title")
        elif position in bylines and not flags[position]:
            kinds.append("byline")
        elif flags[position]:
            kinds.append("boilerplate")
        else:
            kinds.append(line.unit.kind if line.unit.kind not in (None, "title") else "paragraph")
    _name_kinds(lines, kinds, title)
    metadata = metadata.or_else(_from_running_text(lines, kinds, title))
    blocks = tuple(
        Block(line.unit.start, line.unit.end, kind) for line, kind in zip(lines, kinds, strict=True)
    )
    levels = tuple(
        (line.unit.level or 2) if kind == "heading" else 0
        for line, kind in zip(lines, kinds, strict=True)
    )
    return Layout(blocks, levels, metadata)


def _find_bylines(
    lines: Sequence[Line], flags: Sequence[bool], title: int | None
) -> dict[int, Metadata]:
    """Return the by-lines about the title and at the foot, with what they say."""
    kept = [i for i in range(len(lines)) if not flags[i] and i != title]
    near = kept[: min(_HEAD_UNITS, _head_end(lines, kept, title))] + kept[-2:]
    found: dict[int, Metadata] = {}
    for position in near:
        if lines[position].unit.kind not in (None, "paragraph", "byline", "heading"):
            continue
        byline = read_byline(lines[position].text)
        if byline is not None:
            found[position] = byline
    for position in signatures(lines):
        if title is not None and title < position and not flags[position]:
            found.setdefault(position, Metadata(authors=(lines[position].text.strip(),)))
            found.setdefault(position + 1, Metadata())
    for position in _signed_by_date(lines, title):
        if not flags[position]:
            found.setdefault(position, Metadata(authors=(lines[position].text.strip(),)))
    return found


def _head_end(lines: Sequence[Line], kept: Sequence[int], title: int | None) -> int:
    """Return how many of the units kept may be the head: up to the first paragraph and one more.

    A deck may be as long as a paragraph; short lines follow it, and not text.
    """
    bodies = [n for n, i in enumerate(kept) if lines[i].is_body]
    first = bodies[0] if bodies else 0
    under = title is not None and kept[first:] and kept[first] == title + 1
    if under and len(bodies) > 1 and bodies[1] - first <= _UNDER_TITLE:
        return bodies[1]
    return first + 2


def _signed_by_date(lines: Sequence[Line], title: int | None) -> list[int]:
    """Return the lines under the title that are a name alone, right above or below a date."""
    if title is None:
        return []
    near = range(title + 1, min(title + 1 + _UNDER_TITLE, len(lines)))
    return [
        position
        for position in near
        if is_full_name(lines[position].text)
        and any(_is_dated(lines, beside, title) for beside in (position - 1, position + 1))
    ]


def _is_dated(lines: Sequence[Line], position: int, title: int) -> bool:
    byline = read_byline(lines[position].text) if title < position < len(lines) else None
    return byline is not None and byline.published is not None


def _beside_title(lines: Sequence[Line], title: int | None) -> Metadata:
    """Return what a dated line by the title tells, though it may look like furniture."""
    found = Metadata()
    if title is not None:
        under = range(title + 1, min(title + 1 + _UNDER_TITLE, len(lines)))
        body = next((i for i in under if lines[i].is_body and i > title + 1), under.stop)
        for line in lines[max(0, title - _BESIDE_TITLE) : body]:
            byline = read_byline(line.text)
            if byline is not None and byline.published:
                found = found.or_else(byline)
    return found


def _masthead(lines: Sequence[Line], title: int | None) -> Metadata:
    """Return the publisher whose name stands alone above the title."""
    names = (line.text for line in lines[: min(title or 0, _HEAD_UNITS)] if is_masthead(line.text))
    return Metadata(publisher=next(names, None))


def _name_kinds(lines: Sequence[Line], kinds: list[BlockKind], title: int | None) -> None:
    """Tell headings, list items and quotes from paragraphs where the format did not."""
    kept = [i for i, kind in enumerate(kinds) if kind not in ("boilerplate", "byline", "title")]
    for order, position in enumerate(kept):
        line = lines[position]
        if line.unit.kind is not None:
            continue
        before = kept[order - 1] if order else None
        after = kept[order + 1] if order + 1 < len(kept) else None
        kinds[position] = _kind_of(lines, kinds, position, before, after)
    if title is not None:
        first = next((i for i in kept if i > title), None)
        if first is not None and lines[first].unit.kind is None and kinds[first] == "heading":
            # The line under the headline is its deck, unless a heading of the text.
            following = [i for i in kept if i > first][:1]
            if lines[first].words > 8 or (following and not lines[following[0]].is_body):
                kinds[first] = "paragraph"


def _kind_of(
    lines: Sequence[Line],
    kinds: Sequence[BlockKind],
    position: int,
    before: int | None,
    after: int | None,
) -> BlockKind:
    """Return the kind of one line of plain text, seen between its neighbours."""
    line = lines[position]
    marker = _MARKER.match(line.text)
    if marker and not line.text.startswith("*" * 4):
        if _numbers_a_section(lines, marker, position, before, after):
            return "heading"
        return "paragraph" if _is_speech(line) else "list_item"
    if _QUOTED.match(line.text) and line.words > 5:
        return "quote"
    return "heading" if _is_heading(lines, position, before, after) else "paragraph"


def _is_speech(line: Line) -> bool:
    """Say whether a dash opens a turn of speech and not a list item, as in «—¿Y ahora?»."""
    return line.text[0] == "—" and not line.text[1:2].isspace()


def _numbers_a_section(
    lines: Sequence[Line],
    marker: re.Match[str],
    position: int,
    before: int | None,
    after: int | None,
) -> bool:
    """Say whether "1. Definir metas" heads a section: text follows, and no list stands by."""
    line = lines[position]
    if not marker["number"] or line.stopped or line.words > _HEADING_WORDS or after is None:
        return False
    above = _MARKER.match(lines[before].text) if before is not None else None
    listed = above is not None and bool(above["number"] or above["letter"])  # bullets are another's
    written_out = lines[after].is_body or (lines[after].stopped and lines[after].words >= 10)
    return not listed and written_out and not _MARKER.match(lines[after].text)


def _is_heading(
    lines: Sequence[Line], position: int, before: int | None, after: int | None
) -> bool:
    """Say whether a line of plain text is a heading: short, not stopped, with text below."""
    line = lines[position]
    if after is None or line.words > _HEADING_WORDS or not line.words:
        return False
    end = line.text.rstrip("»”\"')")[-1:]
    if end in ".,;:…" or line.text[0].islower() or line.text[0] in "([@#":
        return False
    if end in "?!" and line.text.count("?") + line.text.count("!") > 2:
        return False
    if before is not None and lines[before].text.rstrip().endswith(":"):
        return False  # the first of a list without bullets
    if _SPEAKER.match(line.text) and line.words > 4:
        return False
    following = lines[after]
    if following.is_body or (following.stopped and len(following.text) >= _WRITTEN_OUT):
        return True
    return following.item or following.text.rstrip().endswith(":")


def _from_running_text(
    lines: Sequence[Line], kinds: Sequence[BlockKind], title: int | None
) -> Metadata:
    """Return title, date and publisher as far as title, dateline and page title give them."""
    headline = lines[title].text.strip("# \t") if title is not None else None
    body = next(
        (
            line
            for line, kind in zip(lines, kinds, strict=True)
            if kind == "paragraph" and line.is_body
        ),
        None,
    )
    published = _dateline(body.text[:_DATELINE]) if body is not None else None
    return Metadata(title=headline, published=published)


def _dateline(beginning: str) -> str | None:
    """Return the date that a report opens with: "Madrid, 3 de marzo de 2021.- La empresa…"."""
    found = find_date(beginning)
    if found is None:
        return None
    place, rest = beginning[: found[1]].strip(" ("), beginning[found[2] :].lstrip()
    if len(place.split()) > 6 or (place and not place[0].isupper()):
        return None
    return found[0] if rest[:1] in (".", ")", ":", "-", "–", "—", "(") else None
