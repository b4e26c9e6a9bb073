"""Statistics: which figures state a finding, and what is read of each."""

from decimal import Decimal

import pytest

from kg.extraction import extract
from kg.facts import Statistic
from kg.statistic import find_statistics
from tests.phrases import article_of, table


def statistics_of(text: str) -> list[Statistic]:
    return list(find_statistics(article_of(text), ()))


@pytest.mark.parametrize(("text", "values"), table("finding"))
def test_a_figure_that_states_a_finding_is_read(text: str, values: list[float]) -> None:
    assert [float(s.value) for s in statistics_of(text)] == values


@pytest.mark.parametrize("text", table("finding_none"))
def test_a_figure_that_states_none_is_left(text: str) -> None:
    assert [(s.value_text, s.rule) for s in statistics_of(text)] == []


@pytest.mark.parametrize(("text", "told"), table("elided"))
def test_a_number_without_its_unit_has_the_one_that_was_told(
    text: str, told: list[list[object]]
) -> None:
    assert [[float(s.value), s.unit] for s in statistics_of(text)] == told


def test_a_statistic_holds_the_figure_as_written_within_its_sentence() -> None:
    article = article_of("Más de un tercio de los CMO lo cree.")

    (read,) = find_statistics(article, ())

    assert read.value == Decimal("33.3")
    assert read.comparator == "moreThan"
    assert read.value_text == read.figure.of(article.text) == "Más de un tercio"
    assert read.evidence.covers(read.figure)
    assert read.rule
    assert 0 < read.confidence <= 1


def test_money_names_its_currency() -> None:
    (read,) = statistics_of("La empresa facturó 30 millones de dólares.")

    assert (read.unit, read.currency) == ("currency", "USD")


@pytest.mark.parametrize(("text", "claim"), table("claim"))
def test_a_claim_is_what_holds_of_them_without_who_says_it(text: str, claim: str) -> None:
    assert statistics_of(text)[0].claim == claim


@pytest.mark.parametrize(("text", "value", "claim"), table("claim_of"))
def test_each_figure_of_a_sentence_has_a_claim_that_is_true_of_it(
    text: str, value: float, claim: str
) -> None:
    claims = {float(s.value): s.claim for s in statistics_of(text)}

    assert claims.get(value) == claim


@pytest.mark.parametrize(("text", "value", "who", "claim"), table("restated"))
def test_a_share_that_is_told_twice_in_one_breath_is_one_figure(
    text: str, value: float, who: str, claim: str
) -> None:
    read = [
        (float(s.value), [p.label for p in s.populations], s.claim) for s in statistics_of(text)
    ]

    assert read == [(value, [who], claim)]


def test_two_shares_that_stand_near_are_two_figures() -> None:
    text = "La mitad de los pisos, el 12 % de los garajes y un tercio de las naves siguen vacíos."

    assert [float(s.value) for s in statistics_of(text)] == [50, 12, 33.3]


ADVERBS = (
    "no",
    "nunca",
    "jamás",
    "tampoco",
    "ya no",
    "todavía no",
    "aún no",
    "casi no",
    "casi nunca",
    "apenas",
    "ni siquiera",
    "solo",
    "prácticamente no",
    "difícilmente",
    "rara vez",
    "en absoluto",
    "también",
    "siempre",
    "a menudo",
    "ya casi nunca",
)
SUBJECTS = (
    "El 40 % de los hoteles",
    "Un 29 %",
    "Casi la mitad",
    "Tres de cada diez familias, sobre todo las jóvenes,",
    "Uno de cada cuatro conductores consultados",
)


@pytest.mark.parametrize("verb", ["compra vino", "ha pagado la cuota", "se lo cree"])
@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("adverb", ADVERBS)
def test_a_claim_loses_no_negation_and_no_degree(adverb: str, subject: str, verb: str) -> None:
    assert [s.claim for s in statistics_of(f"{subject} {adverb} {verb}.")] == [f"{adverb} {verb}"]


def test_an_adverb_of_who_they_are_is_not_told_of_what_they_do() -> None:
    (read,) = statistics_of("El 40 % de los empleados contratados recientemente viaja en tren.")

    assert read.claim == "viaja en tren"


def test_an_echo_takes_over_the_claim_before() -> None:
    first, second = statistics_of(
        "El 77 % de los CIO lo ve importante, mientras que el 56 % de los CMO piensa lo mismo."
    )

    assert second.claim == first.claim


def test_a_table_on_one_line_does_not_hang() -> None:
    article = article_of("El 45 % de los jefes y el 12 % de los demás " * 5000)

    assert len(find_statistics(article, ())) <= 300 * len(article.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "El 66 % de los gerentes ve prioritario formar a su plantilla. Los CHRO llegan al 78 %.",
        "El 35 % de los gerentes teme al cambio. De los jefes de compras opina así el 57 %.",
        "El 62 % de los gerentes mide su gasto. Entre los CMO, se queda en el 41 %.",
        "El 40 % de los CIO confía en sus datos. De los CMO, solo lo cree el 23 %.",
        "El 40 % de los CIO confía en sus datos. Entre los CMO, esa confianza baja al 23 %.",
        "El 40 % de los CIO confía en sus datos. Entre los CMO la confianza baja al 23 %.",
        "El 40 % de los CIO confía en sus datos; el 23 % de los CMO, en cambio.",
        "El 40 % de los CIO confía en sus datos, frente al 23 % de los CMO, los más prudentes.",
    ],
)
def test_a_clause_that_only_tells_how_many_says_what_was_said_before(text: str) -> None:
    first, second = statistics_of(text)

    assert second.claim == first.claim


@pytest.mark.parametrize(
    "text",
    [
        "El 66 % de los gerentes ve prioritario formar. Las ventas llegan al 78 % de lo previsto.",
        "El 66 % de los gerentes ve prioritario formar. Los CHRO gastan el 78 %.",
        "El 66 % de los gerentes teme al cambio. En las filiales la rotación anual es del 9 %.",
        "El 66 % de los gerentes teme al cambio. Los talleres con aprendices son el 9 %.",
        "El 66 % de los gerentes teme al cambio. Entre los CMO, la primera cifra sube al 9 %.",
        "El 66 % de los gerentes teme al cambio. El 9 % de los CMO piensa lo contrario.",
        "El 66 % de los gerentes teme al cambio. No lo cree el 9 % de los CMO.",
        "El 66 % de los gerentes teme al cambio; el 9 % de los CMO, no.",
        "El 66 % de los gerentes teme al cambio; el 9 % de los CMO, a la competencia.",
        "El 66 % de los gerentes teme al cambio. Los CMO creen que llega tarde: lo dice el 9 %.",
    ],
)
def test_a_clause_that_says_more_keeps_its_own_words(text: str) -> None:
    first, second = statistics_of(text)

    assert second.claim != first.claim


def test_a_group_told_without_a_verb_has_the_claim_of_the_sentence_before() -> None:
    text = "El 62 % de los CIO madruga los lunes. Entre los CMO, el 38 %."
    assert [one.claim for one in statistics_of(text)] == ["madruga los lunes"] * 2


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Evite guardar de más: eso genera pérdidas por 85.000 pesos al año.", [85000]),
        ("Evite comprar pescado los lunes; ello le cuesta 300 euros a cualquier bar.", [300]),
        ("Evite comprar más de 500 euros en pescado cada lunes.", []),
        ("Haga lo siguiente: reserve 500 euros al mes para averías.", []),
    ],
)
def test_what_comes_of_an_advice_is_a_finding(text: str, values: list[int]) -> None:
    assert [s.value for s in extract(article_of(text)).statistics] == values
