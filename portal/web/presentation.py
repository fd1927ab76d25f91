"""Template filters and globals that all pages use: dates, numbers, Markdown."""

import re
from collections.abc import Sequence
from datetime import date, datetime

import nh3
from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from portal.partial_date import PartialDate

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})
_STAR_IN_WORD = re.compile(r"(?<=\w)\*(?=\w)")
_LETTER = "\ue000"  # of no script: stands for the star of a word while Markdown is read
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "blockquote", "code", "pre", "hr"}


def markdown(text: str | None) -> Markup:
    """Return Markdown as clean HTML; headings have levels 3 and 4 without a gap, links rel=noopener.

    The star of "Bürger*innen" is a letter and no emphasis.
    """
    tokens = _markdown.parse(_STAR_IN_WORD.sub(_LETTER, text or ""))
    _fit_headings(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {}).replace(_LETTER, "*")
    cleaned = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return Markup(cleaned)  # noqa: S704 - cleaned right above


def _fit_headings(tokens: Sequence[Token]) -> None:
    """Let the highest level that is used be 3 and all others 4; the page has levels 1 and 2 of its own."""
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((token.tag for token in headings), default="")
    for place, token in enumerate(headings):
        is_first = place < 2  # opens or closes it: never 4, whatever its level, for there is no 3 before it
        token.tag = "h3" if token.tag == highest or is_first else "h4"


def german_date(value: datetime | date | PartialDate | None) -> str:
    """Return 22.11.2026, November 2026 or 2026, as precisely as it is known; "unbekannt" for None."""
    if value is None:
        return str(gettext("unbekannt"))
    if isinstance(value, PartialDate):
        if value.day:
            return str(format_date(date(value.year, value.month or 1, value.day), "dd.MM.yyyy"))
        return str(format_date(date(value.year, value.month, 1), "LLLL yyyy") if value.month else str(value.year))
    if isinstance(value, datetime):
        return str(format_datetime(value, "dd.MM.yyyy"))
    return str(format_date(value, "dd.MM.yyyy"))


def german_day(value: date) -> str:
    """Return Montag, 23. November 2026."""
    return str(format_date(value, "EEEE, d. MMMM yyyy"))


def german_moment(value: datetime) -> str:
    """Return 22.11.2026, 14:05 Uhr, in Europe/Berlin."""
    return str(gettext("%(moment)s Uhr", moment=format_datetime(value, "dd.MM.yyyy, HH:mm")))


def german_number(value: float, digits: int = 0) -> str:
    """Return 1.234 or 1.234,5."""
    return str(format_decimal(round(value, digits), format=f"#,##0{'.' + '0' * digits if digits else ''}"))


def init_app(app: Flask) -> None:
    """Make filters and globals known to the templates."""
    app.jinja_env.filters.update(
        markdown=markdown,
        german_date=german_date,
        german_day=german_day,
        german_moment=german_moment,
        german_number=german_number,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
