"""Who looks after an entry, whom others may turn to, and how that ends."""

import pytest
from sqlalchemy import select

from portal.access import ANYONE, Role
from portal.accounts import queries as accounts
from portal.audit import AuditEntry
from portal.errors import Forbidden, Invalid, NotFound
from portal.mail.models import Mail
from portal.projects import queries as projects
from portal.projects.joint import service as joint
from portal.projects.models import ProjectChange, ProjectContact
from portal.projects.responsibility import leaving, queries, service
from portal.projects.service import Stale
from tests import factories


@pytest.fixture
def herne(scratch):
    return factories.organisation(scratch, "Herne")


@pytest.fixture
def entry(scratch, herne):
    return projects.by_id(scratch, factories.published(scratch, herne).id)


def member(session, organisation, role=Role.EDITOR):
    made = factories.account(session, organisation, role=role)
    return made, accounts.actor_of(made)


def assign(session, actor, entry, responsible=(), contact=None):
    chosen = {"responsible_ids": [each.id for each in responsible], "contact_id": contact.id if contact else None}
    return service.assign(session, actor, entry, entry.version, **chosen)


def logged(session):
    rows = session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars()
    return [(row.event.removeprefix("project."), row.about_id) for row in rows]


def mails(session):
    return session.execute(select(Mail).order_by(Mail.id)).scalars().all()


def leave(session, account):
    account.memberships = []
    session.flush()


class TestResponsible:
    def test_the_history_tells_that_it_changed_and_not_who(self, scratch, herne, entry):
        [former] = entry.responsible_ids
        anna, actor = member(scratch, herne)

        assert assign(scratch, actor, entry, [anna])

        assert entry.responsible_ids == {anna.id}
        last = scratch.execute(select(ProjectChange).order_by(ProjectChange.id.desc())).scalars().first()
        assert (last.action, last.changes, last.account_id) == ("assign", {"responsibles": [None, None]}, anna.id)
        assert logged(scratch) == [("responsible-entered", anna.id), ("responsible-removed", former)]

    def test_the_same_again_changes_nothing(self, scratch, herne, entry):
        anna, actor = member(scratch, herne)
        assign(scratch, actor, entry, [anna])
        before = entry.version

        assert not assign(scratch, actor, entry, [anna])
        assert entry.version == before

    def test_nobody_from_elsewhere_is_entered(self, scratch, herne, entry):
        _, actor = member(scratch, herne)
        stranger, _ = member(scratch, factories.organisation(scratch, "Bochum"))
        closed, _ = member(scratch, herne)
        closed.active = False

        for other in (stranger, closed):
            with pytest.raises(Invalid) as refused:
                assign(scratch, actor, entry, [other], other)
            assert set(refused.value.errors) == {"responsibles", "contact_person"}
        assert mails(scratch) == []

    def test_who_has_an_older_version_in_hand_overwrites_nobody(self, scratch, herne, entry):
        anna, actor = member(scratch, herne)
        with pytest.raises(Stale):
            service.assign(scratch, actor, entry, entry.version - 1, responsible_ids=[anna.id], contact_id=None)

    def test_somebody_with_the_lowest_role_does_not_decide_it_even_for_the_own_entry(self, scratch, herne, entry):
        berta, actor = member(scratch, herne, Role.CONTRIBUTOR)
        factories.be_responsible(scratch, actor, entry)
        with pytest.raises(Forbidden):
            assign(scratch, actor, entry, [berta])

    def test_who_has_left_or_is_closed_counts_no_longer(self, scratch, herne, entry):
        anna, actor = member(scratch, herne)
        berta, _ = member(scratch, herne)
        assign(scratch, actor, entry, [anna, berta])
        assert queries.responsible(scratch, [entry]) == {entry.id: [anna, berta]}

        leave(scratch, anna)
        berta.active = False
        scratch.flush()
        assert queries.responsible(scratch, [entry]) == {entry.id: []}


class TestContactPerson:
    @pytest.fixture
    def asked(self, scratch, herne, entry):
        """Somebody entered by a colleague."""
        account, actor = member(scratch, herne, Role.CONTRIBUTOR)
        assign(scratch, member(scratch, herne)[1], entry, contact=account)
        return actor

    def test_who_enters_himself_consents_by_that(self, scratch, herne, entry):
        anna, actor = member(scratch, herne)
        assign(scratch, actor, entry, contact=anna)

        assert queries.contact(scratch, entry) is anna
        assert mails(scratch) == []
        assert logged(scratch)[-1] == ("contact-consented", anna.id)

    def test_who_is_entered_by_others_is_asked_and_not_shown_before_the_answer(self, scratch, entry, asked):
        assert queries.contact(scratch, entry) is None
        [mail] = mails(scratch)
        assert (mail.kind, mail.account_id, mail.params["project_id"]) == (
            "project.contact",
            asked.account_id,
            entry.id,
        )

        service.consent(scratch, asked, entry)
        assert queries.contact(scratch, entry).id == asked.account_id
        service.consent(scratch, asked, entry)
        assert [event for event, _ in logged(scratch)[-2:]] == ["contact-asked", "contact-consented"]

    def test_no_and_no_longer_end_it_for_good(self, scratch, entry, asked):
        service.withdraw(scratch, asked, entry)
        scratch.flush()

        assert scratch.get(ProjectContact, entry.id) is None
        with pytest.raises(NotFound):
            service.consent(scratch, asked, entry)

    def test_nobody_else_answers(self, scratch, herne, entry, asked):
        _, other = member(scratch, herne)
        for act in (service.consent, service.withdraw):
            with pytest.raises(NotFound):
                act(scratch, other, entry)

    def test_another_person_is_asked_anew(self, scratch, herne, entry, asked):
        service.consent(scratch, asked, entry)
        anna, _ = member(scratch, herne)
        assign(scratch, member(scratch, herne)[1], entry, contact=anna)

        assert queries.contact(scratch, entry) is None
        assert [mail.account_id for mail in mails(scratch)] == [asked.account_id, anna.id]
        assert queries.contacts_of(scratch, asked.account_id) == []

    def test_it_ends_with_the_membership_and_does_not_come_back_with_it(self, scratch, herne, entry, asked):
        service.consent(scratch, asked, entry)
        account = accounts.by_actor(scratch, asked)
        leave(scratch, account)
        assert queries.contact(scratch, entry) is None

        service.end_contacts(scratch, asked, account.id, herne.id)
        factories.join(scratch, account, herne)
        assert queries.contact(scratch, entry) is None
        assert logged(scratch)[-1] == ("contact-ended", account.id)

    def test_leaving_one_organisation_ends_nothing_at_another(self, scratch, herne, entry, asked):
        service.consent(scratch, asked, entry)
        service.end_contacts(scratch, asked, asked.account_id, factories.organisation(scratch).id)
        assert queries.contact(scratch, entry)

    def test_it_ends_when_somebody_else_keeps_the_entry(self, scratch, herne, entry, asked):
        service.consent(scratch, asked, entry)
        administration = factories.actor(scratch, administration=True)
        joint.move(scratch, administration, entry, entry.version, factories.organisation(scratch))
        joint.move(scratch, administration, entry, entry.version, herne)

        assert queries.contact(scratch, entry) is None
        assert scratch.get(ProjectContact, entry.id) is None

    def test_whoever_leaves_is_named_no_longer_and_no_successor_inherits_it(self, scratch, herne, entry, asked):
        service.consent(scratch, asked, entry)
        anna, _ = member(scratch, herne)
        assert leaving.BELONGINGS.count(scratch, herne.id, asked.account_id) == 1

        leaving.BELONGINGS.move(scratch, ANYONE, herne.id, asked.account_id, anna.id)
        assert leaving.BELONGINGS.count(scratch, herne.id, asked.account_id) == 0
        assert queries.contacts_of(scratch, anna.id) == []
