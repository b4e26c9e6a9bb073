"""Tokens of a part of a text are the same, whoever asked for what before."""

from hypothesis import given
from hypothesis import strategies as st

from kg.spanish import tokenize

PIECES = [
    "Los CMO´s y directores/as",
    " dicen que",
    " el 45,5 %",
    "\n \n",
    "director(a)s",
    "«TI»",
    " ",
    "x",
]


@given(
    st.lists(st.sampled_from(PIECES), min_size=30, max_size=60).map("".join),
    st.data(),
)
def test_a_part_has_the_tokens_that_it_would_have_alone(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    alone = [(t.start + start, t.raw, t.form, t.acronym) for t in tokenize(text[start:end])]
    assert [(t.start, t.raw, t.form, t.acronym) for t in tokenize(text, start, end)] == alone
