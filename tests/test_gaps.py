"""The pairs of the page: what sets their two sides apart, and how far apart they are."""

from dataclasses import replace

from kg.facts import Population
from kg.records import Knowledge, StatisticRecord
from tests.test_agreement import figure
from ui.web.fact import FactRows, Row
from ui.web.gaps import find_pairs


def pair_of(one: StatisticRecord, other: StatisticRecord) -> Row:
    one, other = replace(one, contrasts=(other.iri,)), replace(other, contrasts=(one.iri,))
    knowledge = Knowledge(statistics=(one, other))
    (pair,) = find_pairs(FactRows(knowledge, {one.iri: one, other.iri: other}, {}, {}))
    return pair


def test_two_populations_are_told_by_their_names() -> None:
    other = replace(figure("b", "calla", 30, article="a"), populations=(Population("CIO", "cio"),))

    pair = pair_of(figure("a", "calla", 48), other)

    assert pair["gap"] == 18
    assert [dot["side"] for dot in pair["dots"]] == ["CFO", "CIO"]


def test_two_years_of_one_population_are_told_with_their_years() -> None:
    then = replace(figure("a", "calla", 48), year=2019)
    now = replace(figure("b", "calla", 30, article="a"), year=2024)

    pair = pair_of(then, now)

    assert pair["gap"] == 18
    assert [dot["side"] for dot in pair["dots"]] == ["CFO, 2019", "CFO, 2024"]
