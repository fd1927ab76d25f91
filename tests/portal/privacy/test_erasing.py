"""Whoever goes takes the own name along: nothing that is kept says it any more."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from portal.access import ANYONE, Role
from portal.accounts import queries as accounts
from portal.accounts import wording
from portal.accounts.address.models import AddressChange, FormerAddress
from portal.accounts.letters import CONFIRM_ADDRESS
from portal.accounts.models import Account
from portal.errors import Forbidden
from portal.mail import posting
from portal.mail.delivery import Delivery
from portal.mail.letters import TEST
from portal.mail.models import Mail, MailState
from portal.mail.transport import FolderTransport
from portal.members import queries as members
from portal.members.service import LastAdministrator, LastCoordinator
from portal.models import Base
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.privacy import service
from portal.projects.models import Project, ProjectResponsible
from tests import factories
from tests.portal.privacy.traces import EMAIL, FORMER, MARK, NAME, columns_saying, leave_everywhere
from tests.search import contents

# Where the traces lie: a form that takes a name and is not among them belongs there.
LEFT_IN = {
    ("account", "email"),
    ("account", "email_folded"),
    ("account", "display_name"),
    ("account", "position"),
    ("account", "phone"),
    ("account_identity", "subject"),
    ("address_change", "new_address"),
    ("contact_message", "email"),
    ("contact_message", "message"),
    ("contact_message", "name"),
    ("invitation", "email"),
    ("invitation", "email_folded"),
    ("mail", "last_error"),
    ("mail", "to_address"),
    ("membership_request", "note"),
    ("membership_request", "reason"),
    ("organisation", "mailbox"),
    ("participation", "contact_mailbox"),
    ("passkey", "name"),
    ("project", "contact_mailbox"),
    ("report", "email"),
    ("report", "message"),
    ("report", "page"),
}

# What is left until the last letter has gone out.
LAST_LETTER = {("mail", "to_address")}


@pytest.fixture
def holdings(app):
    return app.extensions["holdings"]


@pytest.fixture
def person(app, database):
    """Somebody who has been everywhere in the portal."""
    with database.unit_of_work() as session:
        account_id = leave_everywhere(session, app.extensions["links"]).id
    with database.reading() as session:
        return accounts.actor_of(accounts.by_id(session, account_id))


def said_in(database):
    return columns_saying(database, Base.metadata.sorted_tables)


def erase(database, actor, holdings):
    with database.unit_of_work() as session:
        service.erase(session, actor, holdings, utcnow())


def drain(app):
    while app.extensions["indexer"].drain():
        pass


def delivered(app, database, folder):
    """The text of every mail that still waits, sent now."""
    delivery = Delivery(
        database, app.extensions["letters"], app.extensions["links"], FolderTransport(folder), context=app.app_context
    )
    while delivery.drain():
        pass
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml")]
    return [f"{mail.items()} {mail.get_body(('plain',)).get_content()}".lower() for mail in mails]


def test_the_name_is_in_no_field_of_the_database_the_index_or_the_outbox(app, database, person, holdings, tmp_path):
    drain(app)
    assert said_in(database) == LEFT_IN  # the test has something to find, everywhere

    erase(database, person, holdings)
    drain(app)

    assert said_in(database) == LAST_LETTER
    lying_there = [data.lower() for data in contents.files(app.extensions["settings"].index_directory).values()]
    assert lying_there
    assert not [data for data in lying_there if MARK.encode() in data]
    with database.unit_of_work() as session:  # somebody else is written to after all that
        posting.post(session, TEST, to="jemand@herne.example")
    mails = delivered(app, database, tmp_path / "mails")
    assert len(mails) == 3  # the successor is told, too
    [last] = [text for text in mails if MARK in text]
    assert "('to', '" + EMAIL.lower() in last
    assert NAME.lower() not in last
    assert "sie haben ihr konto gelöscht" in last
    assert said_in(database) == set()  # with the mail goes the address


def test_what_others_were_sent_at_an_address_that_was_given_up_stays(database, person, holdings):
    """The former address is another person's now."""
    with database.unit_of_work() as session:
        heir = factories.account(session, email=FORMER)
        posting.post(session, TEST, to=FORMER, account_id=heir.id)
        posting.post(session, TEST, to=FORMER)
        herne = organisations.by_slug(session, "herne")
        entry = factories.published(session, herne, contact_mailbox=FORMER)
    erase(database, person, holdings)

    with database.reading() as session:
        to = session.execute(select(Mail.to_address).where(Mail.to_address.is_not(None))).scalars().all()
        assert to.count(FORMER) == 2
        assert session.get(Project, entry.id).contact_mailbox == FORMER


def test_what_another_account_typed_goes_too(database, person, holdings):
    """Somebody wished for the address of the person, or of one it once had, as his own."""
    with database.unit_of_work() as session:
        other = factories.account(session)
        change = AddressChange(account_id=other.id, new_address=EMAIL, requested_at=utcnow())
        session.add(change)
        session.flush()
        posting.post(session, CONFIRM_ADDRESS, to=EMAIL.upper(), account_id=other.id, change_id=change.id)
        own = posting.post(session, TEST, to=other.email, account_id=other.id).id
    erase(database, person, holdings)

    with database.reading() as session:
        assert session.execute(select(AddressChange).where(AddressChange.account_id == other.id)).first() is None
        left = session.execute(select(Mail).where(Mail.account_id == other.id).order_by(Mail.id)).scalars().all()
        assert [(mail.to_address, mail.state) for mail in left] == [
            (None, MailState.DROPPED),
            (other.email, MailState.WAITING),
        ]
        assert left[1].id == own


def test_of_former_addresses_only_hashes_are_kept_and_they_go_too(database, person, holdings):
    with database.reading() as session:
        [kept] = session.execute(select(FormerAddress)).scalars()
        assert kept.account_id == person.account_id
    erase(database, person, holdings)
    with database.reading() as session:
        assert session.execute(select(FormerAddress)).first() is None


def test_histories_tell_where_somebody_came_from(app, database, person, holdings):
    erase(database, person, holdings)
    with app.test_request_context(), database.reading() as session:
        assert wording.names(session, [person.account_id]) == {person.account_id: "ehemaliges Mitglied von Herne"}


def test_somebody_of_no_organisation_came_from_the_portal(app, database, holdings):
    with database.unit_of_work() as session:
        actor = accounts.actor_of(factories.account(session))
    erase(database, actor, holdings)
    with app.test_request_context(), database.reading() as session:
        assert wording.names(session, [actor.account_id]) == {
            actor.account_id: "ehemaliges Mitglied von Projektnachbarn"
        }


def test_the_address_is_free_for_a_new_account(database, person, holdings):
    erase(database, person, holdings)
    with database.unit_of_work() as session:
        assert accounts.by_email(session, EMAIL) is None
        factories.account(session, email=EMAIL)


def test_the_account_cannot_come_back(database, person, holdings, client):
    erase(database, person, holdings)
    with database.reading() as session:
        account = session.get(Account, person.account_id)
        assert (account.active, account.portal_role, account.erased_at is None) == (False, None, False)
    for email in (EMAIL, f"erased:{person.account_id}", ""):
        answer = client.page("/anmelden").submit(email=email, password=factories.PASSWORD, status=422)
        assert answer.title == "Anmelden"


def test_a_coordination_without_colleagues_may_go_and_is_told_what_that_means(app, client, database, holdings):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        account = factories.account(session, herne, role=Role.COORDINATOR)
        factories.account(session, herne).active = False
    page = client.sign_in_as(account).page("/konto/loeschen")
    assert "Danach gehört niemand mehr zu Herne." in page.text
    assert page.submit("main form").path == "/"
    with database.reading() as session:
        assert session.get(Account, account.id).erased_at
        assert members.membership(session, herne.id, account.id) is None


def test_the_last_administration_stays(database, holdings):
    with database.unit_of_work() as session:
        first, second = (accounts.actor_of(factories.account(session, administration=True)) for _ in range(2))
    erase(database, first, holdings)
    with pytest.raises(service.NotYet) as refused:
        erase(database, second, holdings)
    assert [type(each) for each in refused.value.hindrances] == [LastAdministrator]
    with database.reading() as session:
        assert session.get(Account, second.account_id).active


def test_an_organisation_keeps_its_last_coordination(database, holdings):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        coordinator = factories.account(session, herne, role=Role.COORDINATOR)
        factories.account(session, herne, role=Role.EDITOR)
        actor = accounts.actor_of(coordinator)
    with pytest.raises(service.NotYet) as refused:
        erase(database, actor, holdings)
    assert [type(each) for each in refused.value.hindrances] == [LastCoordinator]
    with database.reading() as session:
        assert len(members.members(session, herne.id)) == 2


def test_what_somebody_was_responsible_for_is_handed_over(database, person, holdings):
    with database.reading() as session:
        before = set(session.execute(_held_by(person.account_id)).scalars())
    assert len(before) == 2
    erase(database, person, holdings)
    with database.reading() as session:
        herne = organisations.by_slug(session, "herne")
        [coordinator] = members.coordinators(session, herne.id)
        assert set(session.execute(_held_by(coordinator.id)).scalars()) == before


def _held_by(account_id):
    return select(ProjectResponsible.project_id).where(ProjectResponsible.account_id == account_id)


def test_nobody_has_nothing_to_erase(database, holdings):
    with pytest.raises(Forbidden), database.unit_of_work() as session:
        service.erase(session, ANYONE, holdings, utcnow())
    with pytest.raises(Forbidden), database.reading() as session:
        service.data_of(session, ANYONE, holdings, utcnow())


class TestPages:
    @pytest.fixture
    def signed_in(self, client, database, person):
        with database.reading() as session:
            client.sign_in_as(session.get(Account, person.account_id))
        return client

    def test_the_file_has_what_every_domain_keeps(self, signed_in, holdings, person):
        answer = signed_in.get("/konto/daten.json")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
        data = answer.json
        assert [*data] == ["format", "as_of", *(holding.name for holding in holdings), "left_out"]
        assert (data["account"]["name"], data["account"]["email"]) == (NAME, EMAIL)
        assert data["account"]["memberships"] == [{"organisation": "Herne", "role": "coordinator"}]
        assert {mail["to"] for mail in data["account"]["mails"]} >= {EMAIL, FORMER}
        assert data["account"]["mails_not_wanted"] == ["freshness.review"]
        assert [change["action"] for change in data["entries"]["changes"]] == ["create", "publish"] * 2
        assert len(data["entries"]["responsible_for"]) == 2
        assert len(data["reports"]["sent"]) == 4
        assert len(data["messages_under_way"]) == 4
        assert "hash" not in answer.text
        assert "argon2" not in answer.text

    def test_after_erasing_one_is_nobody(self, signed_in, database):
        answer = signed_in.page("/konto/loeschen").submit()
        assert "Ihr Konto ist gelöscht." in answer.response.text
        assert signed_in.get("/konto").status_code == 302
        assert said_in(database) == LAST_LETTER

    def test_what_is_open_is_said_instead_of_a_button(self, client, database):
        with database.unit_of_work() as session:
            last = factories.account(session, administration=True)
        client.sign_in_as(last)
        shown = client.page("/konto/loeschen")
        assert "keine Portalverwaltung mehr" in shown.text
        assert not shown.all("main form")

    def test_a_get_erases_nothing(self, signed_in, database):
        signed_in.get("/konto/loeschen")
        signed_in.get("/konto/daten")
        assert said_in(database) == LEFT_IN
