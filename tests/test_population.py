"""Whose figure it is: own sentences, each with the value and who it is about."""

import pytest

from kg.entity import find_entities
from kg.statistic import find_statistics
from tests.benchmarks.matching import same_population
from tests.phrases import article_of, table


@pytest.mark.parametrize(("text", "value", "who"), table("population"))
def test_figure_is_about_whom_the_sentence_says(text: str, value: float, who: str) -> None:
    article = article_of(text)
    found = find_statistics(article, find_entities(article))

    labels = [p.label for s in found if abs(float(s.value) - value) < 0.06 for p in s.populations]

    assert same_population(who, labels), [(s.value_text, s.populations, s.rule) for s in found]


def test_a_line_that_only_wraps_does_not_cut_a_phrase() -> None:
    article = article_of(
        "Desde hace unos años, y por muchas razones que nadie ha explicado\n"
        "todavía, la única herramienta que se usa a diario en el 58 % de\n"
        "las empresas que visitamos este año para escribir el reportaje\n"
        "es una hoja de cálculo de las de siempre.\n"
    )

    (read,) = find_statistics(article, find_entities(article))

    assert [population.label for population in read.populations] == ["empresas"]
