"""The German addresses of the search page: read into a request, and written from one. Nothing here is refused."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from portal.discovery.finding.facets import BY_FIELD, FACETS, Facet
from portal.discovery.finding.requests import RELEVANCE, WORDS_MAX, Area, SearchRequest, Unknown, Years
from portal.partial_date import FIRST_YEAR, LAST_YEAR
from portal.text import N_

SEARCH = "/suche"
WORDS, SORT, PAGE, EXACT = "q", "sortierung", "seite", "genau"
FIRST, LAST, AROUND, REACH = "beginn_von", "beginn_bis", "um", "umkreis"
# How sorts are written in addresses, in the order in which they are offered.
SORT_NAMES = {
    "relevanz": RELEVANCE,
    "neueste": "newest",
    "bestaetigt": "recently_confirmed",
    "titel": "title",
}
# How far around a Kommune one can look, as it is written in addresses: so many kilometres, or to the next border.
DISTANCES = {str(kilometres): kilometres for kilometres in (10, 20, 30)}
NEIGHBOURS = "nachbarn"
_NAMES_OF_SORTS = {sort: name for name, sort in SORT_NAMES.items()}
# "genau" says yes, or for which words: a form that is sent with other words asks for these as usual.
_YES = "1"
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NUMBER = re.compile(r"-?\d+", re.ASCII)
_VALUE_MAX = 100
_VALUES_MAX = 100  # of one facet
_PAGE_MAX = 1_000_000


def parse(pairs: Iterable[tuple[str, str]]) -> SearchRequest:
    """Return what an address asks for. What cannot be understood is left out and named in `unknown`."""
    asked: dict[str, list[str]] = {}
    for name, text in pairs:
        if plain := _plain(text):
            asked.setdefault(name, []).append(plain)
    unknown: list[Unknown] = []
    filters = {facet.field: _codes(facet, asked.get(facet.parameter, []), unknown) for facet in FACETS}
    sort, page = asked.get(SORT, [""])[-1], asked.get(PAGE, [""])[-1]
    if sort and sort not in SORT_NAMES:
        unknown.append(Unknown(N_("Sortierung"), sort[:_VALUE_MAX]))
    if page and not _NUMBER.fullmatch(page):
        unknown.append(Unknown(N_("Seite"), page[:_VALUE_MAX]))
    words = asked.get(WORDS, [""])[-1][:WORDS_MAX].strip()
    return SearchRequest(
        words=words,
        filters={field: codes for field, codes in filters.items() if codes},
        years=_years(asked, unknown),
        area=_area(asked, unknown),
        sort=SORT_NAMES.get(sort, RELEVANCE),
        page=_page(page),
        exact=asked.get(EXACT, [""])[-1] in (_YES, words) and bool(words),
        unknown=tuple(unknown),
    )


def address(request: SearchRequest, page: int = 1) -> str:
    """Return the address of a page of this request; what goes without saying is left out."""
    pairs = [(WORDS, request.words)] if request.words else []
    for field, codes in request.filters.items():
        facet = BY_FIELD[field]
        pairs += [(facet.parameter, facet.slug_of(code)) for code in codes]
    if request.years:
        ends = ((FIRST, request.years.first), (LAST, request.years.last))
        pairs += [(name, str(year)) for name, year in ends if year is not None]
    if request.area:
        reach = NEIGHBOURS if request.area.neighbours else str(request.area.kilometres or "")
        pairs += [(name, text) for name, text in ((AROUND, request.area.around), (REACH, reach)) if text]
    if request.sort != RELEVANCE:
        pairs.append((SORT, _NAMES_OF_SORTS[request.sort]))
    if request.exact:
        pairs.append((EXACT, _YES))
    if page > 1:
        pairs.append((PAGE, str(page)))
    return f"{SEARCH}?{urlencode(pairs)}" if pairs else SEARCH


def _plain(text: str) -> str:
    """Return the text on one line, without control characters and broken pieces of characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if unicodedata.category(character) in {"Cc", "Cs"} else character for character in composed)
    return " ".join("".join(kept).split())


def _codes(facet: Facet, texts: Iterable[str], unknown: list[Unknown]) -> tuple[str, ...]:
    """Return the codes of these values of a facet; the others are added to `unknown`."""
    codes = []
    for text in list(dict.fromkeys(texts))[:_VALUES_MAX]:
        code = facet.code_of(text) if len(text) <= _VALUE_MAX else None
        if code is None:
            unknown.append(Unknown(facet.label, text[:_VALUE_MAX]))
        else:
            codes.append(code)
    return tuple(codes)


def _years(asked: Mapping[str, list[str]], unknown: list[Unknown]) -> Years | None:
    """Return from which year to which; the ends may come in any order."""
    ends: list[int | None] = []
    for name, label in ((FIRST, N_("Beginn von")), (LAST, N_("Beginn bis"))):
        text = asked.get(name, [""])[-1]
        year = int(text) if _YEAR.fullmatch(text) else None
        ends.append(year if year and FIRST_YEAR <= year <= LAST_YEAR else None)
        if text and ends[-1] is None:
            unknown.append(Unknown(label, text[:_VALUE_MAX]))
    first, last = ends
    if first and last and first > last:
        first, last = last, first
    return Years(first, last) if first or last else None


def _area(asked: Mapping[str, list[str]], unknown: list[Unknown]) -> Area | None:
    """Return around which Kommune and how far; one of them may still be missing."""
    around, reach = asked.get(AROUND, [""])[-1], asked.get(REACH, [""])[-1]
    if len(around) > _VALUE_MAX:
        unknown.append(Unknown(N_("Kommune"), around[:_VALUE_MAX]))
        around = ""
    if reach and reach != NEIGHBOURS and reach not in DISTANCES:
        unknown.append(Unknown(N_("Umkreis"), reach[:_VALUE_MAX]))
        reach = ""
    if not around and not reach:
        return None
    return Area(around, DISTANCES.get(reach), reach == NEIGHBOURS)


def _page(text: str) -> int:
    """Return a page number within reason; the first page for what is none."""
    return min(max(int(text[:9]), 1), _PAGE_MAX) if _NUMBER.fullmatch(text) else 1
