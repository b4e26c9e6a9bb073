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

# What would give an answer away, or is more than one clause.
_UNFIT = re.compile(r"[\d%«»“”\"()¿?;:,]")

_FIRST = 6
_NEXT = 4

# A claim that is longer makes a question that nobody would type.
_MOST_WORDS = 18

# Two sides and a longer belief do not fit one line.
_MOST_BELIEF = 9

# «de los encuestados» alone asks for nothing.
_LEAST_WORDS = 6

# Longer titles of studies are not asked for by name.
_LONG_NAME = 60

# «sólo el»: what may stand before the figure at the head of a claim.
_LEADING_WORDS = 2

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
    """Return questions that follow from an answer: its studies, its roles, the other side.

    They follow from its foremost lines: what is told apart may be of another matter. Where these
    have no figures, those of the articles that they cite follow.
    """
    told = {fact.iri for fact in answer.facts}
    foremost = (rows.statistics.get(fact.iri) for fact in answer.foremost_facts)
    cited = [record for record in foremost if record]
    studies = {record.study for record in cited}
    leading = [one for one in answer.citations if one.marker in answer.foremost]
    articles = set() if cited else {citation.article for citation in leading}
    nearby = [
        record
        for record in rows.knowledge.statistics
        if record.iri not in told
        and ((record.study and record.study in studies) or record.article in articles)
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
        belief = re.search(phrases["belief"], record.claim) if "belief" in phrases else None
        for other in (rows.statistics.get(iri) for iri in record.contrasts):
            if (
                other
                and belief
                and record.iri < other.iri
                and _is_clause(belief[1], phrases, most=_MOST_BELIEF)
            ):
                sides = {"one": _who(record, phrases), "other": _who(other, phrases)}
                if all(sides.values()) and sides["one"] != sides["other"]:
                    yield _phrase(phrases, "pair", belief=belief[1].rstrip(" ."), **sides)


def _about_statistics(
    rows: FactRows, records: Iterable[StatisticRecord], phrases: Phrases
) -> Iterator[str]:
    """Ask for a share: of «solo el 77 % de los CIO piensa …», what follows the figure.

    A belief that is told without its figure («piensa que …») is asked of those who hold it.
    """
    if "share" not in phrases:
        return
    for record in sorted(records, key=lambda record: (len(record.claim), record.iri)):
        before, figure, rest = record.claim.partition(record.value_text)
        if not figure and record.populations and re.match(phrases["belief"], record.claim):
            before, figure, rest = "", record.value_text, f"de {_who(record, phrases)} {before}"
        if record.unit != "percent" or not figure or len(before.split()) > _LEADING_WORDS:
            continue
        if _is_clause(rest, phrases, least=_LEAST_WORDS) and re.match(phrases["shared_by"], rest):
            yield _phrase(phrases, "share", rest=rest.strip(" ."))


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
        elif study.name and len(study.name) <= _LONG_NAME:
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


def _is_clause(text: str, phrases: Phrases, *, least: int = 3, most: int = _MOST_WORDS) -> bool:
    """Say whether a piece of a claim reads well in a question: short, clear, no other figure."""
    if re.search(phrases["vague"], text, re.IGNORECASE):
        return False
    return least <= len(text.split()) <= most and not _UNFIT.search(text)


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
