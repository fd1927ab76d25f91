"""Whoever goes takes the own name along: nothing that is kept says it any more."""

import json

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts import wording
from portal.accounts.factors.models import Passkey
from portal.accounts.models import Account
from portal.errors import Forbidden
from portal.feedback import service as feedback
from portal.mail import posting
from portal.mail.letters import TEST
from portal.members import queries as members
from portal.members.models import Invitation
from portal.members.service import LastAdministrator, LastCoordinator
from portal.models import Base
from portal.orm import utcnow
from portal.privacy import service
from portal.projects import service as projects
from portal.projects.models import Project, ProjectResponsible
from tests import factories
from tests.search import contents

NAME, EMAIL = "Qxzname", "qxzadresse@herne.example"
MARKS = ("qxzname", "qxzadresse")


@pytest.fixture
def holdings(app):
    return app.extensions["holdings"]


@pytest.fixture
def person(database):
    """Somebody who has been everywhere in the portal."""
    with database.unit_of_work() as session:
        herne, bochum = (factories.organisation(session, name) for name in ("Herne", "Bochum"))
        bochum.mailbox = EMAIL
        account = factories.account(session, herne, role=Role.COORDINATOR, email=EMAIL)
        account.display_name, account.position, account.phone = NAME, f"Leitung {NAME}", f"02323 {NAME}"
        session.add(
            Passkey(
                account_id=account.id,
                name=f"Schlüssel {NAME}",
                credential_id="a",
                public_key="b",
                user_handle="c",
                sign_count=0,
                created_at=utcnow(),
            )
        )
        factories.account(session, herne, role=Role.COORDINATOR)
        actor = accounts.actor_of(account)
        entry = projects.create(session, actor, herne, factories.complete(contact_mailbox=EMAIL))
        projects.publish(session, actor, entry, entry.version)
        factories.be_contact_person(session, account, entry)
        source = factories.from_public_source(session, herne)
        feedback.report_mistake(
            session, actor, source, field="title", message="Stimmt nicht.", email=EMAIL.upper(), address="192.0.2.1"
        )
        session.add(
            Invitation(organisation=bochum, email=EMAIL, role=Role.EDITOR, created_at=utcnow(), expires_at=utcnow())
        )
        posting.post(session, TEST, to=EMAIL)
        posting.post(session, TEST, to=EMAIL, account_id=account.id)
    return actor


def everything(database):
    """All there is in the database, as text in small letters."""
    with database.reading() as session:
        return {
            table.name: json.dumps([list(map(str, row)) for row in session.execute(select(table))]).lower()
            for table in Base.metadata.sorted_tables
        }


def saying(database, mark):
    return {name for name, text in everything(database).items() if mark in text}


def erase(database, actor, holdings):
    with database.unit_of_work() as session:
        service.erase(session, actor, holdings, utcnow())


def test_the_name_is_in_no_field_of_the_database_the_index_or_the_outbox(app, database, person, holdings):
    app.extensions["indexer"].drain()
    assert {"account", "invitation", "mail", "organisation", "project", "report"} <= saying(
        database, MARKS[1]
    )  # the test has something to find

    erase(database, person, holdings)
    while app.extensions["indexer"].drain():
        pass

    for mark in MARKS:
        assert saying(database, mark) == set()
    lying_there = [data.lower() for data in contents.files(app.extensions["settings"].index_directory).values()]
    assert lying_there
    assert not [mark for mark in MARKS for data in lying_there if mark.encode() in data]


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
    erase(database, person, holdings)
    with database.reading() as session:
        [entry] = session.execute(select(Project).where(Project.keeper_id.is_not(None))).scalars()
        [successor] = session.execute(select(ProjectResponsible)).scalars()
        assert successor.project_id == entry.id
        [coordinator] = members.coordinators(session, entry.keeper_id)
        assert successor.account_id == coordinator.id


def test_nobody_has_nothing_to_erase(database, holdings):
    from portal.access import ANYONE  # noqa: PLC0415

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
        assert [*data] == ["format", "as_of", *(holding.name for holding in holdings)]
        assert (data["account"]["name"], data["account"]["email"]) == (NAME, EMAIL)
        assert data["account"]["memberships"] == [{"organisation": "Herne", "role": "coordinator"}]
        assert [mail["to"] for mail in data["account"]["mails"]] == [EMAIL]
        assert [change["action"] for change in data["entries"]["changes"]] == ["create", "publish"]
        assert len(data["entries"]["responsible_for"]) == 1
        assert [report["message"] for report in data["reports"]["sent"]] == ["Stimmt nicht."]
        assert "hash" not in answer.text
        assert "argon2" not in answer.text

    def test_after_erasing_one_is_nobody(self, signed_in, database):
        answer = signed_in.page("/konto/loeschen").submit()
        assert "Ihr Konto ist gelöscht." in answer.response.text
        assert signed_in.get("/konto").status_code == 302
        assert saying(database, MARKS[0]) == set()

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
        assert saying(database, MARKS[0]) == {"account", "passkey"}
