"""What has come to its end is deleted after its time, and nothing before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from portal import audit, throttle
from portal.access import PortalRole, Role
from portal.accounts import service as accounts
from portal.accounts.models import Account
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.devices import Device
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.domains import HOLDINGS
from portal.feedback.models import Report, ReportKind
from portal.mail import posting
from portal.mail.letters import TEST
from portal.mail.models import Mail, MailState
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.orm import utcnow
from portal.privacy import retention, unused
from portal.privacy.letters import UNUSED
from portal.projects.events import MOVED
from portal.settings import Retention
from portal.throttle import ThrottleCount
from tests import factories
from tests.support.letters import composed, path

DAY = timedelta(days=1)
KEEP = Retention(mails=20, reports=40, requests=60, log=140, unanswered=100, accounts=120)


@pytest.fixture
def session(scratch):
    return scratch


def mail(session, state, age, held=None):
    made = posting.post(session, TEST, to="a@stadt.example")
    made.state, made.created_at, made.held_at = state, utcnow() - age, held and utcnow() - held


def report(session, answered, age=1000 * DAY):
    made = Report(kind=ReportKind.BARRIER, token=f"{answered} {age}", message="Text", created_at=utcnow() - age)
    made.answered_at = None if answered is None else utcnow() - answered
    session.add(made)


def invitation(session, state, age, email="a@stadt.example"):
    moment = utcnow() - age
    session.add(
        Invitation(
            organisation=factories.organisation(session),
            email=email,
            role=Role.EDITOR,
            created_at=moment,
            expires_at=moment,
            state=state,
            decided_at=None if state is InvitationState.OPEN else moment,
        )
    )


def request(session, state, age, account=None):
    moment = utcnow() - age
    session.add(
        MembershipRequest(
            account=account or factories.account(session),
            organisation=factories.organisation(session),
            created_at=moment,
            state=state,
            decided_at=None if state is RequestState.WAITING else moment,
        )
    )


def decision(session, age):
    session.add(audit.AuditEntry(at=utcnow() - age, event=MOVED.name, about_kind="project", about_id=1, changes={}))


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
        (Mail, mail, {(MailState.WAITING, 99 * DAY, 21 * DAY): 0, (MailState.WAITING, 99 * DAY, 19 * DAY): 1}),
        (Report, report, {(41 * DAY,): 0, (39 * DAY,): 1}),
        (Report, report, {(None, 101 * DAY): 0, (None, 99 * DAY): 1}),
        (Invitation, invitation, {(InvitationState.DECLINED, 61 * DAY): 0, (InvitationState.DECLINED, 59 * DAY): 1}),
        (Invitation, invitation, {(InvitationState.OPEN, 61 * DAY): 0, (InvitationState.OPEN, 59 * DAY): 1}),
        (MembershipRequest, request, {(RequestState.ACCEPTED, 61 * DAY): 0, (RequestState.DECLINED, 59 * DAY): 1}),
        (MembershipRequest, request, {(RequestState.WAITING, 101 * DAY): 0, (RequestState.WAITING, 99 * DAY): 1}),
        (audit.AuditEntry, decision, {(141 * DAY,): 0, (139 * DAY,): 1}),
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
    clear(session, settings)
    assert session.execute(select(func.count()).select_from(model)).scalar_one() == sum(cases.values())


def warn(session, account, state=MailState.SENT):
    """As if the account had been warned in time, and this had become of the letter."""
    account.warned_at = utcnow() - unused.NOTICE
    letter = posting.post(session, UNUSED, to=account.email, account_id=account.id, for_account=account.id)
    letter.state, letter.created_at = state, account.warned_at
    letter.sent_at = account.warned_at if state is MailState.SENT else None
    session.flush()
    return letter


class TestAccountsThatBelongNowhere:
    """Who was declined, never asked, or has left."""

    LONG_AGO = 121 * DAY

    @pytest.fixture
    def account(self, session):
        made = factories.account(session)
        made.created_at = utcnow() - self.LONG_AGO
        warn(session, made)
        return made

    @pytest.fixture
    def erased(self, session, settings, account):
        def look():
            session.flush()
            clear(session, settings)
            return session.get(Account, account.id).erased_at is not None

        return look

    def test_one_is_erased_like_by_its_owner(self, session, account, erased):
        assert erased()
        assert session.get(Account, account.id).email == ""
        [entry] = session.execute(select(audit.AuditEntry)).scalars()
        [_warning, last] = session.execute(select(Mail).order_by(Mail.id)).scalars()
        assert (last.kind, last.account_id, last.params) == ("privacy.erased", None, {"why": "unused"})
        assert (entry.event, entry.about_id, entry.account_id) == ("account.erased", account.id, None)

    def test_nobody_goes_without_a_warning_a_month_before(self, app, session, account, erased):
        session.execute(delete(Mail))
        account.warned_at = None
        for _ in range(2):  # the worker looks every day
            assert not erased()
        [mail] = session.execute(select(Mail)).scalars()
        assert (mail.kind, mail.account_id) == ("privacy.unused", account.id)
        letter = composed(app, session, mail)
        assert letter.subject == "Ihr Konto bei Projektnachbarn wird bald gelöscht"
        assert path(letter) == "/anmelden"
        session.get(Account, account.id).warned_at = utcnow() - unused.NOTICE
        assert not erased(), "the letter still waits"
        mail.state, mail.sent_at = MailState.SENT, utcnow() - unused.NOTICE + DAY
        assert not erased(), "it went out later"
        mail.sent_at -= DAY
        assert erased()

    def test_whose_warning_was_given_up_stays_until_somebody_sees_to_it(self, session, settings, account, erased):
        session.execute(delete(Mail))
        warn(session, account, MailState.DEAD)
        assert not erased()
        assert unused.not_warned(session) == {account.id}
        [mail] = session.execute(select(Mail)).scalars()  # it stays on the page of mails as long
        assert mail.state is MailState.DEAD

    def test_whose_warning_was_discarded_is_warned_anew(self, session, account, erased):
        session.execute(delete(Mail))
        warn(session, account, MailState.DROPPED)
        assert not erased()
        mails = session.execute(select(Mail).where(Mail.state == MailState.WAITING)).scalars().all()
        assert [(mail.kind, mail.account_id) for mail in mails] == [("privacy.unused", account.id)]
        assert session.get(Account, account.id).warned_at > utcnow() - DAY

    def test_a_warning_that_counts_no_more_is_forgotten_like_any_mail(self, session, account, erased):
        accounts.keep(session, account)
        assert not erased()
        assert session.execute(select(Mail)).first() is None

    def test_a_closed_one_is_erased_too(self, account, erased):
        account.active = False
        assert erased()

    def test_a_closed_member_stays(self, session, account, erased):
        factories.join(session, account, factories.organisation(session))
        account.active = False
        assert not erased()

    def test_who_is_let_in_before_the_turn_comes_stays(self, session, account):
        late = unused.ripe(session, utcnow(), self.LONG_AGO)
        assert late == [account.id]
        factories.join(session, account, factories.organisation(session))
        unused.erase(session, utcnow(), alone=self.LONG_AGO, holdings=HOLDINGS, account_id=account.id)
        assert account.erased_at is None

    def test_the_warning_comes_a_month_before_the_end(self, session, account, erased):
        account.warned_at = None
        for age, warned in ((89, False), (91, True)):
            session.get(Account, account.id).created_at = utcnow() - age * DAY
            assert not erased()
            assert (session.get(Account, account.id).warned_at is not None) is warned

    def test_who_joins_after_the_warning_is_warned_anew_another_time(self, session, account, erased):
        factories.join(session, account, factories.organisation(session))
        assert not erased()
        assert session.get(Account, account.id).warned_at is None

    def test_who_signs_in_after_the_warning_begins_anew(self, session, account, erased):
        accounts.keep(session, account)
        assert account.warned_at is None
        assert not erased()

    def test_one_that_is_not_old_enough_stays(self, account, erased):
        account.created_at = utcnow() - 119 * DAY
        assert not erased()

    @pytest.mark.parametrize("role", PortalRole)
    def test_one_with_a_role_for_the_portal_stays(self, account, erased, role):
        account.portal_role = role
        assert not erased()

    def test_a_member_stays(self, session, account, erased):
        factories.join(session, account, factories.organisation(session))
        assert not erased()

    def test_whoever_is_signed_in_stays(self, session, account, erased):
        sessions.begin(session, account.id, SignInMethod.PASSWORD, Device("Firefox", "Linux"), utcnow())
        assert not erased()

    @pytest.mark.parametrize(
        ("state", "age", "goes"),
        [
            (RequestState.WAITING, 99 * DAY, False),
            (RequestState.DECLINED, 50 * DAY, False),
            (RequestState.DECLINED, 121 * DAY, True),
            (RequestState.WAITING, 121 * DAY, False),  # it has just ended without an answer
        ],
    )
    def test_a_request_counts_from_its_decision(self, session, account, erased, state, age, goes):
        request(session, state, age, account)
        assert erased() is goes

    @pytest.mark.parametrize(("lasts", "goes"), [(DAY, False), (-DAY, True)])
    def test_an_invitation_counts_while_it_can_be_taken(self, session, account, erased, lasts, goes):
        invitation(session, InvitationState.OPEN, -lasts, account.email)
        assert erased() is goes

    def test_whoever_left_lately_stays(self, session, account, erased):
        left = {"event": "member.left", "about_kind": "account", "about_id": account.id, "changes": {}}
        session.add(audit.AuditEntry(at=utcnow() - 119 * DAY, **left))
        assert not erased()


def clear(session, settings):
    for job in retention.jobs(replace(settings, retention=KEEP), HOLDINGS):
        for part in job.parts(session, utcnow()):
            part(session, utcnow())
        job.run(session, utcnow())
    session.expire_all()


def test_jobs_run_every_day_and_what_lasts_hours_every_hour(settings):
    jobs = retention.jobs(settings, HOLDINGS)
    assert len({job.name for job in jobs}) == len(jobs)
    often = {job.name for job in jobs if job.every == timedelta(hours=1)}
    assert often == {"retention.sign-ins", "retention.addresses"}
    assert {job.every for job in jobs if job.name not in often} == {DAY}
