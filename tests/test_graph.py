from dataclasses import replace
from decimal import Decimal

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from corpus.article import Span
from kg.contrast import contrasts
from kg.extraction import EXTRACTOR
from kg.facts import Population, Statistic
from kg.graph import Extractor, article_graph, build_graph
from kg.vocabulary import DEFAULT, OA, PROV, RDF, SCHEMA, SKOS, XSD, Iris
from tests.graph_sample import FIRST, first, second

PU = DEFAULT.term
QUADS = article_graph(*first())
ARTICLE = DEFAULT.article("primero")
_DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
_77 = DEFAULT.at("primero", "statistic", Span(FIRST.index("77 %"), FIRST.index("77 %") + 4))
_57 = DEFAULT.at("primero", "statistic", Span(FIRST.index("57 %"), FIRST.index("57 %") + 4))


def objects(subject: NamedNode, predicate: NamedNode, quads: list[Quad] = QUADS) -> set[object]:
    return {q.object for q in quads if (q.subject, q.predicate) == (subject, predicate)}


def one(subject: NamedNode, predicate: NamedNode, quads: list[Quad] = QUADS) -> NamedNode:
    (found,) = objects(subject, predicate, quads)
    assert isinstance(found, NamedNode)
    return found


def of_type(term: NamedNode, quads: list[Quad] = QUADS) -> list[NamedNode]:
    return [
        q.subject
        for q in quads
        if (q.predicate, q.object) == (RDF["type"], term) and isinstance(q.subject, NamedNode)
    ]


def test_the_same_article_gives_the_same_quads_in_the_same_order() -> None:
    assert article_graph(*first()) == QUADS == sorted(QUADS, key=str)


def test_everything_lies_in_the_graph_of_the_article_without_blank_nodes() -> None:
    assert {q.graph_name for q in QUADS} == {DEFAULT.article_graph("primero")}
    assert not any(isinstance(t, BlankNode) for q in QUADS for t in (q.subject, q.object))


def test_every_place_quotes_the_very_characters_of_its_offsets() -> None:
    places = [*of_type(OA["SpecificResource"]), *of_type(PU("Passage"))]
    assert len(places) > 6
    for iri in places:
        found = {}
        for selector in objects(iri, OA["hasSelector"]):
            for q in QUADS:
                if q.subject == selector and isinstance(q.object, Literal):
                    found[q.predicate] = q.object.value
        start, end = int(found[OA["start"]]), int(found[OA["end"]])
        assert FIRST[start:end] == found[OA["exact"]]
        assert FIRST[:start].endswith(found[OA["prefix"]])
        assert FIRST[end:].startswith(found[OA["suffix"]])


@pytest.mark.parametrize("kind", ["Statistic", "Study", "Recommendation"])
def test_every_fact_tells_where_it_stands_how_sure_it_is_and_what_read_it(kind: str) -> None:
    facts = of_type(PU(kind))
    assert facts
    for fact in facts:
        evidence = one(fact, PU("evidence"))
        assert one(evidence, OA["hasSource"]) == ARTICLE == one(fact, PU("inArticle"))
        assert objects(fact, PU("confidence"))
        assert objects(fact, PU("rule"))
        extraction = one(fact, PROV["wasGeneratedBy"])
        agent = one(extraction, PROV["wasAssociatedWith"])
        assert objects(agent, SCHEMA["softwareVersion"]) == {Literal(EXTRACTOR.version)}


def test_who_is_named_tells_every_rule_that_read_it_and_how_sure_the_surest_is() -> None:
    article, facts = first()
    cio, cmo, again = facts.roles
    person, firm = facts.entities
    told = replace(
        facts,
        roles=(
            replace(cio, rule="cabeza + función", confidence=0.9),
            cmo,
            replace(again, rule="equipo por lo que hace", confidence=0.85),
        ),
        entities=(person, replace(firm, rule="«consultora» antes del nombre", confidence=0.8)),
    )

    quads = article_graph(article, told)

    role, body = DEFAULT.role("cio"), DEFAULT.organization(firm.name)
    assert {str(o.value) for o in objects(role, PU("rule"), quads) if isinstance(o, Literal)} == {
        "cabeza + función",
        "equipo por lo que hace",
    }
    assert objects(role, PU("confidence"), quads) == {Literal("0.9", datatype=_DECIMAL)}
    assert objects(body, PU("rule"), quads) == {Literal("«consultora» antes del nombre")}
    assert objects(body, PU("confidence"), quads) == {Literal("0.8", datatype=_DECIMAL)}
    assert not objects(DEFAULT.role("cmo"), PU("rule"), quads)


def test_another_version_of_the_extractor_is_another_origin() -> None:
    later = article_graph(*first(), extractor=Extractor(EXTRACTOR.name, "other"))
    assert one(_77, PROV["wasGeneratedBy"]) != one(_77, PROV["wasGeneratedBy"], later)


def test_a_figure_has_its_value_unit_comparator_population_and_study() -> None:
    assert [str(o) for o in objects(_77, PU("value"))] == [
        '"77"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    ]
    assert one(_77, PU("unit")) == PU("percent")
    assert one(_77, PU("comparator")) == PU("exactly")
    assert one(_77, PU("population")) == DEFAULT.role("cio")
    assert one(_77, PU("study")) == DEFAULT.study("Barómetro Faro", ["Lumen Consultores"])
    assert objects(_77, PU("valueText")) == {Literal("77 %")}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1500000.0", "1500000"),
        ("33.30", "33.3"),
        ("1E+3", "1000"),
        ("0.00", "0"),
        ("-2.5", "-2.5"),
    ],
)
def test_a_value_is_written_in_one_form(value: str, written: str) -> None:
    article, facts = first()
    statistic = replace(facts.statistics[0], value=Decimal(value))
    quads = article_graph(article, replace(facts, statistics=(statistic,)))
    assert {o.value for o in objects(_77, PU("value"), quads) if isinstance(o, Literal)} == {
        written
    }


def test_money_tells_its_currency() -> None:
    currencies = {q.object for q in QUADS if q.predicate == SCHEMA["currency"]}
    assert currencies == {Literal("EUR")}


def test_figures_of_the_same_claim_about_others_contrast_both_ways() -> None:
    assert one(_77, PU("contrastsWith")) == _57
    assert one(_57, PU("contrastsWith")) == _77


def test_a_figure_has_the_year_that_it_is_told_of() -> None:
    article, facts = first()
    dated = replace(facts.statistics[0], year=2018)
    quads = article_graph(article, replace(facts, statistics=(dated,)))
    years = {q.object for q in quads if q.predicate == SCHEMA["observationDate"]}
    assert years == {Literal("2018", datatype=XSD["gYear"])}


def statistic(claim: str, who: str, start: int = 51, **changes: object) -> Statistic:
    made = Statistic(
        Decimal(40),
        "percent",
        "exactly",
        "40 %",
        Span(start, start + 4),
        Span(start, start + 50),
        (Population(who, who.lower() if who.isupper() else None),),
        claim,
        "s1",
        "r",
        1.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "contrast"),
    [
        (statistic("confía en la estrategia digital", "CMO", 51), True),
        (statistic("confía en la estrategia digital", "CMO", 900), True),
        (statistic("confía en su estrategia digital corporativa", "CMO", 51), True),
        (statistic("confía en su estrategia digital corporativa", "CMO", 900), False),
        (statistic("confía en la estrategia digital", "CIO", 51), False),
        (statistic("prefiere no opinar", "CMO", 51), False),
        (statistic("confía en la estrategia digital", "CMO", 51, unit="points"), False),
        (statistic("confía en la estrategia digital", "CMO", 51, study="s2"), False),
        (statistic("confía en la estrategia digital", "CMO", 51, populations=()), False),
        (statistic("confía en la estrategia digital", "gasto de los CIO", 51), False),
        # «… el 77 % de los CIO, frente al 56 % de los CMO»: the verb is said once for both
        (statistic("56 % de los CMO", "CMO", 0, value_text="56 %"), True),
        (statistic("56 % de los CMO", "CMO", 51, value_text="56 %"), False),
    ],
)
def test_only_the_same_claim_unit_and_study_contrast(other: Statistic, contrast: bool) -> None:
    this = statistic("confía en la estrategia digital", "CIO", 0)
    assert list(contrasts([this, other])) == ([(0, 1)] if contrast else [])


@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [
        ("empresas grandes", "empresas pequeñas", True),
        ("empresas grandes", "beneficios", False),
        ("CIO", " ", False),
    ],
)
def test_groups_contrast_with_groups_of_their_kind(one: str, other: str, contrast: bool) -> None:
    pair = [statistic("prevé crecer en ventas", one, 0), statistic("prevé crecer en ventas", other)]
    assert bool(list(contrasts(pair))) is contrast


def test_the_article_and_the_passage_mention_what_stands_in_them() -> None:
    cio, cmo = DEFAULT.role("cio"), DEFAULT.role("cmo")
    lumen = DEFAULT.organization("Lumen Consultores")
    study = DEFAULT.study("Barómetro Faro", ["Lumen Consultores"])
    ana = DEFAULT.person("Ana Peña", "Lumen", "primero")
    assert objects(ARTICLE, PU("mentions")) == {cio, cmo, lumen, study, ana}
    early, late = of_type(PU("Passage"))
    if objects(late, PU("heading")):
        early, late = late, early
    assert objects(early, PU("mentions")) == {cio, cmo, lumen, study}
    assert ana in objects(late, PU("mentions"))


def test_a_role_keeps_the_preferred_label_and_gains_the_forms_seen() -> None:
    article, facts = first()
    mention = replace(facts.roles[0], span=Span(FIRST.index("CIO"), FIRST.index("CIO") + 9))
    quads = article_graph(article, replace(facts, roles=(mention,)))
    cio = DEFAULT.role("cio")
    assert objects(cio, SKOS["prefLabel"], quads) == {Literal("CIO", language="es")}
    assert objects(cio, SKOS["altLabel"], quads) == {Literal("CIO y CMO", language="es")}


def test_a_person_works_for_the_organisation_of_that_name_whatever_its_form() -> None:
    ana = DEFAULT.person("Ana Peña", "Lumen", "primero")
    assert one(ana, SCHEMA["worksFor"]) == DEFAULT.organization("Lumen Consultores")
    assert one(ana, SCHEMA["hasOccupation"]) == DEFAULT.role("cmo")


def test_advice_names_who_gives_it_and_who_it_is_for() -> None:
    (advice,) = of_type(PU("Recommendation"))
    assert one(advice, PU("recommendedBy")) == DEFAULT.person("Ana Peña", "Lumen", "primero")
    assert one(advice, PU("addressedTo")) == DEFAULT.role("cio")


def test_two_facts_of_one_place_are_two() -> None:
    article, facts = first()
    advice = facts.recommendations[0]
    twice = replace(facts, recommendations=(advice, replace(advice, text="otro consejo")))
    assert len(of_type(PU("Recommendation"), article_graph(article, twice))) == 2


def test_a_study_named_in_two_articles_is_one_and_an_unnamed_one_is_the_articles() -> None:
    quads = article_graph(*second())
    named, unnamed = sorted(of_type(PU("Study"), quads), key=lambda iri: "article" in iri.value)
    assert named == DEFAULT.study("Barómetro Faro", ["Lumen Consultores"])
    assert unnamed.value.startswith(DEFAULT.article("segundo año").value)


def test_a_study_of_a_person_keeps_the_person() -> None:
    quads = article_graph(*second())
    who = {q.object for q in quads if q.predicate == PU("conductedBy")}
    assert DEFAULT.person("Ana Peña", None, "segundo año") in who


def test_authors_of_one_word_are_who_published_it() -> None:
    assert DEFAULT.organization("Redacción") in objects(ARTICLE, SCHEMA["author"])
    assert DEFAULT.person("Eva Sol", None, "primero") in objects(ARTICLE, SCHEMA["author"])


@pytest.mark.parametrize(
    ("published", "kind"), [("2015", "gYear"), ("2015-12", "gYearMonth"), ("2015-12-17", "date")]
)
def test_a_date_is_as_precise_as_it_was_written(published: str, kind: str) -> None:
    article, facts = first()
    quads = article_graph(replace(article, published=published), facts)
    (date,) = objects(ARTICLE, SCHEMA["datePublished"], quads)
    assert isinstance(date, Literal)
    assert date.datatype.value.endswith(f"#{kind}")


def test_a_mention_outside_every_sentence_is_quoted_as_it_is() -> None:
    article, facts = first()
    bare = replace(article, sentences=article.sentences[2:])
    quads = article_graph(bare, facts)
    quotes = {q.object.value for q in quads if q.predicate == OA["exact"]}  # type: ignore[union-attr]
    assert "CIO" in quotes


def test_things_live_where_they_are_told_to() -> None:
    iris = Iris("https://acme.example/ns#", "https://acme.example/id/")
    terms = {str(t) for q in article_graph(*first(), iris=iris) for t in q}
    assert not any(term.startswith("<https://w3id.org/puente") for term in terms)


def test_the_record_of_a_build_depends_on_its_articles_only() -> None:
    one_build = build_graph({"a": "1", "b": "2"})
    assert one_build == build_graph({"b": "2", "a": "1"})
    assert one_build != build_graph({"a": "1", "b": "3"})
    assert one_build != build_graph(
        {"a": "1", "b": "2"}, extractor=Extractor(EXTRACTOR.name, "other")
    )


def test_an_article_without_any_fact_is_still_in_the_graph() -> None:
    article, facts = first()
    empty = replace(facts, roles=(), entities=(), studies=(), statistics=(), recommendations=())
    quads = article_graph(article, empty)
    assert objects(ARTICLE, SCHEMA["sha256"], quads) == {Literal(article.sha256)}
    assert not of_type(PU("Statistic"), quads)
