"""Texts with marks: which figures state findings, whose each is, and who found it out.

`README.md` tells how they are marked.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Article, Span
from corpus.reading import Source, read_source
from tests.gold import HERE

__all__ = [
    "ASIDE",
    "ASKED",
    "TAUGHT",
    "Figure",
    "MarkError",
    "Marked",
    "Marks",
    "load_marked",
    "parse_marks",
    "read_marked",
]

TAUGHT, ASIDE = HERE / "marked" / "taught", HERE / "marked" / "aside"
ASKED = {part: HERE / "asked" / part for part in ("taught", "fitted", "aside")}

_TAG = re.compile(r"<(?P<close>/?)(?P<kind>[fpsr])(?:\s+(?P<numbers>[\d,\s]+))?>")


class MarkError(ValueError):
    """Marks that do not nest, or a text that is not read as it was marked."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a text, by the numbers of its figures."""

    text: str
    figures: Mapping[int, Span]
    whose: Mapping[int, Span]
    sources: Mapping[int, Span]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that states a finding, and where it is told whose it is and who found it out."""

    span: Span
    whose: Span | None
    source: Span | None


@dataclass(frozen=True, slots=True)
class Marked:
    """An article with its figures, in order."""

    article: Article
    figures: Sequence[Figure]


def parse_marks(raw: str) -> Marks:
    """Take the marks out of a text.

    Raises:
        MarkError: where marks cross or stay open.
    """
    parts: list[str] = []
    length = last = 0
    open_marks: list[tuple[str, str, int]] = []
    found: dict[str, dict[int, Span]] = {"f": {}, "p": {}, "s": {}, "r": {}}
    for tag in _TAG.finditer(raw):
        parts.append(raw[last : tag.start()])
        length += tag.start() - last
        last = tag.end()
        if not tag["close"]:
            open_marks.append((tag["kind"], tag["numbers"] or "", length))
            continue
        if not open_marks or open_marks[-1][0] != tag["kind"]:
            raise MarkError(f"marks cross at character {tag.start()}")
        kind, numbers, start = open_marks.pop()
        for number in re.findall(r"\d+", numbers):
            found[kind].setdefault(int(number), Span(start, length))
    if open_marks:
        raise MarkError(f"a mark stays open: {open_marks[-1][0]}")
    parts.append(raw[last:])
    return Marks("".join(parts), found["f"], found["p"], found["s"])


def read_marked(path: Path) -> Marked:
    """Read a file with marks as Puente reads articles.

    Raises:
        MarkError: also where reading changes the text.
    """
    marks = parse_marks(path.read_text(encoding="utf-8"))
    article = read_source(Source(None, path.name, path.stem, marks.text.encode()))
    if article.text.strip() != marks.text.strip():
        raise MarkError(f"{path}: the text is not read as it stands")
    moved = article.text.index(marks.text.strip()) - marks.text.index(marks.text.strip())

    def place(spans: Mapping[int, Span]) -> dict[int, Span]:
        return {n: Span(span.start + moved, span.end + moved) for n, span in spans.items()}

    whose, sources = place(marks.whose), place(marks.sources)
    figures = [
        Figure(span, whose.get(number), sources.get(number))
        for number, span in place(marks.figures).items()
    ]
    return Marked(article, sorted(figures, key=lambda figure: figure.span))


def load_marked(folder: Path) -> Iterator[tuple[str, Marked]]:
    """Yield the stem and the figures of each text of a folder, marked in it or in `marks.jsonl`.

    Raises:
        MarkError: where what is marked does not stand where it is said to.
    """
    beside = folder / "marks.jsonl"
    if not beside.is_file():
        yield from ((path.stem, read_marked(path)) for path in sorted(folder.glob("*.txt")))
        return
    found: dict[str, list[Mapping[str, Any]]] = {}
    for record in map(json.loads, beside.read_text(encoding="utf-8").splitlines()):
        found.setdefault(record["article"], []).append(record)
    for path in sorted(folder.glob("*.txt")):
        article = read_source(Source(path, path.name, path.stem, path.read_bytes()))
        figures = [
            Figure(at, _place(article.text, mark, "whose"), _place(article.text, mark, "source"))
            for mark in found.get(path.stem, ())
            if (at := _place(article.text, mark, "figure"))
        ]
        yield path.stem, Marked(article, figures)


def _place(text: str, mark: Mapping[str, Any], kind: str) -> Span | None:
    if kind not in mark:
        return None
    words, start = mark[kind], mark[f"{kind}_at"]
    if text[start : start + len(words)] != words:
        raise MarkError(f"{mark['article']}: {words!r} does not stand at {start}")
    return Span(start, start + len(words))
