"""The message of a letter: whatever people typed, its headers are ours and its texts say what was typed."""

from collections import Counter
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import SMTP

import html5lib
import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.mail import Button, Calendar, Content, Facts, Heading, Item, Items, Link, Paragraph, Quote
from portal.mail.content import clean, one_line
from portal.mail.rendering import Envelope, message_of
from portal.orm import utcnow
from tests.support.mail_server import part_of

HOSTILE = [
    "Bauantrag\r\nBcc: alle@stadt.example",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</p></div></body>",
    "{{ 7*7 }} %(name)s {0} {name}",
    ".\r\n.\r\nQUIT\r\n",
    "\x00\x1b[31m\x85\u2028\u2029\ud800",
    "\u202egnp.exe",
    "-- \n> Zitat",
    "=?utf-8?q?verschl=C3=BCsselt?=",
    "&lt;b&gt; & &amp;",
    "Fußgängerüberweg " * 80,
    "x" * 3000,
]
TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=200)
OURS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]


@pytest.fixture(scope="module", autouse=True)
def _in_german():
    """What an application gives to those who write texts."""
    app = Flask(__name__)
    Babel(app, default_locale="de")
    with app.app_context():
        yield


def rendered(content, **envelope):
    message = message_of(
        content,
        Envelope(
            sender=Address("Projektnachbarn", addr_spec="portal@projekte.example"),
            to="a@stadt.example",
            message_id="1@projekte.example",
            date=utcnow(),
            settings_url="https://projekte.example/konto/mails",
            privacy_url="https://projekte.example/datenschutz",
            **envelope,
        ),
    )
    return bytes(message)


def letter(text):
    """A letter that says the same thing wherever something can be said."""
    url = "https://projekte.example/einladung/abc"
    return Content(
        subject=text,
        blocks=(
            Heading(text),
            Paragraph(text),
            Facts(((text, text),)),
            Items((text, Item(text, "Notiz", (Link(text, url), Link(text, url))))),
            Button(text, url),
            Quote(text),
        ),
        why=text,
        reply_to=text,
    )


def tags(html):
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return Counter(element.tag for element in tree.iter() if element.tag != "br"), "".join(tree.itertext())


@settings(deadline=None)
@given(TEXTS)
def test_what_people_typed_becomes_neither_header_nor_markup_and_is_told_whole(text):
    raw = rendered(letter(text))
    message = message_from_bytes(raw, policy=SMTP)
    elements, told = tags(part_of(message, "html"))

    assert [name for name in message if name != "Reply-To"] == OURS
    assert not message.defects
    assert str(message["To"]) == "a@stadt.example"
    assert "\n" not in message["Subject"]
    assert elements == tags(part_of(message_from_bytes(rendered(letter("Hallo")), policy=SMTP), "html"))[0]
    for read in (told, part_of(message, "plain")):
        assert "".join(clean(text).split()) in "".join(read.split())


@settings(deadline=None)
@given(TEXTS)
def test_lines_are_never_too_long(text):
    raw = rendered(letter(text))

    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78 + len("Subject: ")


def test_dates_come_as_a_calendar_file_beside_both_texts():
    dates = "BEGIN:VCALENDAR\r\nSUMMARY:Gespräch " + "über Bürgerdienste " * 20 + "\r\nEND:VCALENDAR\r\n"
    content = Content("Termin", (Paragraph("Am Montag."),), "Weil.", calendar=Calendar("termin.ics", dates.encode()))
    message = message_from_bytes(rendered(content), policy=SMTP)

    [attached] = message.iter_attachments()
    assert attached.get_filename() == "termin.ics"
    assert attached.get_content_type() == "text/calendar"
    assert attached["Content-Type"].params["method"] == "PUBLISH"
    assert attached.get_content().splitlines() == dates.splitlines()
    assert "Am Montag." in part_of(message, "plain")
    assert "Am Montag." in part_of(message, "html")


@settings(deadline=None)
@given(st.text(st.characters(), max_size=100))
def test_a_subject_is_one_line_of_bearable_length(text):
    subject = message_from_bytes(rendered(Content(text, (), "")), policy=SMTP)["Subject"]

    assert len(subject) <= 150
    assert one_line(str(subject)) == str(subject)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/konto", "https://x.example/a b", "https://x.example/\r\nX: y", ""]
)
@pytest.mark.parametrize("block", [Button, Link])
def test_a_link_leads_to_a_web_address(block, url):
    with pytest.raises(ValueError, match="no address"):
        block("Weiter", url)


def test_the_plain_text_reads_well():
    content = Content(
        "Einladung",
        (
            Paragraph(
                "Guten Tag,\n\ndie Stadt Herne lädt Sie ein, an ihren Einträgen mitzuarbeiten, mit der Rolle Redaktion."
            ),
            Facts((("Organisation", "Stadt Herne"), ("Rolle", "Redaktion"))),
            Heading("Offen"),
            Items(
                (
                    "Bauantrag",
                    Item("Mängelmelder", "zuletzt bestätigt 2025", (Link("stimmt noch", "https://x.example/1"),)),
                )
            ),
            Quote("Willkommen!\nBis bald"),
            Button("Einladung ansehen", "https://projekte.example/einladung/" + "x" * 100),
        ),
        "Sie bekommen diese Mail, weil jemand Sie eingeladen hat.",
    )
    message = message_from_bytes(rendered(content, unsubscribe_url="https://projekte.example/weg"), policy=SMTP)
    assert part_of(message, "plain").replace("\r\n", "\n") == (
        "Guten Tag,\n\n"
        "die Stadt Herne lädt Sie ein, an ihren Einträgen mitzuarbeiten, mit der\nRolle Redaktion.\n\n"
        "Organisation: Stadt Herne\nRolle: Redaktion\n\n"
        "Offen\n-----\n\n"
        "- Bauantrag\n- Mängelmelder\n  zuletzt bestätigt 2025\n  stimmt noch: https://x.example/1\n\n"
        "> Willkommen!\n> Bis bald\n\n"
        f"Einladung ansehen:\nhttps://projekte.example/einladung/{'x' * 100}\n\n"
        "-- \n"
        "Sie bekommen diese Mail, weil jemand Sie eingeladen hat.\n\n"
        "Welche Mails Sie bekommen, stellen Sie hier ein:\nhttps://projekte.example/konto/mails\n\n"
        "Diese Mails abbestellen:\nhttps://projekte.example/weg\n\n"
        "Datenschutz:\nhttps://projekte.example/datenschutz\n"
    )
    assert message["List-Unsubscribe"] == "<https://projekte.example/weg>"
