"""An invitation is answered once, by the address it was sent to, and only while it is open."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal.access import Actor, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.errors import Conflict, Forbidden, Invalid, NotFound, Throttled
from portal.mail.models import Mail
from portal.members import queries
from portal.members.hooks import Hooks
from portal.members.invitations import queries as invitations
from portal.members.invitations import service
from portal.members.invitations.links import Key, key_of
from portal.members.models import Invitation, InvitationState
from portal.members.service import admit
from portal.orm import utcnow
from portal.throttle import ThrottleCount
from tests import factories
from tests.portal.members.conftest import both, roles, unchanged

EMAIL = "neu@herne.example"
PASSWORD = "Kormoran schaukelt Teekanne"


@pytest.fixture
def invitation(session, herne, coordinator):
    return service.invite(session, coordinator, herne, EMAIL, Role.EDITOR)


def events(session):
    return [entry.event for entry in session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars()]


def run_out(session, invitation):
    invitation.expires_at = utcnow() - timedelta(seconds=1)
    session.flush()


class TestInviting:
    def test_the_invited_address_gets_a_mail(self, session, herne, invitation):
        mail = session.execute(select(Mail)).scalar_one()
        assert (mail.kind, mail.to_address, mail.params) == (
            "member.invitation",
            EMAIL,
            {"invitation_id": invitation.id},
        )
        assert timedelta(days=6) < invitation.expires_at - utcnow() <= timedelta(days=7)
        assert events(session) == ["invitation.sent"]

    @pytest.mark.parametrize("spelt", [EMAIL, EMAIL.upper()])
    def test_one_open_invitation_an_address(self, session, herne, coordinator, invitation, spelt):
        with pytest.raises(Invalid) as refused:
            service.invite(session, coordinator, herne, spelt, Role.CONTRIBUTOR)
        assert "erneuern" in refused.value.errors["email"][0]

    def test_another_organisation_may_invite_the_same_address(self, session, invitation):
        bochum = factories.organisation(session, "Bochum")
        service.invite(session, factories.actor(session, bochum, role=Role.COORDINATOR), bochum, EMAIL, Role.EDITOR)

    def test_who_belongs_to_it_is_not_invited(self, session, herne, coordinator):
        member = factories.account(session, herne)
        with pytest.raises(Invalid):
            service.invite(session, coordinator, herne, member.email.upper(), Role.EDITOR)

    def test_the_first_coordination_is_invited_by_the_administration(self, session, herne, administration):
        service.invite(session, administration, herne, EMAIL, Role.COORDINATOR)

    @pytest.mark.parametrize("who", ["editor", "administration"])
    def test_others_do_not_invite(self, session, herne, coordinator, request, who):
        with pytest.raises(Forbidden):
            service.invite(session, request.getfixturevalue(who), herne, EMAIL, Role.CONTRIBUTOR)

    def test_an_address_is_not_flooded(self, session, herne, coordinator, invitation):
        for _ in range(service.MAILS_PER_ADDRESS - 1):
            service.renew(session, coordinator, herne, invitation.id)
        with pytest.raises(Throttled):
            service.renew(session, coordinator, herne, invitation.id)

    def test_renewing_begins_the_seven_days_again(self, session, herne, coordinator, invitation):
        run_out(session, invitation)
        assert invitation.expired
        service.renew(session, coordinator, herne, invitation.id)
        assert not invitation.expired
        assert len(session.execute(select(Mail)).all()) == 2
        assert events(session)[-1] == "invitation.renewed"

    def test_nobody_manages_invitations_of_another_organisation(self, session, invitation):
        bochum = factories.organisation(session, "Bochum")
        stranger = factories.actor(session, bochum, role=Role.COORDINATOR)
        for verb in (service.renew, service.withdraw):
            with pytest.raises(NotFound):
                verb(session, stranger, bochum, invitation.id)


class TestAnswering:
    def test_a_new_account_has_the_invited_address_and_the_role(self, session, herne, coordinator, invitation):
        account = service.accept_as_new(session, Hooks(), key_of(invitation), "Neue Kollegin", PASSWORD)

        assert (account.email, account.display_name) == (EMAIL, "Neue Kollegin")
        assert roles(session, herne)[account.id] is Role.EDITOR
        assert (invitation.state, invitation.account_id) == (InvitationState.ACCEPTED, account.id)
        assert events(session)[-1] == "member.joined"

    def test_a_bad_password_makes_no_account(self, session, herne, invitation):
        with unchanged(session, herne), pytest.raises(Invalid):
            service.accept_as_new(session, Hooks(), key_of(invitation), "Neue Kollegin", "kurz")

    def test_an_account_with_the_address_joins(self, session, herne, invitation):
        account = factories.account(session, email=EMAIL.upper())
        service.accept(session, Actor(account.id), Hooks(), key_of(invitation))
        assert roles(session, herne)[account.id] is Role.EDITOR

    def test_an_account_with_the_address_is_not_made_anew(self, session, herne, invitation):
        factories.account(session, email=EMAIL)
        with unchanged(session, herne), pytest.raises(Conflict):
            service.accept_as_new(session, Hooks(), key_of(invitation), "Jemand", PASSWORD)

    def test_the_link_is_worth_nothing_to_somebody_else(self, session, herne, invitation):
        other = factories.actor(session)
        with unchanged(session, herne), pytest.raises(Forbidden):
            service.accept(session, other, Hooks(), key_of(invitation))

    def test_joining_by_another_way_settles_it(self, session, herne, coordinator, invitation):
        account = factories.account(session, email=EMAIL)
        admit(session, coordinator, Hooks(), account, herne, Role.CONTRIBUTOR, by="Anfrage")
        session.refresh(invitation)
        assert (invitation.state, invitation.account_id) == (InvitationState.ACCEPTED, account.id)
        with pytest.raises(service.Ended):
            service.accept(session, Actor(account.id), Hooks(), key_of(invitation))

    def test_declining_is_told_to_the_log_without_a_name(self, session, herne, invitation):
        service.decline(session, key_of(invitation))
        entry = session.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).scalar_one()
        assert (entry.event, entry.account_id, entry.organisation_id) == ("invitation.declined", None, herne.id)
        assert [one.id for one in invitations.shown(session, herne.id)] == [invitation.id]

    def test_who_was_erased_is_not_shown_any_more(self, session, herne, invitation):
        service.decline(session, key_of(invitation))
        invitation.email = ""
        session.flush()
        assert invitations.shown(session, herne.id) == []

    def test_what_does_not_exist_is_not_found(self, session):
        with pytest.raises(NotFound):
            service.decline(session, Key(999_999, ""))


MOVES = ("accept", "accept as new", "decline", "withdraw", "renew", "run out")
ENDS = {"accept": "accepted", "accept as new": "accepted", "decline": "declined", "withdraw": "withdrawn"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(moves=st.lists(st.sampled_from(MOVES), min_size=1, max_size=6), has_account=st.booleans())
def test_whatever_happens_it_is_answered_once_and_only_while_it_waits(session, moves, has_account):
    with session.begin_nested() as all_of_it:
        herne = factories.organisation(session)
        coordinator = factories.actor(session, herne, role=Role.COORDINATOR)
        email = f"neu@{herne.slug}.example"
        account = factories.account(session, email=email) if has_account else None
        invitation = service.invite(session, coordinator, herne, email, Role.EDITOR)
        state, running = "open", True
        for move in moves:
            session.execute(delete(ThrottleCount))
            possible = state == "open" and (running or move in {"withdraw", "renew", "run out"})
            if move == "run out":
                run_out(session, invitation)
                running = False
                continue
            fits = {"accept": account is not None, "accept as new": account is None}.get(move, True)
            try:
                carry_out(session, move, herne, coordinator, invitation, account)
                assert possible
                assert fits
                state, running = ENDS.get(move, state), running or move == "renew"
            except Conflict:
                assert not possible or not fits
            session.refresh(invitation)
            assert invitation.state.value == state
            joined = accounts.by_email(session, email)
            is_member = joined is not None and queries.membership(session, herne.id, joined.id) is not None
            assert is_member == (state == "accepted")
        all_of_it.rollback()


def carry_out(session, move, herne, coordinator, invitation, account):
    if move == "accept":
        if account is None:
            raise Conflict
        service.accept(session, Actor(account.id), Hooks(), key_of(invitation))
    elif move == "accept as new":
        service.accept_as_new(session, Hooks(), key_of(invitation), "Neu", PASSWORD)
    elif move == "decline":
        service.decline(session, key_of(invitation))
    elif move == "withdraw":
        service.withdraw(session, coordinator, herne, invitation.id)
    else:
        service.renew(session, coordinator, herne, invitation.id)


def test_two_browsers_that_answer_at_once_make_one_account(database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        coordinator = factories.actor(session, herne, role=Role.COORDINATOR)
        invitation = service.invite(session, coordinator, herne, EMAIL, Role.EDITOR)

    def answer(session):
        service.accept_as_new(session, Hooks(), key_of(invitation), "Neue Kollegin", PASSWORD)

    assert len(both(database, answer, answer)) == 1
    with database.reading() as session:
        assert len(session.execute(select(Account).where(Account.email == EMAIL)).all()) == 1
        assert session.get(Invitation, invitation.id).state is InvitationState.ACCEPTED
