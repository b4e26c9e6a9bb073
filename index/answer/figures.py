"""Answers that are figures of the graph: a share, an amount, a rank, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked, Scored
from index.answer.phrasing import claim_of, figure_of, join, phrase
from kg.records import StatisticRecord, StudyRecord

__all__ = ["draft_figures", "figure_statement"]

MOST = 12  # figures of one answer at most: more is a table, not an answer
CLOSE = 0.88  # a figure is told beside the best one where it fits this well, relative to it
FAIR = 0.62  # … where everything is asked for


@dataclass(frozen=True, slots=True)
class _Ranked:
    statistic: StatisticRecord
    sentence: Scored
    fit: float


def draft_figures(asked: Asked) -> Draft:
    """Return the figures that answer, best first; those of one sentence stay together."""
    ranked = _rank(asked)
    if not ranked:
        return Draft("figure")
    question = asked.question
    best = ranked[0].fit
    if question.everything or question.asks("comparison"):
        kept = [r for r in ranked if r.fit >= FAIR * best][:MOST]
        if asked.studies and not asked.relevance.weight:
            kept = ranked[:MOST]
    else:
        kept = [r for r in ranked if r.fit >= CLOSE * best][:4]
    if question.asks("comparison"):
        kept = _with_contrasts(kept, ranked)
    kept = _together(asked, kept)
    return Draft(
        "figure",
        tuple(figure_statement(asked, r.statistic, r.fit) for r in kept),
        signals={"best": best},
    )


def figure_statement(asked: Asked, statistic: StatisticRecord, fit: float) -> Statement:
    """Return one figure as a statement: population, figure, claim and source."""
    language = asked.question.language
    population = join((p.label for p in statistic.populations), language)
    name = "figure" if population else "figure_alone"
    text = phrase(
        language,
        name,
        population=population[:1].upper() + population[1:],
        value=figure_of(statistic),
        claim=claim_of(statistic),
    )
    evidence = [Evidence(statistic.article, statistic.start, statistic.end)]
    study = asked.knowledge.study(statistic.study)
    source = _source(study, language) if study else ""
    if study and source:
        text = phrase(language, "source", statement=text, source=source)
        told = [e for e in study.evidence if e.article == statistic.article]
        if told and not _named_in(study, statistic.quote):
            evidence.append(Evidence(told[0].article, told[0].start, told[0].end))
    return Statement(text, tuple(evidence), (statistic,), fit)


def _source(study: StudyRecord, language: str) -> str:
    parts = [join(study.conducted_by, language), f"«{study.name}»" if study.name else ""]
    return ", ".join(part for part in parts if part)


def _named_in(study: StudyRecord, quote: str) -> bool:
    names = [*study.conducted_by, *([study.name] if study.name else [])]
    return all(name.lower() in quote.lower() for name in names)


def _rank(asked: Asked) -> list[_Ranked]:
    """Return every statistic of the candidate sentences with how well it fits, best first."""
    wanted = {study.iri for study in asked.studies}
    ranked = []
    for sentence in asked.ranked:
        for statistic in sentence.statistics:
            study = asked.knowledge.study(statistic.study)
            if wanted and statistic.study not in wanted and asked.only_of_sources:
                continue
            ranked.append(_Ranked(statistic, sentence, _fit(asked, statistic, sentence, study)))
    return sorted(ranked, key=lambda r: (-r.fit, r.statistic.article, asked.order(r.statistic)))


def _fit(
    asked: Asked, statistic: StatisticRecord, sentence: Scored, study: StudyRecord | None
) -> float:
    """Weigh the figure's own words, its population and its sentence, 0 to about 1."""
    own = f"{join((p.label for p in statistic.populations), 'es')} {statistic.claim}"
    if study:
        own += f" {_source(study, 'es')}"
    words = asked.relevance.of(own, sentence.text)
    population = asked.relevance.roles_met([p.role for p in statistic.populations if p.role])
    return 0.45 * words + 0.40 * min(sentence.score, 1.0) + 0.15 * population


def _with_contrasts(kept: Sequence[_Ranked], ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """Add the other half of every contrast among `kept`."""
    by_iri = {r.statistic.iri: r for r in ranked}
    full = list(kept)
    for one in kept:
        for other in one.statistic.contrasts:
            if other in by_iri and by_iri[other] not in full:
                full.append(by_iri[other])
    return full[:MOST]


def _together(asked: Asked, kept: Sequence[_Ranked]) -> list[_Ranked]:
    """Keep the order of fit between sentences, and the order of reading within one."""
    first: dict[tuple[str, int], int] = {}
    for place, one in enumerate(kept):
        first.setdefault((one.statistic.article, one.statistic.start), place)
    return sorted(
        kept,
        key=lambda r: (first[r.statistic.article, r.statistic.start], asked.order(r.statistic)),
    )
