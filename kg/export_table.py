"""Writes tables for spreadsheets and data frames: CSV, Parquet, XLSX; the same bytes each time."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from kg.export_error import ExportError
from kg.query import QueryResult
from kg.query_error import QueryError
from kg.tables import Cell, Table

__all__ = ["TABLES", "result_table", "workbook", "write_zip"]

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell: no time of writing in it

# What a sheet's name and the text of a cell can be in the format, and how wide a column is useful.
_NAME, _TEXT, _WIDEST = 31, 32_000, 60
_NOT_IN_CELLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue().encode()


def _parquet(table: Table) -> bytes:
    """Return a table as Parquet, with numbers as numbers."""
    try:
        import pyarrow  # only who wants Parquet needs it installed
        import pyarrow.parquet
    except ImportError as error:
        raise ExportError(
            "para exportar a parquet hace falta pyarrow: instálalo con `pip install pyarrow`, "
            "o exporta a csv"
        ) from error
    columns = {name: [row[i] for row in table.rows] for i, name in enumerate(table.columns)}
    schema = pyarrow.schema([(name, _arrow_type(column)) for name, column in columns.items()])
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), out)
    return out.getvalue()


def _arrow_type(column: Sequence[Cell]) -> str:
    """Return the type of a column; one without a value is text."""
    kinds = {type(cell) for cell in column if cell is not None}
    if kinds == {int}:
        return "int64"
    return "float64" if kinds and kinds <= {int, float} else "string"


TABLES: Mapping[str, Callable[[Table], bytes]] = {"csv": _csv, "parquet": _parquet}


def write_zip(files: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    """Write files with their names to a zip that does not tell when."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def workbook(tables: Iterable[Table]) -> bytes:
    """Return tables as the sheets of an XLSX file; no text is taken for a formula."""
    from openpyxl import Workbook  # takes a quarter of a second to import
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = datetime(*_EPOCH)
    for table in tables:
        sheet = book.create_sheet(table.name[:_NAME])
        for number, row in enumerate([table.columns, *table.rows], start=1):
            for place, value in enumerate(row, start=1):
                cell = sheet.cell(number, place)
                if isinstance(value, str):
                    # told to be text after it is set: openpyxl takes "=1+1" for a formula
                    cell.value = _NOT_IN_CELLS.sub("\ufffd", value)[:_TEXT]
                    cell.data_type = "s"
                elif value is not None:
                    cell.value = value
        for place, name in enumerate(table.columns):
            longest = max(len(str(row[place] or "")) for row in [table.columns, *table.rows])
            width = min(_WIDEST, max(longest, len(name)) + 2)
            sheet.column_dimensions[get_column_letter(place + 1)].width = width
        sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return _timeless(file.getvalue())


def _timeless(book: bytes) -> bytes:
    """Take the moment of writing out of an XLSX file."""
    files = []
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", data)
            files.append((name, data))
    out = io.BytesIO()
    write_zip(files, out)
    return out.getvalue()


def result_table(result: QueryResult) -> Table:
    """Return the rows of a SELECT, numbers as numbers."""
    if result.kind != "select":
        raise QueryError("sólo el resultado de un SELECT se puede escribir como tabla", "format")
    found = json.loads(result.data)
    columns = tuple(found["head"]["vars"])
    rows = tuple(
        tuple(_cell(row.get(name)) for name in columns) for row in found["results"]["bindings"]
    )
    mixed = [
        len({type(row[i]) for row in rows if row[i] is not None} - {int, float}) > 0
        for i in range(len(columns))
    ]
    return Table(
        "result",
        columns,
        tuple(
            tuple(
                str(cell) if mixed[i] and cell is not None else cell for i, cell in enumerate(row)
            )
            for row in rows
        ),
    )


def _cell(term: dict[str, str] | None) -> Cell:
    if term is None:
        return None
    kind = term.get("datatype", "").rpartition("#")[2]
    if kind == "integer":
        return int(term["value"])
    return float(term["value"]) if kind in ("decimal", "double", "float") else str(term["value"])
