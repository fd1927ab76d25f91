"""In the demo nobody gets mail: it is kept as files, and a page shows it."""

import dataclasses
import os
import stat
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.app import create_app
from portal.mail import post
from portal.mail.letters import TEST
from portal.mail.models import Mail
from portal.orm import utcnow
from portal.privacy.letters import ERASED
from tests.support.pages import CheckingClient


@pytest.fixture
def demo(settings):
    """A portal in demo mode, with its delivery."""
    app = create_app(dataclasses.replace(settings, demo=True))
    app.test_client_class = CheckingClient
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def send(demo):
    """Sends test mails."""

    def send(*addresses):
        with demo.extensions["database"].unit_of_work() as session:
            for address in addresses:
                post(session, TEST, to=address)
        while demo.extensions["delivery"].drain():
            pass

    return send


def test_an_empty_page_says_how_mails_come(demo):
    assert "Noch keine Mail" in demo.test_client().page("/vorfuehrung/mails").text


def test_mails_are_listed_and_shown_with_their_links(demo, send):
    send("erste@stadt.example", "zweite@stadt.example")
    client = demo.test_client()
    listed = client.page("/vorfuehrung/mails")

    assert len(listed.all(".card")) == 2
    assert "zweite@stadt.example" in listed.texts(".card")[0]
    mail = client.page(listed.all(".card__link")[0].get("href"))
    assert mail.title == "Testmail von Projektnachbarn"
    assert "Diese Mail ist angekommen." in mail.text
    assert "http://localhost/konto/mails" in [link.get("href") for link in mail.all(".letter a")]
    file = client.get(mail.all(".actions a")[0].get("href"))
    assert file.mimetype == "message/rfc822"
    assert b"To: zweite@stadt.example" in file.data


def test_they_are_for_this_account_alone(send, settings):
    send("a@stadt.example")
    assert stat.S_IMODE(settings.mail_directory.stat().st_mode) == 0o700


def test_no_other_file_is_shown(demo, send, settings):
    send("a@stadt.example")
    (settings.mail_directory / "fremd.eml").write_bytes(b"From: x\r\n\r\nx")
    client = demo.test_client()
    for name in ("fremd", "..", "..%2Fsecret-key", "0" * 32, "%00"):
        assert client.get(f"/vorfuehrung/mails/{name}").status_code == 404
        assert client.get(f"/vorfuehrung/mails/{name}/datei").status_code == 404


def test_the_sign_in_and_the_foot_of_each_page_lead_there(demo):
    assert len(demo.test_client().page("/anmelden").all("a[href='/vorfuehrung/mails']")) == 2


def test_outside_the_demo_there_is_no_such_page(client, settings):
    settings.mail_directory.mkdir(parents=True)
    (settings.mail_directory / f"{'0' * 32}.eml").write_bytes(b"From: x\r\n\r\nx")
    for address in ("/vorfuehrung/mails", f"/vorfuehrung/mails/{'0' * 32}", f"/vorfuehrung/mails/{'0' * 32}/datei"):
        assert client.get(address).status_code == 404
    assert not client.page("/anmelden").all("a[href='/vorfuehrung/mails']")


def test_they_go_with_the_address_and_with_the_row(demo, send, settings):
    send("bleibt@stadt.example", "geloescht@stadt.example", "zuende@stadt.example")
    with demo.extensions["database"].unit_of_work() as session:
        kept, erased, ended = session.execute(select(Mail).order_by(Mail.id)).scalars()
        erased.to_address = None
        session.delete(ended)
    while demo.extensions["jobs"].drain():
        pass
    assert [file.stem for file in settings.mail_directory.glob("*.eml")] == [kept.message_id]


def test_the_last_letter_can_be_read_for_a_day(demo, settings):
    with demo.extensions["database"].unit_of_work() as session:
        post(session, ERASED, to="gegangen@stadt.example", why="own")
    assert demo.extensions["delivery"].drain()
    for days, left in ((0, 1), (2, 0)):
        demo.extensions["jobs"].clock = lambda days=days: utcnow() + timedelta(days=days)
        demo.extensions["jobs"].drain()
        assert len(list(settings.mail_directory.glob("*.eml"))) == left


def test_what_a_killed_worker_had_begun_to_write_goes_after_a_day(demo, send):
    """A day of the clock that stamps files: by another, what is just being written would look old."""
    send("erste@stadt.example")
    folder = demo.extensions["settings"].mail_directory
    begun = folder / "0.part"
    begun.write_bytes(b"To: jemand@stadt.example")
    written = begun.stat().st_mtime
    for days, age, there in ((0, 0, True), (2, 0, True), (4, 23, True), (6, 25, False)):
        demo.extensions["jobs"].clock = lambda days=days: utcnow() + timedelta(days=days)
        os.utime(begun, (written, written - age * 3600))
        demo.extensions["jobs"].drain()
        assert begun.exists() is there
    assert [file.suffix for file in folder.iterdir()] == [".eml"]


def test_a_mail_that_is_cleared_while_somebody_looks_is_just_gone(demo, send):
    send("erste@stadt.example", "zweite@stadt.example")
    folder = demo.extensions["settings"].mail_directory
    gone, stays = sorted(folder.glob("*.eml"))
    gone.unlink()
    gone.symlink_to(folder / "nowhere")  # listed, but there is nothing to read: as if cleared in between
    client = demo.test_client()
    assert len(client.page("/vorfuehrung/mails").all(".card")) == 1
    for path in (f"/vorfuehrung/mails/{gone.stem}", f"/vorfuehrung/mails/{gone.stem}/datei"):
        assert client.get(path).status_code == 404
    assert client.get(f"/vorfuehrung/mails/{stays.stem}/datei").status_code == 200
