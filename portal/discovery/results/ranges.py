"""The filters that are no lists of values: from year to year, and around a Kommune."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.discovery.addresses import DISTANCES, NEIGHBOURS
from portal.discovery.finding.answers import SearchAnswer
from portal.discovery.finding.requests import Area, Years

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class YearRange:
    """The years to choose from, latest first, and the two ends as they stand."""

    years: list[str]
    first: str
    last: str


@dataclass(frozen=True)
class AreaFilter:
    """The Kommunen and reaches to choose from, and what is chosen; `incomplete` when the Kommune is missing."""

    municipalities: Choices
    around: str
    reaches: Choices
    reach: str
    incomplete: bool
    chosen: bool


def year_range(answer: SearchAnswer) -> YearRange:
    """Return the range of years with those that any entry states, and those that are chosen."""
    stated = (
        value.value.code for group in answer.facets for value in group.values if group.facet.field == "start_year"
    )
    first, last = _texts(answer.request.years)
    years = {year for year in (*stated, first, last) if year.isdecimal()}
    return YearRange(sorted(years, reverse=True), first, last)


def area_filter(answer: SearchAnswer, home: str) -> AreaFilter:
    """Return the filter by distance; `home` is the slug of the Kommune to propose, empty for none."""
    area = answer.request.area or Area()
    reach = NEIGHBOURS if area.neighbours else str(area.kilometres or "")
    return AreaFilter(
        municipalities=list(answer.municipalities.items()),
        around=area.around or home,
        reaches=[
            ("", _("ganzes Verbandsgebiet")),
            (NEIGHBOURS, _("nur Nachbarkommunen")),
            *((text, _("bis %(distance)s km", distance=text)) for text in DISTANCES),
        ],
        reach=reach,
        incomplete=bool(reach) and not area.around,
        chosen=area.complete,
    )


def years_text(years: Years) -> str:
    """Return a range of years in words."""
    if years.first and years.last:
        same = years.first == years.last
        return str(years.first if same else _("%(first)s bis %(last)s", first=years.first, last=years.last))
    return str(_("ab %(year)s", year=years.first) if years.first else _("bis %(year)s", year=years.last))


def area_text(area: Area, name: str) -> str:
    """Return an area around the Kommune of this name in words."""
    if area.neighbours:
        return str(_("nur Nachbarkommunen von %(name)s", name=name))
    return str(_("bis %(distance)s km um %(name)s", distance=area.kilometres, name=name))


def _texts(years: Years | None) -> tuple[str, str]:
    ends = (years.first, years.last) if years else (None, None)
    first, last = (str(end or "") for end in ends)
    return first, last
