"""Questions to begin with and to go on with, made from what the base holds.

Each is built from a fact of the graph by a phrase of the page's texts, and kept only if the base
answers it, so that no example leads nowhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from index.base import Base
from index.records import Answer
from kg.records import StatisticRecord
from ui.web.fact import FactRows, join_populations

__all__ = ["Phrases", "suggest_first", "suggest_next"]

Phrases = Mapping[str, Any]
"""What `questions` of a language holds: phrases, and how a label takes its article."""

# «piensan que la colaboración es importante»: what follows is believed, more or less.
_BELIEF = re.compile(r"(?:\w+ ){1,2}que (.+)")

_FIRST = 6
_NEXT = 4

# A claim that is longer makes a question that nobody would type.
_MOST_WORDS = 14

# Tried before giving up: each costs one answer, some 20 ms.
_TRIES = 20


def suggest_first(base: Base, phrases: Phrases) -> tuple[str, ...]:
    """Return questions to begin with: a few kinds in turn, each answered by the base."""
    # Imported here because it loads the search and its model.
    from index.answer import answer

    rows = FactRows.of(base)
    candidates = _in_turn(
        _about_pairs(rows, phrases),
        _about_statistics(rows, rows.knowledge.statistics, phrases),
        _about_studies(rows, phrases),
        _about_advice(rows, phrases),
    )
    good = (
        question for question in islice(candidates, _TRIES) if answer(question, base).answerable
    )
    return tuple(islice(good, _FIRST))


def suggest_next(answer: Answer, rows: FactRows, phrases: Phrases) -> tuple[str, ...]:
    """Return questions that follow from an answer: its studies, its roles, the other side."""
    cited = [rows.statistics[fact.iri] for fact in answer.facts if fact.iri in rows.statistics]
    studies = {record.study for record in cited}
    nearby = [
        record
        for record in rows.knowledge.statistics
        if record not in cited and record.study in studies and record.study
    ]
    labels = {population.label for record in cited for population in record.populations}
    advice = (_phrase(phrases, "advice", to=_named(label, phrases)) for label in sorted(labels))
    advised = {population.label for one in rows.knowledge.recommendations for population in one.to}
    candidates = _in_turn(
        _about_statistics(rows, nearby, phrases),
        (
            question
            for question, label in zip(advice, sorted(labels), strict=True)
            if label in advised
        ),
        _about_studies(rows, phrases, studies),
    )
    asked = answer.question.casefold()
    return tuple(islice((one for one in candidates if one.casefold() != asked), _NEXT))


def _about_pairs(rows: FactRows, phrases: Phrases) -> Iterator[str]:
    """Ask for the two sides of a belief: «¿Quién cree más que …, los CIO o los CMO?»."""
    for record in rows.knowledge.statistics:
        belief = _BELIEF.match(record.claim)
        for other in (rows.statistics.get(iri) for iri in record.contrasts):
            if other and belief and record.iri < other.iri and _is_askable(record):
                sides = {"one": _who(record, phrases), "other": _who(other, phrases)}
                yield _phrase(phrases, "pair", belief=_as_clause(belief[1]), **sides)


def _about_statistics(
    rows: FactRows, records: Iterable[StatisticRecord], phrases: Phrases
) -> Iterator[str]:
    """Ask for a share: «¿Qué porcentaje de los CIO piensa que …?»."""
    for record in sorted(records, key=lambda record: (len(record.claim), record.iri)):
        if record.unit == "percent" and _is_askable(record):
            claim = _as_clause(record.claim)
            yield _phrase(phrases, "share", population=_who(record, phrases), claim=claim)


def _about_studies(
    rows: FactRows, phrases: Phrases, among: Iterable[str | None] | None = None
) -> Iterator[str]:
    """Ask how many were asked: «¿A cuántas personas encuestó Accenture?»."""
    kept = None if among is None else set(among)
    for study in rows.knowledge.studies:
        if kept is not None and study.iri not in kept:
            continue
        if study.samples and study.conducted_by:
            yield _phrase(phrases, "sample", by=study.conducted_by[0])
        elif study.name:
            yield _phrase(phrases, "study", study=study.name)


def _about_advice(rows: FactRows, phrases: Phrases) -> Iterator[str]:
    """Ask for advice: «¿Qué se recomienda a los CMO?», the most advised first."""
    counts: dict[str, int] = {}
    for record in rows.knowledge.recommendations:
        for population in record.to:
            counts[population.label] = counts.get(population.label, 0) + 1
    for label in sorted(counts, key=lambda label: (-counts[label], label)):
        yield _phrase(phrases, "advice", to=_named(label, phrases))


def _phrase(phrases: Phrases, name: str, **values: str) -> str:
    """Fill a phrase in; a language without that phrase gives none."""
    text = str(phrases.get(name, "")).format(**values)
    for apart, joined in phrases["contractions"].items():
        text = text.replace(apart, joined)
    return text


def _named(label: str, phrases: Phrases) -> str:
    """Return a label with its article, where its form tells which: «los CMO»."""
    for rule in phrases["articles"]:
        if re.search(rule["form"], label):
            return f"{rule['article']} {label}"
    return label


def _who(record: StatisticRecord, phrases: Phrases) -> str:
    return _named(join_populations(record.populations), phrases)


def _is_askable(record: StatisticRecord) -> bool:
    """Say whether a claim reads well in a question: a short clause that begins with its verb."""
    words = record.claim.split()
    return (
        bool(record.populations)
        and 3 <= len(words) <= _MOST_WORDS
        and words[0].islower()
        and not re.search(r"[\d%«»\"()¿?;:]", record.claim)
    )


def _as_clause(claim: str) -> str:
    return claim.rstrip(" .")


def _in_turn(*sources: Iterator[str]) -> Iterator[str]:
    """Yield one of each source in turn, without repeats."""
    seen: set[str] = set()
    waiting = list(sources)
    while waiting:
        for source in list(waiting):
            question = next((one for one in source if one and one not in seen), None)
            if question is None:
                waiting.remove(source)
            else:
                seen.add(question)
                yield question
