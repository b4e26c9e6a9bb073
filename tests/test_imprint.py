import pytest

from corpus.imprint import find_publisher, in_usual_case

MENU = "Inicio  Economía  Puertos  Contacto"
PUBLISHERS = [
    (
        "owner",
        [MENU, "© 2023 Ondarra Noticias S.A.S. Todos los derechos reservados"],
        "Ondarra Noticias",
    ),
    ("owner_first", [MENU, "Ondarra21 © 2022  |  Anúnciate"], "Ondarra21"),
    (
        "owner_spaced",
        [MENU, "© Diario del Salto, S. L. Todos los derechos reservados"],
        "Diario del Salto",
    ),
    (
        "owner_dashes",
        [MENU, "Copyright 2024 - Diario del Salto - Registro en trámite"],
        "Diario del Salto",
    ),
    (
        "owner_year_behind",
        [MENU, "© Salto Digital 2021. Prohibida su reproducción."],
        "Salto Digital",
    ),
    ("imprint", [MENU, "Puerto y Mar es una publicación de Ediciones Vela, S.L."], "Puerto y Mar"),
    ("masthead", ["PUERTO Y MAR", MENU, "© 2023 Puerto y Mar"], "PUERTO Y MAR"),
    ("masthead_of_house", ["Rumbo Abierto", "© 2023 Editorial Rumbo, S.A."], "Rumbo Abierto"),
    ("masthead_again", ["Ondarra", MENU, "Sobre Ondarra"], "Ondarra"),
    (
        "masthead_long",
        ["FES · Federación de Empresas del Salto", MENU],
        "Federación de Empresas del Salto",
    ),
    ("running_head", ["18  PUERTO Y MAR  Nº 97", "PUERTO Y MAR  ABRIL 2023  19"], "PUERTO Y MAR"),
    ("menu", ["Inicio | Blog | Contacto", "Inicio"], None),
    ("section", ["Opinión", "Más noticias de Opinión"], None),
    ("unconfirmed", ["Los puertos crecen", "Compartir"], None),
    ("rights_alone", [MENU, "© 2020. Todos los derechos reservados"], None),
    ("picture", [MENU, "Foto: © Ana Gil"], None),
    ("none", [], None),
]


@pytest.mark.parametrize(
    ("lines", "publisher"), [pytest.param(lines, name, id=i) for i, lines, name in PUBLISHERS]
)
def test_the_furniture_of_a_page_tells_who_publishes_it(
    lines: list[str], publisher: str | None
) -> None:
    assert find_publisher(lines) == publisher


@pytest.mark.parametrize(
    ("name", "text", "usual"),
    [
        ("PUERTO Y MAR", "PUERTO Y MAR\nEn Puerto y Mar lo sabemos.", "Puerto y Mar"),
        ("LA VOZ DEL SALTO", "LA VOZ DEL SALTO", "LA VOZ DEL SALTO"),
        ("FES", "FES", "FES"),
        ("Ondarra", "ONDARRA", "Ondarra"),
    ],
)
def test_a_name_in_capitals_is_given_as_names_are_written(name: str, text: str, usual: str) -> None:
    assert in_usual_case(name, text) == usual


def test_a_page_of_notices_is_read_at_once() -> None:
    find_publisher(["© 2020 " + "A " * 140] * 20_000)


def test_a_headline_in_capitals_is_no_publisher() -> None:
    assert find_publisher(["NUEVAS REGLAS PARA PYMES", "Lo que cambia en enero."]) is None
