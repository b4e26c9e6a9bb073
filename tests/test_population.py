"""Whose figure it is: own sentences, each with the value and who it is about."""

import pytest

from kg.entity import find_entities
from kg.statistic import find_statistics
from tests.benchmarks.matching import same_population
from tests.phrases import article_of, table


@pytest.mark.parametrize(
    ("text", "value", "who"),
    [
        *table("population"),
        *table("population_context"),
        *table("population_spoken"),
        *table("population_carried"),
    ],
)
def test_figure_is_about_whom_the_sentence_says(text: str, value: float, who: str) -> None:
    article = article_of(text)
    found = find_statistics(article, find_entities(article))

    labels = [p.label for s in found if abs(float(s.value) - value) < 0.06 for p in s.populations]

    assert same_population(who, labels), [(s.value_text, s.populations, s.rule) for s in found]


@pytest.mark.parametrize(("text", "value", "who"), table("population_label"))
def test_a_label_holds_all_that_tells_who_they_are_and_no_more(
    text: str, value: float, who: str
) -> None:
    assert whose(text, value) == [who]


@pytest.mark.parametrize(("text", "value", "who"), table("population_here"))
def test_a_figure_is_of_those_whom_its_own_sentence_names(
    text: str, value: float, who: str
) -> None:
    assert whose(text, value) == [who]


@pytest.mark.parametrize(("text", "value", "who"), table("population_held"))
def test_a_thing_is_of_the_body_that_the_text_was_speaking_of(
    text: str, value: float, who: str
) -> None:
    assert whose(text, value) == [who]


def test_a_line_that_only_wraps_does_not_cut_a_phrase() -> None:
    article = article_of(
        "Desde hace unos años, y por muchas razones que nadie ha explicado\n"
        "todavía, la única herramienta que se usa a diario en el 58 % de\n"
        "las empresas que visitamos este año para escribir el reportaje\n"
        "es una hoja de cálculo de las de siempre.\n"
    )

    (read,) = find_statistics(article, find_entities(article))

    assert [population.label for population in read.populations] == ["empresas"]


def whose(text: str, value: float) -> list[str]:
    article = article_of(text)
    found = find_statistics(article, find_entities(article))
    return [p.label for s in found if float(s.value) == value for p in s.populations]


LIST = "Así variaron los precios:\n\n- Hierbas, raíces y semillas: +4 %\n- Cordero de leche: -3 %\n"
POLL = (
    "Los conductores explican por qué no cambian de coche.\n\n"
    "- El precio: 41 %\n- No tiene dónde cargarlo: 22 %\n- No sabe: 7 %\n"
)


def test_the_label_of_an_item_is_whose_its_figure_is() -> None:
    assert whose(LIST, 4) == ["hierbas, raíces y semillas"]
    assert whose(LIST, -3) == ["cordero de leche"]


def test_a_label_that_only_points_back_names_nobody() -> None:
    text = "Así varió la productividad:\n\n- La de Lugo: 3,1 %\n- La de aquellos: 2,7 %\n"

    assert all(whose(text, 2.7))


@pytest.mark.parametrize("value", [41, 22, 7])
def test_answers_of_a_list_are_of_those_who_gave_them(value: float) -> None:
    assert whose(POLL, value) == ["conductores"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("En el norte, el 38 % de las empresas cerró.", "empresas en el norte"),
        ("En Lima, el 38 % de las empresas cerró.", "empresas en Lima"),
        ("Abren en Chile y Perú. En Lima, el 38 % de las empresas cerró.", "empresas en Lima"),
        ("En Bolivia y Perú abren. En Quito, el 38 % de los empleados duda.", "empleados en Quito"),
        ("En marzo, el 38 % de las empresas cerró.", "empresas"),
        ("En el ámbito digital, el 38 % de las empresas vende.", "empresas"),
        ("En Lima viven bien. El 38 % de las empresas cerró.", "empresas"),
        ("En el norte, el 38 % de los CIO viaja.", "CIO"),
    ],
)
def test_a_place_that_opens_a_clause_narrows_whose_its_figure_is(text: str, who: str) -> None:
    assert whose(text, 38) == [who]


def test_who_follows_in_a_ranking_has_the_figure_behind() -> None:
    text = "Encabezan los bancos, con el 27 % de los avisos, y les siguen los molinos, con el 19 %."
    assert whose(text, 19) == ["molinos"]


def test_a_word_without_determiner_is_no_subject() -> None:
    assert "fíjese" not in whose("Y en Lugo, fíjese, no llega ni al 20 % de los hogares.", 20)


def test_a_rate_is_of_the_only_country_named() -> None:
    text = "El Gobierno de Chile hizo balance. La tasa de paro cerró marzo en el 8 %."
    assert whose(text, 8) == ["tasa de paro en Chile"]


def test_cases_are_of_those_whose_complaint_it_is() -> None:
    text = "La mayor queja de los CMO, en el 45 % de los casos, es no llegar a los datos."
    assert whose(text, 45) == ["CMO"]


@pytest.mark.parametrize("who", ["directores comerciales", "directoras comerciales"])
def test_a_role_is_known_in_every_gender_and_number(who: str) -> None:
    article = article_of(f"El 41 % de las personas calla, y también el 12 % de los {who}.")

    *_, read = find_statistics(article, find_entities(article))

    assert [population.role for population in read.populations] == ["director-comercial"]


@pytest.mark.parametrize(("text", "value", "who"), table("population_within"))
def test_a_phrase_of_the_sentence_is_read_by_its_grammar(text: str, value: float, who: str) -> None:
    assert whose(text, value) == [who]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Sobresalen Cádiz y Ceuta, ambas con más del 50 %.", ["Cádiz", "Ceuta"]),
        ("El lino y la seda subieron, ambos un 50 %.", ["lino", "seda"]),
        ("El lino y la seda subieron, y la lana lo hizo un 50 %.", ["lana"]),
        ("Lo cree el 50 % de los empleados, tanto hombres como mujeres.", ["hombres", "mujeres"]),
        (
            "Nexum encuestó a 300 personas. El 50 % de los encuestados, tanto de marketing como de"
            " TI, lo admite.",
            ["ejecutivos de marketing", "ejecutivos de TI"],
        ),
    ],
)
def test_both_are_the_two_that_were_named(text: str, pair: list[str]) -> None:
    assert whose(text, 50) == pair


DIALOGUE = (
    "Ana Gil: “Nadie avisa de que se va”\n\n"
    "La directora general de Hoteles Velta cuenta cómo le fue este verano a la cadena.\n\n"
    "—¿Cómo ha ido?\n\n—Bien. Según la consultora Sondal, el sector crece un 3 %.\n\n"
    "—¿Y ustedes?\n\n—Facturamos 90 millones de euros.\n\n"
    "—¿Contratarán?\n\n—Contrataremos a 40 personas.\n"
)


def test_whoever_answers_questions_behind_dashes_tells_of_their_own() -> None:
    assert whose(DIALOGUE, 90_000_000) == ["Hoteles Velta"]


def test_an_interview_is_not_about_a_firm_that_only_an_answer_names() -> None:
    text = DIALOGUE.replace("Hoteles Velta", "la cadena").replace("la cadena.", "ella.")

    assert "Sondal" not in whose(text, 90_000_000)
