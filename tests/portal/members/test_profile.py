"""The page on which an organisation says who it is, and where others read it."""

import pytest

from portal.access import Role
from portal.organisations import queries as organisations
from portal.organisations.models import OrganisationKind
from tests import factories

STATED = {
    "about": "Wir digitalisieren Herne.\n\nMontags bis freitags.",
    "mailbox": "digitales@herne.example",
    "office_url": "https://www.herne.example/digital",
    "website": "https://www.herne.example",
}
PAGE = "/organisationen/herne/angaben"


@pytest.fixture(autouse=True)
def world(request, database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne", website="https://herne.example")
        kreis = factories.organisation(session, "Kreis Unna", kind=OrganisationKind.DISTRICT)
        coordinator = factories.account(session, herne, role=Role.COORDINATOR)
        factories.join(session, coordinator, kreis, Role.COORDINATOR)
        request.cls.people = {
            "coordinator": coordinator,
            "editor": factories.account(session, herne, email="anna@herne.example"),
            "administration": factories.account(session, administration=True),
        }


def stated(database, slug="herne"):
    with database.reading() as session:
        return organisations.by_slug(session, slug)


class TestPage:
    def test_the_public_page_says_it(self, client, database):
        client.sign_in_as(self.people["coordinator"])
        before = client.page("/kommunen/herne")
        assert "(Adresse nicht geprüft)" in before.text
        form = client.page(before.one("#kontakt ~ p a").get("href"))
        assert not form.all("main [name=name]")
        page = form.submit("main form", **STATED)

        assert page.path == "/kommunen/herne"
        assert "Die Angaben sind gespeichert." in page.text
        public = client.application.test_client().page("/kommunen/herne")
        assert public.texts("#kontakt ~ p") == [
            "Wir digitalisieren Herne.",
            "Montags bis freitags.",
            "digitales@herne.example",
            "Mehr über unsere Digitalisierung",
        ]
        assert "(Adresse nicht geprüft)" in public.text  # the administration alone checks it

    def test_the_json_door_says_what_the_public_page_says(self, client, database):
        stated = {
            "about": "Amt für Digitales, montags bis freitags.",
            "mailbox": "digitales@herne.example",
            "office_url": "https://www.herne.example/digital",
        }
        with database.unit_of_work() as session:
            for name, value in stated.items():
                setattr(organisations.by_slug(session, "herne"), name, value)
        [found] = client.get("/api/v1/municipalities").json["items"]
        assert {name: found[name] for name in stated} == stated

    @pytest.mark.parametrize(
        ("who", "hint"),
        [("coordinator", "gilt sie als nicht geprüft"), ("administration", "Sie gilt dann als geprüft")],
    )
    def test_the_form_says_what_saving_the_website_means(self, client, who, hint):
        client.sign_in_as(self.people[who])
        assert hint in client.page("/organisationen/herne/angaben").text

    def test_without_anything_stated_the_public_page_says_nothing(self, client):
        assert not client.page("/kommunen/herne").all("#kontakt")

    def test_a_kreis_states_it_for_its_members(self, client, database):
        client.sign_in_as(self.people["coordinator"])
        page = client.page("/organisationen/kreis-unna/angaben").submit("main form", about="Wir helfen zehn Kommunen.")
        assert page.path == "/organisationen/kreis-unna/mitglieder"
        assert "Wir helfen zehn Kommunen." in page.text

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("website", "javascript:alert(1)"),
            ("office_url", "herne"),
            ("mailbox", "kein Postfach"),
            ("mailbox", "ANNA@herne.example"),
            ("about", "x" * 601),
        ],
    )
    def test_what_cannot_be_shown_is_refused_and_nothing_typed_is_lost(self, client, database, field, value):
        client.sign_in_as(self.people["coordinator"])
        typed = STATED | {field: value}
        page = client.page(PAGE).submit("main form", status=422, **typed)
        assert page.all(f"#{field}-error")
        assert page.one("[name=office_url]").get("value") == typed["office_url"]
        assert stated(database).version == 1

    def test_who_was_overtaken_sees_both_and_may_save_again(self, client, database):
        client.sign_in_as(self.people["coordinator"])
        form = client.page(PAGE)
        form.submit("main form", about="Zuerst")
        page = form.submit("main form", status=409, about="Danach")
        assert "Jemand anderes hat die Angaben inzwischen geändert" in page.text
        assert page.texts(".kern-alert dd")[0] == "Zuerst"
        assert stated(database).about == "Zuerst"
        page.submit("main form")
        assert stated(database).about == "Danach"

    def test_a_refused_form_still_knows_what_it_was_about(self, client, database):
        client.sign_in_as(self.people["coordinator"])
        form = client.page(PAGE)
        refused = form.submit("main form", status=422, website="herne")
        form.submit("main form", about="Zuerst")
        refused.submit("main form", status=409, website="https://herne.example", about="Danach")
        assert stated(database).about == "Zuerst"

    def test_the_administration_corrects_the_name(self, client, database):
        client.sign_in_as(self.people["administration"])
        page = client.page(PAGE).submit("main form", name="Stadt Herne")
        assert page.title == "Stadt Herne"

    @pytest.mark.parametrize(("who", "status"), [("editor", 403), ("coordinator", 200), ("administration", 200)])
    def test_who_may(self, client, who, status):
        client.sign_in_as(self.people[who])
        assert client.get(PAGE).status_code == status
        listed = client.page("/organisationen/herne/mitglieder")
        assert bool(listed.all(f"a[href='{PAGE}']")) == (status == 200)
