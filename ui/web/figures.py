"""Everything that the articles state with a figure, as tables, and the sheet of one figure."""

from collections.abc import Callable, Mapping

from ui.web.fact import FactRows, Row
from ui.web.gaps import find_pairs
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def tables(_: Payload) -> Reply:
        rows = live.once("facts", FactRows.of)
        return live.once("tables", lambda _: _tables(rows))

    def sheet(payload: Payload) -> Reply:
        rows = live.once("facts", FactRows.of)
        return {"sheet": _sheet(rows, str(payload.get("iri", "")))}

    return {"tables": tables, "sheet": sheet}


def _tables(rows: FactRows) -> Reply:
    """Return every figure and study as a row of its table, in the order of article and place."""
    return {
        # A table says that there is a conflict; the sheet of the figure tells it.
        "statistics": [
            {**row, "conflicts": len(row["conflicts"])}
            for row in map(rows.statistic, rows.knowledge.statistics)
        ],
        "studies": [rows.study(record) for record in rows.knowledge.studies],
    }


def _sheet(rows: FactRows, iri: str) -> Row | None:
    """Return all that is known of one figure: what a consultant needs to defend it."""
    record = rows.statistics.get(iri)
    if record is None:
        return None
    row = rows.statistic(record)
    agreeing = rows.others(record, same=True)
    # Articles that tell of one study are one source, however many they are.
    sources = {other["study_iri"] or other["article"] for other in (row, *agreeing)}
    return {
        **row,
        "conflicts": rows.others(record, same=False),
        "agreeing": agreeing,
        "sources": len(sources),
        "pairs": [pair for pair in find_pairs(rows) if iri in {d["iri"] for d in pair["dots"]}],
        "warnings": [key for key, warned in _warnings(row) if warned],
        "rule": record.rule,
        "confidence": record.confidence,
    }


def _warnings(row: Row) -> list[tuple[str, bool]]:
    """Return what a client would ask about, by the key of its words."""
    return [
        ("second_hand", row["second_hand"]),
        ("no_study", not row["study"]),
        ("no_sample", bool(row["study"]) and not row["samples"]),
        ("no_year", row["year"] is None),
        ("no_population", not row["population"]),
        ("by_context", row["by_context"]),
        ("conflict", bool(row["conflicts"])),
    ]
