"""Questions are understood as people type them."""

import pytest

from corpus.lexicon import fold
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
        ("¿A quiénes y en qué países preguntó Perspecta?", "sample"),
        ("a que directivos entrevisto nexum", "sample"),
        ("Who did Nexum survey?", "sample"),
        ("muestra de nexum y de velmar", "sample"),
        ("¿Qué significa CDO?", "letters"),
        ("que es un cdo", "letters"),
        ("What does CDO stand for?", "letters"),
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
        ("¿A quién cree que preguntó la directora?", "sample"),
        ("¿Qué significa trabajar desde casa?", "letters"),
        ("¿Qué es el teletrabajo?", "letters"),
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
    ("text", "trouble"),
    [
        ("¿Qué frena la exportación?", True),
        ("que obstaculos hay para vender fuera", True),
        ("¿Cuáles son los principales problemas de las pymes?", True),
        ("¿De qué se quejan los CIO?", True),
        ("¿Qué nos impide crecer?", True),
        ("barreras de entrada en Perú", True),
        ("What hinders growth?", True),
        ("Which are the main obstacles?", True),
        ("¿Cómo superar los obstáculos?", False),
        ("¿Qué recomiendan para los problemas de liquidez?", False),
        ("¿Qué porcentaje ve problemas de liquidez?", False),
        ("¿Qué empresas cita el informe?", False),
    ],
)
def test_what_stands_in_the_way_is_asked_for(text: str, trouble: bool) -> None:
    assert understand(text).trouble is trouble


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


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("cuanto cobra un cio", "Un CIO gana 90.000 euros al año.", "El CIO gasta 90.000 euros."),
        ("¿Qué sueldo medio tiene un CFO?", "Su salario es alto.", "El CFO mide el retorno."),
        ("what is the average salary of a CIO", "Cobra 80.000 euros.", "El CIO manda más."),
        ("¿Quién preside Aldaba?", "Ana Ruiz preside Aldaba.", "Ana Ruiz es analista de Aldaba."),
        ("who is the chairman of Aldaba", "Lo presidió Ana Ruiz.", "Ana Ruiz visitó Aldaba."),
        ("¿Quién es el CEO de Aldaba?", "Ana Ruiz dirige Aldaba.", "Ana Ruiz escribe de Aldaba."),
        ("¿Por qué dimitió el CIO?", "Dejó el puesto por cansancio.", "El CIO de Aldaba opina."),
        ("margen de error de la encuesta", "El margen es del 3 %.", "La encuesta es de 2015."),
        ("cuota de mercado de Aldaba", "Tiene un 20 % del mercado.", "Aldaba tiene 20 tiendas."),
        ("¿Qué tipo de interés aplica?", "Al 5 % de interés.", "Presta 5 millones de euros."),
        ("cuanto factura aldaba", "Ingresó 20 millones.", "Aldaba gasta 20 millones."),
        ("¿Cuántos empleados tiene Aldaba?", "Su plantilla es de 300.", "Aldaba gasta 300 euros."),
        ("¿Qué porcentaje de mujeres dirige?", "Ellas son el 20 %.", "El 20 % de los CIO opina."),
        ("¿Qué software usa Aldaba?", "Usa un programa propio.", "Aldaba usa su experiencia."),
        ("¿Qué edad tiene Ana Ruiz?", "Nacida en Soria, tiene 41 años.", "Ana Ruiz vive en Soria."),
    ],
)
def test_some_questions_want_to_see_what_they_ask_for(
    question: str, answers: str, does_not: str
) -> None:
    needs = understand(question).needs
    assert needs
    assert all(need.search(fold(answers)) for need in needs)
    assert not all(need.search(fold(does_not)) for need in needs)


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuánto gana la empresa con la colaboración?",
        "¿Qué aconseja hacer con los salarios?",
        "¿Por qué renunció la firma a vender?",
        "¿Qué mujeres dirigen bancos?",
        "¿Qué tipo de empresas lo hace?",
    ],
)
def test_a_word_of_the_theme_is_no_demand(question: str) -> None:
    assert understand(question).needs == ()


def test_figures_and_years_are_kept_apart() -> None:
    asked = understand("¿Qué dijeron en 2015 los 403 encuestados?")
    assert asked.years == ("2015",)
    assert asked.numbers == ("403",)


@pytest.mark.parametrize("text", ["", "   ", "¿?", "\x00", "a" * 100_000, "¿" * 5000])
def test_whatever_is_typed_is_a_question(text: str) -> None:
    assert isinstance(understand(text), Question)


@pytest.mark.parametrize(
    "asked",
    [
        "¿A cuántos jefes de taller y aprendices se les preguntó para el informe?",
        "a cuantas personas de la banca y los seguros entrevisto la patronal",
        "¿Quiénes fueron los encuestados del barómetro?",
        "¿Cuánta gente de ventas respondió al sondeo del gremio?",
    ],
)
def test_who_was_asked_is_asked_in_many_ways(asked: str) -> None:
    assert understand(asked).asks("sample")


@pytest.mark.parametrize(
    "asked", ["¿Cuántos jefes responden que no?", "¿Cuántas empresas participan en la feria?"]
)
def test_what_people_answer_is_no_sample(asked: str) -> None:
    assert not understand(asked).asks("sample")


def test_advice_that_is_asked_for_is_no_board() -> None:
    assert understand("que consejos hay para las pymes").roles == ()
    assert understand("¿Qué consejos dan a los CFO?").roles == ("cfo",)
    assert understand("¿Qué consejo da Dellepiane a los comercios?").roles == ()
    assert understand("¿Qué recomienda el consejo?").roles == ("consejo-de-administracion",)
    board = understand("¿Qué hacen los consejos de administración?")
    assert board.roles == ("consejo-de-administracion",)
