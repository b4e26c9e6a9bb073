"""Whoever doubts an answer is told what found its sentences, and how to query its facts."""

import json
from pathlib import Path

import pytest

from corpus.lexicon import fold
from index.answer import answer
from index.base import Base
from index.lexical import find_words, stem_terms
from index.records import Answer
from index.scope import Scope
from kg.query import run_query
from tests.test_cli import Run, run

__all__ = ["run"]

FIGURE = "¿Qué porcentaje de los CIO ve importante la colaboración?"
FIGURES = [
    FIGURE,
    "¿Quién da más importancia a la colaboración, los CIO o los CMO?",
    "Dame todas las cifras del estudio de Infosys",
    "¿Cuántos CMO creen que para TI es un asunto de baja prioridad?",
    "¿Cuántas empresas ven crecer sus beneficios?",
]
NO_FIGURES = ["¿Qué recomienda Accenture?", "¿Qué estudios hay sobre marketing y tecnología?"]


def found_by(query: str, base: Base) -> set[str]:
    """Return the IRIs that a query gives for `?fact`."""
    result = json.loads(run_query(base.store_path, query, format="json", deadline_s=30).data)
    return {row["fact"]["value"] for row in result["results"]["bindings"]}


@pytest.fixture(scope="module", params=[*FIGURES, *NO_FIGURES, "¿Por qué chocan marketing y TI?"])
def given(request: pytest.FixtureRequest, base: Base) -> Answer:
    found = answer(request.param, base)
    assert found.answerable
    return found


@pytest.mark.parametrize("question", FIGURES)
def test_the_query_finds_the_facts_of_the_answer_and_no_others(base: Base, question: str) -> None:
    found = answer(question, base)

    assert found.facts
    assert found.sparql is not None
    assert found_by(found.sparql, base) == {fact.iri for fact in found.facts}


@pytest.mark.parametrize("question", NO_FIGURES)
def test_advice_and_studies_have_their_query_too(base: Base, question: str) -> None:
    found = answer(question, base)
    known = {r.iri for r in base.knowledge.recommendations} | {
        study.iri for study in base.knowledge.studies
    }

    assert found.sparql is not None
    assert found_by(found.sparql, base) <= known
    assert found_by(found.sparql, base)


def test_the_query_of_a_narrowed_question_finds_the_same_in_the_whole_graph(base: Base) -> None:
    found = answer(
        "¿Qué porcentaje de los CMO ha pedido que los departamentos colaboren?",
        base,
        scope=Scope(articles=("departamentos-que-no-se-entienden",)),
    )

    assert found.sparql is not None
    assert found_by(found.sparql, base) == {fact.iri for fact in found.facts}


def test_the_query_says_what_a_person_would(base: Base) -> None:
    query = answer(FIGURE, base).sparql or ""

    assert "PREFIX pu:" in query
    assert '"CIO"' in query
    assert "VALUES ?fact" not in query


def test_words_that_found_a_sentence_stand_in_it(given: Answer) -> None:
    for citation in given.citations:
        assert citation.why is not None
        stems = {stem for word in find_words(citation.quote) for stem in stem_terms(word)}
        for term in citation.why.terms:
            assert set(stem_terms(term)) & stems
        assert not set(citation.why.near) & set(citation.why.terms)


def test_edges_lead_from_facts_of_the_graph_to_the_sentence(given: Answer, base: Base) -> None:
    known = base.knowledge
    iris = {s.iri for s in known.statistics} | {r.iri for r in known.recommendations}
    iris |= {study.iri for study in known.studies}
    for citation in given.citations:
        assert citation.why is not None
        steps = citation.why.graph
        place = f"{citation.article}#char={citation.start},{citation.end}"
        assert {step.iri for step in steps} <= iris
        assert {s.object for s in steps if s.predicate == "pu:evidence"} <= {place}
    cited = {c.marker: {s.iri for s in c.why.graph} for c in given.citations if c.why}
    assert all(fact.iri in cited[fact.citation] for fact in given.facts)


def test_a_sentence_fits_no_better_than_the_whole_answer_is_sure(base: Base) -> None:
    given = answer("¿Por qué no se entienden marketing y tecnología?", base)
    fits = [citation.why.confidence for citation in given.citations if citation.why]

    assert len(fits) > 2
    assert max(fits) == pytest.approx(given.confidence, abs=0.001)
    assert min(fits) < given.confidence / 2


def test_ranks_count_from_one(given: Answer) -> None:
    ranks = [
        rank
        for citation in given.citations
        if citation.why
        for rank in (citation.why.lexical_rank, citation.why.dense_rank)
        if rank is not None
    ]

    assert ranks
    assert min(ranks) >= 1


def test_what_is_not_answered_has_neither(base: Base) -> None:
    found = answer("¿Cuál es la receta de la tarta de zanahoria?", base)

    assert found.sparql is None
    assert found.citations == ()


def place_by_meaning(base_path: Path) -> int:
    """Return the place of the sentence cited for `FIGURE` by the transformer's score alone."""
    base = Base.open(base_path)
    (cited,) = answer(FIGURE, base).citations[:1]
    found = base.searcher.sentences(FIGURE, top=120)
    score = {(hit.article, hit.start): hit.parts["contextual"] for hit in found}
    own = score[cited.article, cited.start]
    return 1 + sum(other > own for other in score.values())


def test_the_command_tells_why(run: Run, base_path: Path) -> None:
    plain = run("--base", base_path, "ask", FIGURE)
    told = run("--base", base_path, "ask", FIGURE, "--why")

    assert "Por qué esta respuesta" not in plain.out
    assert told.out.startswith(plain.out.rstrip("\n"))
    assert f"Por significado: {place_by_meaning(base_path)}.º" in told.out
    assert "77 % — pu:population → CIO" in told.out
    assert "SELECT DISTINCT ?fact" in told.out


def test_json_has_the_reasons_and_the_query(run: Run, base_path: Path) -> None:
    done = json.loads(run("--base", base_path, "ask", FIGURE, "--json").out)

    why = done["citations"][0]["why"]
    assert "colaboracion" in {fold(term) for term in why["lexical"]["terms"]}
    assert why["dense"]["rank"] == place_by_meaning(base_path)
    assert {"subject": "77 %", "predicate": "pu:population", "object": "CIO"}.items() <= why[
        "graph"
    ][0].items()
    assert done["sparql"].count("SELECT") == 1
