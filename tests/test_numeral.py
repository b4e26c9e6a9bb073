"""Quantities: every form that Spanish prose uses, and what each one is."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.numeral import find_figures
from tests.phrases import table


@pytest.mark.parametrize(("text", "written", "kind", "value", "comparator"), table("figure"))
def test_figure_is_read(text: str, written: str, kind: str, value: str, comparator: str) -> None:
    found = {f.text: f for f in find_figures(text)}

    assert written in found, found
    figure = found[written]
    assert (figure.kind, figure.value, figure.comparator) == (kind, Decimal(value), comparator)
    assert figure.span.of(text) == figure.text


@pytest.mark.parametrize(("text", "kind"), table("figure_other"))
def test_what_is_no_quantity_is_told_apart(text: str, kind: str) -> None:
    assert {f.kind for f in find_figures(text)} == {kind}


@pytest.mark.parametrize("text", table("figure_none"))
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
@given(
    st.text(
        alphabet="0123456789.,% €$-–()\u00a0\u202f\u200b\u200funo de cada mil y medio\n",
        max_size=80,
    )
)
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


def test_english_words_are_read_only_where_they_are_asked_for() -> None:
    text = "El informe «Over two-thirds» llega al 50 %"
    assert [f.text for f in find_figures(text)] == ["50 %"]
    assert [f.text for f in find_figures(text, english=True)] == ["Over two-thirds", "50 %"]


@given(st.text(alphabet="aeo -,%0123456789ñ\nhalf ten one in", max_size=60))
def test_english_figures_point_at_the_text_as_written(text: str) -> None:
    for figure in find_figures(text, english=True):
        assert text[figure.span.start : figure.span.end] == figure.text
