"""Spreadsheets: what a program would run, or cannot hold, is written as text."""

import io

from openpyxl import load_workbook

from ui.workbook import write_workbook


def test_text_that_looks_like_a_formula_stays_text() -> None:
    risky = ["=1+1", '=HYPERLINK("http://x.example")', "+1", "-2+3", "@SUM(A1)"]

    file = write_workbook("Hoja", ["texto"], [[text] for text in risky])

    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == risky
    assert {cell.data_type for cell in cells} == {"s"}


def test_numbers_stay_numbers_and_what_is_absent_stays_empty() -> None:
    file = write_workbook("Hoja", ["a", "b", "c"], [[72.5, None, 3]])

    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [72.5, None, 3]


def test_names_and_characters_that_the_format_refuses_are_left_out() -> None:
    file = write_workbook("a/b: [" + "c" * 40, ["x\x00y"], [["\x1bz\n" + "w" * 40_000]])

    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    assert len(sheet.title) == 31
    assert sheet["A1"].value == "xy"
    assert sheet["A2"].value.startswith("z\nw")
