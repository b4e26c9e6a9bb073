"""No figure passes that no cited sentence holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.guard import unsupported


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("El 77 % confía", "Un 77% de los CIO confía en ello."),
        ("77 por ciento", "El 77 % de los consultados."),
        ("un 10 % lo hace", "Uno de cada diez lo hace."),
        ("un cuarto (25 %)", "Solo un cuarto de las empresas ha empezado."),
        ("más de 400 directivos", "Se preguntó a más de 400 directivos."),
        ("un 33,3 % duda", "Un tercio de los consultados duda."),
        ("tres de cada cuatro", "El 75 % de las tiendas."),
        ("el 50 % de la plantilla", "La mitad de la plantilla."),
        ("suben un 5 % o más", "Los beneficios suben en un 5% o más."),
        ("al menos 5 empresas", "Se fueron 5 o más empresas."),
        ("1.200.000 euros", "Costó 1,2 millones de euros."),
        ("cuatrocientos directivos", "Se preguntó a 400 directivos."),
        ("entre un 12 y un 14 %", "Entre un 12 y un 14 % de esa energía se pierde."),
        ("en 2019", "La ley de 2019 lo permite."),
        ("En 2015: nada cambió", "Redacción - 17 Diciembre 2015"),
        ("nadie dio cifras", "No hay cifras."),
    ],
)
def test_the_same_figure_in_any_form_is_supported(text: str, quote: str) -> None:
    assert unsupported(text, [quote]) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("El 78 % confía", "Un 77% de los CIO confía en ello."),
        ("más del 77 % confía", "Un 77% de los CIO confía en ello."),
        ("un 5 % confía", "Los beneficios suben en un 5% o más."),
        ("más de un tercio duda", "Un tercio de los consultados duda."),
        ("1,2 millones de dólares", "Costó 1,2 millones de euros."),
        ("el 12 % se pierde", "Entre un 12 y un 14 % de esa energía se pierde."),
        ("77 puntos", "Un 77% de los CIO confía en ello."),
        ("unos 400 euros", "Se preguntó a unos 400 directivos."),
        ("en 2020", "La ley de 2019 lo permite."),
        ("la versión 2.1", "La versión 2.0 ya está."),
    ],
)
def test_another_value_unit_or_comparator_is_not(text: str, quote: str) -> None:
    assert unsupported(text, [quote])


def test_every_quote_may_support() -> None:
    assert unsupported("77 % frente a 56 %", ["Un 77 % sí.", "Un 56 % no."]) == []


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_share_is_supported_by_itself_and_by_no_other(said: int, held: int) -> None:
    wrong = unsupported(f"El {said} % confía", [f"Según el informe, el {held} % confía."])
    assert bool(wrong) == (said != held)


@given(st.integers(2, 20), st.integers(2, 20))
def test_one_in_so_many_is_that_share_and_no_other(said: int, held: int) -> None:
    wrong = unsupported(f"Lo hace una de cada {said} empresas", [f"Una de cada {held} lo hace."])
    assert bool(wrong) == (said != held)


@given(st.integers(11, 99), st.integers(11, 99))
def test_millions_are_the_same_in_words_and_in_digits(said: int, held: int) -> None:
    text = f"Ganó {said // 10}.{said % 10}00.000 euros"
    wrong = unsupported(text, [f"Ganó {held // 10},{held % 10} millones de euros."])
    assert bool(wrong) == (said != held)


COMPARATORS = ["", "más del ", "menos del ", "al menos el ", "cerca del "]


@given(st.sampled_from(COMPARATORS), st.sampled_from(COMPARATORS), st.integers(1, 99))
def test_a_share_and_one_compared_with_it_are_two(said: str, held: str, share: int) -> None:
    wrong = unsupported(f"Confía {said}{share} %", [f"Confía {held}{share} % de ellos."])
    assert bool(wrong) == (said != held)
