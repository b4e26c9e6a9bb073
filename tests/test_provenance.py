"""Whose a figure is and of when: told beside it, by one rule, on paper, page and terminal."""

import json
from datetime import date

import pytest

from index.answer import answer
from index.base import Base
from index.building import build
from index.dossier import gather
from index.provenance import provenance_of
from kg.records import ArticleRecord, StudyRecord
from tests.test_cli import Run, run
from ui.dossier.rows import figure_rows
from ui.render import answer_json, answer_text
from ui.web.fact import FactRows

__all__ = ["run"]

TOLD = (
    "---\ntitle: Lo que cuentan los CIO\npublisher: El Diario\ndate: 2016-05-02\n---\n\n"
    "La consultora Nexum preguntó a 400 CIO para su «Barómetro de los CIO 2015».\n\n"
    "Según Nexum, el 62 % de los CIO revisa su presupuesto cada mes.\n\n"
    "Según Nexum, el 31 % de los CIO externaliza su soporte.\n"
)
OWN = (
    "---\ntitle: Nuestra encuesta\npublisher: Velmar\ndate: 2020-05-02\n---\n\n"
    "El Instituto Velmar ha preguntado a 250 CFO por sus pagos.\n\n"
    "Según el Instituto Velmar, el 58 % de los CFO paga a 60 días.\n"
)
BARE = "---\ntitle: Suelta\n---\n\nEl 47 % de los CMO contrata becarios en verano.\n"
QUESTIONS = {
    "told": "¿Qué porcentaje de los CIO revisa su presupuesto?",
    "own": "¿Qué porcentaje de los CFO paga a 60 días?",
    "bare": "¿Qué porcentaje de los CMO contrata becarios?",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """An article that tells another's study, one that tells its own, one that tells of none."""
    folder = tmp_path_factory.mktemp("told")
    for name, text in (("told", TOLD), ("own", OWN), ("bare", BARE)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    build(folder / "base", [folder])
    return Base.open(folder / "base")


def study(*makers: str) -> StudyRecord:
    return StudyRecord("s", None, makers, None, (), ("a",), (), "r", 1.0)


def article(publisher: str | None, *authors: str) -> ArticleRecord:
    return ArticleRecord("a", "a", "A", publisher, None, authors)


@pytest.mark.parametrize(
    ("makers", "publisher", "authors", "second_hand"),
    [
        (("Accenture",), "El Diario", ("Ana Soto",), True),
        (("Accenture",), None, (), True),
        (("Instituto Velmar",), "Velmar", (), False),
        (("Velmar",), "INSTITUTO VELMAR", (), False),
        (("Ana Soto", "Luis Gil"), None, ("Luis Gil",), False),
        (("Lumen",), "Lumenal", (), True),
        ((), "El Diario", (), None),
    ],
)
def test_a_figure_is_second_hand_where_others_made_the_study(
    makers: tuple[str, ...],
    publisher: str | None,
    authors: tuple[str, ...],
    second_hand: bool | None,
) -> None:
    assert provenance_of(study(*makers), article(publisher, *authors)).second_hand is second_hand


def test_who_publishes_tells_it_rather_than_who_signs() -> None:
    assert provenance_of(study(), article("El Diario", "Ana Soto")).told_by == "El Diario"
    assert provenance_of(study(), article(None, "Ana Soto")).told_by == "Ana Soto"
    assert provenance_of(None, None).told_by is None


def test_the_printed_answer_tells_whose_a_figure_is_and_its_age(told: Base) -> None:
    text = answer_text(answer(QUESTIONS["told"], told))

    age = date.today().year - 2015
    line = "[1] de segunda mano: el estudio es de Nexum, lo cuenta El Diario; de 2015"
    assert text.count(f"{line}, hace {age} años\n") == 1


def test_it_is_told_in_the_language_of_the_question(told: Base) -> None:
    text = answer_text(answer("What share of CIOs review their budget, according to Nexum?", told))

    age = date.today().year - 2015
    assert (
        f"second-hand: the study is by Nexum, told by El Diario; of 2015, {age} years ago" in text
    )
    assert "\nFigures:\n  · 62 %:" in text
    assert not {"Cifras:", "segunda", "hace"} & set(text.split())


def test_without_the_year_of_the_study_that_of_the_article_is_told(told: Base) -> None:
    text = answer_text(answer(QUESTIONS["own"], told))

    assert f"[1] contado en 2020, hace {date.today().year - 2020} años" in text
    assert "segunda mano" not in text


def test_what_nobody_tells_is_not_told(told: Base) -> None:
    text = answer_text(answer(QUESTIONS["bare"], told))

    assert "47" in text
    assert not {"segunda mano", "hace"} & set(text.split())


def test_a_source_of_several_sentences_is_told_once(told: Base) -> None:
    text = answer_text(answer("Dame todas las cifras de Nexum", told))

    assert text.count("el estudio es de Nexum") == 1
    assert "[1][" in text.partition("de segunda mano")[0].splitlines()[-1]


def test_citations_as_json_tell_it_where_it_is_known(run: Run, told: Base) -> None:
    given = json.loads(run("--base", told.path, "ask", "--json", QUESTIONS["told"]).out)
    bare = answer_json(answer(QUESTIONS["bare"], told))

    known = {
        "second_hand": True, "told_by": "El Diario", "year": 2015, "told_year": 2016,
        "age": date.today().year - 2015,
    }  # fmt: skip
    cited = {citation["marker"]: citation for citation in given["citations"]}
    assert cited[given["facts"][0]["citation"]]["provenance"] == [known]
    assert "provenance" not in bare["citations"][0]


@pytest.mark.parametrize(("key", "shown"), [("told", "sí"), ("own", "no"), ("bare", "")])
def test_a_report_tells_second_hand_from_first_and_from_unknown(
    told: Base, key: str, shown: str
) -> None:
    rows = figure_rows(gather([QUESTIONS[key]], told))

    assert {row["second_hand"] for row in rows} == {shown}


def test_the_page_goes_by_the_same_rule(told: Base) -> None:
    rows = FactRows.of(told)
    shown = {record.article: rows.statistic(record) for record in told.knowledge.statistics}

    assert (shown["told"]["second_hand"], shown["told"]["year"]) == (True, 2015)
    assert (shown["own"]["second_hand"], shown["own"]["told_year"]) == (False, 2020)
    assert shown["bare"]["second_hand"] is False
