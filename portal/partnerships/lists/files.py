"""Lists of cases as files, for spreadsheets: one function says what stands in a row. No person stands in it."""

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select

from portal.orm import utcnow
from portal.partnerships.calendar import day_of, last_day
from portal.partnerships.cases import telling
from portal.partnerships.lists import queries as lists
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import LABELS
from portal.partnerships.wording import subject
from portal.text import N_
from portal.web.csv_files import Cell, csv_file
from portal.web.xlsx_files import xlsx_file
from portal.work import reading


class Format(enum.Enum):
    """Which kind of file; the value ends its name."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Column:
    """One column: its heading (German msgid) and what stands in it for a case."""

    heading: str
    cell: Callable[[Case], Cell]


_NUMBER = Column(N_("Nummer"), lambda case: case.id)
_SUBJECT = Column(N_("Worum es geht"), subject)
_KIND = Column(N_("Art"), lambda case: _(LABELS[case.kind]))
_STANDING = (
    Column(N_("Von"), lambda case: case.sender.name),
    Column(N_("An"), lambda case: case.addressee.name),
    Column(N_("Stand"), telling.state_label),
    Column(N_("Gesendet am"), lambda case: _day(case.sent_at)),
    Column(N_("Antwort bis"), lambda case: _last_day(case.answer_due_at)),
    Column(N_("Entscheidung bis"), lambda case: _last_day(case.decision_due_at)),
    Column(N_("Letzter Schritt am"), lambda case: _day(case.acted_at)),
)
OWN = (_NUMBER, _SUBJECT, *_STANDING)
# The moderation reads what was written only where it is called to.
OVERSEEN = (_NUMBER, _KIND, *_STANDING, Column(N_("Moderation gerufen"), lambda case: _day(case.moderation_since)))


def case_file(form: Format, name: str, columns: Sequence[Column], found: Select[Case]) -> Response:
    """Return cases as a download called by the name, the day and its kind."""

    def rows() -> Iterator[list[Cell]]:
        yield [_(column.heading) for column in columns]
        with reading() as session:
            for case in lists.every(session, found):
                yield [column.cell(case) for column in columns]

    named = f"{name}-{day_of(utcnow()).isoformat()}.{form.value}"
    return csv_file(named, rows()) if form is Format.CSV else xlsx_file(named, _("Anfragen"), rows())


def _day(moment: datetime | None) -> Cell:
    return day_of(moment) if moment is not None else None


def _last_day(end: datetime | None) -> Cell:
    return last_day(end) if end is not None else None
