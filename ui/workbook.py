"""Tables as spreadsheets: numbers as numbers, and text that no spreadsheet takes for a formula."""

import io
from collections.abc import Sequence

__all__ = ["write_workbook"]

# What the format can hold: a sheet's name, and the text of a cell.
_NAME, _TEXT = 31, 32_000

_WIDEST = 60


def write_workbook(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return an .xlsx file of one sheet.

    Args:
        name: of the sheet.
        columns: titles.
        rows: cells in the order of `columns`: numbers, texts, or None.
    """
    # Imported here because it takes a quarter of a second.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet()
    sheet.title = "".join(c for c in name if c not in "[]:*?/\\'")[:_NAME] or "Puente"
    for number, line in enumerate([columns, *rows], start=1):
        for place, value in enumerate(line, start=1):
            cell = sheet.cell(number, place)
            if isinstance(value, (int, float)):
                cell.value = value
            elif value is not None:
                # Told to be text after it is set: openpyxl takes "=1+1" for a formula.
                cell.value = _clean(str(value))
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True)
    for place in range(1, len(columns) + 1):
        longest = max(len(str(line[place - 1] or "")) for line in [columns, *rows])
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, longest + 3)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    """Drop the control characters that the format cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")[:_TEXT]
