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
        ("en 2019", "La ley de 2019 lo permite."),
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
