"""Whose figure it is where its own sentence names them: own sentences, value and label."""

import pytest

from kg.entity import find_entities
from kg.statistic import find_statistics
from tests.phrases import article_of, table


@pytest.mark.parametrize(("text", "value", "who"), table("population_here"))
def test_a_figure_is_of_those_whom_its_own_sentence_names(
    text: str, value: float, who: str
) -> None:
    article = article_of(text)
    found = find_statistics(article, find_entities(article))

    labels = [p.label for s in found if float(s.value) == value for p in s.populations]

    assert labels == [who], [(s.value_text, s.populations, s.rule) for s in found]
