"""By how many points two groups stand apart, said where a question compares them."""

import re
from pathlib import Path

import pytest

from index.answer import answer
from index.answer.guard import unsupported
from index.base import Base
from tests.bases import base_of


def told(tmp_path: Path, *lines: str) -> Base:
    return base_of(tmp_path, nube="La nube en la empresa\n\n" + "\n\n".join(lines) + "\n")


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuántos puntos separan a CIO y CMO en la importancia de la colaboración?",
        "que diferencia hay entre cio y cmo en la importancia de la colaboracion",
        "¿Quién ve más importante la colaboración, los CIO o los CMO?",
    ],
)
def test_the_gap_is_told_beside_both_figures(question: str, base: Base) -> None:
    line = answer(question, base).answer.splitlines()[-1]
    assert line.startswith("- CIO: 21 puntos por encima de CMO [")


def test_a_question_for_one_group_gets_no_gap(base: Base) -> None:
    given = answer("¿Qué porcentaje de los CIO ve importante la colaboración?", base)
    assert "por encima" not in given.answer


def test_a_gap_of_one_point_is_one_point(tmp_path: Path) -> None:
    base = told(tmp_path, "El 41 % de los CIO confía en la nube, frente al 40 % de los CMO.")
    given = answer("¿Quién confía más en la nube, los CIO o los CMO?", base)
    assert "CIO: 1 punto por encima de CMO" in given.answer


def test_figures_that_are_not_exact_have_no_gap(tmp_path: Path) -> None:
    base = told(tmp_path, "Más del 60 % de los CIO confía en la nube, frente al 40 % de los CMO.")
    given = answer("¿Quién confía más en la nube, los CIO o los CMO?", base)
    assert given.answerable
    assert "por encima" not in given.answer


@pytest.mark.parametrize(
    "line",
    [
        "El 60 % de los CIO confía en la nube y el 46 % de los CMO no confía en la nube.",
        "El 60 % de los CIO confía en la nube y el 46 % de los CMO, en la agencia.",
        "El 60 % de los CIO confía en la nube. El 46 % de los CMO piensa lo contrario.",
        "El 60 % de los CIO confía en la nube. Los CMO creen que la nube es cara: lo dice el 46 %.",
        "El 60 % de los CIO españoles confía en la nube, frente al 46 % de los CMO chilenos.",
    ],
)
def test_figures_of_two_claims_have_no_gap(line: str, tmp_path: Path) -> None:
    given = answer("¿Quién confía más en la nube, los CIO o los CMO?", told(tmp_path, line))
    assert "60 %" in given.answer
    assert "por encima" not in given.answer


def test_the_points_between_two_shares_are_supported_and_no_others() -> None:
    quote = "Lo ve importante el 77 % de los CIO, frente al 56 % de los CMO."
    assert unsupported("CIO: 21 puntos por encima de CMO", [quote]) == []
    assert unsupported("CIO: 22 puntos por encima de CMO", [quote]) == ["22 puntos"]


def test_studies_whose_halves_stand_in_two_sentences_may_disagree(tmp_path: Path) -> None:
    texts = {
        name: f"La nube según {study}\n\nUn estudio de la consultora {study} revela que el 71 % de "
        f"los {high} confía en la nube. Entre los {low} confía en la nube el 40 %.\n"
        for name, study, high, low in [
            ("uno", "Brumal", "CIO", "CMO"),
            ("dos", "Cendra", "CMO", "CIO"),
        ]
    }
    base = base_of(tmp_path, **texts)
    given = answer("¿Quién confía más en la nube, los CIO o los CMO?", base)
    assert "no coinciden" in given.answer.splitlines()[-1]
    assert len(re.findall(r"31 puntos", given.answer)) == 2
