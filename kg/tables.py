"""The facts of a graph as flat tables, one for each class, for spreadsheets and data frames."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from kg.facts import Population
from kg.records import Evidence, Knowledge, load_knowledge
from kg.store import Store

__all__ = ["Cell", "Table", "fact_table", "tables"]

Cell = str | int | float | None
Row = Mapping[str, Cell]

_PASSAGES = """SELECT ?iri ?article ?start ?end ?heading ?text WHERE {
  ?iri a pu:Passage ; oa:hasSource ?article ; schema:text ?text ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end . OPTIONAL { ?iri pu:heading ?heading } }"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `name` in English and the plural; a column holds one type, or nothing."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(store: Store) -> list[Table]:
    """Return a table for each class, in the order of their names, rows in reading order.

    Several values of one cell are joined with "; "; `article`, `start`, `end` and `quote` give
    the first sentence of what rests on several.
    """
    known = load_knowledge(store)
    passages = _table("passages", "iri article start end heading text", _passages(store))
    return sorted([passages, *(fact_table(known, name) for name in _FACTS)], key=lambda t: t.name)


def fact_table(known: Knowledge, name: str) -> Table:
    """Return the table of one class of facts, as `tables` has it.

    Args:
        known: the facts, or those of them that are wanted.
        name: of any table of `tables` but passages.

    Raises:
        ValueError: if there is no such table.
    """
    if name not in _FACTS:
        raise ValueError(f"no table of facts is called {name!r}")
    columns, rows = _FACTS[name]
    return _table(name, columns, rows(known))


def _table(name: str, named: str, rows: Iterable[Row]) -> Table:
    columns = tuple(named.split())
    return Table(name, columns, tuple(tuple(row[c] for c in columns) for row in rows))


def _articles(known: Knowledge) -> Iterator[Row]:
    for article in known.articles.values():
        yield {
            "iri": article.iri,
            "id": article.id,
            "title": article.title,
            "publisher": article.publisher,
            "published": article.published,
            "authors": _join(article.authors),
        }


def _entities(known: Knowledge, kind: str) -> Iterator[Row]:
    for entity in (entity for entity in known.entities if entity.kind == kind):
        yield {
            "iri": entity.iri,
            "name": entity.name,
            "aliases": _join(entity.aliases),
            "role": entity.role,
            "organization": entity.organization,
            "articles": _join(entity.articles),
            **_place(entity.evidence),
        }


def _passages(store: Store) -> Iterator[Row]:
    rows: list[tuple[str, int, int, Row]] = []
    for found in store.select(_PASSAGES):
        value = {name: str(getattr(term, "value", "")) for name, term in found.items()}
        place = (
            store.iris.article_id(value["article"]),
            int(value["start"]),
            int(value["end"]),
        )
        row: Row = {
            "iri": value["iri"],
            **dict(zip(("article", "start", "end"), place, strict=True)),
            "heading": value.get("heading"),
            "text": value["text"],
        }
        rows.append((*place, row))
    for *_, ordered in sorted(rows, key=lambda row: row[:3]):
        yield ordered


def _populations(known: Knowledge) -> Iterator[Row]:
    samples = [sample for study in known.studies for sample in study.samples]
    everyone = [
        *(population for s in known.statistics for population in s.populations),
        *(population for r in known.recommendations for population in r.to),
        *(sample.population for sample in samples if sample.population),
    ]
    for label in sorted({population.label for population in everyone if not population.role}):
        yield {"iri": known.iris.population(label).value, "label": label}


def _recommendations(known: Knowledge) -> Iterator[Row]:
    for advice in known.recommendations:
        yield {
            "iri": advice.iri,
            "article": advice.article,
            "start": advice.start,
            "end": advice.end,
            "quote": advice.quote,
            "text": advice.text,
            "by": advice.by,
            "to": _labels(advice.to),
            "rule": advice.rule,
            "confidence": advice.confidence,
        }


def _roles(known: Knowledge) -> Iterator[Row]:
    for role in known.roles:
        yield {
            "iri": role.iri,
            "id": role.id,
            "label": role.label,
            "kind": role.kind,
            "alternatives": _join(role.alternatives),
            "articles": _join(role.articles),
            "broader": _join(role.broader),
        }


def _samples(known: Knowledge) -> Iterator[Row]:
    for study in known.studies:
        for sample in study.samples:
            yield {
                "iri": sample.iri,
                "study": study.iri,
                "size": sample.size,
                "comparator": sample.comparator,
                "population": sample.population.label if sample.population else None,
                **_place((sample.evidence,)),
            }


def _statistics(known: Knowledge) -> Iterator[Row]:
    names = {study.iri: study.label for study in known.studies}
    for statistic in known.statistics:
        yield {
            "iri": statistic.iri,
            "article": statistic.article,
            "start": statistic.start,
            "end": statistic.end,
            "quote": statistic.quote,
            "value": float(statistic.value),
            "unit": statistic.unit,
            "currency": statistic.currency,
            "comparator": statistic.comparator,
            "value_text": statistic.value_text,
            "population": _labels(statistic.populations),
            "claim": statistic.claim,
            "study": statistic.study,
            "study_name": names.get(statistic.study or ""),
            "contrasts_with": _join(statistic.contrasts),
            "rule": statistic.rule,
            "confidence": statistic.confidence,
        }


def _studies(known: Knowledge) -> Iterator[Row]:
    for study in known.studies:
        yield {
            "iri": study.iri,
            "name": study.name,
            "conducted_by": _join(study.conducted_by),
            "published": study.published,
            "samples": _join(str(sample.size) for sample in study.samples),
            "articles": _join(study.articles),
            **_place(study.evidence),
            "rule": study.rule,
            "confidence": study.confidence,
        }


def _place(evidence: tuple[Evidence, ...]) -> Row:
    """Return the columns of the first sentence."""
    if not evidence:
        return dict.fromkeys(("article", "start", "end", "quote"))
    first = evidence[0]
    return {
        "article": first.article,
        "start": first.start,
        "end": first.end,
        "quote": first.quote,
    }


def _labels(populations: Iterable[Population]) -> str | None:
    return _join(population.label for population in populations)


def _join(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


_PLACE = "article start end quote"
_ENTITY = f"iri name aliases role organization articles {_PLACE}"
_FACTS: Mapping[str, tuple[str, Callable[[Knowledge], Iterable[Row]]]] = {
    "articles": ("iri id title publisher published authors", _articles),
    "organizations": (_ENTITY, partial(_entities, kind="organization")),
    "persons": (_ENTITY, partial(_entities, kind="person")),
    "populations": ("iri label", _populations),
    "recommendations": (f"iri {_PLACE} text by to rule confidence", _recommendations),
    "roles": ("iri id label kind alternatives articles broader", _roles),
    "samples": (f"iri study size comparator population {_PLACE}", _samples),
    "statistics": (
        f"iri {_PLACE} value unit currency comparator value_text population claim study "
        "study_name contrasts_with rule confidence",
        _statistics,
    ),
    "studies": (
        f"iri name conducted_by published samples articles {_PLACE} rule confidence",
        _studies,
    ),
}
