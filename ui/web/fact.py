"""The facts of a base as rows for tables, cards and charts: plain values, each with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.answer.phrasing import group_label
from index.answer.reading import names
from index.base import Base
from index.provenance import provenance_of, year_of
from kg.facts import Population
from kg.records import (
    Knowledge,
    RecommendationRecord,
    SampleRecord,
    StatisticRecord,
    StudyRecord,
)
from ui.web.agreement import agreements, words_of

__all__ = ["FactRows", "Row", "join_populations"]

Row = dict[str, Any]

# As many as are told beside a figure; its sheet tells them all.
_MOST_CONFLICTS = 3


def join_populations(populations: Iterable[Population]) -> str:
    """Return who a fact is about, as one label.

    >>> join_populations([Population("CIO"), Population("CMO")])
    'CIO, CMO'
    """
    return ", ".join(population.label for population in populations)


@dataclass(frozen=True)
class FactRows:
    """The facts of one generation, found by their IRI.

    `agreements` are the figures that state the same as another, see `ui.web.agreement`.
    """

    knowledge: Knowledge
    statistics: Mapping[str, StatisticRecord]
    studies: Mapping[str, StudyRecord]
    agreements: Mapping[str, tuple[tuple[str, bool], ...]]

    @classmethod
    def of(cls, base: Base) -> "FactRows":
        """Read the facts of a base."""
        knowledge = base.knowledge
        return cls(
            knowledge,
            {record.iri: record for record in knowledge.statistics},
            {record.iri: record for record in knowledge.studies},
            agreements(knowledge),
        )

    def article_title(self, article: str) -> str:
        """Return the title of an article, or its id where the graph has none."""
        record = self.knowledge.articles.get(article)
        return record.title if record else article

    def statistic(self, record: StatisticRecord) -> Row:
        """Return a figure with what a reader needs to judge it."""
        study = self.studies.get(record.study or "")
        known = provenance_of(study, self.knowledge.articles.get(record.article))
        return {
            **self._brief(record),
            "value_text": record.value_text,
            "claim": record.claim,
            "says": record.claim if _says_something(record) else record.quote,
            "conducted_by": ", ".join(study.conducted_by) if study else None,
            "year": known.year,
            "told_year": known.told_year,
            "age": known.age(date.today()),
            "samples": [_sample(one) for one in _samples_for(record, study)],
            "second_hand": bool(known.second_hand),
            "conflicts": self.others(record, same=False)[:_MOST_CONFLICTS],
        }

    def others(self, record: StatisticRecord, *, same: bool) -> list[Row]:
        """Return the figures of other articles for the same claim, with the same value or not."""
        return [
            self._brief(self.statistics[iri])
            for iri, agrees in self.agreements.get(record.iri, ())
            if agrees is same
        ]

    def _brief(self, record: StatisticRecord) -> Row:
        """Return as much of a figure as stands in a list beside another."""
        study = self.studies.get(record.study or "")
        return {
            "iri": record.iri,
            "value": float(record.value),
            "unit": record.unit,
            "currency": record.currency,
            "comparator": record.comparator,
            "population": join_populations(record.populations),
            "by_context": not all(names(record.quote, one) for one in record.populations),
            "study": study.label if study else None,
            "study_iri": record.study,
            "article": record.article,
            "title": self.article_title(record.article),
            "start": record.start,
            "end": record.end,
            "quote": record.quote,
        }

    def study(self, record: StudyRecord) -> Row:
        """Return a study with its samples, its figures and who tells of it."""
        first = record.evidence[0] if record.evidence else None
        article = first.article if first else next(iter(record.articles), "")
        figures = [one for one in self.knowledge.statistics if one.study == record.iri]
        return {
            "iri": record.iri,
            "name": record.name,
            "by": ", ".join(record.conducted_by),
            "year": year_of(record.published),
            "samples": [_sample(sample) for sample in record.samples],
            "figures": len(figures),
            "title": "; ".join(self.article_title(name) for name in record.articles),
            "article": article,
            "places": [
                {"article": place.article, "start": place.start, "end": place.end}
                for place in record.evidence
            ],
        }

    def recommendation(self, record: RecommendationRecord) -> Row:
        """Return an advice, who gives it and who it is for."""
        return {
            "iri": record.iri,
            "text": record.text,
            "by": record.by,
            "to": join_populations(record.to),
            "article": record.article,
            "title": self.article_title(record.article),
            "start": record.start,
            "end": record.end,
            "quote": record.quote,
        }


def _says_something(record: StatisticRecord) -> bool:
    """Say whether a claim holds more than its figure and its people: «56 % de los CMO» does not."""
    labels = join_populations(record.populations)
    return bool(words_of(record.claim, without=f"{labels} {record.value_text}"))


def _samples_for(record: StatisticRecord, study: StudyRecord | None) -> tuple[SampleRecord, ...]:
    """Return the samples of a figure's study: those of its own population where there are any."""
    if study is None:
        return ()
    labels = {population.label for population in record.populations}
    own = tuple(
        sample
        for sample in study.samples
        if sample.population and sample.population.label in labels
    )
    return own or study.samples


def _sample(record: SampleRecord) -> Row:
    return {
        "size": record.size,
        "comparator": record.comparator,
        "population": group_label(record.population) if record.population else None,
    }
