"""Quantities: every form that Spanish prose uses, and what each one is."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.numeral import find_figures
from tests.phrases import table

FIGURES: list[tuple[Any, ...]] = [
    ("el 77% de los CIO", "77%", "share", "77", "exactly"),
    ("el 18,7 % de las pymes", "18,7 %", "share", "18.7", "exactly"),
    ("un 77 por ciento", "77 por ciento", "share", "77", "exactly"),
    ("creció 12.5% y llegó a 1,200 tiendas", "12.5%", "share", "12.5", "exactly"),
    ("1.200 empresas", "1.200", "count", "1200", "exactly"),
    ("facturó 9.300 millones de euros", "9.300 millones de euros", "money", "9300000000", "exactly"),
    ("créditos por USD 760 millones", "USD 760 millones", "money", "760000000", "exactly"),
    ("una ronda de €1,2M", "€1,2M", "money", "1200000", "exactly"),
    ("uno de cada 10 directivos", "uno de cada 10", "share", "10", "exactly"),
    ("siete de cada 10 hogares", "siete de cada 10", "share", "70", "exactly"),
    ("casi una de cada tres (un 32 %) falla", "32 %", "share", "32", "exactly"),
    ("la mitad de las tiendas", "la mitad", "share", "50", "exactly"),
    ("menos de la mitad", "menos de la mitad", "share", "50", "lessThan"),
    ("más de un tercio de los CMO", "más de un tercio", "share", "33.3", "moreThan"),
    ("dos tercios del total", "dos tercios", "share", "66.7", "exactly"),
    ("tres cuartas partes", "tres cuartas partes", "share", "75", "exactly"),
    ("solo un cuarto de los CIO", "un cuarto", "share", "25", "exactly"),
    ("cerca de la quinta parte del gasto", "cerca de la quinta parte", "share", "20", "about"),
    ("vende el doble que antes", "el doble", "multiple", "2", "exactly"),
    ("la deuda se triplica", "triplica", "multiple", "3", "exactly"),
    ("se ha multiplicado casi por cuatro", "cuatro", "multiple", "4", "exactly"),
    ("tres veces más que en 2019", "tres veces", "multiple", "3", "exactly"),
    ("dos puntos y medio", "dos puntos y medio", "points", "2.5", "exactly"),
    ("subió 3 puntos porcentuales", "3 puntos porcentuales", "points", "3", "exactly"),
    ("50 puntos básicos", "50 puntos básicos", "points", "50", "exactly"),
    ("entre un 12 y un 14 %", "12", "share", "12", "atLeast"),
    ("entre un 12 y un 14 %", "14 %", "share", "14", "atMost"),
    ("pasó del 4,1 % al 2,8 %", "4,1 %", "share", "4.1", "exactly"),
    ("pasó del 4,1 % al 2,8 %", "2,8 %", "share", "2.8", "exactly"),
    ("más de 400 ejecutivos", "más de 400", "count", "400", "moreThan"),
    ("cerca de 300 tiendas", "cerca de 300", "count", "300", "about"),
    ("unas 300 personas", "unas 300", "count", "300", "about"),
    ("hasta un 40 % más", "hasta un 40 %", "share", "40", "atMost"),
    ("al menos el 20 %", "al menos el 20 %", "share", "20", "atLeast"),
    ("el 75% o más de sus gastos", "75% o más", "share", "75", "atLeast"),
    ("apenas un 3 %", "3 %", "share", "3", "exactly"),
    ("sólo el 10%", "10%", "share", "10", "exactly"),
    ("las ventas superan los 300 millones de euros", "300 millones de euros", "money", "300000000", "moreThan"),
    ("en torno al 30 %", "en torno al 30 %", "share", "30", "about"),
    ("no más del 5 %", "no más del 5 %", "share", "5", "atMost"),
    ("quedó en el cuarto lugar", "cuarto lugar", "rank", "4", "exactly"),
    ("el ejecutivo número uno", "número uno", "rank", "1", "exactly"),
    ("el 2.º puesto del mundo", "2.º puesto", "rank", "2", "exactly"),
    ("un millón y medio de usuarios", "un millón y medio", "count", "1500000", "exactly"),
    ("2 mil 500 millones de pesos", "2 mil 500 millones de pesos", "money", "2500000000", "exactly"),
    ("cuarenta y cinco por ciento", "cuarenta y cinco por ciento", "share", "45", "exactly"),
    ("trescientas mil personas", "trescientas mil", "count", "300000", "exactly"),
    ("120 mil clientes", "120 mil", "count", "120000", "exactly"),
    ("S/ 38,500 al mes y 12.5 %", "S/ 38,500", "money", "38500", "exactly"),
    ("US$ 128 por hora", "US$ 128", "money", "128", "exactly"),
    ("un 2,9 billones de pesos", "2,9 billones de pesos", "money", "2900000000000", "exactly"),
    ("3 o 4 millones de euros", "3", "money", "3000000", "exactly"),
    ("cayó un −3,2 %", "−3,2 %", "share", "-3.2", "exactly"),
    ("7 de 10 mexicanos", "7 de 10", "share", "70", "exactly"),
    ("1 200 empresas", "1 200", "count", "1200", "exactly"),
    ("tardan 14 días de media", "14 días", "duration", "14", "exactly"),
]  # fmt: skip

OTHERS = [
    ("en 2015 cambió todo", "year"),
    ("el bienio 2015-2016", "year"),
    ("el 17 de diciembre de 2015", "date"),
    ("12/03/2020", "date"),
    ("a las 10:30 h", "time"),
    ("1. Defina sus metas", "list"),
    ("3) Mida los resultados", "list"),
    ("la Web 2.0", "label"),
    ("la versión 4.2 del programa", "label"),
    ("según el artículo 5 de la ley", "label"),
    ("llame al 91 123 45 67", "phone"),
    ("escriba al +34 600 123 456", "phone"),
    ("las redes 5G", "label"),
    ("la covid-19", "label"),
    ("la lista Fortune 500", "label"),
    ("dos veces al año", "frequency"),
    ("mayores de 65 años", "age"),
    ("entre 18 y 35 años", "age"),
    ("En segundo lugar, conviene medir", "ordinal"),
    ("la 3.ª edición", "ordinal"),
]

NOTHING = [
    "uno de los motivos",
    "una empresa",
    "la segunda mitad del año",
    "un documento duplicado",
    "la mayoría de las tiendas",
    "miles de personas",
    "un cuarto trimestre",
    "https://ejemplo.es/a?x=12%25",
    "el primer paso",
    "un doble check",
    "media docena de veces",
]


@pytest.mark.parametrize(("text", "written", "kind", "value", "comparator"), table(FIGURES))
def test_figure_is_read(text: str, written: str, kind: str, value: str, comparator: str) -> None:
    found = {f.text: f for f in find_figures(text)}

    assert written in found, found
    figure = found[written]
    assert (figure.kind, figure.value, figure.comparator) == (kind, Decimal(value), comparator)
    assert figure.span.of(text) == figure.text


@pytest.mark.parametrize(("text", "kind"), table(OTHERS))
def test_what_is_no_quantity_is_told_apart(text: str, kind: str) -> None:
    assert {f.kind for f in find_figures(text)} == {kind}


@pytest.mark.parametrize("text", table([(text,) for text in NOTHING]))
def test_words_that_count_nothing_give_no_figure(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("30 dólares", "USD"),
        ("30 euros", "EUR"),
        ("£30", "GBP"),
        ("300 mil pesos colombianos", "COP"),
        ("En México cuesta 300 pesos", "MXN"),
        ("La Argentina exportó $ 2,9 billones", "ARS"),
        ("MX$ 500", "MXN"),
        ("12 mdp", "MXN"),
        ("R$ 40 millones", "BRL"),
        ("cuesta 300 pesos", None),
    ],
)
def test_currency_is_told_by_sign_word_or_country(text: str, code: str | None) -> None:
    (figure,) = [f for f in find_figures(text) if f.kind == "money"]

    assert figure.currency == code


def test_decimal_habit_is_that_of_the_text() -> None:
    english = "Creció 12.5% y sumó 1,200 tiendas"
    spanish = "Creció 12,5 % y sumó 1.200 tiendas"

    assert [f.value for f in find_figures(english)] == [Decimal("12.5"), Decimal(1200)]
    assert [f.value for f in find_figures(spanish)] == [Decimal("12.5"), Decimal(1200)]


def test_a_part_of_a_text_is_read_with_offsets_into_the_whole() -> None:
    text = "El 5 % calla. El 9 % habla."

    (figure,) = find_figures(text, 14)

    assert figure.span.of(text) == "9 %"


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,% €$-–()\u00a0\u202f\u200b\u200funo de cada mil y medio\n", max_size=80))
def test_figures_are_apart_and_are_the_text_that_they_claim(text: str) -> None:
    last = 0
    for figure in find_figures(text):
        assert figure.span.of(text) == figure.text
        assert figure.span.start <= figure.core.start < figure.core.end <= figure.span.end
        assert figure.core.start >= last
        last = figure.core.end


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_an_amount_with_dots_is_read_back(amount: int) -> None:
    (figure,) = find_figures(f"facturó {amount:,} euros".replace(",", "."))

    assert figure.value == amount


def test_a_hundred_thousand_percentages_on_one_line_are_read() -> None:
    assert len(find_figures("12 % y " * 100_000)) == 100_000
