"""The pages of members, invitations, registration and their administration."""

import pytest
from sqlalchemy import select, update

from portal.access import ANYONE, Role
from portal.accounts import queries as accounts
from portal.members import closing, queries
from portal.members.domains import service as domains
from portal.members.invitations import service as invitations
from portal.members.invitations.links import token_for
from portal.members.joining import registration
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.orm import utcnow
from portal.privacy import service as privacy
from tests import factories
from tests.factories import PASSWORD
from tests.support.statements import recorded

EMAIL = "neu@herne.example"
NEW_PASSWORD = "Kormoran schaukelt Teekanne"


pytestmark = pytest.mark.usefixtures("people_on_pages")


def role_of(database, organisation, account):
    with database.reading() as session:
        held = queries.membership(session, organisation.id, account.id)
        return held.role if held else None


def state_of(database, invitation):
    with database.reading() as session:
        return session.get(Invitation, invitation.id).state


class TestMembers:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("contributor", 200), ("editor", 200), ("coordinator", 200), ("stranger", 403), ("administration", 200)],
    )
    def test_who_sees_the_list(self, client, who, status):
        assert client.sign_in_as(self.people[who]).get("/organisationen/herne/mitglieder").status_code == status

    def test_members_see_names_and_roles_but_no_addresses(self, client):
        page = client.sign_in_as(self.people["editor"]).page("/organisationen/herne/mitglieder")
        assert page.texts("main h3") == ["Coordinator", "Editor (Sie)", "Contributor"]
        assert "@" not in page.text
        assert "Jemanden einladen" not in page.text

    def test_the_coordination_sees_what_there_is_to_do(self, client, database):
        with database.unit_of_work() as session:
            coordinator = accounts.actor_of(accounts.by_id(session, self.people["coordinator"].id))
            invitations.invite(session, coordinator, self.herne, EMAIL, Role.EDITOR)
        client.sign_in_as(self.people["coordinator"])
        with recorded(database.engine) as statements:
            page = client.page("/organisationen/herne/mitglieder")
        assert self.people["editor"].email in page.text
        assert EMAIL in page.texts("main h3")
        assert len(statements) <= 12

    def test_companies_and_unknown_organisations_have_no_such_page(self, client):
        client.sign_in_as(self.people["administration"])
        assert client.get("/organisationen/nirgendwo/mitglieder").status_code == 404

    def test_the_role_is_changed_and_counts_at_once(self, app, client, database):
        editor = app.test_client().sign_in_as(self.people["editor"])
        assert editor.get("/organisationen/herne/einladen").status_code == 403

        client.sign_in_as(self.people["coordinator"])
        address = f"/organisationen/herne/mitglieder/{self.people['editor'].id}/rolle"
        page = client.page(address).submit("main form", role="coordinator")
        assert "Editor hat jetzt die Rolle Koordination." in page.text
        assert editor.get("/organisationen/herne/einladen").status_code == 200

    def test_the_last_coordination_is_told_so(self, client, database):
        client.sign_in_as(self.people["coordinator"])
        own = f"/organisationen/herne/mitglieder/{self.people['coordinator'].id}"
        for what in ("rolle", "entfernen"):
            page = client.page(f"{own}/{what}")
            assert "zuerst jemand anderem." in page.text
            assert not page.all("main form")
            token = page.one("input[name=csrf_token]").get("value")
            assert client.post(f"{own}/{what}", data={"role": "editor", "csrf_token": token}).status_code in {409, 422}
        assert role_of(database, self.herne, self.people["coordinator"]) is Role.COORDINATOR

    def test_leaving_says_what_is_handed_over_and_to_whom(self, client, database):
        with database.unit_of_work() as session:
            editor = accounts.actor_of(accounts.by_id(session, self.people["editor"].id))
            project = factories.published(session, self.herne)
            factories.be_responsible(session, editor, project)
        client.sign_in_as(self.people["editor"])
        page = client.page(f"/organisationen/herne/mitglieder/{self.people['editor'].id}/entfernen")
        assert "Zuständigkeit für Einträge: 1" in page.text
        assert page.texts("#successor option[selected]") == ["Coordinator"]

        gone = page.submit("main form", successor=self.people["contributor"].id)
        assert gone.title == "Meine Organisationen"
        assert "Sie gehören nicht mehr zu Herne." in gone.text
        assert role_of(database, self.herne, self.people["editor"]) is None

    def test_the_last_of_all_is_warned_and_may_go(self, client, database):
        client.sign_in_as(self.people["stranger"])
        page = client.page(f"/organisationen/bochum/mitglieder/{self.people['stranger'].id}/entfernen")
        assert "Danach gehört niemand mehr zu Bochum" in page.text
        assert "Sie gehören nicht mehr zu Bochum." in page.submit("main form").text
        assert role_of(database, self.bochum, self.people["stranger"]) is None

    def test_what_goes_with_somebody_is_said_before(self, client, database):
        with database.unit_of_work() as session:
            other = factories.account(session, self.herne, role=Role.COORDINATOR)
            invitations.invite(session, accounts.actor_of(other), self.herne, EMAIL, Role.EDITOR)
        client.sign_in_as(self.people["coordinator"])
        page = client.page(f"/organisationen/herne/mitglieder/{other.id}/entfernen")
        assert "Offene Einladungen, die zurückgezogen werden: 1" in page.text

    def test_removing_goes_to_whoever_removes(self, client, database):
        client.sign_in_as(self.people["coordinator"])
        page = client.page(f"/organisationen/herne/mitglieder/{self.people['editor'].id}/entfernen")
        page = page.submit("main form")
        assert "Editor gehört nicht mehr zu Herne." in page.text
        assert (
            client.get(page.path.replace("mitglieder", f"mitglieder/{self.people['editor'].id}/rolle")).status_code
            == 404
        )


class TestInvitations:
    @pytest.fixture
    def invitation(self, database):
        with database.unit_of_work() as session:
            coordinator = accounts.actor_of(accounts.by_id(session, self.people["coordinator"].id))
            return invitations.invite(session, coordinator, self.herne, EMAIL, Role.EDITOR)

    @pytest.fixture
    def link(self, app, invitation):
        return "/einladung/" + token_for(invitation, app.extensions["links"])

    def test_somebody_is_invited_again_and_not_after_all(self, client, database):
        client.sign_in_as(self.people["coordinator"])
        form = client.page("/organisationen/herne/einladen")
        assert "Redaktion: Pflegt alle Einträge der Organisation." in form.texts("main label")
        assert form.submit("main form", status=422, email="unsinn").all("#email-error")
        page = form.submit("main form", email=EMAIL, role="editor")
        assert f"Die Einladung an {EMAIL} ist unterwegs." in page.text
        page = page.submit("form[action$=erneuern]")
        assert "gilt wieder 7 Tage" in page.text
        page = page.submit("form[action$=zurueckziehen]")
        assert "ist zurückgezogen" in page.text
        assert EMAIL not in page.texts("main h3")

    def test_what_somebody_sent_who_had_to_go_is_renewed_by_the_others(self, client, database, invitation):
        with database.unit_of_work() as session:
            successor = factories.account(session, self.herne, role=Role.COORDINATOR)
            closing.shut(session, ANYONE, self.people["coordinator"].id)
        assert state_of(database, invitation) is InvitationState.WITHDRAWN

        page = client.sign_in_as(successor).page("/organisationen/herne/mitglieder")
        assert "weil die Person gegangen ist, die eingeladen hat" in page.text
        page = page.submit("form[action$=erneuern]")
        assert "gilt wieder 7 Tage" in page.text
        assert state_of(database, invitation) is InvitationState.OPEN
        page = page.submit("form[action$=zurueckziehen]")
        assert EMAIL not in page.texts("main h3")

    def test_a_new_colleague_gets_an_account_and_is_signed_in(self, client, database, invitation, link):
        page = client.page(link)
        assert page.title == "Einladung von Herne"
        assert state_of(database, invitation) is InvitationState.OPEN
        assert page.submit("#konto", status=422, display_name="", password="kurz").all("#display_name-error")
        page = page.submit("#konto", display_name="Neue Kollegin", password=NEW_PASSWORD)
        assert page.path == "/meine-kommune"
        assert "Willkommen! Sie gehören jetzt zu Herne." in page.text
        with database.reading() as session:
            assert role_of(database, self.herne, accounts.by_email(session, EMAIL)) is Role.EDITOR

        again = client.page(link)
        assert "Sie gehören schon zu Herne" in again.title

    def test_somebody_with_an_account_signs_in_first(self, client, database, invitation, link):
        with database.unit_of_work() as session:
            known = factories.account(session, email=EMAIL)
        page = client.page(link)
        assert not page.all("#konto")
        sign_in = client.page(page.one("main a.kern-btn").get("href"))
        back = sign_in.submit("main form", email=EMAIL, password=PASSWORD)
        assert back.title == "Einladung von Herne"
        assert back.submit("main .section form:not([id])").path == "/meine-kommune"
        assert role_of(database, self.herne, known) is Role.EDITOR

    def test_somebody_else_is_told_so(self, client, database, invitation, link):
        client.sign_in_as(self.people["stranger"])
        page = client.page(link)
        assert "Sie sind als jemand anderes angemeldet: Stranger" in page.text
        token = page.one("main input[name=csrf_token]").get("value")
        assert client.post(link, data={"csrf_token": token}).status_code == 403
        assert state_of(database, invitation) is InvitationState.OPEN

    def test_a_member_is_told_so(self, client, database, invitation, link):
        with database.unit_of_work() as session:
            member = factories.account(session, self.herne, email=EMAIL)
        assert "Sie gehören schon zu Herne" in client.sign_in_as(member).page(link).text

    def test_who_declines_reads_that_it_is_done(self, client, database, invitation, link):
        page = client.page(link).submit("#nein", status=410)
        assert page.title == "Die Einladung ist abgelehnt"
        assert state_of(database, invitation) is InvitationState.DECLINED

    @pytest.mark.parametrize(
        ("change", "title"),
        [
            ({"state": InvitationState.ACCEPTED}, "Diese Einladung ist schon angenommen"),
            ({"state": InvitationState.WITHDRAWN}, "Diese Einladung wurde zurückgezogen"),
            ({"expires_at": Invitation.created_at}, "Diese Einladung ist abgelaufen"),
        ],
    )
    def test_a_link_that_no_longer_counts_says_why(self, client, database, invitation, link, change, title):
        open_before = client.page(link)
        with database.unit_of_work() as session:
            session.execute(update(Invitation).values(change))
        assert client.page(link, status=410).title == title
        late = open_before.submit("#konto", status=410, display_name="Neue Kollegin", password=NEW_PASSWORD)
        assert late.title == title
        assert open_before.submit("#nein", status=410).title == title
        with database.reading() as session:
            assert accounts.by_email(session, EMAIL) is None

    def test_renewing_ends_the_earlier_link(self, app, client, database, invitation, link):
        opened = client.page(link)
        coordinator = app.test_client().sign_in_as(self.people["coordinator"])
        coordinator.page("/organisationen/herne/mitglieder").submit("form[action$=erneuern]")
        assert client.page(link, status=410).title == "Es gibt einen neueren Link"
        late = opened.submit("#konto", status=410, display_name="Neue Kollegin", password=NEW_PASSWORD)
        assert late.title == "Es gibt einen neueren Link"
        assert opened.submit("#nein", status=410).title == "Es gibt einen neueren Link"
        with database.reading() as session:
            renewed = session.get(Invitation, invitation.id)
            assert renewed.state is InvitationState.OPEN
            newer = token_for(renewed, app.extensions["links"])
        assert client.page(f"/einladung/{newer}").title == "Einladung von Herne"

    def test_the_others_see_whose_invitations_nobody_stands_by(self, client, database, invitation):
        with database.unit_of_work() as session:
            factories.join(session, accounts.by_id(session, self.people["stranger"].id), self.herne, Role.COORDINATOR)
        client.sign_in_as(self.people["stranger"])
        said = "Wer eingeladen hat, gehört nicht mehr zur Koordination."
        page = client.page("/organisationen/herne/mitglieder")
        assert said not in page.text
        leaving = f"/organisationen/herne/mitglieder/{self.people['coordinator'].id}/entfernen"
        client.sign_in_as(self.people["coordinator"]).page(leaving).submit("main form")
        assert said in client.sign_in_as(self.people["stranger"]).page("/organisationen/herne/mitglieder").text

    @pytest.mark.parametrize("purpose", ["member.registration", "other"])
    def test_tokens_for_something_else_open_nothing(self, app, client, purpose):
        links = app.extensions["links"]
        assert client.get("/einladung/" + links.token(purpose, 1)).status_code == 404
        for payload in (1, "1", [1], ["1", ""], [1, None]):
            assert client.get("/einladung/" + links.token("member.invitation", payload)).status_code == 404
        assert client.get("/registrieren/" + links.token(registration.LINK_PURPOSE, 1)).status_code == 404


class TestRegistration:
    def link(self, app, email=EMAIL):
        return "/registrieren/" + app.extensions["links"].token(registration.LINK_PURPOSE, email)

    @pytest.fixture
    def domain(self, database):
        with database.unit_of_work() as session:
            administration = accounts.actor_of(accounts.by_id(session, self.people["administration"].id))
            domains.confirm(session, administration, "herne.example", [self.herne])
            domains.confirm(session, administration, "it.example", [self.herne, self.bochum])

    def test_the_answer_is_the_same_for_known_and_unknown(self, client):
        answers = {
            client.page("/registrieren").submit("main form", email=email).text
            for email in (EMAIL, self.people["editor"].email)
        }
        assert len(answers) == 1

    def test_a_private_address_is_explained(self, client):
        page = client.page("/registrieren").submit("main form", status=422, email="a@gmx.de")
        assert "Das ist eine private Adresse." in page.texts("#email-error")[0]

    def test_who_registers_waits_for_the_coordination(self, app, client, database, domain):
        form = client.page(self.link(app))
        assert form.texts("main [type=radio][checked] + label") == ["Herne"]
        page = form.submit("main form", display_name="Kollegin", password=NEW_PASSWORD)
        assert page.path == "/konto/organisationen"
        assert "Ihre Anfrage wartet bei der Koordination von Herne" in page.text
        assert client.page("/meine-kommune").path == "/konto/organisationen"
        assert "Ihre Anfrage ist zurückgezogen." in page.submit("main form[action$=zurueckziehen]").text
        assert client.page(self.link(app)).title == "Sie haben schon ein Konto"

    def test_a_link_that_has_made_an_account_is_worth_nothing_after_that_is_erased(self, app, client, database):
        link = self.link(app)
        form = client.page(link)
        form.submit("main form", display_name="Kollegin", password=NEW_PASSWORD, note="Amt 12")
        client.post("/abmelden")
        with database.unit_of_work() as session:
            actor = accounts.actor_of(accounts.by_email(session, EMAIL))
            privacy.erase(session, actor, app.extensions["holdings"], utcnow())
        assert client.page(link, status=404).title == "Dieser Link gilt nicht mehr"
        assert client.page(self.link(app, "andere@herne.example"))

    def test_a_domain_of_several_lets_choose(self, app, client, domain):
        form = client.page(self.link(app, "a@it.example"))
        assert form.texts("main [type=radio] + label") == ["Bochum", "Herne", "Meine Organisation steht nicht dabei"]
        given = {"display_name": "Kollegin", "password": NEW_PASSWORD}
        assert form.submit("main form", status=422, **given).all("#organisation-error")
        assert form.submit("main form", status=422, organisation="keine", **given).all("#note-error")
        assert "Koordination von Bochum" in form.submit("main form", organisation="bochum", **given).text

    def test_an_unknown_domain_goes_to_the_administration(self, app, client, database):
        form = client.page(self.link(app))
        assert not form.all("main [type=radio]")
        page = form.submit("main form", display_name="Kollegin", password=NEW_PASSWORD, note="IT-Dienstleister")
        assert "Ihre Anfrage wartet bei der Portalverwaltung" in page.text

    def test_the_coordination_takes_in_or_refuses_with_a_reason(self, app, client, database, domain):
        browsers = []
        for email in (EMAIL, "zweite@herne.example"):
            browsers.append(app.test_client())
            form = browsers[-1].page(self.link(app, email))
            form.submit("main form", display_name=email, password=NEW_PASSWORD, note="Amt 12")
        client.sign_in_as(self.people["editor"])
        assert "möchten mitarbeiten" not in client.page("/meine-kommune").text
        client.sign_in_as(self.people["coordinator"])
        desk = client.page("/meine-kommune")
        assert "2 Personen möchten mitarbeiten" in desk.text
        page = client.page(desk.one("main .kern-alert a").get("href"))
        assert "Amt 12" in page.text
        assert "Redaktion: Pflegt alle Einträge der Organisation." in page.texts("#rollen li")
        first, _second = (form.get("action") for form in page.all("form.inline-form"))
        page = page.submit(f"form[action='{first}']")
        assert f"{EMAIL} gehört jetzt dazu" in page.text

        form = client.page(page.one("main a[href$=ablehnen]").get("href"))
        assert form.submit("main form", status=422, reason=" ").all("#reason-error")
        assert "ist abgelehnt" in form.submit("main form", reason="Bitte fragen Sie Ihr Amt.").text
        assert browsers[0].page("/meine-kommune").title == "Herne"
        assert "Bitte fragen Sie Ihr Amt." in browsers[1].page("/meine-kommune").text

    def test_somebody_asks_to_join_another_organisation(self, client, database):
        client.sign_in_as(self.people["editor"])
        page = client.page("/konto/organisationen")
        assert "Redaktion · Pflegt alle Einträge der Organisation." in page.text
        assert page.submit("main form", status=422).all("#organisation-error")
        page = page.submit("main form", organisation="bochum", note="Ich arbeite für beide.")
        assert "Ihre Anfrage wartet bei der Koordination von Bochum" in page.text
        with database.reading() as session:
            asked = session.execute(select(MembershipRequest)).scalar_one()
            assert (asked.state, asked.organisation_id) == (RequestState.WAITING, self.bochum.id)
