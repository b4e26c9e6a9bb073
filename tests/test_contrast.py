"""Which figures of a text state the same, of two groups or in two years."""

import pytest

from kg.contrast import contrasts
from kg.extraction import extract
from tests.phrases import article_of, table


def tied(text: str) -> list[list[float]]:
    """Return the values of the pairs in a text."""
    article = article_of(text)
    found = extract(article).statistics
    pairs = contrasts(found, article.text)
    return [[float(found[one].value), float(found[two].value)] for one, two in pairs]


@pytest.mark.parametrize(("text", "pairs"), [*table("contrast"), *table("contrast_claim")])
def test_only_figures_for_one_claim_are_tied(text: str, pairs: list[list[float]]) -> None:
    assert tied(text) == pairs


def year_of(text: str, value: float) -> int | None:
    """Return the year that the text tells of a figure."""
    found = extract(article_of(text)).statistics
    return next(one.year for one in found if float(one.value) == value)


@pytest.mark.parametrize(
    ("text", "value", "year"),
    [
        ("En 2019 el 48 % de los jefes callaba; en 2024 lo hace el 30 %.", 48, 2019),
        ("En 2019 el 48 % de los jefes callaba; en 2024 lo hace el 30 %.", 30, 2024),
        ("La cuota de mujeres pasó del 18 % en 2018 al 26 % en el año 2023.", 26, 2023),
        ("En 2021 callaba el 34 % de los jefes. Dos años después callaba el 58 %.", 58, 2023),
        ("En junio de 2022 el 34 % de los jefes callaba.", 34, 2022),
        ("El 34 % de los jefes callaba en 2017.", 34, 2017),
        ("El 34 % de los jefes calla más que en 2017.", 34, None),
        ("Desde 2017 el 34 % de los jefes calla.", 34, None),
        ("El 34 % de los jefes calla, y en 2020 callaba el 12 %.", 34, None),
    ],
)
def test_a_figure_is_of_the_year_that_its_clause_names(
    text: str, value: float, year: int | None
) -> None:
    assert year_of(text, value) == year
