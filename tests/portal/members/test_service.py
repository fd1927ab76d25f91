"""Who belongs to an organisation changes only so that somebody always looks after it."""

import pytest
from sqlalchemy import delete, select

from portal.access import Actor, PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.errors import Forbidden, Invalid, NotFound
from portal.mail import Items
from portal.mail.models import Mail
from portal.members import queries, service
from portal.members.hooks import Hooks
from portal.members.invitations import ending
from portal.members.invitations import service as invitations
from portal.members.joining import requests
from portal.organisations.models import OrganisationKind
from portal.projects.models import ProjectChange, ProjectResponsible
from tests import factories
from tests.portal.members.conftest import HOOKS, present, roles, unchanged
from tests.support.letters import composed


def last_entry(session):
    return session.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).scalar_one()


def mails(session, kind):
    return session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars().all()


def responsible(session, project):
    of_it = select(ProjectResponsible.account_id).where(ProjectResponsible.project_id == project.id)
    return set(session.execute(of_it).scalars())


class TestAdmitting:
    def test_an_account_becomes_a_member_and_the_log_says_how(self, session, herne):
        newcomer = factories.account(session)
        actor = Actor(newcomer.id)

        service.admit(session, actor, Hooks(), newcomer, herne, Role.EDITOR, by="Einladung")

        assert roles(session, herne) == {newcomer.id: Role.EDITOR}
        entry = last_entry(session)
        assert (entry.event, entry.about_id, entry.organisation_id) == ("member.joined", newcomer.id, herne.id)
        assert entry.changes == {"role": [None, "Redaktion"], "by": [None, "Einladung"]}

    def test_other_domains_are_told_of_who_joins_and_who_rises(self, session, herne, coordinator):
        newcomer, told = factories.account(session), []
        hooks = Hooks(risen=(lambda _session, account, of, before: told.append((account.id, of.slug, before)),))

        for _ in range(2):
            service.admit(session, Actor(newcomer.id), hooks, newcomer, herne, Role.CONTRIBUTOR, by="Einladung")
        assert told == [(newcomer.id, "herne", None)]
        for role in (Role.COORDINATOR, Role.EDITOR, Role.CONTRIBUTOR):
            service.change_role(session, coordinator, hooks, herne, newcomer.id, role)
        assert told[1:] == [(newcomer.id, "herne", Role.CONTRIBUTOR)]

    def test_a_member_keeps_the_role_held(self, session, herne, coordinator):
        account = session.get(Account, coordinator.account_id)
        with unchanged(session, herne):
            service.admit(session, coordinator, Hooks(), account, herne, Role.CONTRIBUTOR, by="Einladung")

    def test_a_company_takes_nobody_in(self, session):
        company = factories.organisation(session, "Firma", kind=OrganisationKind.COMPANY)
        with pytest.raises(Invalid):
            service.admit(session, Actor(), Hooks(), factories.account(session), company, Role.EDITOR, by="Einladung")


class TestRoles:
    def test_coordination_gives_each_role_and_it_counts_at_once(self, session, herne, coordinator, editor):
        for role in (Role.COORDINATOR, Role.CONTRIBUTOR, Role.EDITOR):
            service.change_role(session, coordinator, Hooks(), herne, editor.account_id, role)
            assert present(session, editor).roles == {herne.id: role}

    def test_the_log_has_before_and_after(self, session, herne, coordinator, editor):
        service.change_role(session, coordinator, Hooks(), herne, editor.account_id, Role.COORDINATOR)

        entry = last_entry(session)
        assert (entry.event, entry.account_id, entry.about_id) == (
            "member.role-changed",
            coordinator.account_id,
            editor.account_id,
        )
        assert entry.changes == {"role": ["Redaktion", "Koordination"]}

    def test_the_role_somebody_has_is_no_change(self, session, herne, coordinator, editor):
        service.change_role(session, coordinator, Hooks(), herne, editor.account_id, Role.EDITOR)
        assert session.execute(select(AuditEntry)).all() == []

    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.EDITOR])
    def test_members_without_coordination_give_none(self, session, herne, coordinator, role):
        member = factories.actor(session, herne, role=role)
        with unchanged(session, herne), pytest.raises(Forbidden):
            service.change_role(session, member, Hooks(), herne, member.account_id, Role.COORDINATOR)

    def test_the_coordination_of_another_town_gives_none(self, session, herne, editor):
        stranger = factories.actor(session, factories.organisation(session), role=Role.COORDINATOR)
        with unchanged(session, herne), pytest.raises(Forbidden):
            service.change_role(session, stranger, Hooks(), herne, editor.account_id, Role.COORDINATOR)

    def test_the_administration_names_the_first_coordination_and_no_other(self, session, herne, editor, administration):
        service.change_role(session, administration, Hooks(), herne, editor.account_id, Role.COORDINATOR)
        with unchanged(session, herne), pytest.raises(Forbidden):
            service.change_role(session, administration, Hooks(), herne, editor.account_id, Role.EDITOR)

    def test_a_coordination_with_a_closed_account_is_none(self, session, herne, coordinator, editor, administration):
        session.get(Account, coordinator.account_id).active = False
        service.change_role(session, administration, Hooks(), herne, editor.account_id, Role.COORDINATOR)
        assert roles(session, herne)[editor.account_id] is Role.COORDINATOR

    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.EDITOR])
    def test_the_last_coordination_stays_one(self, session, herne, coordinator, editor, role):
        with unchanged(session, herne), pytest.raises(service.LastCoordinator):
            service.change_role(session, coordinator, Hooks(), herne, coordinator.account_id, role)

    def test_with_a_second_one_the_first_may_step_back(self, session, herne, coordinator):
        factories.actor(session, herne, role=Role.COORDINATOR)
        service.change_role(session, coordinator, Hooks(), herne, coordinator.account_id, Role.EDITOR)
        assert roles(session, herne)[coordinator.account_id] is Role.EDITOR

    def test_a_role_taken_away_a_moment_ago_no_longer_counts(self, session, herne, coordinator, editor):
        other = factories.actor(session, herne, role=Role.COORDINATOR)
        service.change_role(session, coordinator, Hooks(), herne, other.account_id, Role.EDITOR)
        with unchanged(session, herne), pytest.raises(Forbidden):
            service.change_role(session, other, Hooks(), herne, editor.account_id, Role.COORDINATOR)

    def test_who_does_not_belong_to_it_has_no_role(self, session, herne, coordinator):
        with pytest.raises(NotFound):
            service.change_role(session, coordinator, Hooks(), herne, factories.account(session).id, Role.EDITOR)


class TestDeparting:
    def test_who_leaves_hands_the_entries_over(self, session, herne, coordinator, editor):
        mine, joint = factories.published(session, herne), factories.published(session, herne)
        colleague = factories.actor(session, herne)
        for project in (mine, joint):
            project.responsibles.clear()
            factories.be_responsible(session, editor, project)
        factories.be_responsible(session, colleague, joint)

        service.depart(session, editor, HOOKS, herne, editor.account_id, colleague.account_id)

        assert editor.account_id not in roles(session, herne)
        assert responsible(session, mine) == responsible(session, joint) == {colleague.account_id}
        entry = last_entry(session)
        assert (entry.event, entry.about_id) == ("member.left", editor.account_id)
        assert entry.changes == {"role": ["Redaktion", None], "successor": [None, colleague.account_id]}
        told = session.execute(select(Mail)).scalar_one()
        assert (told.kind, told.account_id) == ("member.successor", colleague.account_id)
        for project in (mine, joint):  # each tells it, and not who
            last = (
                session.query(ProjectChange).filter_by(project_id=project.id).order_by(ProjectChange.id.desc()).first()
            )
            assert (last.action, last.account_id, last.organisation_id) == ("hand-over", editor.account_id, herne.id)
            assert last.changes == {"responsibles": [None, None]}
            assert last.version == project.version

    def test_the_letter_names_what_the_successor_still_has(self, app, session, herne, coordinator, editor):
        kept, moved = (factories.published(session, herne, title=title) for title in ("Baumkataster", "Radwege"))
        for project in (kept, moved):
            project.responsibles.clear()
            factories.be_responsible(session, editor, project)
        service.depart(session, editor, HOOKS, herne, editor.account_id, coordinator.account_id)
        session.execute(delete(ProjectResponsible).where(ProjectResponsible.project_id == moved.id))
        letter = composed(app, session, session.execute(select(Mail)).scalar_one())
        [items] = [block.items for block in letter.blocks if isinstance(block, Items)]
        assert [item.text for item in items] == ["Eintrag: Baumkataster"]

    def test_entries_of_other_organisations_stay_with_the_person(self, session, herne, coordinator, editor):
        bochum = factories.organisation(session, "Bochum")
        elsewhere = factories.published(session, bochum)
        factories.be_responsible(session, editor, elsewhere)

        service.depart(session, editor, HOOKS, herne, editor.account_id, coordinator.account_id)
        assert editor.account_id in responsible(session, elsewhere)

    def test_who_is_removed_is_told(self, session, herne, coordinator, editor):
        service.depart(session, coordinator, HOOKS, herne, editor.account_id, coordinator.account_id)

        assert set(roles(session, herne)) == {coordinator.account_id}
        assert last_entry(session).event == "member.removed"
        mail = session.execute(select(Mail)).scalar_one()
        assert (mail.kind, mail.account_id, mail.params) == (
            "member.removed",
            editor.account_id,
            {"organisation_id": herne.id},
        )

    def test_only_the_coordination_removes_others(self, session, herne, coordinator, editor):
        colleague = factories.actor(session, herne)
        with unchanged(session, herne), pytest.raises(Forbidden):
            service.depart(session, editor, HOOKS, herne, colleague.account_id, coordinator.account_id)

    @pytest.mark.parametrize("successor", ["self", "nobody", "stranger", "closed"])
    def test_the_successor_is_a_colleague(self, session, herne, coordinator, editor, successor):
        closed = factories.account(session, herne)
        closed.active = False
        session.flush()
        chosen = {
            "self": editor.account_id,
            "nobody": None,
            "stranger": factories.account(session).id,
            "closed": closed.id,
        }
        with unchanged(session, herne), pytest.raises(Invalid):
            service.depart(session, editor, HOOKS, herne, editor.account_id, chosen[successor])

    def test_the_only_member_has_nobody_to_hand_over_to(self, session, herne, editor):
        project = factories.published(session, herne)
        service.depart(session, editor, HOOKS, herne, editor.account_id, editor_of(project))
        assert roles(session, herne) == {editor_of(project): Role.EDITOR}

        service.depart(session, Actor(editor_of(project)), HOOKS, herne, editor_of(project), None)
        assert roles(session, herne) == {}
        assert responsible(session, project) == set()

    def test_the_last_coordination_stays(self, session, herne, coordinator, editor):
        with unchanged(session, herne), pytest.raises(service.LastCoordinator):
            service.depart(session, coordinator, HOOKS, herne, coordinator.account_id, editor.account_id)

    def test_the_last_of_all_leaves_an_organisation_without_anybody(self, session, herne, coordinator, administration):
        closed = factories.account(session, herne, role=Role.COORDINATOR)
        closed.active = False
        project = factories.published(session, herne)
        session.get(Account, project.created_by_id).active = False
        asker = factories.actor(session)
        requests.ask(session, asker, herne, None)
        assert [mail.account_id for mail in mails(session, "member.request")] == [coordinator.account_id]

        service.depart(session, coordinator, HOOKS, herne, coordinator.account_id, None)

        assert coordinator.account_id not in roles(session, herne)
        assert project.keeper_id == herne.id  # the next first member finds it again
        told = [mail.account_id for mail in mails(session, "member.request")]
        assert told == [coordinator.account_id, administration.account_id]

    def test_who_is_removed_leaves_no_invitations(self, session, herne, coordinator):
        other = factories.actor(session, herne, role=Role.COORDINATOR)
        sent = [invitations.invite(session, other, herne, f"{role.value}@herne.example", role) for role in Role]
        other_town = factories.organisation(session, "Bochum")
        factories.join(session, accounts.by_id(session, other.account_id), other_town, Role.COORDINATOR)
        there = invitations.invite(session, present(session, other), other_town, "a@b.example", Role.COORDINATOR)

        service.depart(session, coordinator, HOOKS, herne, other.account_id, coordinator.account_id)

        assert [one.state.value for one in (*sent, there)] == ["withdrawn"] * 3 + ["open"]
        entry = last_entry(session)
        assert (entry.event, entry.about_id) == ("invitation.withdrawn", sent[-1].id)
        assert entry.changes["why"] == [None, ending.INVITER_GONE]

    def test_nor_does_a_coordination_that_is_taken_away(self, session, herne, coordinator):
        other = factories.actor(session, herne, role=Role.COORDINATOR)
        sent = invitations.invite(session, other, herne, "a@herne.example", Role.EDITOR)
        service.change_role(session, coordinator, Hooks(), herne, other.account_id, Role.EDITOR)
        assert sent.state.value == "withdrawn"

    def test_who_goes_by_himself_leaves_them_to_the_others(self, session, herne, coordinator):
        other = factories.actor(session, herne, role=Role.COORDINATOR)
        sent = invitations.invite(session, other, herne, "a@herne.example", Role.COORDINATOR)
        service.depart(session, other, HOOKS, herne, other.account_id, coordinator.account_id)
        assert sent.state.value == "open"

    def test_who_is_gone_cannot_go_again(self, session, herne, coordinator, editor):
        service.depart(session, editor, HOOKS, herne, editor.account_id, coordinator.account_id)
        with pytest.raises(Forbidden):
            service.depart(session, editor, HOOKS, herne, editor.account_id, coordinator.account_id)
        with pytest.raises(NotFound):
            service.depart(session, coordinator, HOOKS, herne, editor.account_id, coordinator.account_id)


def editor_of(project):
    return project.created_by_id


class TestPortalRoles:
    def test_the_administration_gives_and_takes_them(self, session, administration):
        account = factories.account(session)
        for role in (PortalRole.MODERATION, PortalRole.ADMINISTRATION, None):
            service.give_portal_role(session, administration, account.id, role)
            assert account.portal_role is role
        assert last_entry(session).changes == {"role": ["Portalverwaltung", None]}

    def test_the_last_administration_cannot_go(self, session, administration):
        for role in (None, PortalRole.MODERATION):
            with pytest.raises(service.LastAdministrator):
                service.give_portal_role(session, administration, administration.account_id, role)
        assert [one.id for one in queries.administrators(session)] == [administration.account_id]

    def test_nobody_else_gives_them(self, session, herne, coordinator):
        moderation = factories.account(session)
        moderation.portal_role = PortalRole.MODERATION
        session.flush()
        for actor in (coordinator, Actor(moderation.id, portal_role=PortalRole.MODERATION), Actor()):
            with pytest.raises(Forbidden):
                service.give_portal_role(session, actor, coordinator.account_id, PortalRole.ADMINISTRATION)

    def test_an_account_that_does_not_exist_has_none(self, session, administration):
        with pytest.raises(NotFound):
            service.give_portal_role(session, administration, 999_999, PortalRole.MODERATION)


def test_an_organisation_is_counted_with_its_open_accounts(session, herne, coordinator, editor):
    bochum = factories.organisation(session, "Bochum")
    factories.account(session, herne).active = False
    factories.organisation(session, "Firma", kind=OrganisationKind.COMPANY)
    session.flush()

    lines = {
        line.organisation.slug: (line.members, line.coordinators, line.waiting) for line in queries.overview(session)
    }
    assert lines == {"herne": (2, 1, 0), bochum.slug: (0, 0, 0)}
