"""The frame of the page: how the base is, and what every tab may ask for."""

import base64
from collections.abc import Callable, Mapping

from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply
from ui.workbook import write_workbook

__all__ = ["functions"]

# As much of a table as the page itself shows of any.
_MOST_ROWS, _MOST_COLUMNS = 10_000, 60


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""
    return {"state": lambda _: dict(live.state()), "workbook": _workbook}


def _workbook(payload: Payload) -> Reply:
    """Return the table that the browser shows as a spreadsheet."""
    columns = [str(title) for title in payload.get("columns", ())][:_MOST_COLUMNS]
    rows = [list(row)[: len(columns)] for row in payload.get("rows", ())][:_MOST_ROWS]
    even = [row + [None] * (len(columns) - len(row)) for row in rows]
    file = write_workbook(str(payload.get("name", "")), columns, even)
    return {"file": base64.b64encode(file).decode("ascii")}
