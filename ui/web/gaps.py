"""Gaps: pairs of figures for one claim and two populations or two years, the widest first."""

from collections.abc import Callable, Mapping

from corpus.article import Article
from index.base import Base
from kg.records import StatisticRecord
from ui.web.agreement import of_two_years
from ui.web.fact import FactRows, Row
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["find_pairs", "functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def gaps(_: Payload) -> Reply:
        rows = live.once("facts", FactRows.of)
        return {"pairs": live.once("gaps", lambda base: _gaps(base, rows))}

    return {"gaps": gaps}


def _gaps(base: Base, rows: FactRows) -> list[Row]:
    """Return every pair, with what stands around its first sentence in the article."""
    return [
        {**pair, **_surroundings(base.article(dot["article"]), dot["start"])}
        for pair in find_pairs(rows)
        for dot in pair["dots"][:1]
    ]


def find_pairs(rows: FactRows, among: frozenset[str] | None = None) -> list[Row]:
    """Return the pairs that the graph says contrast, the widest gap first; ranks come last.

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
    # Gaps in points can be compared; what is counted otherwise follows, by its own size.
    return sorted(pairs, key=lambda pair: (pair["unit"] != "percent", -pair["gap"], pair["claim"]))


def _pair(rows: FactRows, one: StatisticRecord, other: StatisticRecord) -> Row:
    """Return two figures side by side, the first in reading order first.

    The `side` of each is what sets it apart: its population, with the year where both have one.
    """
    dated = of_two_years(one, other)
    dots = [
        {**row, "side": f"{row['population']}, {record.year}" if dated else row["population"]}
        for record, row in ((record, rows.statistic(record)) for record in (one, other))
    ]
    return {
        "claim": max((one.claim, other.claim), key=len),
        "unit": one.unit,
        "currency": one.currency,
        "gap": float(abs(one.value - other.value)),
        "study": dots[0]["study"],
        "year": dots[0]["year"] or dots[0]["told_year"],
        "title": dots[0]["title"],
        "quotes": list(dict.fromkeys((one.quote, other.quote))),
        "dots": dots,
    }


def _surroundings(article: Article, start: int) -> Row:
    """Return the section that a sentence stands in, and the sentence before it there.

    «Así lo cree apenas un 20 %» says little without what was asked just before.
    """
    passage = next((one for one in article.passages if one.start <= start < one.end), None)
    if passage is None:
        return {"section": None, "before": None}
    earlier = [
        sentence
        for sentence in article.sentences[passage.first : passage.last + 1]
        if sentence.start < start and article.blocks[sentence.block].kind != "heading"
    ]
    return {
        "section": passage.heading[-1] if passage.heading else None,
        "before": earlier[-1].of(article.text) if earlier else None,
    }
