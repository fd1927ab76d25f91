"""Tables as Excel files. A text is written as a text whatever it looks like: nothing in a file is ever a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter
from flask import Response

from portal.web.csv_files import Cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_LONGEST_TEXT = 32_767  # what a cell of Excel holds; a longer text would be left out whole
_NARROWEST, _WIDEST = 10, 60  # of a column, in characters
_DATE_WIDTH = 12
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd.mm.yyyy",
}


def xlsx_file(name: str, sheet_name: str, rows: Iterable[Sequence[Cell]]) -> Response:
    """Return rows of cells as a download; the first holds the headings, which stay in sight.

    `sheet_name` has at most 31 characters and none of []:*?/\\.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet, bold = book.add_worksheet(sheet_name), book.add_format({"bold": True})
        widths: dict[int, int] = {}
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, line, column, cell, bold if line == 0 else None)
                widths[column] = max(widths.get(column, _NARROWEST), _width(cell))
        for column, width in widths.items():
            sheet.set_column(column, column, min(width, _WIDEST))
        sheet.freeze_panes(1, 0)
    answer = Response(file.getvalue(), mimetype=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, cell: Cell, style: xlsxwriter.format.Format | None
) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(line, column, cell, style)
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell, style)
    elif cell:
        sheet.write_string(line, column, cell[:_LONGEST_TEXT], style)


def _width(cell: Cell) -> int:
    return _DATE_WIDTH if isinstance(cell, date) else len(str(cell or "")) + 1
