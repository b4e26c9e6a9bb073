"""Dates and by-lines as Spanish pages print them."""

import pytest

from corpus.metadata import find_date, read_byline
from corpus.reading import Source, read_source


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("17 de diciembre de 2015", "2015-12-17"),
        ("17 Diciembre 2015", "2015-12-17"),
        ("17 DIC 2015", "2015-12-17"),
        ("17-dic-2015", "2015-12-17"),
        ("17/12/2015", "2015-12-17"),
        ("7/3/2021", "2021-03-07"),
        ("17.12.2015", "2015-12-17"),
        ("17-12-2015", "2015-12-17"),
        ("17/12/15", "2015-12-17"),
        ("2015-12-17", "2015-12-17"),
        ("2015-12-17T10:30:00Z", "2015-12-17"),
        ("jueves, 17 de diciembre del 2015", "2015-12-17"),
        ("17 de diciembre, 2015", "2015-12-17"),
        ("diciembre 17, 2015", "2015-12-17"),
        ("diciembre 17 de 2015", "2015-12-17"),
        ("1º de mayo de 2019", "2019-05-01"),
        ("1.º de mayo de 2019", "2019-05-01"),
        ("3 de setiembre de 2020", "2020-09-03"),
        ("sept. 2020", "2020-09"),
        ("diciembre de 2015", "2015-12"),
        ("Diciembre 2015", "2015-12"),
        ("May 3, 2018", "2018-05-03"),
        ("Publicado el 5 enero, 2018 a las 9:00", "2018-01-05"),
        ("31/02/2020", None),
        ("45 de marzo de 2020", "2020-03"),
        ("en 2015", None),
        ("creció 17/12 puntos", None),
        ("12.500.2015", None),
        ("el artículo 3.12.2 de la ley", None),
        ("marzo", None),
    ],
)
def test_dates_are_read_in_every_spanish_way(text: str, iso: str | None) -> None:
    found = find_date(text)

    assert (found[0] if found else None) == iso


@pytest.mark.parametrize(
    ("line", "authors", "published"),
    [
        ("Por Redacción - 17 Diciembre 2015", ("Redacción",), "2015-12-17"),
        ("por Amalia Prado, Jorge Sanz", ("Amalia Prado", "Jorge Sanz"), None),
        ("Por Amalia Prado y Jorge Sanz", ("Amalia Prado", "Jorge Sanz"), None),
        ("Autor: Ana de la Fuente", ("Ana de la Fuente",), None),
        ("Texto: Luis Gómez", ("Luis Gómez",), None),
        ("POR MARTA RUIZ", ("MARTA RUIZ",), None),
        ("Escrito por María José López el 5 enero, 2018", ("María José López",), "2018-01-05"),
        ("Juan Pérez | Madrid | 12 MAR 2020 - 08:30 CET", ("Juan Pérez",), "2020-03-12"),
        ("Redacción | 12/03/21", ("Redacción",), "2021-03-12"),
        ("Redacción", ("Redacción",), None),
        ("Madrid, 3 de marzo de 2021", (), "2021-03-03"),
        ("BOGOTÁ, abril 4 de 2019", (), "2019-04-04"),
        ("17/12/2015", (), "2015-12-17"),
        ("Actualizado: 12/03/2021 10:30", (), "2021-03-12"),
        ("Lunes, 3 de junio de 2019", (), "2019-06-03"),
        ("By John Smith", ("John Smith",), None),
        ("Por Rosa Vega | 5 comentarios | 3 min de lectura", ("Rosa Vega",), None),
        ("Rosa Vega · 12 comentarios", ("Rosa Vega",), None),
        ("Redacción | 7 comentarios | 1.342 compartidos", ("Redacción",), None),
    ],
)
def test_bylines_give_authors_and_date(
    line: str, authors: tuple[str, ...], published: str | None
) -> None:
    byline = read_byline(line)

    assert byline is not None
    assert (byline.authors, byline.published) == (authors, published)


@pytest.mark.parametrize(
    "line",
    [
        "Por qué fracasan los proyectos",
        "Por eso",
        "Por un futuro mejor para la industria",
        "Por primera vez, las mujeres son mayoría",
        "Innovación y Talento",
        "Un año después",
        "El 3 de mayo de 2020 la empresa cerró su planta de Vigo.",
        "La empresa creció en mayo de 2020",
        "Textos: la clave de una buena web está en lo que cuenta",
        "Por supuesto",
        "Artículo de opinión",
        "Entrevista a la directora de compras",
        "Por Navidad, las ventas suben un tercio",
        "Lima, 2 de febrero de 2024. El banco central sube los tipos.",
        "El Banco de España sube en mayo de 2020 sus previsiones",
        "La revista publicó en mayo de 2020 una encuesta",
        "Boletín Oficial del Estado",
        "Guía para emprendedores",
        "5 comentarios",
        "3 votos de 7 socios",
        "Rosa Vega, 12 comentarios de una jefa",
        "",
    ],
)
def test_prose_is_no_byline(line: str) -> None:
    assert read_byline(line) is None


def test_a_line_of_bars_gives_its_date_whatever_else_it_tells() -> None:
    found = read_byline("Consultora de estrategia | 14 de febrero de 2023 | 6 min de lectura")

    assert found is not None
    assert found.published == "2023-02-14"
    assert found.authors == ()


@pytest.mark.parametrize(
    ("line", "publisher", "published"),
    [
        ("Publicado el 4 de mayo de 2019 en Papeles del Sur", "Papeles del Sur", "2019-05-04"),
        ("Publicado el 4 de octubre de 2019 en Madrid", None, "2019-10-04"),
        ("Publicado el 4 de octubre de 2019 en Economía", None, "2019-10-04"),
        ("Revista Carga y Ruta, número 31", "Revista Carga y Ruta", None),
        ("Ferretería y Bricolaje, núm. 211", "Ferretería y Bricolaje", None),
        ("La Gaceta del Norte | 3 de mayo de 2020", "La Gaceta del Norte", "2020-05-03"),
        ("Lima, 2 de marzo de 2024. Comunicado de la Cámara Andina", "Cámara Andina", "2024-03-02"),
    ],
)  # fmt: skip
def test_who_publishes_is_told_from_places_and_sections(
    line: str, publisher: str | None, published: str | None
) -> None:
    byline = read_byline(line)

    assert byline is not None
    assert (byline.publisher, byline.published, byline.authors) == (publisher, published, ())


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Por Ana Gil - 3 de mayo de 2019", ("Ana Gil",)),
        ("Por Rubén Cázares | Monterrey, N. L. | 8 de mayo de 2024", ("Rubén Cázares",)),
        ("Por Ana Soto, profesora de Economía y autora, Universidad del Sur", ("Ana Soto",)),
        ("Suplemento Campo | Buenos Aires, 2 de julio de 2022", ()),
        ("Reportaje. Por Nuria Sala. 22 de febrero de 2024", ("Nuria Sala",)),
    ],
)  # fmt: skip
def test_places_callings_and_sections_are_no_authors(line: str, authors: tuple[str, ...]) -> None:
    byline = read_byline(line)

    assert byline is not None
    assert byline.authors == authors


@pytest.mark.parametrize(
    ("head", "authors", "published"),
    [
        ("Marta Vega\nMadrid - 21 OCT 2022 - 06:30 CEST", ("Marta Vega",), "2022-10-21"),
        ("Marta Vega Mas\nlun 15 abril 2024 05:40 AM", ("Marta Vega Mas",), "2024-04-15"),
        ("viernes, 31 de mayo de 2024\nMarta Vega Mas", ("Marta Vega Mas",), "2024-05-31"),
        ("Sala Central\n31 de mayo de 2024", (), "2024-05-31"),
        ("Recursos Humanos\n31 de mayo de 2024", (), "2024-05-31"),
        ("Marta Vega\nLos puertos que más crecen", (), None),
    ],
)
def test_a_name_alone_beside_the_date_under_the_title_is_the_author(
    head: str, authors: tuple[str, ...], published: str | None
) -> None:
    body = (
        "El puerto movió el año pasado más carga que nunca y la ciudad lo nota en sus calles. " * 3
    )
    text = f"Los puertos crecen más que nunca\n{head}\n\n{body}\n\n{body}"
    article = read_source(Source(None, "prueba.txt", "prueba", text.encode()))

    assert (article.authors, article.published) == (authors, published)
