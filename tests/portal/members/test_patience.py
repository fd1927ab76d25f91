"""A request to join that nobody answers: one reminder after a week, and in the end a word to whoever asked."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal.access import ANYONE, Role
from portal.audit import AuditEntry
from portal.jobs import Jobs
from portal.mail.models import Mail
from portal.members import closing, service
from portal.members.hooks import Hooks
from portal.members.joining import patience, queries, requests
from portal.orm import utcnow
from tests import factories
from tests.portal.members.conftest import both
from tests.support.letters import composed, facts, path, texts

DAY = timedelta(days=1)
REMINDER = "member.request-reminder"


@pytest.fixture
def asked(session, herne, coordinator):
    """A request of which the coordination was told."""
    made = requests.ask(session, factories.actor(session), herne, "Amt 12")
    session.execute(delete(Mail))
    return made


@pytest.fixture
def bochum(session):
    return factories.organisation(session, "Bochum")


def ordered(session):
    found = session.execute(select(Mail).order_by(Mail.id)).scalars()
    return [(mail.kind, mail.account_id) for mail in found]


class TestReminder:
    def test_it_comes_after_a_week_and_only_once(self, session, coordinator, asked):
        for days in (6, 7, 8, 30):
            patience.remind(session, asked.created_at + days * DAY)
            assert ordered(session) == ([] if days == 6 else [(REMINDER, coordinator.account_id)])

    def test_a_worker_that_slept_reminds_once_of_each(self, session, herne, coordinator, asked):
        second = requests.ask(session, factories.actor(session), herne, None)
        session.execute(delete(Mail))
        patience.remind(session, second.created_at + 40 * DAY)
        assert ordered(session) == [(REMINDER, coordinator.account_id)] * 2

    def test_whoever_it_is_handed_to_is_reminded_a_week_later(
        self, session, coordinator, administration, asked, bochum
    ):
        new = factories.actor(session, bochum, role=Role.COORDINATOR)
        patience.remind(session, asked.created_at + 8 * DAY)
        requests.direct(session, administration, asked.id, bochum)
        asked.passed_on_at = asked.created_at + 20 * DAY
        session.execute(delete(Mail))
        for days in (26, 28, 40):
            patience.remind(session, asked.created_at + days * DAY)
            assert ordered(session) == ([] if days == 26 else [(REMINDER, new.account_id)])

    def test_who_decides_once_the_coordination_is_gone_is_reminded_too(
        self, session, coordinator, administration, asked
    ):
        patience.remind(session, asked.created_at + 8 * DAY)
        closing.shut(session, ANYONE, coordinator.account_id)
        session.execute(delete(Mail))
        patience.remind(session, asked.passed_on_at + 8 * DAY)
        assert ordered(session) == [(REMINDER, administration.account_id)]

    @pytest.mark.parametrize("joins", [True, False], ids=["joins", "rises"])
    def test_the_first_coordination_gets_what_waits(self, app, session, bochum, administration, joins):
        made = requests.ask(session, factories.actor(session), bochum, "Amt 12")
        patience.remind(session, made.created_at + 8 * DAY)
        session.execute(delete(Mail))
        hooks = app.extensions["member_hooks"]
        if joins:
            account = factories.account(session)
            service.admit(session, ANYONE, hooks, account, bochum, Role.COORDINATOR, by="Einladung")
        else:
            account = factories.account(session, bochum, role=Role.EDITOR)
            service.change_role(session, administration, hooks, bochum, account.id, Role.COORDINATOR)
        assert ("member.request", account.id) in ordered(session)
        session.execute(delete(Mail))
        patience.remind(session, made.passed_on_at + 8 * DAY)
        assert ordered(session) == [(REMINDER, account.id)]

    def test_a_second_coordination_is_not_told_of_what_the_first_knows(self, app, session, herne, asked):
        hooks = app.extensions["member_hooks"]
        second = factories.account(session)
        service.admit(session, ANYONE, hooks, second, herne, Role.COORDINATOR, by="Einladung")
        assert "member.request" not in dict(ordered(session))

    def test_of_one_that_was_decided_nobody_is_reminded(self, session, coordinator, asked):
        requests.decline(session, coordinator, asked.id, "Falsche Stadt.")
        session.execute(delete(Mail))
        patience.remind(session, asked.created_at + 8 * DAY)
        assert ordered(session) == []

    def test_where_nobody_coordinates_the_administration_is(self, session, administration):
        made = requests.ask(session, factories.actor(session), None, "Rechenzentrum")
        session.execute(delete(Mail))
        patience.remind(session, made.created_at + 8 * DAY)
        assert ordered(session) == [(REMINDER, administration.account_id)]

    def test_the_letter_says_everything(self, app, session, asked):
        patience.remind(session, asked.created_at + 8 * DAY)
        letter = composed(app, session, session.execute(select(Mail)).scalar_one())
        assert letter.subject.startswith("Erinnerung: ")
        assert "Amt 12" in texts(letter)
        assert facts(letter)["Organisation"] == "Herne"
        assert path(letter) == "/organisationen/herne/mitglieder"

    def test_two_workers_remind_once(self, database):
        with database.unit_of_work() as session:
            herne = factories.organisation(session, "Herne")
            factories.actor(session, herne, role=Role.COORDINATOR)
            moment = requests.ask(session, factories.actor(session), herne, None).created_at + 8 * DAY
            session.execute(delete(Mail))
        refused = both(database, *[lambda session: patience.remind(session, moment)] * 2)
        with database.reading() as session:
            assert [kind for kind, _ in ordered(session)] == [REMINDER]
        assert refused == []

    def test_the_worker_knows_it(self, app, database):
        assert isinstance(app.extensions["jobs"], Jobs)
        assert "members.requests" in {state.name for state in app.extensions["jobs"].states()}


class TestEnd:
    def test_whoever_asked_is_told_and_the_request_is_gone(self, app, session, asked):
        patience.end_unanswered(session, asked.created_at - DAY)
        assert ordered(session) == []
        patience.end_unanswered(session, asked.created_at)
        assert ordered(session) == [("member.unanswered", asked.account_id)]
        assert queries.of_account(session, asked.account_id) == []
        letter = composed(app, session, session.execute(select(Mail)).scalar_one())
        assert "zu Herne zu gehören" in texts(letter)[0]
        assert path(letter) == "/konto/organisationen"
        [entry] = session.execute(select(AuditEntry).where(AuditEntry.event == "request.unanswered")).scalars()
        assert (entry.about_id, entry.account_id) == (asked.account_id, None)

    def test_one_that_was_passed_on_just_now_stays_a_fortnight(self, session, asked):
        asked.passed_on_at = utcnow() - 13 * DAY
        patience.end_unanswered(session, asked.created_at)
        assert ordered(session) == []
        asked.passed_on_at = utcnow() - 15 * DAY
        patience.end_unanswered(session, asked.created_at)
        assert ordered(session) == [("member.unanswered", asked.account_id)]

    def test_also_where_the_organisation_was_never_known(self, app, session, administration):
        made = requests.ask(session, factories.actor(session), None, "Rechenzentrum")
        session.execute(delete(Mail))
        patience.end_unanswered(session, made.created_at)
        letter = composed(app, session, session.execute(select(Mail)).scalar_one())
        assert "bei Projektnachbarn mitzuarbeiten" in texts(letter)[0]

    def test_either_it_ends_or_it_is_accepted(self, database):
        with database.unit_of_work() as session:
            herne = factories.organisation(session, "Herne")
            coordinator = factories.actor(session, herne, role=Role.COORDINATOR)
            number = requests.ask(session, factories.actor(session), herne, None).id
            session.execute(delete(Mail))
        refused = both(
            database,
            lambda session: patience.end_unanswered(session, utcnow()),
            lambda session: requests.accept(session, coordinator, Hooks(), number, Role.EDITOR),
        )
        with database.reading() as session:
            [(kind, _)] = ordered(session)
        assert kind == ("member.unanswered" if refused else "member.accepted")
