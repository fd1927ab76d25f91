"""The German addresses of the search page: read into a request, and written from one. Nothing here is refused."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlencode

from portal.discovery.finding.facets import BY_FIELD, FACETS, Facet
from portal.discovery.finding.requests import RELEVANCE, WORDS_MAX, SearchRequest, Unknown
from portal.text import N_

SEARCH = "/suche"
WORDS, SORT, PAGE, EXACT = "q", "sortierung", "seite", "genau"
# How sorts are written in addresses, in the order in which they are offered.
SORT_NAMES = {
    "relevanz": RELEVANCE,
    "neueste": "newest",
    "bestaetigt": "recently_confirmed",
    "titel": "title",
}
_NAMES_OF_SORTS = {sort: name for name, sort in SORT_NAMES.items()}
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
    return SearchRequest(
        words=asked.get(WORDS, [""])[-1][:WORDS_MAX].strip(),
        filters={field: codes for field, codes in filters.items() if codes},
        sort=SORT_NAMES.get(sort, RELEVANCE),
        page=_page(page),
        exact=EXACT in asked,
        unknown=tuple(unknown),
    )


def address(request: SearchRequest, page: int = 1) -> str:
    """Return the address of a page of this request; what goes without saying is left out."""
    pairs = [(WORDS, request.words)] if request.words else []
    for field, codes in request.filters.items():
        facet = BY_FIELD[field]
        pairs += [(facet.parameter, facet.slug_of(code)) for code in codes]
    if request.sort != RELEVANCE:
        pairs.append((SORT, _NAMES_OF_SORTS[request.sort]))
    if request.exact:
        pairs.append((EXACT, "1"))
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


def _page(text: str) -> int:
    """Return a page number within reason; the first page for what is none."""
    return min(max(int(text[:9]), 1), _PAGE_MAX) if _NUMBER.fullmatch(text) else 1
