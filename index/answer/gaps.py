"""By how many points two groups stand apart, where the articles tell the same of both."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from index.answer.draft import Evidence, Statement
from index.answer.evidence import Asked
from index.answer.phrasing import capital, group_label, join, phrase
from index.answer.relevance import role_credit
from kg.records import Evidence as Told
from kg.records import StatisticRecord, StudyRecord

__all__ = ["gap_notes", "is_about", "pairs_told", "role_meant"]

MOST = 4  # gaps of one answer
CLOSE, SOME = 0.84, 0.2  # of the best sentence's fit, and of its words, where others say the same
SAME = 0.5  # share of the question's words that sentences must hold to be about the same

Pair = tuple[StatisticRecord, StatisticRecord]  # the higher share first


def gap_notes(asked: Asked, statements: Sequence[Statement]) -> list[Statement]:
    """Return by how much the groups that a question compares stand apart, a study at a time."""
    if not asked.question.asks("comparison"):
        return []
    relevance = {s.iri: one.relevance for one in statements for s in one.statistics}
    pairs = list(pairs_told(asked, statements))[:MOST]
    several = len({high.study for high, _ in pairs}) > 1
    notes = []
    for high, low in pairs:
        text = _gap(asked, high, low)
        places = [Evidence(s.article, s.start, s.end) for s in (high, low)]
        study = asked.knowledge.study(high.study)
        if several and study and study.label:
            text = phrase(asked.question.language, "source", statement=text, source=_dated(study))
            places += [Evidence(e.article, e.start, e.end) for e in _dating(study)]
        notes.append(
            Statement(text, tuple(dict.fromkeys(places)), (), relevance.get(high.iri, 0.0))
        )
    return notes


def _gap(asked: Asked, high: StatisticRecord, low: StatisticRecord) -> str:
    """Return by how much one figure is above another."""
    language = asked.question.language
    points = high.value - low.value
    return phrase(
        language,
        "gap_of_one" if points == 1 else "gap",
        high=_who(high, language),
        low=_who(low, language),
        points=_number(points, language),
    )


def _dated(study: StudyRecord) -> str:
    """Return a study's name with its year, where a sentence that tells of it has that year."""
    return f"{study.label}, {_year(study)}" if _dating(study) else study.label


def _dating(study: StudyRecord) -> list[Told]:
    """Return the first sentence that tells of a study and of its year; none where none does."""
    return [one for one in study.evidence if _year(study) and _year(study) in one.quote][:1]


def _year(study: StudyRecord) -> str:
    return (study.published or "")[:4]


def pairs_told(asked: Asked, statements: Sequence[Statement]) -> Iterator[Pair]:
    """Yield the shares of two groups for one claim, one of which is told, as they are told.

    Of a question that names roles, the two groups are two of these; of another, both are told.
    """
    told = {s.iri: s for one in statements for s in one.statistics}
    seen: set[frozenset[str]] = set()
    for statistic in told.values():
        for iri in statistic.contrasts:
            other = asked.statistic(iri)
            pair = frozenset({statistic.iri, iri})
            if other is None or pair in seen or not _comparable(statistic, other):
                continue
            meant = _are_meant(asked, statistic, other) if asked.question.roles else iri in told
            if meant and (
                is_about(asked, f"{statistic.quote} {other.quote}") or _fits(asked, statistic)
            ):
                seen.add(pair)
                yield (statistic, other) if statistic.value > other.value else (other, statistic)


def _comparable(one: StatisticRecord, other: StatisticRecord) -> bool:
    exact = one.comparator == other.comparator == "exactly"
    apart = one.value != other.value and _labels(one) != _labels(other)
    return exact and apart and one.unit == other.unit == "percent"


def _are_meant(asked: Asked, one: StatisticRecord, other: StatisticRecord) -> bool:
    """Say whether two figures are of two different roles of the question."""
    meant = [role_meant(asked, figure) for figure in (one, other)]
    return None not in meant and meant[0] != meant[1]


def is_about(asked: Asked, text: str) -> bool:
    """Say whether a text holds enough of the words of a question to be about the same."""
    return asked.relevance.words_met(text, near=False) >= SAME


def _fits(asked: Asked, figure: StatisticRecord) -> bool:
    met = asked.relevance.words_met(figure.quote)
    return met >= SOME and asked.fit_at(figure.article, figure.start) >= CLOSE


def role_meant(asked: Asked, figure: StatisticRecord) -> str | None:
    """Return the role of the question that a figure is of, as nearly as it can be told."""
    held = [population.role for population in figure.populations if population.role]
    best = max(asked.question.roles, key=lambda role: role_credit([role], held), default=None)
    return best if best and held and role_credit([best], held) > 0 else None


def _labels(figure: StatisticRecord) -> frozenset[str]:
    return frozenset(population.label for population in figure.populations)


def _who(figure: StatisticRecord, language: str) -> str:
    return capital(join([group_label(population) for population in figure.populations], language))


def _number(value: Decimal, language: str) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if language == "es" else text
