"""Questions are understood as people type them."""

import pytest

from index.answer.question import Question, understand


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("¿Cuántos directores financieros prevén contratar?", "figure"),
        ("% de cfo q preven contratar", "figure"),
        ("que porcentaje de las pymes vende en línea", "figure"),
        ("How many finance chiefs expect to hire?", "figure"),
        ("a cuantas empresas encuestaron", "sample"),
        ("¿Cuál fue el tamaño de la muestra?", "sample"),
        ("How many people did Nexum survey?", "sample"),
        ("How many firms has the bank interviewed?", "sample"),
        ("¿Quién hizo el estudio sobre teletrabajo?", "study"),
        ("¿Qué informes hay sobre ciberseguridad?", "study"),
        ("¿Qué recomienda el informe a las pymes?", "recommendation"),
        ("¿Cómo debería empezar una tienda pequeña?", "recommendation"),
        ("¿Cada cuánto conviene revisar las copias?", "frequency"),
        ("¿Quién confía más en la nube, los CIO o los CFO?", "comparison"),
        ("¿Por qué cae el consumo?", "reason"),
        ("¿Qué es el phishing?", "definition"),
        ("¿Quién escribió la columna?", "author"),
        ("¿Cuándo entra en vigor?", "when"),
        ("¿En qué año se publicó?", "when"),
    ],
)
def test_what_is_asked_for_is_seen(text: str, kind: str) -> None:
    assert kind in understand(text).kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("¿Qué hacen cuando cae la demanda?", "when"),
        ("presupuesto de marketing", "figure"),
        ("How many people do managers trust?", "sample"),
        ("los CIO y la nube", "comparison"),
    ],
)
def test_what_is_not_asked_for_is_not_seen(text: str, kind: str) -> None:
    assert kind not in understand(text).kinds


def test_accents_capitals_and_signs_make_no_difference() -> None:
    bare = understand("que porcentaje de los cio confia en su equipo")
    full = understand("¿Qué porcentaje de los CIO confía en su equipo?")
    assert (bare.kinds, bare.roles, bare.terms) == (full.kinds, full.roles, full.terms)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What share of CIOs trust their team?", "en"),
        ("¿Qué porcentaje confía?", "es"),
        ("CMO", "es"),
        ("Infosys: how much do profits rise?", "en"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert understand(text).language == language


def test_roles_are_found_in_lower_case() -> None:
    assert understand("que opinan los cio y los cmo").roles == ("cio", "cmo")


def test_everything_is_wanted_only_where_it_is_said() -> None:
    assert understand("Dame todas las cifras del informe").everything
    assert not understand("¿Qué cifra da el informe de pymes?").everything


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué obstáculos frenan la nube?",
        "¿De qué se quejan los financieros?",
        "medidas para reducir las devoluciones",
        "¿Qué gana la empresa cuando comparte datos?",
        "¿En qué coinciden los artículos?",
        "What do auditors complain about?",
        "Which barriers are there?",
    ],
)
def test_what_is_told_in_several_places_is_seen(text: str) -> None:
    assert understand(text).several


@pytest.mark.parametrize(
    "text", ["¿Qué tasa de paro hay?", "¿Quién dirige Aldaba?", "¿Qué es el phishing?"]
)
def test_what_one_sentence_tells_is_not_taken_for_it(text: str) -> None:
    assert not understand(text).several


@pytest.mark.parametrize(
    "text",
    [
        "¿Quién gasta más, según cada estudio?",
        "según las encuestas, qué frena la nube",
        "What does every survey say about trust?",
    ],
)
def test_each_study_is_to_have_its_say_where_it_is_said(text: str) -> None:
    assert understand(text).each_source


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("¿Qué es un CMT y cuánto cobra?", 2),
        ("¿De qué se quejan los CIO, y de qué los CMO?", 2),
        ("How often do they talk, and what do they talk about?", 2),
        ("¿Qué opinan de la nube y de los datos?", 1),
        ("¿Cuántos creen que fallan y que nadie lo arregla?", 1),
    ],
)
def test_a_second_question_is_told_from_a_second_thing(text: str, parts: int) -> None:
    assert len(understand(text).clauses) == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¿Quién redujo el cuestionario?", ("speaker",)),
        ("¿Quién aconsejó esperar un año?", ("speaker",)),
        ("¿Quién dirige Aldaba?", ("person",)),
        ("Who cut the questionnaire?", ("speaker",)),
        ("¿Quién paga más, los bancos o las cajas?", ()),
        ("¿Qué redujo el cuestionario?", ()),
    ],
)
def test_who_did_something_is_to_be_named(text: str, expected: tuple[str, ...]) -> None:
    assert understand(text).expects == expected


def test_figures_and_years_are_kept_apart() -> None:
    asked = understand("¿Qué dijeron en 2015 los 403 encuestados?")
    assert asked.years == ("2015",)
    assert asked.numbers == ("403",)


@pytest.mark.parametrize("text", ["", "   ", "¿?", "\x00", "a" * 100_000, "¿" * 5000])
def test_whatever_is_typed_is_a_question(text: str) -> None:
    assert isinstance(understand(text), Question)
