"""Tables as files that spreadsheets open: semicolons, umlauts, and no cell that could be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, stream_with_context

_FORMULA = tuple("=+-@\t\r")


def csv_file(name: str, rows: Iterable[Sequence[str]]) -> Response:
    """Return rows of cells as a download, written while they are read."""

    def lines() -> Iterator[str]:
        yield "\ufeff"  # tells spreadsheets that umlauts follow
        for row in rows:
            line = io.StringIO()
            csv.writer(line, delimiter=";").writerow(
                [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row]
            )
            yield line.getvalue()

    answer = Response(stream_with_context(lines()), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
