"""A report as a Word document."""

from datetime import datetime
from typing import BinaryIO

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

from index.dossier import Dossier, Entry
from ui.dossier.footnote import Footnotes
from ui.dossier.rows import SHOWN, entry_parts, figure_rows, note_text, source_text, words
from ui.render import flat

__all__ = ["write_word"]


def write_word(dossier: Dossier, file: BinaryIO) -> None:
    """Write a report; its notes are footnotes."""
    said = words(dossier)
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = flat(dossier.title)[:255], "Puente"
    properties.language = dossier.language
    made = dossier.made
    properties.created = properties.modified = datetime(made.year, made.month, made.day)
    document.add_heading(flat(dossier.title), 0)
    document.add_paragraph(said["date"].format(date=dossier.made.isoformat()))
    document.add_paragraph().add_run(said["made_with"]).italic = True
    document.add_heading(said["answers"], 1)
    notes = _Notes(document, dossier)
    for entry in dossier.entries:
        _add_entry(document, entry, said["unanswered"], notes)
    document.add_heading(said["figures"], 1)
    _add_figures(document, dossier, notes)
    document.add_heading(said["bibliography"], 1)
    for source in dossier.sources:
        document.add_paragraph(flat(source_text(source)), style="List Bullet")
    document.save(file)


class _Notes:
    """The notes of a report as the footnotes of its document."""

    def __init__(self, document: Document, dossier: Dossier) -> None:
        self._texts = {note.marker: flat(note_text(note)) for note in dossier.notes}
        self._footnotes = Footnotes(document)

    def refer(self, paragraph: Paragraph, marker: int) -> None:
        """End a paragraph with the mark of a note."""
        self._footnotes.refer(paragraph, marker, self._texts[marker])


def _add_entry(document: Document, entry: Entry, unanswered: str, notes: _Notes) -> None:
    document.add_heading(flat(entry.question), 2)
    style = "List Bullet" if len(entry.lines) > 1 else None
    for line in entry.lines:
        paragraph = document.add_paragraph(style=style)
        if entry.answerable:
            _add_marked(paragraph, line, notes)
        else:
            paragraph.add_run(f"{unanswered}. ").bold = True
            paragraph.add_run(flat(line))


def _add_marked(paragraph: Paragraph, line: str, notes: _Notes) -> None:
    """Add a line with the footnotes that its markers name."""
    for part, mark in entry_parts(line):
        if mark:
            notes.refer(paragraph, int(part[1:-1]))
        else:
            paragraph.add_run(flat(part))


def _add_figures(document: Document, dossier: Dossier, notes: _Notes) -> None:
    said = words(dossier)
    if not dossier.figures:
        document.add_paragraph(said["no_figures"])
        return
    table = document.add_table(rows=1, cols=len(SHOWN), style="Light Grid Accent 1")
    for cell, name in zip(table.rows[0].cells, SHOWN, strict=True):
        cell.text = said["columns"][name]
    for row in figure_rows(dossier):
        for cell, name in zip(table.add_row().cells, SHOWN, strict=True):
            if name == "note":
                notes.refer(cell.paragraphs[0], int(str(row[name])))
            else:
                cell.text = flat(str(row[name]))
