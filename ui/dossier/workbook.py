"""A report as a workbook: answers, figures, notes and bibliography, a sheet each."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from index.dossier import Dossier
from kg.export_table import workbook
from kg.tables import Cell, Table
from ui.dossier.rows import figure_rows, words
from ui.render import readable

__all__ = ["write_workbook"]


def write_workbook(dossier: Dossier, file: BinaryIO) -> None:
    """Write a report; whatever an article says is text, and never a formula."""
    said = words(dossier)
    answers = (
        {
            "question": entry.question,
            "answer": "\n".join(entry.lines),
            "answered": said["yes" if entry.answerable else "no"],
            "confidence": entry.confidence,
        }
        for entry in dossier.entries
    )
    notes = (
        {
            "note": note.marker, "quote": note.quote, "title": note.title,
            "publisher": note.publisher, "published": note.published,
            "article": note.article, "start": note.start, "end": note.end,
        }
        for note in dossier.notes
    )  # fmt: skip
    sources = (
        {
            "authors": "; ".join(source.authors), "title": source.title,
            "publisher": source.publisher, "published": source.published, "id": source.id,
        }
        for source in dossier.sources
    )  # fmt: skip
    sheets = [
        _sheet(said["answers"], said["replies"], answers),
        _sheet(said["figures"], said["columns"], figure_rows(dossier)),
        _sheet(said["notes"], said["quotes"], notes),
        _sheet(said["bibliography"], said["sources"], sources),
    ]
    file.write(workbook(sheets))


def _sheet(name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Cell]]) -> Table:
    """Return a sheet of rows by the keys of `columns`, which are shown under their names."""
    return Table(
        name,
        tuple(columns.values()),
        tuple(tuple(_cell(row[key]) for key in columns) for row in rows),
    )


def _cell(value: Cell) -> Cell:
    return readable(value) if isinstance(value, str) else value
