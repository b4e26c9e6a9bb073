"""Web pages, by trafilatura: the article and what the page says of it."""

import re
from typing import Any, TypeAlias

from corpus.decoding import clean, decode
from corpus.draft import Draft, Piece, draft_of_pieces
from corpus.errors import ReadError
from corpus.lexicon import fold
from corpus.metadata import Metadata, find_date

__all__ = ["read_html"]

Foreign: TypeAlias = Any  # a document or an element of trafilatura, which has no types

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([\w\-]{2,30})", re.I
)
_LEVEL = {f"h{level}": level for level in range(1, 7)}

# What trafilatura raises on a page that is none: it promises no one error.
_DAMAGED = (
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_html(data: bytes, source: str) -> Draft:
    """Read the article of a web page; menus, cookie notes and comments are left out.

    Raises:
        ReadError: if the page holds no article.
    """
    # Trafilatura takes most of a second to import, and asking needs no reader.
    from lxml import etree
    from trafilatura import bare_extraction, baseline

    charset = _CHARSET.search(data[:4096])
    page = clean(decode(data, charset[1].decode("ascii") if charset else None))
    # lxml refuses text that still names its encoding.
    page = re.sub(r"\A\s*<\?xml[^>]*\?>", "", page)
    try:
        document: Any = bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
        body = document.body if document is not None else baseline(page)[0]
    except (etree.LxmlError, *_DAMAGED) as error:
        raise ReadError(source, "no se puede leer como página web (HTML dañado)") from error
    pieces = [piece for element in body for piece in _pieces(element)]
    if not any(piece.text.strip() for piece in pieces):
        raise ReadError(source, "la página no contiene el texto de ningún artículo")
    metadata = _metadata(document) if document is not None else Metadata()
    return draft_of_pieces(_with_title(pieces, metadata), metadata)


def _metadata(document: Foreign) -> Metadata:
    """Return what the page's head says, as trafilatura read it."""
    found = find_date(document.date or "")
    authors = re.split(r"\s*;\s*", document.author or "")
    return Metadata(
        title=clean(document.title).strip() or None if document.title else None,
        authors=tuple(clean(author) for author in authors if author),
        publisher=clean(document.sitename) if document.sitename else None,
        published=found[0] if found else None,
    )


def _with_title(pieces: list[Piece], metadata: Metadata) -> list[Piece]:
    """Mark the headline among the first pieces, or put it before them."""
    for position, piece in enumerate(pieces[:3]):
        outermost = piece.kind == "heading" and piece.level == 1
        if outermost or (metadata.title and fold(piece.text) == fold(metadata.title)):
            return [*pieces[:position], Piece(piece.text, "title"), *pieces[position + 1 :]]
    return [Piece(metadata.title, "title"), *pieces] if metadata.title else pieces


def _pieces(element: Foreign) -> list[Piece]:
    """Turn one element of trafilatura's body into pieces."""
    tag = element.tag
    if tag == "head":
        return [Piece(_text(element), "heading", _LEVEL.get(element.get("rend"), 2))]
    if tag == "list":
        return [Piece(_own_text(item), "list_item") for item in element.iter("item")]
    if tag == "table":
        rows = [[_text(cell) for cell in row.iter("cell")] for row in element.iter("row")]
        return [Piece(" | ".join(cell for cell in row if cell), "list_item") for row in rows]
    if tag == "quote":
        return [Piece(part, "quote") for part in _text(element).split("\n")]
    lines = _text(element).split("\n")
    return [Piece(line, "paragraph" if len(lines) == 1 else None) for line in lines]


def _text(element: Foreign) -> str:
    r"""Return the text of an element, `\n` at its line breaks."""
    parts = []
    for node in element.iter():
        if node.tag in ("lb", "p", "item") and node is not element:
            parts.append("\n")
        # A comment or an instruction has a function for a tag, and no text of the article.
        if isinstance(node.tag, str) and node.text:
            parts.append(node.text.replace("\n", " "))
        if node is not element and node.tail:
            parts.append(node.tail.replace("\n", " "))
    return clean("".join(parts)).strip()


def _own_text(item: Foreign) -> str:
    """Return a list item's text without that of the items inside it."""
    parts = [item.text or ""]
    for child in item:
        if child.tag != "list":
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return clean("".join(parts))
