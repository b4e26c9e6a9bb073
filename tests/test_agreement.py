"""What says the same: figures of other articles, and advice in other words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from index.base import Base
from kg.facts import Population
from kg.records import Knowledge, StatisticRecord
from ui.web.agreement import agreements, group_alike

CFO = Population("CFO", "cfo")


def figure(iri: str, claim: str, value: int, article: str = "") -> StatisticRecord:
    return StatisticRecord(
        iri=iri,
        article=article or iri,
        start=0,
        end=9,
        quote=f"El {value} % de los CFO {claim}.",
        value=Decimal(value),
        unit="percent",
        comparator="exactly",
        value_text=f"{value} %",
        populations=(CFO,),
        claim=claim,
        study=None,
        rule="r",
        confidence=1.0,
    )


CLOUD = figure("a", "considera que la nube es prioritaria", 48)


@pytest.mark.parametrize(
    ("other", "agrees"),
    [
        (figure("b", "considera prioritaria la nube", 48), True),
        (figure("b", "considera que la nube es prioritaria", 61), False),
        # two roundings of one figure
        (figure("b", "considera que la nube es prioritaria", 49), True),
    ],
)
def test_the_same_claim_of_the_same_people_agrees_or_conflicts(
    other: StatisticRecord, agrees: bool
) -> None:
    found = agreements(Knowledge(statistics=(CLOUD, other)))

    assert found == {"a": (("b", agrees),), "b": (("a", agrees),)}


@pytest.mark.parametrize(
    "other",
    [
        figure("b", "piensa contratar a más personas en la nube", 61),
        figure("b", "no considera que la nube sea prioritaria", 61),
        figure("b", "considera que la nube es prioritaria", 61, article="a"),
        replace(CLOUD, iri="b", article="b", populations=(Population("CIO", "cio"),)),
        replace(CLOUD, iri="b", article="b", unit="points"),
        replace(CLOUD, iri="b", article="b", populations=()),
    ],
)
def test_another_claim_people_unit_or_the_same_article_is_no_conflict(
    other: StatisticRecord,
) -> None:
    assert agreements(Knowledge(statistics=(CLOUD, other))) == {}


def test_a_claim_of_another_year_is_a_change_and_no_conflict() -> None:
    then = replace(CLOUD, year=2018)
    now = replace(figure("b", "considera que la nube es prioritaria", 61), year=2023)

    assert agreements(Knowledge(statistics=(then, now))) == {}
    assert agreements(Knowledge(statistics=(CLOUD, now)))


def test_advice_in_other_words_is_put_together_and_other_advice_is_not(base: Base) -> None:
    texts = [
        "Los CFO deberían revisar el gasto en la nube cada trimestre.",
        "Conviene nombrar a una persona responsable de los datos.",
        "Los CFO deberían revisar cada tres meses el gasto en la nube.",
        "Nombra a un responsable de los datos.",
        "Los CFO deberían aprender a negociar.",
    ]

    assert group_alike(texts, base) == [[0, 2], [1, 3], [4]]


def test_no_advice_makes_no_group(base: Base) -> None:
    assert group_alike([], base) == []
