from decimal import Decimal
from pathlib import Path

import pytest

from kg.facts import Population
from kg.graph import article_graph
from kg.records import Knowledge, load_knowledge
from kg.store import Store
from kg.vocabulary import DEFAULT, Iris
from tests.graph_sample import FIRST, SECOND, build, first, second


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return load_knowledge(build(tmp_path_factory.mktemp("graph")))


def test_statistics_come_back_as_they_went_in(known: Knowledge) -> None:
    went_in = first()[1].statistics
    assert len(known.statistics) == len(went_in)
    for record, fact in zip(known.statistics, went_in, strict=True):
        assert record.value == fact.value
        assert (record.unit, record.comparator) == (fact.unit, fact.comparator)
        assert (record.value_text, record.claim) == (fact.value_text, fact.claim)
        assert record.populations == fact.populations
        assert (record.start, record.end) == (fact.evidence.start, fact.evidence.end)
        assert record.quote == FIRST[record.start : record.end]
        assert (record.rule, record.confidence) == (fact.rule, fact.confidence)
        assert (record.article, record.currency) == ("primero", fact.currency)


def test_a_value_keeps_its_precision(known: Knowledge) -> None:
    assert [s.value for s in known.statistics] == [Decimal(77), Decimal(57), Decimal(1500000)]


def test_a_statistic_names_its_study_and_what_it_contrasts_with(known: Knowledge) -> None:
    one, other, money = known.statistics
    study = known.study(one.study)
    assert study
    assert study.name in ("Barómetro Faro", "BARÓMETRO FARO")
    assert one.contrasts == (other.iri,)
    assert money.study is None
    assert known.study(None) is None


def test_a_study_of_two_articles_is_one_with_the_evidence_of_both(known: Knowledge) -> None:
    named = next(study for study in known.studies if study.name)
    assert named.articles == ("primero", "segundo año")
    assert [e.article for e in named.evidence] == ["primero", "segundo año"]
    assert named.evidence[1].quote in SECOND
    assert named.conducted_by == ("Lumen Consultores",)
    assert named.conductors == (DEFAULT.organization("Lumen Consultores").value,)
    assert named.published == "2015"
    assert named.confidence == 0.8


def test_a_sample_keeps_its_size_and_whom_it_asked(known: Knowledge) -> None:
    (sample,) = next(study for study in known.studies if study.name).samples
    assert (sample.size, sample.comparator) == (300, "moreThan")
    assert sample.population == Population("CIO", "cio")
    assert "300" in sample.evidence.quote


def test_a_study_without_a_name_is_told_by_whose_it_is(known: Knowledge) -> None:
    unnamed = next(study for study in known.studies if not study.name)
    assert unnamed.label == "Ana Peña"


def test_advice_comes_back_with_who_gives_it_and_to_whom(known: Knowledge) -> None:
    (advice,) = known.recommendations
    assert advice.text == "los CIO deberían escuchar antes de decidir"
    assert advice.by == "Ana Peña"
    assert advice.to == (Population("CIO", "cio"),)
    assert advice.quote == FIRST[advice.start : advice.end]


def test_roles_are_those_that_articles_name(known: Knowledge) -> None:
    assert [role.id for role in known.roles] == ["cio", "cmo"]
    cio, _ = known.roles
    assert (cio.label, cio.kind, cio.articles) == ("CIO", "person", ("primero",))
    assert "director de sistemas" in cio.alternatives
    assert len(cio.evidence) == 2


def test_entities_come_back_with_names_and_sentences(known: Knowledge) -> None:
    by_name = {(entity.name, entity.articles): entity for entity in known.entities}
    lumen = by_name["Lumen Consultores", ("primero", "segundo año")]
    assert (lumen.kind, lumen.aliases) == ("organization", ("Lumen",))
    assert len(lumen.evidence) == 3
    ana = by_name["Ana Peña", ("primero",)]
    assert (ana.kind, ana.role, ana.organization) == ("person", "CMO", "Lumen Consultores")
    assert by_name["Ana Peña", ("segundo año",)].iri != ana.iri


def test_articles_come_back_with_their_metadata(known: Knowledge) -> None:
    article = known.articles["primero"]
    assert article.title == "Las agendas no cuadran"
    assert (article.publisher, article.published) == ("El Diario", "2015-12-17")
    assert set(article.authors) == {"Eva Sol", "Redacción"}
    assert known.articles["segundo año"].published == "2016-01"


def test_what_comes_back_does_not_depend_on_the_order_of_articles() -> None:
    graphs = [article_graph(*first()), article_graph(*second())]
    there = load_knowledge(Store.in_memory([*graphs[0], *graphs[1]]))
    back = load_knowledge(Store.in_memory([*graphs[1], *graphs[0]]))
    for part in ("articles", "statistics", "studies", "recommendations", "roles", "entities"):
        assert getattr(there, part) == getattr(back, part)


def test_other_namespaces_are_read_as_well() -> None:
    iris = Iris("https://acme.example/ns#", "https://acme.example/id/")
    known = load_knowledge(Store.in_memory(article_graph(*first(), iris=iris), iris=iris))
    assert [s.unit for s in known.statistics] == ["percent", "percent", "currency"]
    assert [role.id for role in known.roles] == ["cio", "cmo"]


def test_a_graph_without_articles_is_known_as_empty(tmp_path: Path) -> None:
    known = load_knowledge(Store.in_memory([]))
    assert not any((known.articles, known.statistics, known.studies, known.roles, known.entities))
