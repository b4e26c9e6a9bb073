"""What a base holds is listed and counted, as the graph has it."""

import re
from pathlib import Path

import pytest

from index.answer import answer
from index.answer.question import understand
from index.base import Base
from index.records import Answer
from tests.bases import base_of


def first_line(given: Answer) -> str:
    return re.sub(r"^- | ?\[\d+\]", "", given.answer.splitlines()[0])


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Base:
    texts = {
        f"a{year}": f"El crédito en {year}\n\nRedacción - 17 marzo {year}\n\nUn estudio de la "
        f"consultora {by} revela que el 41 % de los CFO pide crédito. {body} publica sus cuentas.\n"
        for year, body, by in [
            (2015, "Acme", "Brumal"),
            (2019, "Acme", "Cendra"),
            (2022, "Zeta", "Dorsal"),
        ]
    }
    return base_of(tmp_path_factory.mktemp("dated"), **texts)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("¿Qué artículos hay?", "Artículos: 5"),
        ("cuantos articulos hay", "Artículos: 5"),
        ("how many articles are there?", "Articles: 5"),
        ("¿Cuántos artículos hablan de Accenture?", "Artículos: 2"),
        ("que articulos son de 2020", "Artículos: 1"),
    ],
)
def test_articles_are_counted(question: str, line: str, base: Base) -> None:
    assert first_line(answer(question, base)) == line


def test_every_article_is_listed_with_its_title_cited(base: Base) -> None:
    given = answer("¿Qué artículos hay?", base)
    assert len(given.answer.splitlines()) == 6
    assert {citation.article for citation in given.citations} == set(base.article_ids)


def test_recommendations_are_those_of_the_graph(base: Base) -> None:
    given = answer("¿Cuántas recomendaciones hay?", base)
    assert first_line(given) == f"Recomendaciones: {len(base.knowledge.recommendations)}"


def test_studies_are_counted(dated: Base) -> None:
    assert first_line(answer("¿Cuántos estudios hay?", dated)) == "Estudios: 3"


@pytest.mark.parametrize(
    ("question", "makers"),
    [
        ("¿Qué estudios hay de 2019?", {"Cendra"}),
        ("¿Qué estudios hay desde 2019?", {"Cendra", "Dorsal"}),
        ("estudios posteriores a 2019", {"Dorsal"}),
        ("¿Qué estudios hay anteriores a 2019?", {"Brumal"}),
        ("¿Qué estudios hay entre 2014 y 2020?", {"Brumal", "Cendra"}),
    ],
)
def test_studies_are_those_of_the_time_asked_for(
    question: str, makers: set[str], dated: Base
) -> None:
    given = answer(question, dated)
    assert {name for name in ("Brumal", "Cendra", "Dorsal") if name in given.answer} == makers


def test_a_time_without_a_study_is_not_answered(dated: Base) -> None:
    assert not answer("¿Qué estudios hay de 2017?", dated).answerable


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("cifras de 2020", (2020, 2020)),
        ("cifras desde 2020", (2020, 9999)),
        ("cifras posteriores a 2020", (2021, 9999)),
        ("cifras anteriores a 2020", (0, 2019)),
        ("cifras hasta 2020", (0, 2020)),
        ("cifras entre 2015 y 2020", (2015, 2020)),
        ("cifras desde 2015 hasta 2020", (2015, 2020)),
        ("cifras", None),
    ],
)
def test_the_time_that_a_question_speaks_of(question: str, period: tuple[int, int] | None) -> None:
    assert understand(question).period == period


def test_who_was_asked_is_told_whatever_the_words_for_it(tmp_path: Path) -> None:
    text = (
        "Sistemas por dentro\n\nUn trabajo de la Universidad Austral, que suma las voces de 260"
        " gerentes, sostiene que mantener sistemas viejos frena a cualquiera.\n"
    )
    told = answer("¿A cuántas personas consultó la Universidad Austral?", base_of(tmp_path, a=text))
    assert "260 gerentes" in told.answer
