"""The reply that the page draws an answer from."""

from pathlib import Path

from index.answer import answer
from index.base import Base
from index.building import build
from ui.web.ask import answer_reply
from ui.web.fact import FactRows

FIRST = (
    "Los directores opinan del teletrabajo\n\n"
    "La consultora Nexum encuestó en 2022 a 400 directores de tecnología y 300 financieros.\n\n"
    "El teletrabajo es prioritario para el 62 % de los CIO, mientras que para los CFO lo es en el"
    " 41 %.\n"
)
SECOND = (
    "Otra encuesta mira el teletrabajo\n\n"
    "El Instituto Velmar preguntó en 2023 a 250 CIO y 250 CFO por el teletrabajo.\n\n"
    "El 58 % de los CIO considera prioritario el teletrabajo. Los CFO llegan al 47 %.\n"
)


def test_the_same_two_are_compared_of_each_study(tmp_path: Path) -> None:
    for name, text in (("a.txt", FIRST), ("b.txt", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    build(tmp_path / "base", [tmp_path / "a.txt", tmp_path / "b.txt"])
    base = Base.open(tmp_path / "base")
    asked = "¿Quién ve más prioritario el teletrabajo, los CIO o los CFO, según cada estudio?"

    reply = answer_reply(answer(asked, base), FactRows.of(base), "es")

    compared = [[dot["value"] for dot in pair["dots"]] for pair in reply["comparisons"]]
    assert sorted(sorted(map(float, values)) for values in compared) == [[41, 62], [47, 58]]
