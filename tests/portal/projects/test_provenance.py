"""Who stands by an entry, and since when."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.partial_date import PartialDate
from portal.projects import queries
from portal.projects.confirmation import confirmation_of
from portal.projects.document import UNCONFIRMED, document
from portal.projects.models import Project
from portal.projects.parts import ProjectSource
from portal.projects.provenance import StandingKind, as_of, standing
from portal.projects.vocabulary import Provenance
from tests import factories

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PERIOD = 365


def from_source(*dates, **values):
    sources = [ProjectSource(url="https://www.example.org", date=date, position=0) for date in dates]
    return Project(title="Netz", provenance=Provenance.PUBLIC_SOURCE, sources=sources, **values)


@pytest.mark.parametrize(
    ("age", "kind"),
    [
        (timedelta(0), StandingKind.CONFIRMED),
        (timedelta(days=PERIOD), StandingKind.CONFIRMED),
        (timedelta(days=PERIOD, seconds=1), StandingKind.OVERDUE),
    ],
)
def test_a_confirmation_holds_for_the_review_period(age, kind):
    found = standing(from_source(confirmed_at=NOW - age), NOW, PERIOD)

    assert (found.kind, found.date) == (kind, NOW - age)


def test_a_source_entry_that_nobody_confirmed_stands_by_its_source():
    found = standing(from_source(PartialDate(2023)), NOW, PERIOD)

    assert (found.kind, found.date) == (StandingKind.SOURCE, PartialDate(2023))


def test_an_own_entry_without_confirmation_is_open():
    assert standing(Project(title="Netz", provenance=Provenance.OWN), NOW, PERIOD).kind is StandingKind.OPEN


@pytest.mark.parametrize(
    ("project", "date"),
    [
        (from_source(), None),
        (from_source(None), None),
        (from_source(PartialDate(2023), None, PartialDate(2023, 8)), PartialDate(2023, 8)),
        (from_source(PartialDate(2025), status_as_of=PartialDate(2024)), PartialDate(2024)),
    ],
)
def test_the_status_date_counts_before_the_latest_source(project, date):
    assert as_of(project) == date


@pytest.mark.parametrize(("days", "kind"), [(10, "confirmed"), (400, "overdue"), (None, "source")])
def test_label_and_filter_say_the_same(app, scratch, days, kind):
    herne = factories.organisation(scratch, "Herne")
    made = factories.from_public_source(scratch, herne) if days is None else factories.published(scratch, herne)
    if days is not None:
        factories.long_ago(made, days)
    entry = queries.by_id(scratch, made.id)

    with app.test_request_context():
        label = confirmation_of(entry)
    assert label.kind == kind
    assert ("noch nicht bestätigt" in label.text) == (document(entry).values["confirmation"] == (UNCONFIRMED,))
