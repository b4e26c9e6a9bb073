"""What letters stand for: "¿Qué significa CXO?"."""

from pathlib import Path

import pytest

from index.answer import answer
from index.answer.letters import spelled_out
from tests.bases import base_of


@pytest.mark.parametrize(
    ("letters", "text", "words"),
    [
        ("ine", "Lo publica el Instituto Nacional de Estadística (INE).", None),
        (
            "cmo",
            "el director de marketing (CMO, chief marketing officer)",
            "chief marketing officer",
        ),
        ("cxo", "un director de experiencia (chief experience officer, CXO)", None),
        ("cio", "Los chief information officers (CIOs) ganan peso.", "chief information officers"),
        ("pib", "El PIB, producto interior bruto, cae.", "producto interior bruto"),
        ("ti", "la tecnología de la información (TI)", "tecnologia de la informacion"),
        ("erp", "un ERP (siglas en inglés de enterprise resource planning)", None),
        ("pnud", "Programa de las Naciones Unidas para el Desarrollo (PNUD)", None),
    ],
)
def test_letters_are_spelled_out_beside_them(letters: str, text: str, words: str | None) -> None:
    told = spelled_out(letters, text)
    assert told is not None
    assert words in (None, told)
    assert told.startswith(letters[0])


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("cfo", "Lo dijo Ana Cifuentes (CFO)."),
        ("cmo", "Los CMO, en cambio, comunican menos."),
        ("ine", "Según el INE, que lo calcula cada mes, sube."),
        ("cio", "El CIO y el CMO (chief marketing officer) se reúnen."),
        ("ti", "Desde TI: ¿existe la tecnología que haría realidad esa visión?"),
        ("pib", "La palabra pib, producto interior bruto, en minúscula."),
    ],
)
def test_what_only_stands_beside_letters_spells_nothing(letters: str, text: str) -> None:
    assert spelled_out(letters, text) is None


TEXT = (
    "La oficina nueva\n\nEl CDO ya se sienta en el comité. Los CDO gestionan los datos.\n\n"
    "El cargo de chief data officer (CDO) nació en la banca.\n"
)


@pytest.mark.parametrize(
    "asked",
    ["q significa cdo", "¿Qué es un CDO?", "siglas CDO", "What does CDO stand for?"],
)
def test_asked_what_letters_mean_it_quotes_who_spells_them_out(tmp_path: Path, asked: str) -> None:
    given = answer(asked, base_of(tmp_path, a=TEXT))
    assert given.answerable
    quotes = [citation.quote for citation in given.citations]
    assert quotes == ["El cargo de chief data officer (CDO) nació en la banca."]


def test_letters_that_nobody_spells_out_are_not_made_up(tmp_path: Path) -> None:
    text = "La oficina nueva\n\nEl CDO ya se sienta en el comité. Los CDO gestionan los datos.\n"
    assert not answer("¿Qué significan las siglas CDO?", base_of(tmp_path, a=text)).answerable


def test_what_is_said_to_be_something_is_told_where_no_letters_stand_for_it(tmp_path: Path) -> None:
    text = "La oficina nueva\n\nUn CDO es quien manda en los datos. Los CDO ya se sientan arriba.\n"
    given = answer("¿Qué es un CDO?", base_of(tmp_path, a=text))
    assert "quien manda en los datos" in given.answer


def test_each_article_spells_them_out_once(tmp_path: Path) -> None:
    other = "Otra\n\nUn chief data officer (CDO) cuesta. El chief data officer (CDO) manda.\n"
    given = answer("¿Qué significa CDO?", base_of(tmp_path, a=TEXT, b=other))
    assert [citation.article for citation in given.citations] == ["a", "b"]
