import dataclasses
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest

from portal import migrating
from portal.app import create_app
from portal.discovery.pages import FOREIGN_FILES
from portal.organisations import queries as organisations
from portal.settings import Operator
from tests.support.pages import CheckingClient

FIXED = ("/quellen", "/impressum", "/datenschutz", "/barrierefreiheit")
OPERATOR = Operator(
    name="Zweckverband Musterland",
    address="Rathausplatz 1\n44000 Musterstadt",
    email="portal@musterland.example",
    phone="0200 1234",
    representative="die Verbandsleitung",
    data_protection_email="datenschutz@musterland.example",
)


@pytest.fixture
def operated(settings):
    """A browser on a portal whose operator has filled in everything."""
    app = create_app(dataclasses.replace(settings, operator=OPERATOR))
    app.test_client_class = CheckingClient
    yield app.test_client()
    app.extensions["database"].dispose()


@pytest.mark.parametrize("address", FIXED)
def test_each_page_can_be_read_without_an_account(page, address):
    assert page(address).title


@pytest.mark.parametrize("address", ["/impressum", "/datenschutz", "/barrierefreiheit"])
def test_a_text_the_operator_left_out_is_called_missing(page, address):
    assert "Der Betreiber dieses Portals hat noch nicht eingetragen" in page(address).text


@pytest.mark.parametrize("address", ["/impressum", "/datenschutz", "/barrierefreiheit"])
def test_with_all_texts_of_the_operator_nothing_is_missing(operated, address):
    read = operated.page(address)

    assert OPERATOR.name in read.text
    assert "noch nicht eingetragen" not in read.text


def test_line_breaks_of_the_operator_are_kept(operated):
    lines = [part.strip() for part in operated.page("/impressum").all("main section p")[0].itertext()]

    assert lines == ["Zweckverband Musterland", "Rathausplatz 1", "44000 Musterstadt"]


def test_markup_in_the_texts_of_the_operator_stays_text(settings):
    hostile = Operator(name="<script>alert(1)</script>", address="<b>x</b>")
    app = create_app(dataclasses.replace(settings, operator=hostile))
    app.test_client_class = CheckingClient

    assert "<script>alert(1)</script><b>x</b>" in app.test_client().page("/impressum").text
    app.extensions["database"].dispose()


def test_the_accessibility_statement_leads_to_the_form_and_to_the_ombudsman(page):
    statement = page("/barrierefreiheit")

    assert statement.all("main a[href='/barriere-melden']")
    assert statement.all("main a[href='https://www.lbbp.nrw.de/ombudsstelle']")
    assert "teilweise vereinbar" in statement.text


@pytest.mark.seeded
def test_every_source_of_the_data_is_named_with_its_licence(page, app):
    with app.extensions["database"].reading() as session:
        rows = organisations.data_sources(session)
    text = page("/quellen").text

    assert rows
    for row in rows:
        assert row.title in text
        assert " ".join(row.licence.split()) in text


def test_every_foreign_file_is_named_with_its_licence(app, client, page):
    folders = {path.name for path in Path(app.static_folder, "vendor").iterdir() if path.is_dir()}

    assert {files.licence_path.split("/")[1] for files in FOREIGN_FILES} == folders
    for link in page("/quellen").all("main a[href^='/static/']"):
        with client.get(link.get("href")) as licence:
            assert licence.status_code == 200


def test_alive_asks_nobody(app, client):
    app.extensions["database"].engine.dispose()
    answer = client.get("/gesund")

    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_ready_when_every_part_is(client):
    answer = client.get("/bereit")

    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": True, "migrations": True, "index": True}


def test_not_ready_without_the_newest_tables(app, client):
    migrating.downgrade(app.extensions["database"], "base")
    answer = client.get("/bereit")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": True, "migrations": False, "index": True}


def test_not_ready_without_an_index(settings, app, client):
    for path in settings.index_directory.rglob("*"):
        if path.is_file():
            path.unlink()
    answer = client.get("/bereit")

    assert answer.status_code == 503
    assert answer.json["index"] is False
    assert answer.json["database"] is True


def test_not_ready_without_a_database(settings, tmp_path):
    unreachable = f"sqlite:///{tmp_path}"  # a folder is no database
    app = create_app(dataclasses.replace(settings, database_url=unreachable))
    answer = app.test_client().get("/bereit")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": False, "migrations": False, "index": True}


def test_the_usual_place_of_the_picture_leads_to_it(client):
    with client.get("/favicon.ico", follow_redirects=True) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


def test_search_engines_read_all_but_forms_and_data(client):
    answer = client.get("/robots.txt")
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())

    assert answer.mimetype == "text/plain"
    assert all(rules.can_fetch("*", address) for address in ("/", "/suche", "/projekte/x", "/kommunen/herne", *FIXED))
    assert not any(rules.can_fetch("*", address) for address in ("/anmelden", "/meine-kommune", "/api/v1/projects"))
