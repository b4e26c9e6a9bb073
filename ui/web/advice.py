"""Advice, grouped by what it says across articles: who gives it, to whom, on how many sources."""

from collections.abc import Callable, Mapping, Sequence

from index.base import Base
from kg.records import RecommendationRecord
from ui.web.agreement import group_alike
from ui.web.fact import FactRows, Row
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def advice(_: Payload) -> Reply:
        rows = live.once("facts", FactRows.of)
        return {"groups": live.once("advice", lambda base: _groups(rows, base))}

    return {"advice": advice}


def _groups(rows: FactRows, base: Base) -> list[Row]:
    """Return the groups, those with the most independent sources first."""
    records = rows.knowledge.recommendations
    groups = [
        _group(rows, [records[place] for place in places])
        for places in group_alike([record.text for record in records], base)
    ]
    return sorted(groups, key=lambda group: -group["sources"])


def _group(rows: FactRows, records: Sequence[RecommendationRecord]) -> Row:
    """Return one group, told in the words of its first member."""
    return {
        "text": records[0].text,
        "by": sorted({record.by for record in records if record.by}),
        "to": sorted({one.label for record in records for one in record.to}),
        "sources": len({_source(rows, record) for record in records}),
        "members": [rows.recommendation(record) for record in records],
    }


def _source(rows: FactRows, record: RecommendationRecord) -> object:
    """Return who is behind an advice: who gives it, else who signs the article, else the article.

    Two articles that quote one adviser are one source; so are two by one author.
    """
    article = rows.knowledge.articles.get(record.article)
    if record.by_iri or record.by:
        return record.by_iri or record.by
    return (article.authors if article else ()) or record.article
