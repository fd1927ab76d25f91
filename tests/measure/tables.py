"""Tables in Markdown, aligned so that they read well in a terminal too."""

from collections.abc import Collection, Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], text: Collection[int] = (0,)) -> str:
    """Return the table; the columns of the numbers in `text` are aligned left, all others right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rule = ["-" * (width + 2) if column in text else "-" * (width + 1) + ":" for column, width in enumerate(widths)]
    first, *others = (
        "| "
        + " | ".join(
            cell.ljust(width) if column in text else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in lines
    )
    return "\n".join([first, f"|{'|'.join(rule)}|", *others])
