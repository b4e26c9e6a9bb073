"""How well a text answers to the words of a question."""

import pytest

from index.answer.question import understand
from index.answer.relevance import Relevance, role_credit


def relevance(question: str) -> Relevance:
    return Relevance(understand(question), telling=lambda stem: 3.0)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("¿Cuántas tiendas venden por internet?", "Una tienda que vende en internet."),
        ("que frena la exportacion", "El freno a las exportaciones."),
        ("¿Qué piden los de sistemas?", "El departamento de TI pide más medios."),
    ],
)
def test_the_same_word_in_any_form_is_met(question: str, text: str) -> None:
    assert relevance(question).words_met(text) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("¿De qué se quejan?", "Su mayor frustración es otra."),
        ("Which goals matter?", "Importan los objetivos."),
    ],
)
def test_a_synonym_is_nearly_met(question: str, text: str) -> None:
    assert 0.3 < relevance(question).words_met(text) < 1.0


def test_another_word_is_not_met() -> None:
    assert relevance("¿Qué sucursales abrirá?").words_met("El tomate maduró pronto.") < 0.2


def test_texts_together_meet_what_none_meets_alone() -> None:
    both = relevance("tiendas y exportación")
    one, other = "Las tiendas cierran.", "La exportación crece."
    assert both.words_met(one, other) > max(both.words_met(one), both.words_met(other))


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Los CIO dudan.", 1.0),
        ("Los directores de sistemas dudan.", 1.0),
        ("Los ejecutivos de TI dudan.", 0.75),
        ("Los CMO dudan.", 0.0),
    ],
)
def test_a_role_is_met_by_any_of_its_names_and_nearly_by_its_kind(text: str, credit: float) -> None:
    assert relevance("¿Qué opinan los CIO?").roles_met(text) == pytest.approx(credit)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("El departamento de ventas y el de TI dudan.", 1.0),
        ("Los encuestados, de ventas como de TI, dudan.", 0.75),
        ("El tomate maduró pronto.", 0.0),
    ],
)
def test_a_team_asked_for_by_its_function_is_nearly_met_by_that_word(
    text: str, credit: float
) -> None:
    asked = relevance("¿Quién duda más, ventas o TI?")
    assert asked.roles_met(text) == pytest.approx(credit)
    assert (asked.words_met(text) > 0.5) == (credit > 0)


def test_the_noun_that_is_asked_for_must_be_named() -> None:
    asked = relevance("¿Cuántas sucursales abrió el banco?")
    assert asked.head_met("El banco abrió nueve sucursales.") == 1.0
    assert asked.head_met("El banco prestó nueve millones.") < 0.5


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("How many think that banks matter?", "How many banks matter?"),
        ("¿Cuántos creen que los bancos importan?", "¿Cuántos bancos importan?"),
        ("¿Qué opinan de los bancos?", "¿Qué bancos?"),
    ],
)
def test_a_verb_of_opinion_is_not_looked_for(question: str, bare: str) -> None:
    assert understand(question).terms == understand(bare).terms


def test_a_rare_word_weighs_more_than_one_that_everybody_uses() -> None:
    asked = relevance("¿Cuánta gente exporta litio?")
    assert asked.rare_met("Se exporta litio.") > asked.rare_met("Hay gente que exporta.")
    assert asked.rare_missed("Hay gente que exporta.") > asked.rare_missed("Se exporta litio.")


def test_no_role_wanted_is_every_role_met() -> None:
    assert role_credit([], ["cio"]) == 1.0


def test_a_question_without_content_meets_nothing() -> None:
    assert relevance("¿qué?").of("Cualquier frase.") == 0.0
