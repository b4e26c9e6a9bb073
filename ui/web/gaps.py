"""Gaps: pairs of figures for one claim and two populations, the widest first."""

from collections.abc import Callable, Mapping
from typing import Any

from index.base import Base
from kg.records import StatisticRecord
from ui.web.fact import FactRows, Row, join_populations
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["find_pairs", "functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def gaps(_: Payload) -> Reply:
        return {"pairs": live.once("gaps", _gaps)}

    return {"gaps": gaps}


def _gaps(base: Base) -> list[Row]:
    return find_pairs(FactRows.of(base))


def find_pairs(rows: FactRows, among: frozenset[str] | None = None) -> list[Row]:
    """Return the pairs that the graph says contrast, the widest gap first.

    Args:
        rows: the facts of a base.
        among: IRIs of the figures to look at; all where there is none.
    """
    seen: set[frozenset[str]] = set()
    pairs = []
    for one in rows.knowledge.statistics:
        for iri in one.contrasts:
            other = rows.statistics.get(iri)
            pair = frozenset((one.iri, iri))
            if other is None or pair in seen or (among is not None and not pair <= among):
                continue
            seen.add(pair)
            pairs.append(_pair(rows, one, other))
    return sorted(pairs, key=lambda pair: (-pair["gap"], pair["claim"]))


def _pair(rows: FactRows, one: StatisticRecord, other: StatisticRecord) -> dict[str, Any]:
    """Return two figures side by side, the first in reading order first."""
    study = rows.statistic(one)
    return {
        "claim": one.claim,
        "unit": one.unit,
        "currency": one.currency,
        "gap": float(abs(one.value - other.value)),
        "study": study["study"],
        "year": study["year"],
        "topic": study["title"],
        "dots": [
            {
                "iri": record.iri,
                "population": join_populations(record.populations),
                "value": float(record.value),
                "comparator": record.comparator,
                "article": record.article,
                "start": record.start,
                "end": record.end,
            }
            for record in (one, other)
        ],
    }
