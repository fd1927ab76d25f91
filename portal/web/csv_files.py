"""Tables as files that spreadsheets open: semicolons, umlauts, and no cell that could be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flask import Response, stream_with_context

from portal.web.presentation import german_date

# What stands in a cell of a table, before it is known in which kind of file.
Cell = str | int | date | None

_FORMULA = tuple("=+-@\t\r")


def csv_file(name: str, rows: Iterable[Sequence[Cell]]) -> Response:
    """Return rows of cells as a download, written while they are read."""

    def lines() -> Iterator[str]:
        yield "\ufeff"  # tells spreadsheets that umlauts follow
        for row in rows:
            line = io.StringIO()
            csv.writer(line, delimiter=";").writerow(list(map(_text, row)))
            yield line.getvalue()

    answer = Response(stream_with_context(lines()), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return german_date(cell)
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text
