"""A report holds the answers with their quotes, and opens with the libraries that read it."""

import html
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.answer import answer
from index.answer.guard import unsupported
from index.base import Base
from index.dossier import Dossier, gather
from index.scope import Scope
from tests.test_cli import Run, run
from ui.dossier import WRITERS
from ui.dossier.markdown import _plain, write_markdown
from ui.dossier.word import write_word
from ui.dossier.workbook import write_workbook
from ui.render import flat

__all__ = ["run"]

FIGURE = "¿Qué porcentaje de los CIO ve importante la colaboración?"
BOTH = "¿Quién da más importancia a la colaboración, los CIO o los CMO?"
ADVICE = "¿Qué recomienda Accenture?"
NOTHING = "¿Cuál es la receta de la tarta de zanahoria?"


@pytest.fixture(scope="module")
def report(base: Base) -> Dossier:
    return gather([FIGURE, ADVICE, NOTHING, BOTH], base, made=date(2026, 3, 1))


def hostile(report: Dossier, text: str) -> Dossier:
    """Return a report in which an article, a question and a figure say `text`."""
    return replace(
        report,
        title=text,
        entries=tuple(replace(e, question=text, lines=(f"{text} [1]",)) for e in report.entries),
        notes=tuple(replace(note, quote=text, title=text) for note in report.notes),
        figures=tuple(replace(row, claim=text, population=text) for row in report.figures),
        sources=tuple(replace(s, title=text, authors=(text,)) for s in report.sources),
    )


def test_each_sentence_is_one_note_and_notes_run_in_order(report: Dossier) -> None:
    places = [(note.article, note.start) for note in report.notes]
    cited = [
        int(n) for e in report.entries for line in e.lines for n in re.findall(r"\[(\d+)\]", line)
    ]

    assert len(places) == len(set(places))
    assert [note.marker for note in report.notes] == list(range(1, len(places) + 1))
    assert list(dict.fromkeys(cited)) == [note.marker for note in report.notes]


@pytest.mark.parametrize(
    "question", ["consejos para el CIO", "¿Qué obstáculos hay entre marketing y tecnología?"]
)
def test_what_may_answer_too_does_not_go_in(base: Base, question: str) -> None:
    given = answer(question, base)
    strong, weak = given.told_apart
    report = gather([question], base, made=date(2026, 3, 1))

    assert weak
    assert len(report.entries[0].lines) == len(strong)
    assert {note.quote for note in report.notes} == {
        citation.quote for citation in given.citations if citation.marker in given.foremost
    }


def test_every_line_stands_in_the_notes_that_it_names(report: Dossier) -> None:
    quotes = {note.marker: note.quote for note in report.notes}
    for entry in report.entries:
        for line in entry.lines if entry.answerable else ():
            cited = [quotes[int(n)] for n in re.findall(r"\[(\d+)\]", line)]
            assert cited
            assert unsupported(re.sub(r"\[\d+\]", "", line), cited) == []


def test_a_question_without_an_answer_is_said_to_have_none(report: Dossier) -> None:
    entry = report.entries[2]

    assert not entry.answerable
    assert not re.search(r"\[\d+\]", " ".join(entry.lines))


def test_figures_tell_whose_of_which_study_and_second_hand(report: Dossier) -> None:
    shown = {(r.value_text, r.population, r.study, r.second_hand) for r in report.figures}

    assert ("77 %", "CIO", "The CMO-CIO Disconnect (Accenture)", True) in shown
    assert ("56 %", "CMO", "The CMO-CIO Disconnect (Accenture)", True) in shown
    assert len(report.figures) == len(set(report.figures))


def test_a_report_can_be_narrowed(base: Base) -> None:
    narrowed = gather([ADVICE], base, scope=Scope(articles=("cmo-cio-clave-del-futuro",)))

    assert {source.id for source in narrowed.sources} <= {"cmo-cio-clave-del-futuro"}


def test_a_word_document_holds_answers_quotes_and_the_table(report: Dossier) -> None:
    file = io.BytesIO()
    write_word(report, file)

    document = docx.Document(io.BytesIO(file.getvalue()))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == FIGURE
    assert "Fecha: 2026-03-01" in texts
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells][:2] == ["77 %", "CIO"]
    assert any("Sin respuesta" in text for text in texts)


def test_the_notes_of_a_word_document_are_footnotes_that_word_numbers(report: Dossier) -> None:
    file = io.BytesIO()
    write_word(report, file)

    document = docx.Document(io.BytesIO(file.getvalue()))
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    notes = parse_xml(part.blob)
    told = {
        int(str(n.get(qn("w:id")))): "".join(map(str, n.itertext()))
        for n in notes
        if not n.get(qn("w:type"))
    }
    body = document.element.body
    named = [int(mark.get(qn("w:id"))) for mark in body.iter(qn("w:footnoteReference"))]
    assert named == list(told) == [note.marker for note in report.notes]
    for note in report.notes:
        assert note.quote in told[note.marker]
        assert note.title in told[note.marker]


def test_a_footnote_named_again_in_a_word_document_is_a_field_to_it(report: Dossier) -> None:
    file = io.BytesIO()
    write_word(report, file)

    body = docx.Document(io.BytesIO(file.getvalue())).element.body
    marked = {start.get(qn("w:name")) for start in body.iter(qn("w:bookmarkStart"))}
    (table,) = body.iter(qn("w:tbl"))
    fields = [field.get(qn("w:instr")).split() for field in table.iter(qn("w:fldSimple"))]
    assert len(fields) == len(report.figures)
    assert {name for _, name, *_ in fields} <= marked
    assert [int(name.rpartition("_")[2]) for _, name, *_ in fields] == [
        row.note for row in report.figures
    ]


def test_footnotes_named_side_by_side_can_be_told_apart(report: Dossier) -> None:
    both = replace(report, entries=(replace(report.entries[0], lines=("Dos notas [1][2]",)),))
    file = io.BytesIO()
    write_word(both, file)

    (line,) = [
        paragraph
        for paragraph in docx.Document(io.BytesIO(file.getvalue())).paragraphs
        if paragraph.text.startswith("Dos notas")
    ]
    assert [run.text for run in line.runs] == ["Dos notas", "", ",", ""]


def test_markdown_has_a_footnote_for_every_marker(report: Dossier) -> None:
    file = io.BytesIO()
    write_markdown(report, file)

    text = file.getvalue().decode()
    body, _, notes = text.partition("## Notas")
    assert set(re.findall(r"\[\^(\d+)\]", body)) == set(re.findall(r"^\[\^(\d+)\]:", notes, re.M))
    assert "| 77 % | CIO |" in body
    assert "**Sin respuesta en los artículos.**" in body


@given(st.text("10.4%) -+=*_#>|~`[]<&;$ña:!\\", min_size=1).map(flat).filter(bool))
@example("10.4%, 1.3 puntos y 11.7%")
@example("10. Diez")
@example("10.")
@example("3) Tres")
@example("-5 %")
@example("+ 5 %")
@example("=== ")
def test_markdown_shows_every_text_as_it_is(text: str) -> None:
    shown = MarkdownIt().enable(["table", "strikethrough"]).render(_plain(text)).strip()
    assert shown.startswith("<p>")
    assert html.unescape(shown[3:-4]) == text.strip()


def test_a_workbook_has_a_sheet_for_answers_figures_notes_and_sources(report: Dossier) -> None:
    file = io.BytesIO()
    write_workbook(report, file)

    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    assert book.sheetnames == ["Preguntas y respuestas", "Cifras", "Notas", "Bibliografía"]
    figures = list(book["Cifras"].values)
    assert figures[1][:4] == ("77 %", 77, "percent", "CIO")
    assert [row[1] for row in list(book["Notas"].values)[1:]] == [n.quote for n in report.notes]
    assert [row[2] for row in list(book["Preguntas y respuestas"].values)[1:]] == [
        "sí", "sí", "no", "sí",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0"]
)
def test_what_looks_like_a_formula_stays_text(report: Dossier, text: str) -> None:
    file = io.BytesIO()
    write_workbook(hostile(report, text), file)

    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    held = [cell for cell in cells if str(cell.value).startswith(text)]
    assert held
    assert all(cell.data_type == "s" for cell in held)
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "# t | a | b `x` *y* [z](http://x)",
        "a\x00b\x1b[31mc\u202e",
        "- uno",
    ],
)
@pytest.mark.parametrize("form", sorted(WRITERS))
def test_text_of_an_article_is_never_markup(report: Dossier, form: str, text: str) -> None:
    file = io.BytesIO()
    WRITERS[form](hostile(report, text), file)

    if form == ".md":
        written = file.getvalue().decode()
        assert "<script" not in written.replace("\\<script", "")
        assert "](http" not in written.replace("\\](http", "")
        assert "\x1b" not in written
    elif form == ".docx":
        assert docx.Document(io.BytesIO(file.getvalue())).paragraphs[0].text
    else:
        assert openpyxl.load_workbook(io.BytesIO(file.getvalue())).sheetnames


# --- the command


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_the_command_writes_the_file_whole(
    run: Run, base_path: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"informe{form}"

    done = run("--base", base_path, "dossier", FIGURE, NOTHING, "--out", out)

    assert (done.status, done.out) == (0, "")
    assert "1 de 2" in done.err
    assert out.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_the_command_reads_questions_from_standard_input(
    run: Run, base_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "informe.md"

    done = run("--base", base_path, "dossier", "-", "--out", out, stdin=f"{FIGURE}\n\n{ADVICE}\n")

    assert done.status == 0
    assert out.read_text(encoding="utf-8").count("\n### ") == 2


def test_a_report_without_any_answer_is_written_and_leaves_with_1(
    run: Run, base_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "informe.docx"

    assert run("--base", base_path, "dossier", NOTHING, "--out", out).status == 1
    assert out.is_file()


@pytest.mark.parametrize("name", ["informe.pdf", "informe", "no/hay/carpeta.md", "carpeta.md"])
def test_a_place_that_cannot_be_written_leaves_with_2_and_nothing_behind(
    run: Run, base_path: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "carpeta.md").mkdir()

    done = run("--base", base_path, "dossier", FIGURE, "--out", tmp_path / name)

    assert (done.status, done.out) == (2, "")
    assert done.err
    assert [path.name for path in tmp_path.rglob("*")] == ["carpeta.md"]
