"""Answers that are figures of the graph: a share, an amount, a rank, and whose it is."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from corpus.lexicon import fold
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import HEADS, Asked, Scored
from index.answer.guard import unsupported
from index.answer.passages import completed, quoted
from index.answer.phrasing import capital, group_label, join, phrase
from index.answer.relevance import are_of, role_credit
from index.lexical import stem_terms
from kg.numeral import find_figures
from kg.records import Evidence as Told
from kg.records import StatisticRecord, StudyRecord

__all__ = ["draft_comparison", "draft_figures", "draft_value", "figure_statement"]

MOST, MOST_OF_ALL = 12, 16  # figures of one answer at most: more is a table, not an answer
CLOSE = 0.84  # a figure is told beside the best one where it fits this well, relative to it
LEADING = 3  # a comparison is one of figures where these best sentences hold one
NOT_OF_THEM = 0.35  # what a figure loses that is of another population than the one asked for
MATTER = 0.6  # share of the question that a sentence must meet to count what is asked for
_NEXT = re.compile(r"\s+(\w+)")
FAIR = 0.62  # … where everything is asked for


@dataclass(frozen=True, slots=True)
class _Ranked:
    statistic: StatisticRecord
    sentence: Scored
    fit: float


def draft_figures(asked: Asked) -> Draft:
    """Return the figures that answer, best first; those of one sentence stay together."""
    if counting := _counting(asked):
        return Draft("counted", (counting,))
    ranked = _rank(asked)
    if not ranked:
        return Draft("figure")
    question = asked.question
    roles = question.roles if asked.lists_a_role else ()
    own = [r for r in ranked if are_of(r.statistic.populations, roles)]
    if own:
        told = [figure_statement(asked, group) for group in _by_sentence(own[:MOST_OF_ALL])]
        return Draft("listed", tuple(told))
    best = ranked[0].fit
    most = MOST_OF_ALL if question.each_source else MOST
    if question.everything:
        all_of_them = bool(asked.studies) and asked.only_of_sources
        kept = [r for r in ranked if all_of_them or r.fit >= FAIR * best]
        kept = _each_source(kept) if question.each_source else kept
        kept = kept[:most]
    else:
        kept = [r for r in ranked if r.fit >= CLOSE * best][:4]
    if question.asks("comparison"):
        kept = _both_sides(asked, _with_contrasts(kept, ranked)[:most])
    kept = _together(asked, kept)
    told = [figure_statement(asked, group) for group in _by_sentence(kept)]
    return Draft("figure", tuple(_likeliest_first(asked, completed(asked, told))))


def _counting(asked: Asked) -> Statement | None:
    """Return the sentence or heading that counts what is asked for, be it no finding.

    "Cuatro pautas para …", "10 países": how many of them there are is no statistic of the graph.
    """
    question = asked.question
    if question.kinds[:1] != ("figure",) or question.population or not question.head:
        return None
    for s in asked.ranked[:LEADING]:
        known = {one.value for one in s.statistics}
        met = s.signs["context"] >= MATTER and s.signs["numbers"] == bool(question.numbers)
        if met and _counts(question.head, s.text, known):
            return quoted(asked, s)
    for article_id in dict.fromkeys(s.article for s in asked.ranked[:LEADING]):
        article = asked.base.article(article_id)
        for line in article.sentences:
            text = line.of(article.text)
            heads = article.blocks[line.block].kind in HEADS
            met = heads and not question.numbers and asked.relevance.of(text) >= MATTER
            if met and _counts(question.head, text):
                return Statement(text, (Evidence(article_id, line.start, line.end),), (), MATTER)
    return None


def _counts(head: str, text: str, known: Collection[Decimal] = ()) -> bool:
    """Say whether a text tells how many of what a noun names there are, but for `known` figures."""
    counted = (
        _NEXT.match(text, figure.span.end)
        for figure in find_figures(text)
        if figure.unit == "count" and figure.value not in known
    )
    return any(noun and stem_terms(fold(noun[1])) == stem_terms(head) for noun in counted)


def _likeliest_first(asked: Asked, told: Sequence[Statement]) -> list[Statement]:
    """Order statements by how likely they answer; the halves of a contrast stay together."""
    own = [asked.likelihood.get(statement.evidence[0], 0.0) for statement in told]
    of = {s.iri: chance for one, chance in zip(told, own, strict=True) for s in one.statistics}
    best = [
        max([chance, *(of.get(iri, 0.0) for s in one.statistics for iri in s.contrasts)])
        for one, chance in zip(told, own, strict=True)
    ]
    order = sorted(range(len(told)), key=lambda place: (-best[place], -own[place]))
    return [told[place] for place in order]


def draft_value(asked: Asked) -> Draft:
    """Return the figures that are equal to one of the question: "¿63 % de qué?"."""
    wanted = {(f.value, f.unit) for f in find_figures(asked.question.text, english=True)}
    values = {value for value, unit in wanted if unit == "count"}
    told = [
        _Ranked(statistic, sentence, sentence.score)
        for sentence in asked.ranked
        for statistic in sentence.statistics
        if statistic.value in values or (statistic.value, statistic.unit) in wanted
    ]
    groups = _by_sentence(_together(asked, told[:MOST]))
    return Draft("value", tuple(figure_statement(asked, group) for group in groups))


def draft_comparison(asked: Asked) -> Draft:
    """Return the figures that compare, where a sentence with figures fits as well as any."""
    leading = [s for s in asked.ranked[:LEADING] if s.statistics]
    return draft_figures(asked) if leading else Draft("figure")


def figure_statement(asked: Asked, ranked: Sequence[_Ranked]) -> Statement:
    """Return the figures of one sentence as a statement: whose and how many, then the sentence.

    "CIO: 77%; CMO: 56%. La consultora entrevistó a … (según Accenture)". Whose a figure is that its
    own sentence does not name is told as read from the context.
    """
    language = asked.question.language
    first = ranked[0].statistic
    own = Evidence(first.article, first.start, first.end)
    heads, naming = _heads(asked, ranked, own)
    figures = [
        phrase(
            language,
            key,
            population=label,
            value=join((r.statistic.value_text for r in of), language),
        )
        for (key, label), of in groupby(ranked, key=lambda r: heads[r.statistic.iri])
    ]
    text = f"{'; '.join(figures)}. {first.quote.strip().rstrip('.')}"
    evidence = [own, *naming]
    study = asked.knowledge.study(first.study)
    if study and (source := _source(study, language)) and not _named_in(study, first.quote):
        told = [e for e in study.evidence if e.article == first.article]
        if told:
            text = phrase(language, "source", statement=text, source=source)
            evidence += [Evidence(e.article, e.start, e.end) for e in _naming(study, told)]
    statistics = tuple(one.statistic for one in ranked)
    quotes = [asked.quote(e) for e in evidence]
    if unsupported(text, quotes):
        # what is written as a span or in parts ("entre un 12 y un 14 %") is told as it stands
        return replace(quoted(asked, ranked[0].sentence), statistics=statistics)
    return Statement(text, tuple(dict.fromkeys(evidence)), statistics, ranked[0].fit)


def _heads(
    asked: Asked, ranked: Sequence[_Ranked], own: Evidence
) -> tuple[Mapping[str, tuple[str, str]], list[Evidence]]:
    """Return how each figure is headed, by a phrase and whose it is, and what names those."""
    heads: dict[str, tuple[str, str]] = {}
    naming: list[Evidence] = []
    for one in ranked:
        whose = {group_label(p): asked.names_population(p, own) for p in one.statistic.populations}
        told = {label: evidence for label, evidence in whose.items() if evidence}
        naming += told.values()
        here = all(evidence == own for evidence in told.values())
        key = ("figure" if here else "figure_by_context") if told else "figure_alone"
        heads[one.statistic.iri] = key, capital(join(told, asked.question.language))
    return heads, naming


def _naming(study: StudyRecord, told: Sequence[Told]) -> list[Told]:
    """Return the fewest sentences that name the study's conductors and title."""
    naming: list[Told] = []
    for name in _names(study):
        if not any(name.lower() in one.quote.lower() for one in naming):
            naming += [one for one in told if name.lower() in one.quote.lower()][:1]
    return naming or list(told[:1])


def _names(study: StudyRecord) -> list[str]:
    return [*study.conducted_by, *([study.name] if study.name else [])]


def _source(study: StudyRecord, language: str) -> str:
    parts = [join(study.conducted_by, language), f"«{study.name}»" if study.name else ""]
    return ", ".join(part for part in parts if part)


def _named_in(study: StudyRecord, quote: str) -> bool:
    return all(name.lower() in quote.lower() for name in _names(study))


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
    """Weigh the sentence of a figure, and what tells it from the others of that sentence."""
    own = f"{join((p.label for p in statistic.populations), 'es')} {statistic.claim}"
    if study:
        own += f" {_source(study, 'es')}"
    held = [p.role for p in statistic.populations if p.role]
    fit = sentence.score + 0.1 * asked.relevance.of(own) + 0.1 * asked.relevance.roles_among(held)
    # "¿cuántos CIO…" does not ask for what marketing thinks of the CIO
    owned = role_credit(asked.question.population, held)
    return fit * (1 - NOT_OF_THEM * (1 - owned))


def _each_source(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """Put the best sentence of each study first, then the second of each, and so on."""
    seen: dict[str, list[tuple[str, int]]] = {}
    rounds = []
    for place, one in enumerate(ranked):
        statistic = one.statistic
        sentences = seen.setdefault(statistic.study or statistic.article, [])
        sentence = (statistic.article, statistic.start)
        if sentence not in sentences:
            sentences.append(sentence)
        rounds.append((sentences.index(sentence), place))
    return [ranked[place] for _, place in sorted(rounds)]


def _with_contrasts(kept: Sequence[_Ranked], ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """Put the other half of every contrast among `kept` behind it."""
    by_iri = {r.statistic.iri: r for r in ranked}
    full: dict[str, _Ranked] = {}
    for one in kept:
        for iri in (one.statistic.iri, *one.statistic.contrasts):
            if iri in by_iri:
                full.setdefault(iri, by_iri[iri])
    return list(full.values())


def _both_sides(asked: Asked, kept: Sequence[_Ranked]) -> list[_Ranked]:
    """Keep the sentences that tell of every role compared, where there is one; else all."""
    held: dict[tuple[str, int], list[str]] = {}
    for one in kept:
        roles = held.setdefault((one.statistic.article, one.statistic.start), [])
        roles += [p.role for p in one.statistic.populations if p.role]
    full = {place for place, r in held.items() if role_credit(asked.question.roles, r) >= 0.99}
    if len(asked.question.roles) < 2 or not full or asked.question.everything:
        return list(kept)
    return [one for one in kept if (one.statistic.article, one.statistic.start) in full]


def _together(asked: Asked, kept: Sequence[_Ranked]) -> list[_Ranked]:
    """Keep the order of fit between sentences, and the order of reading within one."""
    first: dict[tuple[str, int], int] = {}
    for place, one in enumerate(kept):
        first.setdefault((one.statistic.article, one.statistic.start), place)
    return sorted(
        kept,
        key=lambda r: (first[r.statistic.article, r.statistic.start], asked.order(r.statistic)),
    )


def _by_sentence(kept: Sequence[_Ranked]) -> list[list[_Ranked]]:
    """Put the figures of one sentence together; `kept` has them side by side."""
    groups: dict[tuple[str, int], list[_Ranked]] = {}
    for one in kept:
        groups.setdefault((one.statistic.article, one.statistic.start), []).append(one)
    return list(groups.values())
