"""The frame of the page: how the base is, and what every tab may ask for."""

import base64
from collections.abc import Callable, Mapping, Sequence

from kg.export_table import workbook
from kg.tables import Cell, Table
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["functions"]

# As much of a table as the page itself shows of any.
_MOST_ROWS, _MOST_COLUMNS = 10_000, 60


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""
    return {"state": lambda _: dict(live.state()), "workbook": _workbook}


def _workbook(payload: Payload) -> Reply:
    """Return the table that the browser shows as a spreadsheet."""
    columns = tuple(str(title) for title in payload.get("columns", ()))[:_MOST_COLUMNS]
    rows = tuple(_cells(row, len(columns)) for row in payload.get("rows", ())[:_MOST_ROWS])
    # A sheet's name takes no punctuation.
    name = "".join(c for c in str(payload.get("name", "")) if c.isalnum() or c == " ")
    file = workbook([Table(name or "Puente", columns, rows)])
    return {"file": base64.b64encode(file).decode("ascii")}


def _cells(row: Sequence[object], width: int) -> tuple[Cell, ...]:
    """Return a row as wide as its table, numbers as numbers and the rest as text."""
    cells = [cell if isinstance(cell, int | float | None) else str(cell) for cell in row[:width]]
    return (*cells, *[None] * (width - len(cells)))
