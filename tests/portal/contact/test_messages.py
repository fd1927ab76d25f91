"""From the form to the mailboxes of those who look after an entry, and what is left of it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from portal.access import ANYONE, PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Membership
from portal.contact import jobs, service
from portal.errors import Conflict, Forbidden, Throttled
from portal.jobs import Jobs
from portal.mail.models import Mail, MailState
from portal.orm import utcnow
from portal.projects import queries
from portal.projects import service as projects
from portal.projects.models import Project, ProjectResponsible
from portal.projects.moderation import merging
from tests import factories

MESSAGE = "Wie haben Sie das gemacht?\n\nHerzliche Grüße"
TYPED = {"name": "Kim Beispiel", "email": "kim@witten.example", "message": MESSAGE}


@pytest.fixture
def address(town):
    return f"/projekte/{town['entry'].slug}/kontakt"


@pytest.fixture
def link(page, address, sent):
    """Writes a message and returns the address in the mail that asks to confirm it."""

    def write():
        page(address).submit(**TYPED)
        text = plain(sent()["kim@witten.example"])
        return re.search(r"http://localhost(/kontakt/\S+)", text)[1]

    return write


@pytest.fixture
def hour(database):
    """Lets the worker look at its jobs so many days and hours later."""

    def later(days=0, hours=1):
        moment = utcnow() + timedelta(days=days, hours=hours)
        Jobs(database, [jobs.job(30)], lambda: moment).drain()

    return later


def plain(mail):
    return mail.get_body(("plain",)).get_content()


def addresses_of(text):
    return set(re.findall(r"[\w.-]+@[\w.-]+", text))


class TestTheWay:
    def test_confirmed_it_reaches_everybody_who_is_responsible_and_nobody_else(self, page, link, sent, town):
        confirm = page(link())
        assert "Wie haben Sie das gemacht?" in confirm.text
        assert sent() == {}

        done = confirm.submit()
        assert done.title == "Ihre Nachricht ist unterwegs"
        mails = sent()
        assert mails.keys() == {"anna@herne.example", "berta@herne.example"}
        for mail in mails.values():
            assert mail["Reply-To"] == "kim@witten.example"
            assert "Wie haben Sie das gemacht?" in plain(mail)
            assert addresses_of(plain(mail)) == {"kim@witten.example"}

    def test_the_sender_learns_nothing_of_who_reads_it(self, client, page, address, link, sent, town):
        seen = [page(address).response.text, page(f"/projekte/{town['entry'].slug}").response.text]
        path = link()
        seen += [page(path).response.text, page(path).submit().response.text]
        seen += [page(f"{address}/bestaetigen").response.text]
        for text in seen:
            assert "herne.example" not in text
            assert "Redaktion" not in text

    def test_it_is_forwarded_once(self, page, link, sent):
        path = link()
        first, second = page(path), page(path)
        first.submit()
        assert second.submit().title == "Ihre Nachricht ist unterwegs"
        assert len(sent()) == 2

    def test_the_mail_that_asks_holds_nothing_that_was_typed(self, page, address, sent):
        page(address).submit(name="Gewinnspiel", email="opfer@witten.example", message="Klicken Sie hier")
        mail = sent()["opfer@witten.example"]
        everything = mail.as_string() + plain(mail)
        assert "Gewinnspiel" not in everything
        assert "Klicken" not in everything

    def test_whoever_is_signed_in_need_not_type_name_and_address(self, app, town, address):
        fields = dict(app.test_client().sign_in_as(town["berta"]).page(address).fields("main form"))
        assert (fields["name"], fields["email"]) == ("Redaktion", "berta@herne.example")

    @pytest.mark.parametrize("typed", [{"name": ""}, {"email": "kim"}, {"message": " "}, {"message": "a" * 4001}])
    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self, page, address, stored, typed):
        answer = page(address).submit(status=422, **TYPED | typed)
        assert answer.all(".error-summary")
        kept = dict(answer.fields("main form"))
        assert all(kept[name].replace("\r", "") == value for name, value in TYPED.items() if name not in typed)
        assert stored() == []


class TestWhoReadsIt:
    @pytest.fixture
    def readers(self, link, page, sent):
        def send():
            page(link()).submit()
            return sorted(sent())

        return send

    def test_without_responsible_people_the_coordination(self, readers, database):
        with database.unit_of_work() as session:
            session.execute(delete(ProjectResponsible))
        assert readers() == ["koordination@herne.example"]

    def test_for_what_nobody_keeps_the_administration(self, readers, database, town):
        with database.unit_of_work() as session:
            projects.entrust(queries.by_id(session, town["entry"].id), None)
        assert readers() == ["verwaltung@portal.example"]

    def test_without_anybody_no_message_is_taken(self, scratch):
        entry = factories.from_public_source(scratch)
        with pytest.raises(Conflict):
            service.write(scratch, ANYONE, entry, **TYPED, address="192.0.2.1")


class TestEntriesThatTakeNone:
    def test_where_a_mailbox_is_named_one_is_led_to_it(self, page, address, database, town, stored):
        form = page(address)
        with database.unit_of_work() as session:
            session.get_one(Project, town["entry"].id).contact_mailbox = "digital@herne.example"

        answer = form.submit(**TYPED)
        assert "Dieser Eintrag nennt inzwischen ein Postfach." in answer.text
        assert page(address).path == f"/projekte/{town['entry'].slug}"
        assert stored() == []

    def test_drafts_and_archived_entries_do_not_show_that_there_is_one(self, page, database, town):
        with database.unit_of_work() as session:
            draft = factories.draft(session, session.merge(town["herne"]))
            archived = factories.archived(session, session.merge(town["herne"]))
        page(f"/projekte/{draft.slug}/kontakt", 404)
        page(f"/projekte/{draft.slug}/kontakt/bestaetigen", 404)
        page(f"/projekte/{archived.slug}/kontakt", 410)
        page("/projekte/gibt-es-nicht/kontakt", 404)
        with database.reading() as session, pytest.raises(Forbidden):
            service.write(session, ANYONE, queries.by_id(session, draft.id), **TYPED, address="192.0.2.1")

    def test_what_was_archived_meanwhile_is_told(self, page, link, database, town, sent):
        confirm = page(link())
        with database.unit_of_work() as session:
            entry = queries.by_id(session, town["entry"].id)
            projects.archive(session, factories.actor(session, entry.keeper), entry, entry.version, "Beendet")
        confirm.submit(status=410)
        assert sent() == {}


class TestReadersWhoGo:
    def test_who_has_left_before_it_is_sent_gets_none(self, page, link, sent, database, town):
        page(link()).submit()
        with database.unit_of_work() as session:
            session.execute(delete(Membership).where(Membership.account_id == town["anna"].id))
        assert sent().keys() == {"berta@herne.example"}

    def test_where_all_have_gone_it_reaches_who_answers_now(self, page, link, sent, stored, hour, database, town):
        page(link()).submit()
        with database.unit_of_work() as session:
            session.execute(delete(ProjectResponsible))
        assert sent() == {}
        hour()
        assert sent().keys() == {"koordination@herne.example"}
        hour(hours=2)
        assert stored() == []

    def test_where_nobody_is_left_it_can_be_confirmed_later(self, page, link, sent, stored, database):
        confirm = page(link())
        with database.unit_of_work() as session:
            session.execute(update(Account).values(active=False))
        assert "nimmt zurzeit niemand Nachrichten an" in confirm.submit(status=409).text
        assert stored()[0].confirmed_at is None
        with database.unit_of_work() as session:
            session.execute(update(Account).values(active=True))
        confirm.submit()
        assert sent().keys() == {"anna@herne.example", "berta@herne.example"}

    @pytest.mark.parametrize("confirmed", ["before", "after"])
    def test_an_entry_that_is_merged_takes_its_messages_along(self, page, link, sent, hour, database, town, confirmed):
        confirm = page(link())
        if confirmed == "before":
            confirm.submit()
        with database.unit_of_work() as session:
            bochum = factories.organisation(session, "Bochum")
            factories.account(session, bochum, role=Role.COORDINATOR, email="koordination@bochum.example")
            stays = factories.published(session, bochum, title="Bleibt")
            stays.responsibles = []
            moderator = factories.account(session)
            moderator.portal_role = PortalRole.MODERATION
            both = merging.lock(session, town["entry"].id, stays.id)
            merging.merge(session, accounts.actor_of(moderator), *both, tuple(each.version for each in both))
        sent()  # that they were merged; nobody looks after the one any more
        if confirmed == "after":
            confirm.submit()
        hour()
        forwarded = sent()["koordination@bochum.example"]
        assert forwarded["Subject"] == "Nachricht zu „Bleibt“"
        assert f"/projekte/{stays.slug}" in plain(forwarded)


class TestThrottle:
    def write(self, session, entry, number, email="kim@witten.example", address="192.0.2.1"):
        typed = TYPED | {"email": email.format(number)}
        service.write(session, ANYONE, entry, **typed, address=address.format(number))

    @pytest.fixture
    def entry(self, scratch):
        factories.account(scratch, administration=True)
        return factories.from_public_source(scratch)

    def test_nobody_is_asked_to_confirm_again_and_again(self, scratch, entry):
        for number in range(service.PER_SENDER):
            self.write(scratch, entry, number, email="KIM@witten.example" if number else "kim@witten.example")
        with pytest.raises(Throttled):
            self.write(scratch, entry, 99, address="192.0.2.{}")

    def test_one_connection_writes_only_so_many(self, scratch, entry):
        for number in range(service.PER_CONNECTION):
            self.write(scratch, entry, number, email="kim-{}@witten.example")
        with pytest.raises(Throttled):
            self.write(scratch, entry, 99, email="kim-{}@witten.example")

    def test_the_page_says_so_and_keeps_what_was_typed(self, page, address, client):
        for _ in range(service.PER_SENDER):
            page(address).submit(**TYPED)
        answer = page(address).submit(status=429, **TYPED)
        assert "zu viele Nachrichten" in answer.text
        assert ("name", "Kim Beispiel") in answer.fields("main form")


class TestWhatIsLeft:
    def test_it_is_deleted_once_it_is_delivered(self, page, link, sent, stored, hour, database):
        path = link()
        page(path).submit()
        hour()
        assert len(stored()) == 1  # not sent yet
        sent()
        hour(hours=2)

        assert stored() == []
        assert page(path, 404).title == "Diese Nachricht gibt es nicht mehr"

    def test_it_stays_while_a_mailbox_does_not_take_it_and_not_longer_than_mails(
        self, page, link, sent, stored, hour, database
    ):
        page(link()).submit()
        with database.unit_of_work() as session:
            session.execute(update(Mail).where(Mail.kind == "contact.forward").values(state=MailState.DEAD))
        hour(days=29)
        assert len(stored()) == 1
        hour(days=30)
        assert stored() == []

    def test_unconfirmed_it_is_deleted_after_a_week(self, page, link, stored, hour):
        path = link()
        hour(days=6)
        assert len(stored()) == 1
        hour(days=7)
        assert stored() == []
        page(path, 404)

    def test_a_link_is_good_for_a_week(self, app, page, link, monkeypatch):
        path = link()
        monkeypatch.setattr(app.extensions["links"], "clock", lambda: utcnow() + timedelta(days=8))
        assert page(path, 404).title == "Dieser Link gilt nicht mehr"

    def test_it_goes_with_the_account_of_who_wrote_it(self, app, page, link, stored, database):
        with database.unit_of_work() as session:
            writer = factories.account(session, email="KIM@witten.example")
        link()
        [holding] = [each for each in app.extensions["holdings"] if each.name == "messages_under_way"]
        with database.unit_of_work() as session:
            assert [each["message"] for each in holding.export(session, writer.id)] == [MESSAGE]
            holding.erase(session, writer.id, utcnow())
            assert session.get_one(Account, writer.id)
        assert stored() == []

    def test_half_a_link_opens_nothing(self, app, page, link):
        page(link()[:-5], 404)
        page(f"/kontakt/{app.extensions['links'].token('contact.confirm', ['a'])}", 404)
        page(f"/kontakt/{app.extensions['links'].token('freshness.confirm', 1)}", 404)
