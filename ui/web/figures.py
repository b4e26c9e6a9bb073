"""Everything that the articles state, as tables: figures, studies and advice."""

from collections.abc import Callable, Mapping

from index.base import Base
from ui.web.fact import FactRows
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""
    return {"tables": lambda _: live.once("tables", _tables)}


def _tables(base: Base) -> Reply:
    """Return every fact as a row of its table, in the order of article and place."""
    rows = FactRows.of(base)
    return {
        "statistics": [rows.statistic(record) for record in rows.knowledge.statistics],
        "studies": [rows.study(record) for record in rows.knowledge.studies],
        "recommendations": [
            rows.recommendation(record) for record in rows.knowledge.recommendations
        ],
    }
