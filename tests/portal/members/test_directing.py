"""Requests that wait: the moderation sees where and since when, the administration hands them to whom they concern."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.access import PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.errors import Forbidden, Invalid
from portal.mail.models import Mail
from portal.members import queries
from portal.members.domains import queries as domain_queries
from portal.members.domains import service as domains
from portal.members.hooks import Hooks
from portal.members.joining import registration, requests
from portal.members.models import MembershipRequest
from portal.organisations.models import OrganisationKind
from portal.orm import utcnow
from tests import factories
from tests.portal.members.conftest import roles, unchanged


@pytest.fixture
def bochum(session):
    return factories.organisation(session, "Bochum")


@pytest.fixture
def stray(session):
    """A request of which nobody knows whom it concerns."""
    return requests.ask(session, factories.actor(session), None, "IT-Dienstleister")


def told(session):
    """Who got a mail about a request, the latest last."""
    found = session.execute(select(Mail).where(Mail.kind == "member.request").order_by(Mail.id)).scalars()
    return [mail.account_id for mail in found]


class TestDirecting:
    def test_the_coordination_of_the_chosen_one_decides(self, session, herne, coordinator, administration, stray):
        with pytest.raises(requests.NotDirected):
            requests.accept(session, administration, Hooks(), stray.id, Role.EDITOR)

        requests.direct(session, administration, stray.id, herne)

        assert told(session) == [administration.account_id, coordinator.account_id]
        entry = session.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).scalar_one()
        assert (entry.event, entry.organisation_id) == ("request.directed", herne.id)
        assert entry.changes == {"organisation": [None, "Herne"]}
        with unchanged(session, herne), pytest.raises(Forbidden):
            requests.accept(session, administration, Hooks(), stray.id, Role.EDITOR)
        requests.accept(session, coordinator, Hooks(), stray.id, Role.EDITOR)
        assert roles(session, herne)[stray.account_id] is Role.EDITOR

    def test_without_a_coordination_it_stays_with_the_administration(self, session, herne, administration, stray):
        requests.direct(session, administration, stray.id, herne)
        assert told(session) == [administration.account_id] * 2
        requests.accept(session, administration, Hooks(), stray.id, Role.COORDINATOR)
        assert roles(session, herne) == {stray.account_id: Role.COORDINATOR}

    def test_a_request_that_came_to_the_wrong_one_goes_on(self, session, herne, bochum, coordinator, administration):
        there = factories.actor(session, bochum, role=Role.COORDINATOR)
        asked = requests.ask(session, factories.actor(session), herne, None)
        requests.direct(session, administration, asked.id, bochum)
        assert told(session) == [coordinator.account_id, there.account_id]
        with pytest.raises(Forbidden):
            requests.accept(session, coordinator, Hooks(), asked.id, Role.EDITOR)
        requests.accept(session, there, Hooks(), asked.id, Role.EDITOR)
        assert asked.account_id in roles(session, bochum)

    @pytest.mark.parametrize("why", ["company", "member", "waiting", "same"])
    def test_it_goes_only_where_it_can_be_decided(self, session, herne, bochum, administration, why):
        person = factories.account(session, bochum if why == "member" else None)
        actor = accounts.actor_of(person)
        asked = requests.ask(session, actor, herne, None)
        if why == "waiting":
            requests.ask(session, actor, bochum, None)
        company = factories.organisation(session, "Firma", kind=OrganisationKind.COMPANY)
        with pytest.raises(Invalid):
            requests.direct(session, administration, asked.id, {"company": company, "same": herne}.get(why, bochum))
        assert asked.organisation_id == herne.id

    def test_only_the_administration_directs(self, session, herne, bochum, coordinator, stray):
        moderation = factories.account(session)
        moderation.portal_role = PortalRole.MODERATION
        session.flush()
        for actor in (coordinator, accounts.actor_of(accounts.by_id(session, moderation.id))):
            with pytest.raises(Forbidden):
                requests.direct(session, actor, stray.id, herne)

    def test_what_is_decided_is_not_moved(self, session, herne, administration, stray):
        requests.decline(session, administration, stray.id, "Nein")
        with pytest.raises(requests.Decided):
            requests.direct(session, administration, stray.id, herne)


def test_of_several_organisations_of_a_domain_the_one_with_that_website_is_proposed(session, administration):
    town, utility, third = (
        factories.organisation(session, name, website=website)
        for name, website in (
            ("Herne", "https://www.herne.example/start"),
            ("Kreis", "https://kreis.example"),
            ("Verband", None),
        )
    )
    domains.confirm(session, administration, "herne.example", [town, utility, third])

    def likeliest(email, choices):
        return domain_queries.likeliest(email, choices)

    served = domain_queries.served(session, "a@herne.example")
    assert likeliest("a@HERNE.example", served) is town
    assert likeliest("a@it.example", served) is None
    assert likeliest("a@it.example", [third]) is third
    assert likeliest("a@it.example", []) is None


@pytest.fixture
def portal(database):
    """Herne with a coordination and two who want to join: one asked it, of the other nobody knows."""
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne", mailbox="digitales@herne.example")
        bochum = factories.organisation(session, "Bochum")
        coordinator = factories.account(session, herne, role=Role.COORDINATOR)
        administration = factories.account(session, administration=True)
        moderation = factories.account(session)
        moderation.portal_role = PortalRole.MODERATION
        domains.confirm(session, accounts.actor_of(administration), "it.example", [herne, bochum])
        for email, organisation in (("anna@it.example", herne), ("ben@fern.example", None)):
            person = factories.account(session, email=email)
            person.display_name = email.split("@", maxsplit=1)[0].title()
            requests.ask(session, accounts.actor_of(person), organisation, "Bitte sehr")
    return {"coordinator": coordinator, "administration": administration, "moderation": moderation}


class TestPages:
    def test_the_moderation_sees_where_and_since_when_and_not_who(self, client, database, portal):
        with database.unit_of_work() as session:
            session.execute(
                update(MembershipRequest)
                .where(MembershipRequest.organisation_id.is_not(None))
                .values(created_at=utcnow() - timedelta(days=12))
            )
        page = client.sign_in_as(portal["moderation"]).page("/verwaltung/anfragen")
        first, second = page.texts("tbody tr")
        assert first.startswith("Herne")
        assert "seit 12 Tagen" in first
        assert "Koordination, digitales@herne.example" in first
        assert second.startswith("Noch nicht zugeordnet")
        assert "Portalverwaltung" in second
        assert not [word for word in ("Anna", "Ben", "it.example", "fern.example", "Bitte sehr") if word in page.text]
        assert not page.all("main a[href*=zuordnen]")

    def test_the_administration_hands_a_stray_one_on(self, client, database, portal):
        client.sign_in_as(portal["administration"])
        page = client.page("/verwaltung/anfragen")
        assert "ben@fern.example" in page.text
        assert "anna@it.example" not in page.text
        form = client.page(page.one(".entry__actions a[href$=zuordnen]").get("href"))
        assert "ben@fern.example" in form.text
        assert form.submit("main form", status=422).all("#organisation-error")
        page = form.submit("main form", organisation="herne")
        assert "Die Anfrage liegt jetzt bei der Koordination von Herne." in page.text

    def test_of_an_addressed_one_it_sees_what_it_needs_and_the_other_of_the_domain_first(self, client, portal):
        client.sign_in_as(portal["administration"])
        address = client.page("/verwaltung/anfragen").one("tbody a[href$=zuordnen]").get("href")
        form = client.page(address)
        assert "… @it.example" in form.text
        assert "anna@it.example" not in form.text
        assert "Bitte sehr" not in form.text
        assert form.texts("#organisation option[selected]") == ["Bochum"]
        page = form.submit("main form")
        assert "Bochum hat noch keine Koordination. Bitte entscheiden Sie hier." in page.text
        assert "Anna gehört jetzt dazu" in page.submit("form.inline-form").text

    def test_who_registers_has_the_likeliest_chosen(self, app, client, database, portal):
        with database.unit_of_work() as session:
            herne = session.get(Account, portal["coordinator"].id)
            [membership] = queries.members(session, accounts.by_id(session, herne.id).memberships[0].organisation_id)
            town = accounts.by_id(session, membership.account_id).memberships[0].organisation
            town.website = "https://www.it.example"
        link = app.extensions["links"].token(registration.LINK_PURPOSE, "neu@it.example")
        form = client.page(f"/registrieren/{link}")
        assert form.texts("main [type=radio][checked] + label") == ["Herne"]
