"""What a search knows beside the entries: the Kommunen, the administration's synonyms, the day, the review period."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.discovery.finding.engines import ALL
from portal.discovery.finding.regions import Regions, load_regions
from portal.discovery.finding.requests import SearchRequest
from portal.partial_date import FIRST_YEAR, LAST_YEAR
from portal.synonyms import queries as synonyms
from search import Query, Synonyms

_HERE = ZoneInfo("Europe/Berlin")
_NOWHERE = "-"  # the code of nothing: no codes at all would not narrow


@dataclass(frozen=True)
class Knowledge:
    """Turns requests into questions."""

    regions: Regions
    synonyms: Synonyms
    today: date
    review_period_days: int

    def query(self, request: SearchRequest) -> Query:
        """Return the question to the index. Raises ValueError for a field or sort that does not exist."""
        return Query(
            words=request.words,
            filters={**ALL, **request.filters},
            restrict=self._restrictions(request),
            sort=request.sort,
            offset=(request.page - 1) * request.page_size,
            limit=request.page_size,
            synonyms=self.synonyms,
            places=self.regions.places,
            today=self.today,
            fresh_days=self.review_period_days,
            exact=request.exact,
        )

    def _restrictions(self, request: SearchRequest) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        if request.years:
            first, last = request.years.first or FIRST_YEAR, request.years.last or LAST_YEAR
            found["start_year"] = tuple(str(year) for year in range(first, last + 1))
        if request.area and request.area.complete:
            found["municipality"] = self.regions.inside(request.area)
        return {field: codes or (_NOWHERE,) for field, codes in found.items()}


def load_knowledge(session: Session, review_period_days: int) -> Knowledge:
    """Return what is known now, in two queries."""
    return Knowledge(load_regions(session), synonyms.current(session), datetime.now(_HERE).date(), review_period_days)
