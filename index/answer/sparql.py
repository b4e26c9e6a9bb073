"""A query that finds the facts an answer rests on, ready to be edited.

It says what they have in common as a person would: whose figures, of which study, with which words.
Only where that finds others too are they named one by one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from index.answer.draft import Evidence, Statement
from index.answer.evidence import Asked
from index.lexical import find_words, stem_terms
from kg.records import EntityRecord, RecommendationRecord, StatisticRecord, StudyRecord
from kg.vocabulary import Iris

__all__ = ["sparql_of"]

LEAST_LETTERS = 4  # a shorter word is part of too many others
_Fact = StatisticRecord | RecommendationRecord | StudyRecord | EntityRecord


@dataclass(frozen=True, slots=True)
class _Limit:
    """A line of a query, and which facts it leaves."""

    line: str
    keeps: Callable[[_Fact], bool]


def sparql_of(asked: Asked, statements: Sequence[Statement]) -> str | None:
    """Return a query that finds exactly the facts of `statements`; None where they tell none.

    Persons by their office come first, then figures, advice and studies: the query is of the first
    kind that the statements tell of.
    """
    knowledge = asked.base.whole.knowledge  # the query runs over all of it
    persons = [person for one in statements for person in one.persons]
    if persons:
        return _query(_PERSONS, persons, knowledge.entities, asked, _office_limits(persons))
    told = {s.iri for one in statements for s in one.statistics}
    if told:
        figures = [s for s in knowledge.statistics if s.iri in told]
        return _query(_FIGURES, figures, knowledge.statistics, asked, _figure_limits(figures))
    places = {one.evidence[0] for one in statements if one.evidence}
    advice = [r for r in knowledge.recommendations if Evidence(r.article, r.start, r.end) in places]
    if advice:
        limits = _advice_limits(advice)
        return _query(_ADVICE, advice, knowledge.recommendations, asked, limits)
    studies = [
        study
        for study in knowledge.studies
        if places & {Evidence(e.article, e.start, e.end) for e in study.evidence}
    ]
    return _query(_STUDIES, studies, knowledge.studies, asked, []) if studies else None


_FIGURES = """SELECT DISTINCT ?fact ?value ?claim ?quote WHERE {{
  ?fact a pu:Statistic ; pu:valueText ?value ; pu:claim ?claim ;
        pu:evidence/oa:hasSelector/oa:exact ?quote .
{limits}}}
ORDER BY ?fact"""
_ADVICE = """SELECT DISTINCT ?fact ?text ?quote WHERE {{
  ?fact a pu:Recommendation ; schema:text ?text ;
        pu:evidence/oa:hasSelector/oa:exact ?quote .
{limits}}}
ORDER BY ?fact"""
_PERSONS = """SELECT DISTINCT ?fact ?name ?office ?house WHERE {{
  ?fact a schema:Person ; schema:name ?name ; schema:jobTitle ?office .
  OPTIONAL {{ ?fact schema:worksFor/schema:name ?house }}
{limits}}}
ORDER BY ?name"""
_STUDIES = """SELECT DISTINCT ?fact ?name ?by ?quote WHERE {{
  ?fact a pu:Study ; pu:evidence/oa:hasSelector/oa:exact ?quote .
  OPTIONAL {{ ?fact schema:name ?name }}
  OPTIONAL {{ ?fact pu:conductedBy/schema:name ?by }}
{limits}}}
ORDER BY ?fact"""


def _query(
    template: str,
    facts: Sequence[_Fact],
    among: Sequence[_Fact],
    asked: Asked,
    limits: Sequence[_Limit],
) -> str:
    """Fill a query with the limits that leave `facts` out of those `among` which they stand."""
    wanted = {fact.iri for fact in facts}
    left = list(among)
    lines = []
    words = () if isinstance(facts[0], EntityRecord) else _word_limits(asked, facts)
    for limit in [*limits, *words]:
        kept = [fact for fact in left if limit.keeps(fact)]
        if len(kept) < len(left) and wanted <= {fact.iri for fact in kept}:
            left = kept
            lines += [limit.line] if limit.line else []
    if {fact.iri for fact in left} != wanted:
        lines.append(f"VALUES ?fact {{ {_nodes(fact.iri for fact in facts)} }}")
    body = template.format(limits="".join(f"  {line}\n" for line in lines))
    return f"{_prefixes(asked.knowledge.iris, body)}{body}"


def _figure_limits(figures: Sequence[StatisticRecord]) -> list[_Limit]:
    limits = []
    labels = {p.label for s in figures for p in s.populations}
    if all(s.populations for s in figures):
        said = ", ".join(str(Literal(label)) for label in sorted(labels))
        limits.append(
            _Limit(
                f"?fact pu:population/skos:prefLabel ?who FILTER (STR(?who) IN ({said}))",
                lambda fact: (
                    isinstance(fact, StatisticRecord)
                    and any(p.label in labels for p in fact.populations)
                ),
            )
        )
    studies = {s.study for s in figures}
    if None not in studies:
        nodes = _nodes(sorted(study for study in studies if study))
        limits.append(
            _Limit(
                f"?fact pu:study ?study VALUES ?study {{ {nodes} }}",
                lambda fact: isinstance(fact, StatisticRecord) and fact.study in studies,
            )
        )
    return limits


def _advice_limits(advice: Sequence[RecommendationRecord]) -> list[_Limit]:
    givers = {r.by_iri for r in advice}
    if None in givers:
        return []
    return [
        _Limit(
            f"?fact pu:recommendedBy ?by VALUES ?by {{ {_nodes(sorted(g for g in givers if g))} }}",
            lambda fact: isinstance(fact, RecommendationRecord) and fact.by_iri in givers,
        )
    ]


def _office_limits(persons: Sequence[EntityRecord]) -> list[_Limit]:
    """Limit persons to those with an office, then to these offices and houses."""
    limits = [_Limit("", lambda fact: isinstance(fact, EntityRecord) and bool(fact.role))]
    offices = {person.role for person in persons}
    said = ", ".join(str(Literal(office)) for office in sorted(filter(None, offices)))
    limits.append(
        _Limit(
            f"FILTER (STR(?office) IN ({said}))",
            lambda fact: isinstance(fact, EntityRecord) and fact.role in offices,
        )
    )
    houses = {person.organization for person in persons}
    if None not in houses:
        said = ", ".join(str(Literal(house)) for house in sorted(filter(None, houses)))
        limits.append(
            _Limit(
                f"FILTER (STR(?house) IN ({said}))",
                lambda fact: isinstance(fact, EntityRecord) and fact.organization in houses,
            )
        )
    return limits


def _word_limits(asked: Asked, facts: Sequence[_Fact]) -> Iterable[_Limit]:
    """Yield a limit for each word of the question that all sentences of the facts hold."""
    stems = {stem for term in asked.question.terms for stem in stem_terms(term)}
    first = _quotes(facts[0])
    for word in dict.fromkeys(find_words(" ".join(first))):
        if len(word) < LEAST_LETTERS or not stems & set(stem_terms(word)):
            continue
        yield _Limit(
            f"FILTER (CONTAINS(LCASE(?quote), {Literal(word)}))",
            lambda fact, word=word: any(word in quote.lower() for quote in _quotes(fact)),  # type: ignore[misc]
        )


def _quotes(fact: _Fact) -> tuple[str, ...]:
    if isinstance(fact, (StudyRecord, EntityRecord)):
        return tuple(evidence.quote for evidence in fact.evidence)
    return (fact.quote,)


def _nodes(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)


def _prefixes(iris: Iris, body: str) -> str:
    """Declare the prefixes that a query uses, so that any tool can run it."""
    return "".join(
        f"PREFIX {name}: <{iri}>\n" for name, iri in iris.prefixes().items() if f"{name}:" in body
    )
