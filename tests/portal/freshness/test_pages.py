"""The link "Stimmt noch" and the list of what is out of date."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from portal.access import Role
from portal.accounts.models import Account, Membership
from portal.freshness import service, tokens
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.projects import queries
from portal.projects import service as projects
from portal.projects.models import Project
from tests import factories
from tests.portal.freshness.conftest import REVIEW_PERIOD, hold


@pytest.fixture
def address(app, town):
    """The address in the mail to who is responsible."""
    links = app.extensions["links"]
    return tokens.address(links, town["entry"], town["contributor"]).removeprefix("http://localhost")


@pytest.fixture
def saved(database, town):
    def read():
        with database.reading() as session:
            return queries.by_id(session, town["entry"].id)

    return read


class TestLink:
    def test_opening_it_shows_the_facts_and_confirms_nothing(self, page, address, saved, town):
        before = saved()
        shown = page(address)

        assert shown.title == "Stimmt das noch?"
        assert "Bauanträge gehen ohne Papier ein." in shown.text
        assert shown.all(f"a[href='/projekte/{town['entry'].slug}/bearbeiten']")
        now = saved()
        assert (now.confirmed_at, now.version) == (before.confirmed_at, before.version)

    def test_the_button_confirms_in_the_name_of_the_reader_without_a_sign_in(self, page, address, saved, town):
        answer = page(address).submit()

        assert answer.title == "Der Eintrag ist bestätigt"
        now = saved()
        assert utcnow() - now.confirmed_at < timedelta(minutes=5)
        assert now.confirmed_by_id == town["contributor"].id

    def test_it_works_once(self, page, address, saved):
        first, second = page(address), page(address)
        first.submit()
        confirmed = saved()

        assert second.submit().title == "Der Eintrag ist bestätigt"
        assert page(address).title == "Der Eintrag ist bestätigt"
        assert saved().version == confirmed.version

    def test_who_looked_at_older_facts_looks_again(self, page, address, saved, town, database):
        shown = page(address)
        with database.unit_of_work() as session:
            entry = queries.by_id(session, town["entry"].id)
            editor = factories.actor(session, organisations.by_slug(session, "herne"))
            projects.update(session, editor, entry, entry.version, {"summary": "Ganz anders."})
        before = saved().confirmed_at

        answer = shown.submit(status=409)
        assert "Jemand anderes hat diesen Eintrag inzwischen geändert." in answer.text
        assert "Ganz anders." in answer.text
        assert saved().confirmed_at == before
        assert answer.submit().title == "Der Eintrag ist bestätigt"

    @pytest.mark.parametrize("what", ["left", "closed", "not responsible", "archived", "other address"])
    def test_it_is_useless_once_its_reader_may_not_confirm(self, page, address, saved, database, town, what):
        shown, before = page(address), saved().confirmed_at
        with database.unit_of_work() as session:
            end(session, town, what)

        assert page(address, 404).title == "Dieser Link gilt nicht mehr"
        assert shown.submit(status=404).title == "Dieser Link gilt nicht mehr"
        assert saved().confirmed_at == before

    def test_it_grows_old(self, app, page, address, monkeypatch):
        monkeypatch.setattr(app.extensions["links"], "clock", lambda: utcnow() + tokens.GOOD_FOR + timedelta(days=1))
        assert page(address, 404).title == "Dieser Link gilt nicht mehr"

    @pytest.mark.parametrize("cut", [1, 20, 60])
    def test_half_a_link_says_so(self, page, address, cut):
        assert page(address[:-cut], 404).title == "Dieser Link ist nicht vollständig"

    @pytest.mark.parametrize(
        "payload", [None, 7, [], [1, 2], ["a", 1, "", 0], [1, 1, "", ""], [1, 1, 1, 1], [1, 1, 0], {"a": 1}]
    )
    def test_no_other_content_is_taken(self, app, page, payload):
        token = app.extensions["links"].token("freshness.confirm", payload)
        page(f"/bestaetigen/{token}", 404)

    def test_a_link_for_something_else_opens_nothing(self, app, page, address):
        links = app.extensions["links"]
        claim = tokens.read(links, address.rpartition("/")[2])
        page(f"/bestaetigen/{links.token('mail.unsubscribe', claim)}", 404)


def end(session, town, what):
    account = session.get_one(Account, town["contributor"].id)
    entry = queries.by_id(session, town["entry"].id)
    if what == "left":
        session.execute(delete(Membership).where(Membership.account_id == account.id))
    elif what == "closed":
        account.active = False
    elif what == "other address":
        account.email = "anders@herne.example"
    elif what == "archived":
        editor = factories.actor(session, organisations.by_slug(session, "herne"))
        projects.archive(session, editor, entry, entry.version, "Beendet")
    else:
        entry.responsibles = []


class TestOverdue:
    @pytest.fixture
    def sign_in(self, app):
        return lambda account: app.test_client().sign_in_as(account)

    def test_the_moderation_sees_keeper_and_how_often_it_was_reminded(self, sign_in, town, database):
        now = utcnow()
        with database.unit_of_work() as session:
            herne = organisations.by_slug(session, "herne")
            old = factories.published(session, herne, title="Vergessen")
            factories.long_ago(old, 500)
            session.get_one(Project, town["entry"].id).confirmed_at = now - timedelta(days=400)
            factories.long_ago(factories.published(session, herne, title="Noch gut"), 300)
            factories.from_public_source(session, lead="herne", title="Quelle")
            factories.from_public_source(session, lead="herne", title="Verwaist").created_at = now - timedelta(days=366)
        for days in (70, 40, 10):
            with database.unit_of_work() as session:
                service.remind(session, now - timedelta(days=days), REVIEW_PERIOD)

        page = sign_in(town["moderator"]).page("/verwaltung/veraltet")
        assert page.texts(".entry__title") == ["Vergessen", "Bauantrag", "Verwaist"]
        assert page.texts(".entry__note")[0] == "Gepflegt von Herne. 3-mal erinnert."
        assert "Niemand pflegt diesen Eintrag." in page.texts(".entry__note")
        assert "contributor" not in page.text
        assert not page.all("main .entries form, main .entry__actions a")

    def test_only_they_do(self, sign_in, town, client):
        for role in Role:
            sign_in(town[role.value]).page("/verwaltung/veraltet", 403)
        assert client.page("/verwaltung/veraltet").path.startswith("/anmelden")

    def test_nothing_is_out_of_date(self, sign_in, town, database):
        with database.unit_of_work() as session:
            session.get_one(Project, town["entry"].id).confirmed_at = utcnow()
        assert "Nichts ist veraltet" in sign_in(town["moderator"]).page("/verwaltung/veraltet").text

    def test_a_long_list_has_pages_and_few_queries(self, sign_in, town, database):
        with database.unit_of_work() as session:
            for _ in range(30):
                entry = factories.published(session, organisations.by_slug(session, "herne"))
                hold(session, entry)
                factories.long_ago(entry, 500)
        client = sign_in(town["moderator"])
        assert len(client.page("/verwaltung/veraltet").all(".entry")) == 25
        assert len(client.page("/verwaltung/veraltet", seite="2").all(".entry")) in {5, 6}
        assert len(client.page("/verwaltung/veraltet", seite="999999999").all(".entry")) in {5, 6}
