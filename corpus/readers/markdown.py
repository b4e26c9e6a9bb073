"""Markdown with a front matter in YAML."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

import yaml

from corpus.draft import Draft, Piece, draft_of_pieces
from corpus.lexicon import fold
from corpus.metadata import Metadata, find_date
from corpus.readers.plain import text_of

__all__ = ["read_markdown"]

Scalar: TypeAlias = Any  # whatever YAML holds

_FRONT = re.compile(r"\s*---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LIMIT = 20_000  # characters; a front matter is a few lines
_TAG = re.compile(r"<[^<>]{0,2000}>")
_KEYS = {
    "title": ("title", "titulo", "headline"),
    "authors": ("author", "authors", "autor", "autora", "autores"),
    "publisher": ("publisher", "medio", "editorial", "publicacion", "site", "sitio"),
    "published": ("date", "published", "fecha", "publicado", "datepublished"),
    "language": ("original_language", "language_of_original", "idioma_original"),
    "digest": ("digest",),
}


def read_markdown(data: bytes, source: str) -> Draft:
    """Render Markdown to plain text, headings, lists and quotes known as such.

    The front matter gives metadata and is not part of the text; a title that only it holds
    becomes the first line.
    """
    # Markdown takes 90 ms to import, and most folders hold none.
    from markdown_it import MarkdownIt

    text = text_of(data, source)
    metadata, body = _front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    pieces = _pieces(tokens)
    headlines = [p for p in pieces if p.kind == "heading" and p.level == 1]
    first = pieces[0] if pieces else None
    if (
        first is not None
        and first in headlines
        and (len(headlines) == 1 or fold(first.text) == fold(metadata.title or ""))
    ):
        pieces[0] = Piece(first.text, "title")
    elif metadata.title:
        pieces.insert(0, Piece(metadata.title, "title"))
    return draft_of_pieces(pieces, metadata)


def _front_matter(text: str) -> tuple[Metadata, str]:
    """Return the metadata of the front matter and the text below it."""
    match = _FRONT.match(text[:_FRONT_LIMIT])
    if not match:
        return Metadata(), text
    try:
        values = yaml.safe_load(match["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date such as 2020-02-31
        return Metadata(), text
    if not isinstance(values, Mapping):
        return Metadata(), text
    return _metadata(
        {fold(str(key)).replace("-", "_").replace(" ", "_"): value for key, value in values.items()}
    ), text[match.end() :]


def _metadata(values: Mapping[str, Any]) -> Metadata:
    """Return what a front matter says."""

    def value(name: str) -> Scalar:
        return next((values[key] for key in _KEYS[name] if values.get(key) not in (None, "")), None)

    authors = value("authors")
    names = authors if isinstance(authors, list) else re.split(r"\s*[;,]\s*", str(authors or ""))
    digest = value("digest")
    return Metadata(
        title=_line(value("title")),
        authors=tuple(name for name in (_line(n) for n in names) if name),
        publisher=_line(value("publisher")),
        published=_iso(value("published")),
        language=_line(value("language")),
        digest=bool(digest) and fold(str(digest)) not in ("no", "false"),
    )


def _line(value: Scalar) -> str | None:
    """Return a scalar as one line of text, None where there is none."""
    if value is None or isinstance(value, (list, dict)):
        return None
    return " ".join(str(value).split()) or None


def _iso(value: Scalar) -> str | None:
    """Return a date of YAML or of prose as ISO 8601."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value or "").strip()
    if re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", text):
        return text
    found = find_date(text)
    return found[0] if found else None


def _pieces(tokens: list[Any]) -> list[Piece]:
    """Turn the tokens of markdown-it into pieces."""
    pieces: list[Piece] = []
    items = quotes = level = 0
    row: list[str] | None = None
    for token in tokens:
        kind = token.type
        items += token.nesting if kind in ("list_item_open", "list_item_close") else 0
        quotes += token.nesting if kind in ("blockquote_open", "blockquote_close") else 0
        if kind == "heading_open":
            level = int(token.tag[1])
        elif kind == "heading_close":
            level = 0
        elif kind == "tr_open":
            row = []
        elif kind == "tr_close" and row is not None:
            pieces.append(Piece(" | ".join(row), "list_item"))
            row = None
        elif kind == "inline":
            text = _inline(token.children or [])
            if row is not None:
                row.append(text)
            elif level:
                pieces.append(Piece(text, "heading", level))
            elif items:
                pieces.append(Piece(text, "list_item"))
            else:
                pieces.append(Piece(text, "quote" if quotes else "paragraph"))
        elif kind in ("fence", "code_block", "html_block"):
            pieces.append(Piece(_TAG.sub(" ", token.content), "paragraph"))
    return [piece for piece in pieces if piece.text.strip()]


def _inline(children: list[Any]) -> str:
    """Return the words of a line: emphasis and links by their text, images not at all."""
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)
