"""The reply that the page draws an answer from."""

from dataclasses import replace
from pathlib import Path

from index.answer import answer
from tests.bases import base_of
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
    base = base_of(tmp_path, a=FIRST, b=SECOND)
    asked = "¿Quién ve más prioritario el teletrabajo, los CIO o los CFO, según cada estudio?"

    reply = answer_reply(answer(asked, base), FactRows.of(base), "es")

    compared = [[dot["value"] for dot in pair["dots"]] for pair in reply["comparisons"]]
    assert sorted(sorted(map(float, values)) for values in compared) == [[41, 62], [47, 58]]


def test_questions_follow_from_the_lines_that_likely_answer(tmp_path: Path) -> None:
    base = base_of(tmp_path, a=FIRST, b=SECOND)
    asked = "¿Qué porcentaje de los CIO ve prioritario el teletrabajo, según cada estudio?"
    given = answer(asked, base)
    lines = given.answer.splitlines()
    names = ["Nexum", "Instituto Velmar"]
    leading = next(name for name in names if name in lines[0])
    told = f"¿A cuántas personas encuestó {leading}?"

    every = answer_reply(replace(given, weaker=0), FactRows.of(base), "es")
    first = answer_reply(replace(given, weaker=len(lines) - 1), FactRows.of(base), "es")

    assert {f"¿A cuántas personas encuestó {name}?" for name in names} <= set(every["follow_ups"])
    assert first["follow_ups"] == (told,)


def test_an_answer_without_figures_is_followed_by_those_of_what_leads_it(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        a="Turnos\n\nLos turnos cambian.\n\nEl 62 % de los CIO cree que el turno de noche cansa.\n",
        b="Soporte\n\nEl soporte cansa.\n\nEl 31 % de los CFO cree que el soporte cansa a todos.\n",
    )
    given = answer("¿Qué se dice de los turnos? ¿Y del soporte?", base)
    marker = {one.quote: one.marker for one in given.citations}
    lines = ("Los turnos cambian.", "El soporte cansa.")
    text = "\n".join(f"- {line} [{marker[line]}]" for line in lines)

    told = replace(given, answer=text, facts=(), weaker=1)
    reply = answer_reply(told, FactRows.of(base), "es")

    assert reply["follow_ups"] == ("¿Qué porcentaje de los CIO cree que el turno de noche cansa?",)
