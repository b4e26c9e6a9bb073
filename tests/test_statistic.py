"""Statistics: which figures state a finding, and what is read of each."""

from decimal import Decimal

import pytest

from kg.facts import Statistic
from kg.statistic import find_statistics
from tests.phrases import article_of, table


def statistics_of(text: str) -> list[Statistic]:
    return list(find_statistics(article_of(text), ()))


FINDINGS = [
    ("El 40 % de las tiendas abre los domingos.", [40]),
    ("La empresa facturó 9.300 millones de euros.", [9300000000]),
    ("Más de 2.000 empresas han cerrado.", [2000]),
    ("Las ventas crecieron un 12 %.", [12]),
    ("Chile quedó en cuarto lugar.", [4]),
    ("El plazo medio de pago es de 62 días.", [62]),
    ("La plantilla suma 430 empleados.", [430]),
    ("El paro pasó del 14,2 % al 11,8 %.", [14.2, 11.8]),
    ("El sector perdió entre 300 y 400 empleos.", [300, 400]),
    ("La deuda se duplicó.", [2]),
    ("La confianza bajó 3 puntos.", [3]),
    ("Una de cada cinco compras (el 21 %) se devuelve.", [21]),
    ("La mitad de las pymes (un 50,4 %) no lo sabe.", [50.4]),
    ("Los clientes tardan una media de 9 días en pagar.", [9]),
    ("La inversión alcanzó los 30 millones de dólares.", [30000000]),
    ("Solo el 45 % indicó que fuera una prioridad.", [45]),
    ("El gasto subió un 5 % o más.", [5]),
    ("El 33 % compra, el 20 % mira y el 47 % no entra.", [33, 20, 47]),
    ("Cuando se pregunta a los jefes, el 60 % dice que sí.", [60]),
    ("Si bien muchos dudan, el 70 % repetiría.", [70]),
    ("El banco tiene 1,2 millones de clientes.", [1200000]),
    ("La aplicación suma 3.400 descargas.", [3400]),
]

NONE = [
    "En 2015 la empresa cambió de nombre.",
    "La brecha gira en torno a tres áreas clave.",
    "Hay cinco pasos para llegar a la meta.",
    "Uno de los motivos es el precio.",
    "Los equipos se reúnen al menos dos veces al año.",
    "Reserve un 10 % de su presupuesto para imprevistos.",
    "Debería destinar un 5 % de las ventas a publicidad.",
    "Hay que responder en 24 horas.",
    "Conviene guardar tres copias de cada archivo.",
    "Por ejemplo, un producto de 50 euros paga 10 euros de envío.",
    "Llame al 91 123 45 67.",
    "El artículo 5 de la ley lo prohíbe.",
    "La versión 4.2 salió ayer.",
    "El acto será el 17 de mayo a las 18:30.",
    "No entendí la mitad de la reunión.",
    "El margen de error es de 2,9 puntos.",
    "La ley se aplica a empresas de más de 50 empleados.",
    "Durante los próximos cinco años habrá cambios.",
    "Un coche 100 % eléctrico.",
    "En segundo lugar, está el precio.",
    "Hace diez años nadie hablaba de esto.",
    "La segunda mitad del año será mejor.",
    "Si vendes 200 camisetas al mes, necesitas un almacén.",
    "Fije un plazo máximo de 30 días.",
    "Elija entre 3 y 5 indicadores.",
    "La lista Fortune 500 se publica cada año.",
    "Descargar el documento (1,4 MB)",
    "La Agenda 2030 marca el camino.",
    "Las redes 5G llegarán pronto.",
    "Cada equipo tiene un jefe y dos ayudantes.",
    "Puedes empezar con 300 euros.",
    "Recomendamos dedicar el 20 % del tiempo a aprender.",
    "La clave es ahorrar un 10 % de lo que ganas.",
    "La multa de hasta 20 millones de euros asusta.",
    "El curso dura 40 horas.",
]


@pytest.mark.parametrize(("text", "values"), table(FINDINGS))
def test_a_figure_that_states_a_finding_is_read(text: str, values: list[float]) -> None:
    assert [float(s.value) for s in statistics_of(text)] == values


@pytest.mark.parametrize("text", table([(text,) for text in NONE]))
def test_a_figure_that_states_none_is_left(text: str) -> None:
    assert [(s.value_text, s.rule) for s in statistics_of(text)] == []


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


CLAIMS = [
    ("Según Nexum, el 40 % de las tiendas abre los domingos.", "el 40 % de las tiendas abre los domingos"),
    ("El 40 % de las tiendas abre los domingos, según Nexum.", "El 40 % de las tiendas abre los domingos"),
    ("El informe revela que el 12 % de los clientes se va.", "el 12 % de los clientes se va"),
    ("Además, las ventas crecieron un 8 %.", "las ventas crecieron un 8 %"),
]


@pytest.mark.parametrize(("text", "claim"), table(CLAIMS))
def test_a_claim_is_the_clause_without_who_says_it(text: str, claim: str) -> None:
    assert statistics_of(text)[0].claim == claim


def test_an_echo_takes_over_the_claim_before() -> None:
    first, second = statistics_of(
        "El 77 % de los CIO lo ve importante, mientras que el 56 % de los CMO piensa lo mismo."
    )

    assert second.claim == first.claim


def test_a_table_on_one_line_does_not_hang() -> None:
    article = article_of("El 45 % de los jefes y el 12 % de los demás " * 5000)

    assert len(find_statistics(article, ())) <= 300 * len(article.sentences)
