from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from portal.access import PortalRole, Role
from portal.accounts.models import Account
from portal.freshness import jobs as freshness_jobs
from portal.jobs import Jobs
from portal.mail.delivery import Delivery
from portal.mail.models import Mail
from portal.mail.transport import FolderTransport
from portal.projects.models import Project, ProjectResponsible
from tests import factories

REVIEW_PERIOD = 365
BEGIN = datetime(2026, 1, 10, 9, tzinfo=UTC)


class Clock:
    """What time it is in a test."""

    def __init__(self):
        self.now = BEGIN

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(database):
    """Herne with a person in each role and an entry that was confirmed at the beginning, and a moderator."""
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        people = {
            role.value: factories.account(session, herne, role=role, email=f"{role.value}@herne.example")
            for role in Role
        }
        moderator = factories.account(session, email="moderation@portal.example")
        moderator.portal_role = PortalRole.MODERATION
        entry = factories.published(session, herne, title="Bauantrag")
        hold(session, entry, people["contributor"])
    return {"herne": herne, "moderator": moderator, "entry": entry, **people}


def hold(session, entry: Project, *people: Account):
    """Let the entry be confirmed at the beginning, and these people look after it."""
    entry.confirmed_at = BEGIN
    entry.responsibles = [ProjectResponsible(account_id=each.id) for each in people]
    session.flush()


@pytest.fixture
def jobs(database, clock):
    """A worker's jobs, with the moved clock."""
    return Jobs(database, [freshness_jobs.job(REVIEW_PERIOD)], clock)


@pytest.fixture
def live(jobs, clock):
    """Lets days go by; a worker looks at its jobs on each, or every so many."""

    def days(number, step=1):
        for _ in range(number // step):
            clock.now += timedelta(days=step)
            jobs.drain()

    return days


@pytest.fixture
def ordered(database):
    """How many mails each person was ordered, by the part of the address before the @."""

    def read():
        with database.reading() as session:
            return Counter(to.partition("@")[0] for to in session.execute(select(Mail.to_address)).scalars())

    return read


@pytest.fixture
def sent(app, database, tmp_path):
    """Sends what waits and returns these mails: reader, subject, plain text, sorted by reader."""
    folder = tmp_path / "mails"
    known = set()
    delivery = Delivery(
        database,
        app.extensions["letters"],
        app.extensions["links"],
        FolderTransport(folder),
        context=app.app_context,
    )

    def read():
        while delivery.drain():
            pass
        files = set(folder.glob("*.eml")) - known
        known.update(files)
        messages = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return sorted(
            (str(each["To"]).partition("@")[0], str(each["Subject"]), each.get_body(("plain",)).get_content())
            for each in messages
        )

    return read
