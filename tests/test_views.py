from dataclasses import replace

import pytest

from corpus.article import Span
from kg.facts import Population
from kg.graph import article_graph
from kg.records import Knowledge, load_knowledge
from kg.store import Store
from kg.views import EDGE_LABELS, View, neighbourhood, node_facts, overview, relationships
from kg.vocabulary import DEFAULT
from tests.graph_sample import FIRST, SECOND, first, second

CIO = DEFAULT.role("cio").value
LUMEN = DEFAULT.organization("Lumen Consultores").value
FARO = DEFAULT.study("Barómetro Faro", ["Lumen Consultores"]).value


@pytest.fixture(scope="module")
def known() -> Knowledge:
    quads = [*article_graph(*first()), *article_graph(*second())]
    return load_knowledge(Store.in_memory(quads))


def edges(view: View) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.property, edge.target) for edge in view.edges}


def test_the_overview_shows_everything_but_articles(known: Knowledge) -> None:
    view = overview(known)
    kinds = {node.kind for node in view.nodes}
    assert kinds == {
        "role",
        "organization",
        "person",
        "study",
        "statistic",
        "recommendation",
        "population",
    }
    assert (FARO, "pu:conductedBy", LUMEN) in edges(view)


def test_the_overview_leaves_out_what_nothing_joins_and_says_how_many(known: Knowledge) -> None:
    view = overview(known)
    joined = {iri for edge in view.edges for iri in (edge.source, edge.target)}
    assert joined == {node.iri for node in view.nodes}
    things = [data["kind"] for _, data in relationships(known).nodes(data=True)]
    assert view.hidden == len(things) - things.count("article") - len(view.nodes)


def test_the_overview_can_be_told_what_to_show(known: Knowledge) -> None:
    view = overview(known, kinds=["article", "role"])
    assert {node.kind for node in view.nodes} == {"article", "role"}
    assert {name for _, name, _ in edges(view)} == {"pu:mentions"}


def test_where_there_is_no_room_the_best_connected_stay(known: Knowledge) -> None:
    everything, some = overview(known), overview(known, limit=4)
    assert 0 < len(some.nodes) <= 4
    assert len(some.nodes) + some.hidden == len(everything.nodes) + everything.hidden
    assert FARO in {node.iri for node in some.nodes}


def test_a_crowded_overview_shows_roles_with_the_figures_that_join_them() -> None:
    article, facts = first()
    cio, cmo = facts.statistics[:2]
    pairs = [
        replace(cio, figure=Span(n, n + 1), populations=(*cio.populations, *cmo.populations))
        for n in range(30)
    ]
    groups = [
        replace(cio, figure=Span(n, n + 1), populations=(Population(f"grupo {n}"),))
        for n in range(30, 60)
    ]
    facts = replace(facts, statistics=(*groups, *pairs))
    view = overview(Store.in_memory(article_graph(article, facts)), limit=12)
    kinds = [node.kind for node in view.nodes]
    assert len(view.nodes) == 12
    assert kinds.count("statistic") == 8
    assert CIO in {node.iri for node in view.nodes}
    assert len(view.edges) >= 20


def test_every_edge_joins_nodes_of_the_view_and_is_labelled(known: Knowledge) -> None:
    for view in (overview(known), overview(known, limit=4), neighbourhood(known, CIO)):
        shown = {node.iri for node in view.nodes}
        for edge in view.edges:
            assert {edge.source, edge.target} <= shown
            assert set(edge.label) == {"es", "en"}


def test_the_neighbourhood_grows_with_its_depth(known: Knowledge) -> None:
    near, far = (neighbourhood(known, CIO, depth=d) for d in (1, 2))
    assert near.nodes[0].iri == CIO
    assert {n.iri for n in near.nodes} < {n.iri for n in far.nodes}
    assert LUMEN not in {n.iri for n in near.nodes}
    assert LUMEN in {n.iri for n in far.nodes}


def test_a_neighbourhood_tells_how_many_it_hides(known: Knowledge) -> None:
    whole, cut = neighbourhood(known, CIO), neighbourhood(known, CIO, limit=3)
    assert len(cut.nodes) == 3
    assert cut.hidden == len(whole.nodes) - 3


def test_nothing_surrounds_what_is_unknown(known: Knowledge) -> None:
    assert neighbourhood(known, "https://nowhere.example/") == View((), ())


def test_nodes_keep_their_places(known: Knowledge) -> None:
    quads = [*article_graph(*second()), *article_graph(*first())]
    assert overview(known) == overview(Store.in_memory(quads))


def test_no_two_nodes_lie_on_each_other(known: Knowledge) -> None:
    places = {(node.x, node.y) for node in overview(known).nodes}
    assert len(places) == len(overview(known).nodes)


def test_each_fact_of_a_node_quotes_an_article(known: Knowledge) -> None:
    texts = {"primero": FIRST, "segundo año": SECOND}
    facts = [fact for node in overview(known).nodes for fact in node.facts]
    assert {fact.kind for fact in facts} == {"statistic", "recommendation", "study", "mention"}
    for fact in facts:
        place = fact.evidence
        assert texts[place.article][place.start : place.end] == place.quote


def test_a_role_has_the_figures_and_the_advice_about_it(known: Knowledge) -> None:
    facts = node_facts(known, CIO)
    assert [fact.text for fact in facts if fact.kind == "statistic"] == [
        "77 % · CIO · cree que comparte objetivos con su par"
    ]
    assert any(fact.kind == "recommendation" for fact in facts)


def test_an_organisation_has_the_studies_it_made(known: Knowledge) -> None:
    assert {fact.iri for fact in node_facts(known, LUMEN) if fact.kind == "study"} == {FARO}


def test_every_property_drawn_has_a_label_in_both_languages(known: Knowledge) -> None:
    drawn = {name for *_, name in relationships(known).edges(keys=True)}
    assert drawn <= set(EDGE_LABELS)
    assert all(label["es"] and label["en"] for label in EDGE_LABELS.values())


def test_a_long_label_is_cut_and_markup_in_it_is_only_text() -> None:
    article, facts = first()
    group = replace(
        facts.statistics[0], populations=(Population("<script>alert(1)</script>"),), claim="x " * 99
    )
    advice = replace(facts.recommendations[0], text="consejo " * 40)
    facts = replace(facts, statistics=(group,), recommendations=(advice,))
    view = overview(Store.in_memory(article_graph(article, facts)))
    labels = {node.kind: node.label for node in view.nodes}
    assert labels["population"] == "<script>alert(1)</script>"
    assert len(labels["recommendation"]) == 60


def test_an_empty_graph_gives_an_empty_view() -> None:
    assert overview(Store.in_memory([])) == View((), ())
