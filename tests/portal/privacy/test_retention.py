"""What has come to its end is deleted after its time, and nothing before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal import audit, throttle
from portal.access import ANYONE, Role
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.devices import Device
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.feedback.models import Report, ReportKind
from portal.mail import posting
from portal.mail.letters import TEST
from portal.mail.models import Mail, MailState
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.orm import utcnow
from portal.privacy import retention
from portal.projects.events import MOVED
from portal.settings import Retention
from portal.throttle import ThrottleCount
from tests import factories

DAY = timedelta(days=1)
KEEP = Retention(mails=20, reports=40, requests=60, log=80)


@pytest.fixture
def session(scratch):
    return scratch


def mail(session, state, age):
    made = posting.post(session, TEST, to="a@stadt.example")
    made.state, made.created_at = state, utcnow() - age


def report(session, age):
    made = Report(kind=ReportKind.BARRIER, token=str(age), message="Text", created_at=utcnow() - 1000 * DAY)
    made.answered_at = None if age is None else utcnow() - age
    session.add(made)


def invitation(session, state, age):
    moment = utcnow() - age
    session.add(
        Invitation(
            organisation=factories.organisation(session),
            email="a@stadt.example",
            role=Role.EDITOR,
            created_at=moment,
            expires_at=moment,
            state=state,
            decided_at=None if state is InvitationState.OPEN else moment,
        )
    )


def request(session, state, age):
    moment = utcnow() - age
    session.add(
        MembershipRequest(
            account=factories.account(session),
            organisation=factories.organisation(session),
            created_at=moment,
            state=state,
            decided_at=None if state is RequestState.WAITING else moment,
        )
    )


def decision(session, age):
    audit.record(session, ANYONE, MOVED, ("project", 1))
    newest = select(func.max(audit.AuditEntry.id)).scalar_subquery()
    statement = update(audit.AuditEntry).where(audit.AuditEntry.id == newest).values(at=utcnow() - age)
    session.execute(statement, execution_options={"synchronize_session": False})


def counter(session, age):
    throttle.count(session, str(age), -age)


def sign_in(session, age):
    account = factories.account(session)
    sessions.begin(session, account.id, SignInMethod.PASSWORD, Device("Firefox", "Linux"), utcnow() - age)


@pytest.mark.parametrize(
    ("model", "make", "cases"),
    [
        (Mail, mail, {(MailState.SENT, 21 * DAY): 0, (MailState.DEAD, 21 * DAY): 0, (MailState.SENT, 19 * DAY): 1}),
        (Mail, mail, {(MailState.WAITING, 21 * DAY): 1}),
        (Report, report, {(41 * DAY,): 0, (39 * DAY,): 1}),
        (Report, report, {(None,): 1}),
        (Invitation, invitation, {(InvitationState.DECLINED, 61 * DAY): 0, (InvitationState.DECLINED, 59 * DAY): 1}),
        (Invitation, invitation, {(InvitationState.OPEN, 61 * DAY): 0, (InvitationState.OPEN, 59 * DAY): 1}),
        (MembershipRequest, request, {(RequestState.ACCEPTED, 61 * DAY): 0, (RequestState.DECLINED, 59 * DAY): 1}),
        (MembershipRequest, request, {(RequestState.WAITING, 500 * DAY): 1}),
        (audit.AuditEntry, decision, {(81 * DAY,): 0, (79 * DAY,): 1}),
        (ThrottleCount, counter, {(timedelta(minutes=-5),): 1}),
        (ThrottleCount, counter, {(timedelta(minutes=5),): 0}),
        (AccountSession, sign_in, {(9 * DAY,): 0, (timedelta(minutes=1),): 1}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_is_kept_for_its_time(session, settings, model, make, cases):
    for arguments in cases:
        make(session, *arguments)
    session.flush()
    for job in retention.jobs(replace(settings, retention=KEEP)):
        job.run(session, utcnow())
    session.expire_all()
    assert session.execute(select(func.count()).select_from(model)).scalar_one() == sum(cases.values())


def test_jobs_run_every_day_under_names_of_their_own(settings):
    jobs = retention.jobs(settings)
    assert len({job.name for job in jobs}) == len(jobs)
    assert {job.every for job in jobs} == {DAY}
