"""The pages on which the administration looks after members, mail domains and roles for the portal."""

import pytest
from sqlalchemy import select

from portal.access import PortalRole
from portal.accounts.models import Account
from portal.members.models import MailDomain
from tests import factories

pytestmark = pytest.mark.usefixtures("people_on_pages")


class TestAdministration:
    @pytest.mark.parametrize("address", ["kommunen", "anfragen", "rollen", "domains", "domains/neu"])
    @pytest.mark.parametrize("who", ["coordinator", "editor"])
    def test_it_is_for_the_administration_only(self, client, who, address):
        assert client.sign_in_as(self.people[who]).get(f"/verwaltung/{address}").status_code == 403

    def test_a_proposed_domain_is_confirmed_changed_and_removed(self, client, database):
        client.sign_in_as(self.people["administration"])
        page = client.page("/verwaltung/domains")
        page = page.submit("form[action$=neu]")
        assert "bochum.example ist bestätigt." in page.text
        edit = client.page(page.one("a[href$=bearbeiten]").get("href"))
        page = edit.submit("main form", domain="@IT.example", organisations=["bochum", "herne"])
        assert "it.example ist geändert." in page.text
        assert "Bochum, Herne" in page.text
        assert edit.submit("main form", status=422, domain="kein Name").all("#domain-error")
        assert edit.submit("main form", status=422, organisations=[]).all("#organisations-error")
        assert edit.submit("main form", status=422, organisations=["nirgendwo"]).all("#organisations-error")
        page = page.submit("form[action$=entfernen]")
        with database.reading() as session:
            assert session.execute(select(MailDomain)).all() == []

    def test_a_moderation_without_organisation_begins_at_its_desk(self, client, database):
        with database.unit_of_work() as session:
            moderation = factories.account(session)
            moderation.portal_role = PortalRole.MODERATION
        assert client.sign_in_as(moderation).page("/meine-kommune").path == "/verwaltung"

    def test_portal_roles_are_given_and_taken(self, client, database):
        client.sign_in_as(self.people["administration"])
        page = client.page("/verwaltung/rollen")
        assert "Die letzte Portalverwaltung bleibt." in page.text
        assert page.submit("main form", status=422, email="niemand@stadt.example").all("#email-error")
        page = page.submit("main form", email=self.people["stranger"].email, role="administration")
        assert "Stranger hat jetzt die Rolle Portalverwaltung." in page.text
        page = page.submit(f"form[action='/verwaltung/rollen/{self.people['stranger'].id}/entziehen']")
        assert "Stranger hat keine portalweite Rolle mehr." in page.text
        with database.reading() as session:
            assert session.get(Account, self.people["administration"].id).portal_role is PortalRole.ADMINISTRATION
