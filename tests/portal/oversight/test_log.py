"""The log of decisions: who reads whose, what is found, what the file holds."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from portal import audit
from portal.access import Actor, Role
from portal.audit import AuditEntry
from portal.database import count
from portal.members.events import ASKED, LEFT
from portal.members.joining import requests
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.oversight import log
from portal.oversight.events import EVENTS
from portal.oversight.schemas import LogSchema, asked
from portal.projects import events as projects
from tests import factories
from tests.portal.oversight.test_policy import rooms


def decided(session, organisation, event=projects.MOVED, *, actor=None, after="Herne", at=None):
    actor = actor or factories.actor(session, organisation)
    changes = {"keeper": [None, after]}
    session.add(
        AuditEntry(
            at=at or utcnow(), event=event.name, account_id=actor.account_id, organisation_id=organisation.id,
            about_kind="project", about_id=1, changes=changes,
        )
    )  # fmt: skip
    session.flush()


def test_no_event_is_left_out():
    declared = {
        value.name: value for room in rooms("events") for value in vars(room).values() if isinstance(value, audit.Event)
    }
    assert dict(EVENTS) == declared


class TestFinding:
    @pytest.fixture
    def session(self, scratch):
        return scratch

    @pytest.fixture
    def herne(self, session):
        herne, bochum = (factories.organisation(session, name) for name in ("Herne", "Bochum"))
        decided(session, herne, at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC))  # 1 February in Berlin
        decided(session, herne, projects.TAKEN_OVER, at=datetime(2026, 3, 15, 12, tzinfo=UTC))
        decided(session, bochum, at=datetime(2026, 3, 16, 12, tzinfo=UTC))
        return herne

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (log.Asked(), 3),
            (log.Asked(event="project.moved"), 2),
            (log.Asked(first_day=date(2026, 2, 1)), 3),
            (log.Asked(first_day=date(2026, 2, 2)), 2),
            (log.Asked(last_day=date(2026, 1, 31)), 0),
            (log.Asked(last_day=date(2026, 2, 1)), 1),
            (log.Asked(first_day=date(2026, 3, 15), last_day=date(2026, 3, 15)), 1),
        ],
    )
    def test_by_event_and_day(self, session, herne, wanted, found):
        assert count(session, log.statement(wanted)) == found
        assert len(log.page(session, wanted, 1, 50)) == found
        assert [len(several) for several in log.every(session, wanted)] == ([found] if found else [])

    def test_by_organisation_latest_first(self, session, herne):
        found = log.page(session, log.Asked(organisation_id=herne.id), 1, 50)
        assert [entry.event for entry in found] == ["project.taken-over", "project.moved"]
        assert [entry.event for entry in log.page(session, log.Asked(organisation_id=herne.id), 2, 1)] == [
            "project.moved"
        ]

    def test_a_long_log_comes_in_pieces(self, session, herne, monkeypatch):
        monkeypatch.setattr(log, "AT_ONCE", 2)
        assert [len(several) for several in log.every(session, log.Asked())] == [2, 1]

    @pytest.mark.parametrize(
        ("typed", "first", "last"),
        [
            ({}, None, None),
            ({"von": "2026", "bis": "2026"}, date(2026, 1, 1), date(2026, 12, 31)),
            ({"von": "02/2024", "bis": "02/2024"}, date(2024, 2, 1), date(2024, 2, 29)),
            ({"von": "12/2025", "bis": "12/2025"}, date(2025, 12, 1), date(2025, 12, 31)),
            ({"von": "3.4.2026", "bis": "3.4.2026"}, date(2026, 4, 3), date(2026, 4, 3)),
        ],
    )
    def test_a_month_and_a_year_count_with_all_their_days(self, typed, first, last):
        found = asked(LogSchema().load(typed), None)
        assert (found.first_day, found.last_day) == (first, last)


class TestPages:
    @pytest.fixture(autouse=True)
    def world(self, database):
        with database.unit_of_work() as session:
            herne, bochum = (factories.organisation(session, name) for name in ("Herne", "Bochum"))
            self.people = {role.value: factories.account(session, herne, role=role) for role in Role}
            self.people["of bochum"] = factories.account(session, bochum, role=Role.COORDINATOR)
            self.people["administration"] = factories.account(session, administration=True)
            decided(session, herne, after="Herne")
            decided(session, bochum, after="=1+1")

    @pytest.mark.parametrize("end", ["", ".csv"])
    @pytest.mark.parametrize(
        ("who", "own", "whole"),
        [
            ("contributor", 403, 403),
            ("editor", 403, 403),
            ("coordinator", 200, 403),
            ("of bochum", 403, 403),
            ("administration", 200, 200),
        ],
    )
    def test_who_reads_it(self, client, who, own, whole, end):
        client.sign_in_as(self.people[who])
        assert client.get(f"/organisationen/herne/protokoll{end}").status_code == own
        assert client.get(f"/verwaltung/protokoll{end}").status_code == whole

    def test_an_organisation_sees_its_own_only(self, client):
        client.sign_in_as(self.people["coordinator"])
        shown = client.page("/organisationen/herne/protokoll")
        assert shown.texts("main h2") == ["1 Entscheidung"]
        assert shown.texts(".timeline h3") == ["Pflege eines Eintrags übertragen"]
        assert client.get("/organisationen/nirgendwo/protokoll").status_code == 404

    def test_people_are_named_and_not_numbered(self, client, database):
        with database.unit_of_work() as session:
            herne = organisations.by_slug(session, "herne")
            successor = factories.account(session, herne)
            successor.display_name = "Kim Nachfolge"
            actor = factories.actor(session, herne)
            audit.record(
                session,
                actor,
                LEFT,
                ("account", actor.account_id),
                organisation_id=herne.id,
                before={"role": "Redaktion"},
                after={"successor": successor.id},
            )
        client.sign_in_as(self.people["coordinator"])
        assert "Übergeben an jetzt: Kim Nachfolge" in client.page("/organisationen/herne/protokoll").text

    def test_the_filter_stays_in_page_and_file(self, client):
        client.sign_in_as(self.people["administration"])
        shown = client.page("/verwaltung/protokoll", ereignis="project.taken-over", von="2026")
        assert shown.texts("main h2")[0] == "0 Entscheidungen"
        [file] = [link.get("href") for link in shown.all("a") if ".csv" in (link.get("href") or "")]
        assert file == "/verwaltung/protokoll.csv?ereignis=project.taken-over&von=2026"

    @pytest.mark.parametrize(("name", "value"), [("ereignis", "x"), ("von", "gestern"), ("bis", "31.02.2026")])
    def test_what_cannot_be_a_filter_is_said(self, client, name, value):
        client.sign_in_as(self.people["administration"])
        assert "Bitte korrigieren" in client.page("/verwaltung/protokoll", 422, **{name: value}).text
        assert client.get("/verwaltung/protokoll.csv", query_string={name: value}).status_code == 422

    def test_no_filter_asks_for_a_person(self, client):
        client.sign_in_as(self.people["administration"])
        names = {control.get("name") for control in client.page("/verwaltung/protokoll").all("main form [name]")}
        assert names == {"ereignis", "von", "bis"}

    def test_the_file_opens_in_a_spreadsheet_and_starts_no_formula(self, client):
        client.sign_in_as(self.people["administration"])
        answer = client.get("/verwaltung/protokoll.csv")
        assert answer.mimetype == "text/csv"
        assert answer.text.startswith("\ufeff")
        head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
        assert head == ["Zeitpunkt", "Ereignis", "Organisation", "Von welcher Seite", "Hinweis", "Änderung"]
        assert [row[2] for row in rows] == ["Bochum", "Herne"]
        assert rows[0][5] == "Pflege: – → =1+1"
        assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@"))]

    @pytest.mark.parametrize("whole", [True, False])
    def test_no_file_names_a_person(self, client, database, whole):
        with database.unit_of_work() as session:
            herne = organisations.by_slug(session, "herne")
            people = [factories.account(session, herne), factories.account(session, administration=True)]
            people.append(factories.account(session))
            for each in people:
                each.display_name = f"Qxz {each.id}"
                actor = Actor(each.id)
                audit.record(session, actor, ASKED, ("account", people[0].id), organisation_id=herne.id)
                audit.record(session, actor, LEFT, ("account", each.id), organisation_id=herne.id,
                             after={"successor": people[0].id})  # fmt: skip
        client.sign_in_as(self.people["administration" if whole else "coordinator"])
        path = "/verwaltung/protokoll" if whole else "/organisationen/herne/protokoll"
        assert "Qxz" in client.page(path).text  # a single decision is somebody's
        file = client.get(f"{path}.csv").text
        assert "Qxz" not in file
        rows = list(csv.reader(io.StringIO(file.removeprefix("\ufeff")), delimiter=";"))[1:]
        assert {row[3] for row in rows} >= {"Mitglied von Herne", "Portalverwaltung", "Konto ohne Organisation"}
        assert "Übergeben an: – → Mitglied von Herne" in {row[5] for row in rows}

    def test_the_desk_shows_what_each_may_do(self, client):
        client.sign_in_as(self.people["administration"])
        assert client.page("/verwaltung").texts(".tile__title") == [
            "Kommunen",
            "Anfragen zur Aufnahme",
            "Mail-Domains",
            "Portalweite Rollen",
            "Meldungen",
            "Synonyme",
            "Überfällige Anfragen",
            "Veraltete Einträge",
            "Ausgeblendete Einträge",
            "Ausgeblendete Gesuche",
            "Mailversand",
            "Konten",
            "Einstellungen",
            "Protokoll",
        ]

    def test_the_desk_says_where_something_waits(self, client, database):
        client.sign_in_as(self.people["administration"])
        assert "wartet" not in " ".join(client.page("/verwaltung").texts(".tile strong"))
        with database.unit_of_work() as session:
            requests.ask(session, factories.actor(session), None, "Rechenzentrum")
        assert client.page("/verwaltung").texts(".tile strong") == ["1 wartet"]

    def test_each_tile_leads_below_the_desk(self, client):
        client.sign_in_as(self.people["administration"])
        leads = {tile.get("href") for tile in client.page("/verwaltung").all(".tile a")}
        assert len(leads) == 14
        assert {address for address in leads if not address.startswith("/verwaltung/")} == {"/meldungen", "/synonyme"}

    def test_members_have_no_such_desk(self, client):
        client.sign_in_as(self.people["coordinator"])
        assert client.get("/verwaltung").status_code == 403
        assert "/verwaltung" not in [link.get("href") for link in client.page("/meine-kommune").all("a")]

    def test_what_only_a_newer_version_knows_is_told_as_that(self, client, database):
        """After a rollback: an event of it, and a field that it gave to one we know."""
        with database.unit_of_work() as session:
            herne = organisations.by_slug(session, "herne")
            for event, changes in (("future.event", {"what": [None, "Unbekanntes"]}), (LEFT.name, {"what": [None, 1]})):
                about = {"about_kind": "account", "about_id": None, "organisation_id": herne.id}
                session.add(audit.AuditEntry(at=utcnow(), event=event, account_id=None, changes=changes, **about))
        client.sign_in_as(self.people["coordinator"])
        page = client.page("/organisationen/herne/protokoll")
        unknown = "Etwas, das diese Version des Portals nicht kennt"
        assert page.texts(".timeline h3") == [LEFT.label, unknown, "Pflege eines Eintrags übertragen"]
        assert "Unbekanntes" not in page.text
        assert unknown in client.get("/organisationen/herne/protokoll.csv").text
