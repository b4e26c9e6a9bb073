"""What every format of a report shares: its words, and the rows of its tables."""

from collections.abc import Mapping
from typing import Any

from index.dossier import Dossier, Source
from index.records import Citation
from kg.tables import Cell
from ui.render import place_text, quoted, readable
from ui.text import choose_language, load_texts

__all__ = ["SHOWN", "entry_parts", "figure_rows", "note_text", "source_text", "words"]

# The columns of the table of figures in a text; a workbook has them all.
SHOWN = ("value", "population", "claim", "study", "year", "published", "second_hand", "note")


def words(dossier: Dossier) -> dict[str, Any]:
    """Return the words of a report in its language."""
    texts: dict[str, Any] = load_texts(choose_language(dossier.language))["dossier"]
    return texts


def figure_rows(dossier: Dossier) -> list[Mapping[str, Cell]]:
    """Return a row a figure, by the names of `columns` in the texts."""
    said = words(dossier)
    known = {True: said["yes"], False: said["no"], None: ""}
    return [
        {
            "value": row.value_text,
            "number": row.value,
            "unit": row.unit,
            "population": row.population,
            "claim": row.claim,
            "study": row.study,
            "year": row.year,
            "published": row.published,
            "second_hand": known[row.second_hand],
            "note": row.note,
        }
        for row in dossier.figures
    ]


def note_text(note: Citation) -> str:
    """Return a quote whole, with where it stands."""
    return f"{quoted(note.quote)} {place_text(note)}"


def source_text(source: Source) -> str:
    """Return an article as a bibliography lists it."""
    parts = ["; ".join(source.authors), source.title, source.publisher, source.published]
    return readable(". ".join(part.rstrip(".") for part in parts if part) + f". [{source.id}]")


def entry_parts(line: str) -> list[tuple[str, bool]]:
    """Return a line cut into text and markers (True).

    >>> entry_parts("CIO: 77 % [1][2]")
    [('CIO: 77 % ', False), ('[1]', True), ('[2]', True)]
    """
    from index.dossier import MARKER

    parts, at = [], 0
    for match in MARKER.finditer(line):
        if match.start() > at:
            parts.append((line[at : match.start()], False))
        parts.append((match.group(), True))
        at = match.end()
    return [*parts, *([(line[at:], False)] if at < len(line) else [])]
