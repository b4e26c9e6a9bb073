"""Who holds an office: "¿Quién dirige Acme?"."""

import pytest

from index.answer import answer
from index.base import Base
from index.records import Answer
from tests.bases import base_of

TEXT = (
    "Dos bancos y una aseguradora\n\n"
    "Banco Velkora ganó menos. «Fue un año duro», dijo Julián Rey, presidente ejecutivo de la"
    " entidad.\n\n"
    "Eva Soler, directora de marketing de Seguros Ondarra, lo ve de otro modo.\n\n"
    "Para Luis Gil, CIO de Banco Velkora en Perú, los datos mandan.\n\n"
    "Lo niega Marta Cela, CIO de Seguros Ondarra.\n\n"
    "Según el Instituto Marela, la banca pierde clientes. El Instituto Marela preguntó a 300 bancos"
    " de diez países.\n"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return base_of(tmp_path_factory.mktemp("offices"), bancos=TEXT)


def predicates(told: Answer) -> set[str]:
    """Return the edges of the graph that led to the sentences of an answer."""
    whys = [citation.why for citation in told.citations if citation.why]
    return {step.predicate for why in whys for step in why.graph}


@pytest.mark.parametrize(
    ("asked", "person"),
    [
        ("¿Quién dirige Banco Velkora?", "Julián Rey"),
        ("quien manda en banco velkora", "Julián Rey"),
        ("¿Quién es el CEO de Banco Velkora?", "Julián Rey"),
        ("¿Quién está al frente de Banco Velkora?", "Julián Rey"),
        ("¿Quién lleva el marketing de Seguros Ondarra?", "Eva Soler"),
        ("¿Cómo se llama la directora de marketing de Seguros Ondarra?", "Eva Soler"),
        ("¿Quién es el CIO de Banco Velkora en Perú?", "Luis Gil"),
        ("Who is the CIO of Seguros Ondarra?", "Marta Cela"),
    ],
)
def test_who_holds_an_office_is_told_from_the_graph(base: Base, asked: str, person: str) -> None:
    told = answer(asked, base)
    assert person in told.answer
    assert person in told.citations[0].quote
    assert "schema:jobTitle" in predicates(told)


def test_all_who_hold_an_office_are_told(base: Base) -> None:
    told = answer("¿Quién es el CIO?", base)
    assert [name for name in ("Luis Gil", "Marta Cela") if name in told.answer] == [
        "Luis Gil",
        "Marta Cela",
    ]


def test_the_query_of_the_answer_finds_the_same_person(base: Base) -> None:
    told = answer("¿Quién dirige Banco Velkora?", base)
    assert told.sparql
    assert [str(row["name"]) for row in base.store.select(told.sparql)] == ['"Julián Rey"']


def test_the_sentence_that_names_the_house_is_cited_too(base: Base) -> None:
    told = answer("¿Quién dirige Banco Velkora?", base)
    assert "Banco Velkora ganó menos" in " ".join(one.quote for one in told.citations)


@pytest.mark.parametrize(
    "asked",
    [
        "¿Quién dirige Banco Velkora en Chile?",
        "¿Quién es el director financiero de Banco Velkora?",
        "¿Quién lleva el marketing de Banco Velkora?",
        "¿Quién lleva razón?",
    ],
)
def test_nobody_is_made_to_hold_an_office(base: Base, asked: str) -> None:
    assert "schema:jobTitle" not in predicates(answer(asked, base))


@pytest.mark.parametrize(
    "asked",
    [
        "¿Quién dirige el Instituto Marela?",
        "quien manda en el instituto marela",
    ],
)
def test_an_office_that_nobody_is_said_to_hold_is_not_answered(base: Base, asked: str) -> None:
    assert not answer(asked, base).answerable
