"""Questions for another country, year or group than the articles tell of."""

from pathlib import Path

import pytest

from index.answer import answer
from index.answer.answering import draft_of
from index.answer.beside import groups_asked, names_unknown
from index.answer.evidence import Asked
from index.answer.notes import notes
from index.answer.question import understand
from index.base import Base
from kg.country import agree, find_countries, is_region, main_country
from kg.place import find_typed_places
from tests.bases import base_of

ARTICLES = {
    "compras": """# La nube tarda en llegar a las pymes andinas

Publicado el 12 de marzo de 2023

La consultora Altozano preguntó en enero a 640 directores de compras de Perú y Colombia.

El 42 % de los directores de compras peruanos ya contrata servicios en la nube. En Colombia lo hace
el 35 % de ellos. La mayoría lamenta que los contratos sean demasiado largos.
""",
    "finanzas": """# Los directores financieros españoles miran de reojo a la nube

Publicado el 3 de mayo de 2023

El Instituto Brezal encuestó a 510 directores financieros de empresas de España. El 61 % de los
directores financieros desconfía de la nube. Un 18 % piensa gastar más en ella el año próximo.

Las empresas dedican a la nube 24.000 euros de media.
""",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return base_of(tmp_path_factory.mktemp("beside"), suffix=".md", **ARTICLES)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("¿Qué porcentaje de los directores de compras chilenos contrata la nube?", "no de Chile"),
        ("cuantos directores de compras contratan nube en mexico", "no de México"),
        ("How many purchasing directors in Brazil use the cloud?", "not of Brazil"),
        ("¿Qué porcentaje de los CIO desconfía de la nube?", "no de CIO"),
        ("¿Qué porcentaje de los directores financieros desconfiaba de la nube en 2015?", "2015"),
    ],
)
def test_what_stands_beside_is_no_answer_and_is_said(question: str, said: str, told: Base) -> None:
    got = answer(question, told)
    assert not got.answerable
    assert got.citations == ()
    assert said in got.answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("¿Qué porcentaje de los directores de compras peruanos contrata la nube?", "42 %"),
        ("¿Qué porcentaje de los directores de compras contrata la nube en Colombia?", "35 %"),
        ("How many Spanish CFOs distrust the cloud?", "61 %"),
        ("¿Qué porcentaje de los directores financieros desconfía de la nube en 2023?", "61 %"),
        ("¿Cuántos directores financieros desconfían de la nube?", "61 %"),
    ],
)
def test_what_is_asked_for_is_told(question: str, value: str, told: Base) -> None:
    got = answer(question, told)
    assert got.answerable
    assert value in got.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("que opina gartner de la nube", "no citan Gartner"),
        ("¿Qué recomienda McKinsey sobre la nube?", "no citan McKinsey"),
        ("según forrester cuantos directores financieros desconfían", "no citan Forrester"),
        ("¿Qué porcentaje de los directores financieros usa Quimbaya?", "no citan Quimbaya"),
        ("¿Quién dirige la oficina de Altozano en Sahagún?", "no citan Sahagún"),
        ("¿Cuánto contrató Altozano en la Feria Quimbaya?", "no citan Feria Quimbaya"),
        ("cuantos directores financieros desconfian de la nube en cusco", "no citan Cusco"),
        ("que % de directores de compras de villavicencio usa nube", "no citan Villavicencio"),
        ("how many CFOs distrust the cloud in san luis potosi", "not cite San Luis Potosi"),
    ],
)
def test_who_no_article_cites_has_said_nothing(question: str, said: str, told: Base) -> None:
    got = answer(question, told)
    assert not got.answerable
    assert said in got.answer


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué opina Altozano de la nube?",
        "según brezal cuantos desconfían y cuantos según gartner",
        "¿Qué se recomienda ceder?",
        "¿Qué dice la patronal?",
        "¿Qué porcentaje usa la IA o el PIN?",
        "¿Qué directores de compras chilenos hay en Chile?",
        "¿Quién la usa más, Altozano o Quimbaya?",
        "¿Qué Brecha Presupuestaria Hay?",
        "cuantos desconfian de la nube en colombia",
        "¿Qué se dice de la libertad de elegir nube?",
    ],
)
def test_a_name_that_is_known_and_what_is_no_name_are_looked_for(question: str, told: Base) -> None:
    assert names_unknown(Asked.of(question, told)) == []


@pytest.mark.parametrize("asked", ["en {}", "de {}", "que hay en {}?"])
def test_a_country_may_be_typed_without_its_capital(asked: str, told: Base) -> None:
    """Where no article speaks of it, that tells as much against an answer."""
    question = f"¿Qué porcentaje de los directores financieros {asked} desconfía de la nube?"
    typed, written = (answer(question.format(name), told) for name in ("japon", "Japón"))
    assert (typed.answerable, typed.confidence) == (written.answerable, written.confidence)


def test_the_half_that_is_there_is_told(told: Base) -> None:
    got = answer("¿Cuántos CIO y cuántos CFO desconfían de la nube?", told)
    assert "61 %" in got.answer


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("¿Cuántos CIO ven al CMO como aliado?", ["cio"]),
        ("cuantos cio y cuantos cfo lo dicen", ["cio", "cfo"]),
        ("que % de cio y de cfo quiere colaborar", ["cio", "cfo"]),
        ("how many CIOs and CFOs agree", ["cio", "cfo"]),
        ("¿Por qué se quejan los CIO?", []),
        ("¿Cuántos líderes lo creen?", []),
    ],
)
def test_figures_are_asked_of_groups(question: str, groups: list[str]) -> None:
    assert groups_asked(understand(question)) == groups


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Las pymes chilenas crecen", ["chile"]),
        ("un banco peruano", ["peru"]),
        ("en Bogotá y en Medellín", ["colombia", "colombia"]),
        ("las empresas de EE. UU.", ["united_states"]),
        ("la región latinoamericana", ["latin_america"]),
        ("the Spanish firms", ["spain"]),
        ("British and German banks", ["united_kingdom", "germany"]),
        ("la ciudadanía brasileña", ["brazil"]),
        ("una lima de uñas", []),
        ("lo tradujo al francés", []),
        ("un informe en español", []),
        ("el índice indica", []),
        ("las rusas y los turcos", ["russia", "turkey"]),
        ("la Unión Europea", ["europe"]),
        ("República Dominicana y Puerto Rico", ["dominican_republic", "puerto_rico"]),
        ("el consejo de la empresa", []),
        ("cursos de inglés", []),
        ("un tercio de los ingleses", ["united_kingdom"]),
    ],
)
def test_countries_are_found_by_name_people_and_city(text: str, countries: list[str]) -> None:
    assert find_countries(text) == countries


def test_a_question_may_leave_out_capitals() -> None:
    assert find_countries("cuantas pymes hay en lima", typed=True) == ["peru"]


@pytest.mark.parametrize(
    ("asked", "told", "fits"),
    [
        ("chile", "chile", True),
        ("chile", "latin_america", True),
        ("europe", "spain", True),
        ("chile", "europe", False),
        ("chile", "peru", False),
    ],
)
def test_a_region_agrees_with_its_countries(asked: str, told: str, fits: bool) -> None:
    assert agree({asked}, {told}) is fits


def test_an_article_is_about_the_country_it_names_most() -> None:
    assert main_country("En Perú, y en Lima sobre todo, más que en Chile.") == "peru"
    assert main_country("En Perú y en Chile.") is None
    assert main_country("En ninguna parte.") is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("El desempleo bajó al 10,4 % en abril, informó el DANE.", "colombia"),
        ("Las ventas por internet sumarán S/ 31.800 millones.", "peru"),
        ("Las pymes de Quibdó y Riohacha crecen más.", "colombia"),
        ("El INEGI contó 4,8 millones de negocios.", "mexico"),
        ("Cuesta dos mil colones al mes.", "costa_rica"),
        ("La banda sonora es de un autor con el DNA de siempre.", None),
        ("El IMSS lo sabe bajo los soles de agosto.", None),
    ],
)
def test_an_article_for_readers_at_home_shows_its_country(text: str, country: str | None) -> None:
    assert main_country(text) == country


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("cuanto se gasta en cusco", ["cusco"]),
        ("hoteles de San Luis Potosí o de jaén", ["san luis potosi", "jaen"]),
        ("que se invierte en marketing", []),
        ("¿se habla de la libertad de prensa?", []),
        ("salta un error en la nube", []),
        ("de", []),
    ],
)
def test_places_are_found_without_capitals(question: str, places: list[str]) -> None:
    assert find_typed_places(question) == places


def test_regions_hold_countries_and_countries_cities() -> None:
    assert is_region("europe")
    assert not is_region("spain")


def test_a_country_that_no_article_names_is_said(tmp_path: Path) -> None:
    text = "# La nube gana peso\n\nEl 42 % de los directores de compras contrata la nube.\n"
    base = base_of(tmp_path, suffix=".md", nube=text)
    question = "¿Qué porcentaje de los directores de compras chilenos contrata la nube?"
    assert "no hablan de Chile" in answer(question, base).answer
    asked = Asked.of(question, base)
    draft = draft_of(asked)
    assert "42 %" in draft.statements[0].text
    (note,) = notes(asked, draft.statements, first_only=False)
    assert "no hablan de Chile" in note.text
    got = answer("¿Qué porcentaje de los directores de compras contrata la nube?", base)
    assert "no hablan" not in got.answer


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return base_of(
        tmp_path_factory.mktemp("home"),
        suffix=".md",
        abril="# El desempleo bajó a 10,4 % en abril\n\nEl desempleo fue de 10,4 % en abril, "
        "informó el DANE. El desempleo de Villarrosa llegó al 25,2 %.\n",
        mayo="# El desempleo de Costa Rica\n\nEl desempleo de Costa Rica fue de 7,8 % en mayo.\n",
    )


def test_articles_for_readers_at_home_answer_for_their_country(at_home: Base) -> None:
    told = answer("cuanto es el desempleo en colombia", at_home)
    assert "10,4 %" in told.answer
    assert "7,8 %" not in told.answer
    assert "no hablan de Colombia" not in told.answer
    assert "su artículo trata de Colombia" in told.answer
    there = answer("¿Cuánto es el desempleo en Costa Rica?", at_home).answer
    assert "7,8 %" in there
    assert "su artículo trata" not in there
    nowhere = answer("¿Cuánto es el desempleo en Perú?", at_home)
    assert "hablan de Colombia y Costa Rica, no de Perú" in nowhere.answer


def test_what_names_the_town_of_the_question_comes_first(at_home: Base) -> None:
    lines = answer("¿Cuánto es el desempleo de Villarrosa?", at_home).answer.splitlines()
    assert "25,2 %" in lines[0]
    assert answer("¿Cuánto es el desempleo de Villarrosa?", at_home).weaker == len(lines) - 1


def test_advice_is_of_articles_that_speak_of_those_it_is_asked_for(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        suffix=".md",
        finanzas="# El dinero y la marca\n\nLos directores financieros deberían visitar a un "
        "cliente al año. Conviene que lleven las cuentas con los equipos de marca.\n",
        museos="# Las colas de los museos\n\nLos museos deberían abrir hasta las nueve. El alcalde "
        "debería poner más autobuses.\n",
    )
    assert {c.article for c in answer("¿Qué deberían hacer los CFO?", base).citations} == {
        "finanzas"
    }
    assert {c.article for c in answer("¿Qué deberían hacer los museos?", base).citations} >= {
        "museos"
    }


def test_a_sample_is_of_an_article_that_names_whose_it_is(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        suffix=".md",
        bajas="---\npublisher: Derecho a Reclamo\n---\n\n# Lo que cuesta darse de baja\n\nLos "
        "números salen de la encuesta que hicimos en julio a 2.015 socios. El 43 % no logró darse "
        "de baja.\n",
        caribe="# Los hogares del Caribe se atrasan\n\nLa encuesta del Instituto Brezal, hecha a "
        "1.100 hogares, dice que uno de cada tres hogares se atrasó en una cuota.\n",
    )
    assert "1.100" not in answer("¿A cuántos hogares encuestó Derecho a Reclamo?", base).answer
    for question in (
        "¿A cuántos hogares encuestó el Instituto Brezal?",
        "¿Cuántos participantes tuvo la encuesta del Instituto Brezal?",
    ):
        assert answer(question, base).confidence == 1.0
    for question in ("preguntas hizo", "CIO encuestó"):
        asked = answer(f"¿A cuántos {question} el Instituto Brezal?", base)
        assert "no dicen a cuántos se preguntó" in asked.answer


def test_a_sample_is_not_of_a_firm_that_its_article_only_speaks_of(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        encuestas="Encuestas que nadie lee\n\nPor Laura Brandt y Marcos Olmo\n\nHace unos años, "
        "Luisa Prado, directora de recursos humanos de Ferretera Ocaña, una compañía de Burgos, "
        "encargó una encuesta de clima. Respondió el 91 % de la plantilla.\n\nNo es una excepción. "
        "En nuestra investigación, en la que entrevistamos a 64 directores de recursos humanos, "
        "encontramos que preguntar y no actuar es peor que no preguntar.\n",
    )
    assert "64" not in answer("¿A cuántos preguntó Ferretera Ocaña?", base).answer
    for asked in ("directores de recursos humanos", "directores"):
        assert "64" in answer(f"¿A cuántos {asked} entrevistaron?", base).answer
    assert "64" not in answer("¿A cuántos presidentes entrevistaron?", base).answer


def test_a_body_that_shares_a_word_with_what_is_asked_takes_no_sample_away(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        bajas="El coste de las bajas\n\nEl absentismo es ya el principal problema del 68 % de las "
        "empresas, según el III Observatorio del Absentismo, que elabora Korvana. El informe "
        "recoge la opinión de 340 directores generales.\n",
        empleo="Empleos mal pagados\n\nOcho de cada diez puestos se pagan mal, según el "
        "Observatorio del Trabajo Digno (OTD), que analiza las altas desde 2010.\n",
        # of many sentences, so that "observatorio" is rare enough to name who begins with it
        ventas="Ventas\n\n" + "Los pedidos bajan despacio y nadie sabe por qué. " * 80,
    )
    question = "quien hizo el observatorio del absentismo y a cuantos directores generales pregunto"
    assert "340" in answer(question, base).answer
