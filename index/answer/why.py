"""What found the sentences of an answer: words, meaning and graph, for whoever doubts it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.answer.draft import Evidence, Statement
from index.answer.evidence import Asked
from index.answer.reading import read, synonym_groups
from index.answer.sparql import sparql_of
from index.lexical import find_words, stem_terms
from index.records import Answer, Step, Why
from kg.thesaurus import thesaurus

__all__ = ["explained"]


def explained(answer: Answer, asked: Asked, statements: Sequence[Statement]) -> Answer:
    """Return an answer with what found each sentence, and the query that finds its facts."""
    lexical = _ranks(asked, "lexical")
    # where the transformer has read the base, it is what tells meanings apart
    dense = _ranks(asked, "contextual") or _ranks(asked, "dense")
    citations = []
    for citation in answer.citations:
        place = Evidence(citation.article, citation.start, citation.end)
        own = [statement for statement in statements if place in statement.evidence]
        why = _why(asked, place, citation.quote, own)
        citations.append(
            replace(
                citation,
                why=replace(
                    why,
                    lexical_rank=lexical.get(place),
                    dense_rank=dense.get(place),
                    confidence=round(answer.confidence * _beside_best(asked, place, why), 3),
                ),
            )
        )
    return replace(answer, citations=tuple(citations), sparql=sparql_of(asked, statements))


def _beside_best(asked: Asked, place: Evidence, why: Why) -> float:
    """Return how likely a sentence answers beside the likeliest; of one found by a fact, its fit.

    The likeliest is so as often as the answer is right, which is the answer's confidence.
    """
    best = max(asked.likelihood.values(), default=0.0)
    likely = asked.likelihood.get(place)
    return why.confidence if likely is None or not best else likely / best


def _ranks(asked: Asked, sign: str) -> Mapping[Evidence, int]:
    """Return the places of the candidates by one channel; those that it did not find have none."""
    found = [s for s in asked.ranked if s.signs.get(sign, 0.0) > 0]
    ordered = sorted(found, key=lambda s: -s.signs[sign])
    return {Evidence(s.article, s.start, s.end): rank for rank, s in enumerate(ordered, start=1)}


def _why(asked: Asked, place: Evidence, quote: str, statements: Sequence[Statement]) -> Why:
    reading = read(quote)
    words = dict.fromkeys(word for term in asked.question.terms for word in find_words(term))
    held = [word for word in words if reading.stems & set(stem_terms(word))]
    concepts = thesaurus().concepts
    return Why(
        terms=tuple(held),
        near=tuple(
            word for word in words if word not in held and reading.groups & synonym_groups(word)
        ),
        roles=tuple(concepts[r].label for r in asked.question.roles if r in reading.roles),
        graph=tuple(_steps(asked, place, statements)),
        confidence=round(min(max((s.relevance for s in statements), default=0.0), 1.0), 3),
    )


def _steps(asked: Asked, place: Evidence, statements: Sequence[Statement]) -> Sequence[Step]:
    """Return the edges of the graph that lead to a sentence."""
    steps: list[Step] = []
    for statistic in dict.fromkeys(s for one in statements for s in one.statistics):
        if place == Evidence(statistic.article, statistic.start, statistic.end):
            iri, label = statistic.iri, statistic.value_text
            steps += [Step(iri, label, "pu:population", p.label) for p in statistic.populations]
            study = asked.knowledge.study(statistic.study)
            steps += [Step(iri, label, "pu:study", study.label)] if study else []
            steps.append(Step(iri, label, "pu:evidence", _name(place)))
    for person in dict.fromkeys(p for one in statements for p in one.persons):
        if place in {Evidence(e.article, e.start, e.end) for e in person.evidence}:
            iri, label = person.iri, person.name
            steps += [Step(iri, label, "schema:jobTitle", person.role)] if person.role else []
            house = person.organization
            steps += [Step(iri, label, "schema:worksFor", house)] if house else []
            steps.append(Step(iri, label, "pu:evidence", _name(place)))
    for study in asked.knowledge.studies:
        if place in {Evidence(e.article, e.start, e.end) for e in study.evidence}:
            steps.append(Step(study.iri, study.label, "pu:evidence", _name(place)))
    for advice in asked.knowledge.recommendations:
        if place == Evidence(advice.article, advice.start, advice.end):
            steps += [Step(advice.iri, advice.text, "pu:addressedTo", p.label) for p in advice.to]
            steps.append(Step(advice.iri, advice.text, "pu:evidence", _name(place)))
    return steps


def _name(place: Evidence) -> str:
    """Return the name of a sentence in the graph, by its article and place."""
    return f"{place.article}#char={place.start},{place.end}"
