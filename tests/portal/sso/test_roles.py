"""Roles follow the provider at each sign-in, unless the organisation has decided otherwise."""

import pytest
from sqlalchemy import delete, select, update

from portal.access import Actor, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Membership
from portal.audit import AuditEntry
from portal.errors import Invalid, NotFound
from portal.mail.models import Mail
from portal.members.hooks import Belongings, Hooks
from portal.members.invitations import service as invitations
from portal.members.joining import requests
from portal.members.models import INVITATION_LASTS, Invitation, InvitationState, RequestState
from portal.organisations.models import OrganisationKind
from portal.orm import utcnow
from portal.sso import queries, service
from portal.sso.person import Person
from portal.sso.roles import Source
from tests import factories
from tests.support.letters import composed, path, texts

EMAIL = "kim@herne.example"


class Directory:
    """What the provider says of one person, and what comes of it when they sign in."""

    def __init__(self, session):
        self.session = session
        self.places = {name.lower(): factories.organisation(session, name) for name in ("Herne", "Bochum")}
        self.account = None
        self.moved = []
        moving = Belongings("Einträge", lambda *_: 0, lambda _session, _actor, *who: self.moved.append(who))
        self.risen = []
        hooks = Hooks(
            belongings=(moving,),
            risen=(lambda _session, _account, of, before: self.risen.append((of.slug, before)),),
        )
        self.source = Source("herne", hooks)

    def person(self, **roles):
        return Person("https://sso.example", "1", EMAIL, "Kim", roles, second_factor=False)

    def sign_in(self, **roles):
        if self.account is None:
            self.account = service.make_account(self.session, self.source, self.person(**roles))
        else:
            self.account = service.recognise(self.session, self.source, self.person(**roles))
        return {each.organisation.slug: each.role for each in accounts.memberships_of(self.fresh())}

    def fresh(self):
        self.session.flush()
        self.session.expire_all()
        return accounts.by_id(self.session, self.account.id)

    def decide(self, slug, role):
        """The coordination gives another role, or none."""
        of = (Membership.account_id == self.account.id, Membership.organisation_id == self.places[slug].id)
        self.session.execute(update(Membership).where(*of).values(role=role) if role else delete(Membership).where(*of))
        self.session.expire_all()

    def log(self):
        entries = self.session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars()
        return [(each.event, each.organisation_id, each.changes.get("role")) for each in entries][1:]

    def mails(self):
        found = self.session.execute(select(Mail).order_by(Mail.id)).scalars()
        return [(mail.kind, mail.account_id) for mail in found]

    def forget_mails(self):
        self.session.flush()
        self.session.execute(delete(Mail))


@pytest.fixture
def directory(scratch):
    return Directory(scratch)


def test_the_role_follows_up_and_down(directory):
    herne = directory.places["herne"].id
    factories.account(directory.session, directory.places["herne"], role=Role.COORDINATOR)
    for role in (Role.CONTRIBUTOR, Role.COORDINATOR, Role.COORDINATOR, Role.EDITOR):
        assert directory.sign_in(herne=role) == {"herne": role}
    assert directory.log() == [
        ("member.joined", herne, [None, "Mitwirkung"]),
        ("sso.role-changed", herne, ["Mitwirkung", "Koordination"]),
        ("sso.role-changed", herne, ["Koordination", "Redaktion"]),
    ]
    assert directory.risen == [("herne", None), ("herne", Role.CONTRIBUTOR)]


def test_who_leaves_the_group_leaves_the_organisation(directory):
    directory.sign_in(herne=Role.EDITOR, bochum=Role.CONTRIBUTOR)

    assert directory.sign_in(bochum=Role.CONTRIBUTOR) == {"bochum": Role.CONTRIBUTOR}
    assert directory.log()[-1] == ("sso.role-taken", directory.places["herne"].id, ["Redaktion", None])
    assert directory.moved == [(directory.places["herne"].id, directory.account.id, None)]
    assert directory.sign_in(herne=Role.EDITOR) == {"herne": Role.EDITOR}, "and may come back"


def test_what_they_were_responsible_for_goes_to_the_coordination(directory):
    coordination = factories.account(directory.session, directory.places["herne"], role=Role.COORDINATOR)
    directory.sign_in(herne=Role.EDITOR, bochum=Role.EDITOR)
    directory.sign_in(bochum=Role.EDITOR)
    assert directory.moved == [(directory.places["herne"].id, directory.account.id, coordination.id)]


def test_an_invitation_that_waits_is_settled(directory):
    coordination = factories.actor(directory.session, directory.places["herne"], role=Role.COORDINATOR)
    invitation = Invitation(
        organisation_id=directory.places["herne"].id,
        email=EMAIL,
        role=Role.COORDINATOR,
        invited_by_id=coordination.account_id,
        created_at=utcnow(),
        expires_at=utcnow() + INVITATION_LASTS,
    )
    directory.session.add(invitation)
    directory.session.flush()

    assert directory.sign_in(herne=Role.EDITOR) == {"herne": Role.EDITOR}
    assert directory.session.get(Invitation, invitation.id).state is InvitationState.ACCEPTED


def test_a_role_the_coordination_gave_stays(directory):
    directory.sign_in(herne=Role.EDITOR)
    directory.decide("herne", Role.CONTRIBUTOR)

    assert directory.sign_in(herne=Role.EDITOR) == {"herne": Role.CONTRIBUTOR}
    assert directory.sign_in(herne=Role.COORDINATOR) == {"herne": Role.CONTRIBUTOR}


def test_whom_the_coordination_removed_stays_out(directory):
    directory.sign_in(herne=Role.EDITOR)
    directory.decide("herne", None)

    assert directory.sign_in(herne=Role.EDITOR) == {}
    assert directory.sign_in(herne=Role.COORDINATOR) == {}
    assert directory.sign_in() == {}
    assert directory.sign_in(herne=Role.EDITOR) == {"herne": Role.EDITOR}, "newly entered in the group"


def test_who_is_no_longer_staff_goes_whatever_was_decided(directory):
    directory.sign_in(herne=Role.CONTRIBUTOR)
    directory.decide("herne", Role.EDITOR)
    assert directory.sign_in() == {}


@pytest.mark.parametrize("named", [{}, {"herne": Role.EDITOR}], ids=["gone", "demoted"])
def test_who_no_longer_coordinates_leaves_no_invitations(directory, named):
    factories.account(directory.session, directory.places["herne"], role=Role.COORDINATOR)
    directory.sign_in(herne=Role.COORDINATOR)
    actor = accounts.actor_of(directory.fresh())
    sent = invitations.invite(directory.session, actor, directory.places["herne"], "a@herne.example", Role.EDITOR)
    directory.sign_in(**named)
    assert directory.session.get(type(sent), sent.id).state is InvitationState.WITHDRAWN


def test_a_membership_of_other_origin_is_left_alone(directory):
    directory.sign_in(herne=Role.EDITOR)
    factories.join(directory.session, directory.fresh(), directory.places["bochum"], Role.CONTRIBUTOR)

    for named in ({"bochum": Role.COORDINATOR}, {}):
        assert directory.sign_in(herne=Role.EDITOR, **named)["bochum"] is Role.CONTRIBUTOR


@pytest.mark.parametrize("named", [{}, {"herne": Role.EDITOR}], ids=["gone", "demoted"])
def test_the_last_coordination_stays_until_there_is_another(directory, named):
    directory.sign_in(herne=Role.COORDINATOR)
    closed = factories.account(directory.session, directory.places["herne"], role=Role.COORDINATOR)
    closed.active = False
    factories.account(directory.session, directory.places["herne"], role=Role.EDITOR)

    assert directory.sign_in(**named) == {"herne": Role.COORDINATOR}
    assert directory.log()[-1][0] == "sso.role-kept"
    factories.account(directory.session, directory.places["herne"], role=Role.COORDINATOR)
    assert directory.sign_in(**named) == named


def test_who_belongs_to_an_organisation_alone_leaves_it_like_everybody(directory):
    administration = factories.account(directory.session, administration=True)
    directory.sign_in(herne=Role.COORDINATOR)
    asked = requests.ask(directory.session, factories.actor(directory.session), directory.places["herne"], None)
    asked.reminded_at = utcnow()
    directory.forget_mails()

    assert directory.sign_in() == {}
    assert directory.log()[-1][0] == "sso.role-taken"
    assert asked.reminded_at is None, "the administration has its own week"
    assert directory.mails() == [("member.request", administration.id), ("member.removed", directory.account.id)]
    assert asked.state is RequestState.WAITING


def test_a_lower_role_leaves_no_organisation_without_a_coordination(app, directory):
    administration = factories.account(directory.session, administration=True)
    directory.sign_in(herne=Role.COORDINATOR)
    directory.forget_mails()

    assert directory.sign_in(herne=Role.EDITOR) == {"herne": Role.COORDINATOR}
    assert directory.mails() == [("sso.headless", administration.id)]
    [mail] = directory.session.execute(select(Mail)).scalars()
    assert "die anderen dort" not in " ".join(texts(composed(app, directory.session, mail))), "there are none"
    factories.account(directory.session, directory.places["herne"], role=Role.COORDINATOR)
    assert directory.sign_in(herne=Role.EDITOR) == {"herne": Role.EDITOR}


class TestHeadless:
    """The administration hears once of a coordination that stays only for want of another."""

    @pytest.fixture
    def kept(self, directory):
        administration = factories.account(directory.session, administration=True)
        factories.account(directory.session, directory.places["herne"], role=Role.EDITOR)
        directory.sign_in(herne=Role.COORDINATOR)
        directory.forget_mails()
        directory.sign_in()
        return ("sso.headless", administration.id)

    def test_once_however_often_somebody_signs_in(self, directory, kept):
        assert directory.mails() == [kept]
        directory.sign_in()
        directory.sign_in()
        assert directory.mails() == [kept]
        assert [event for event, *_ in directory.log()].count("sso.role-kept") == 1

    def test_again_when_the_provider_had_named_the_person_meanwhile(self, directory, kept):
        directory.sign_in(herne=Role.COORDINATOR)
        directory.sign_in()
        assert directory.mails() == [kept, kept]

    def test_the_letter_says_what_to_do_until_it_is_done(self, app, directory, kept):
        [mail] = directory.session.execute(select(Mail)).scalars()
        letter = composed(app, directory.session, mail)
        assert letter.subject == "Herne braucht eine neue Koordination"
        assert path(letter) == "/organisationen/herne/mitglieder"
        factories.account(directory.session, directory.places["herne"], role=Role.COORDINATOR)
        assert composed(app, directory.session, mail) is None


def test_organisations_that_cannot_have_members_are_passed_over(directory):
    factories.organisation(directory.session, "Firma", OrganisationKind.COMPANY)
    assert directory.sign_in(herne=Role.EDITOR, firma=Role.EDITOR, unbekannt=Role.EDITOR) == {"herne": Role.EDITOR}


def test_letting_go_needs_another_way_in_and_keeps_the_role(directory):
    directory.sign_in(herne=Role.EDITOR)
    own = Actor(directory.account.id)
    [identity] = queries.identities(directory.session, directory.account.id)
    with pytest.raises(Invalid):
        service.unlink(directory.session, own, identity.id)
    with pytest.raises(NotFound):
        service.unlink(directory.session, factories.actor(directory.session), identity.id)

    directory.fresh().password_hash = "something"
    service.unlink(directory.session, own, identity.id)
    assert not queries.identities(directory.session, directory.account.id)
    assert [each.role for each in directory.fresh().memberships] == [Role.EDITOR]
