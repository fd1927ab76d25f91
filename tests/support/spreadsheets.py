"""Reads Excel files as they were written, without any library that would make something of them."""

import io
import zipfile
from xml.etree import ElementTree

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def text(file: bytes) -> str:
    """Return everything that lies in the file."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def cells(file: bytes) -> list[list[str | None]]:
    """Return the first sheet row by row; fails for a formula."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        texts = ["".join(each.itertext()) for each in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))]
    assert not list(sheet.iter(f"{_SPACE}f"))
    return [[_cell(cell, texts) for cell in row] for row in sheet.iter(f"{_SPACE}row")]


def _cell(cell: ElementTree.Element, texts: list[str]) -> str | None:
    value = cell.findtext(f"{_SPACE}v")
    return texts[int(value or "")] if cell.get("t") == "s" else value
