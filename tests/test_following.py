"""A question that leans on the one before it is asked whole."""

import pytest

from index.answer import completed

CLOUD = "¿Qué porcentaje de los CIO usa la nube?"


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        ("¿Y de los CMO?", CLOUD, "¿Qué porcentaje de los CMO usa la nube?"),
        (
            "y los directores financieros",
            CLOUD,
            "¿Qué porcentaje de los directores financieros usa la nube?",
        ),
        ("¿y según Nexum?", CLOUD, "¿Qué porcentaje de los CIO usa la nube según Nexum?"),
        ("y en Chile", "¿Qué pymes usan IA?", "¿Qué pymes usan IA en Chile?"),
        ("¿Y en Lima?", "¿Cuántas tiendas hay en Cusco?", "¿Cuántas tiendas hay en Lima?"),
        ("¿y en 2020?", "¿Qué pymes usaban IA en 2019?", "¿Qué pymes usaban IA en 2020?"),
        (
            "¿y en Perú?",
            "¿Qué porcentaje de pymes chilenas usa IA?",
            "¿Qué porcentaje de pymes usa IA en Perú?",
        ),
        ("What about CMOs?", "What share of CIOs use AI?", "What share of CMOs use AI?"),
        ("and in Peru?", "Which Chilean firms use AI?", "Which firms use AI in Peru?"),
    ],
)
def test_what_it_leaves_out_is_taken_from_before(question: str, before: str, whole: str) -> None:
    assert completed(question, before) == whole


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("¿Y quién dirige Norvia?", CLOUD),
        ("y cuanto cuesta", CLOUD),
        ("¿Y por qué?", CLOUD),
        ("¿Y usan la nube los CFO?", CLOUD),
        ("¿Qué pasa con los CMO?", CLOUD),
        ("yoga en la oficina", CLOUD),
        ("y", CLOUD),
        ("", CLOUD),
        ("¿Y de los CMO?", ""),
        ("¿Y los CMO?", "¿Quién confía más, los CIO o los CFO?"),
    ],
)
def test_a_whole_question_is_left_as_it_is(question: str, before: str) -> None:
    assert completed(question, before) == question
