"""Whatever is sent to a form of the staff gets an answer in words: never an error of ours, never a half change."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.projects.schemas import ProjectSchema
from portal.projects.sections.table import SECTIONS
from portal.web.fields import Listing
from portal.web.limits import SIGNED_IN
from tests import factories

REFUSED, CONFLICT, WELL = 422, 409, 302
LONG = "x" * 100_000

# Sent for a field as it is; refused with words at the field.
BAD_TEXTS = (LONG, "\x00", "a\x00b", "a\x1bb", b"\xed\xa0\x80".decode("utf-8", "surrogatepass"))
BAD_VALUES = {
    "action_field": ("gibt-es-nicht", "ADMINISTRATION", "None"),
    "phase": ("fertig", "0"),
    "budget_band": ("1000", "none "),
    "running_cost_band": ("from-5m",),
    "cooperation": ("inform-only share-experience", "x"),
    "reuse": ("none source-code", "x"),
    "ozg_topics": ("Weltraum",),
    "participants": ("gibt-es-nicht", LONG),
    "lead": ("gibt-es-nicht", LONG),
    "start": ("gestern", "0000", "2025-13", "31.12.2025", "9999", "-1", "２０２５", LONG),
    "end": ("1949", "2025/99", "\x00"),
    "licence": ("ganz frei", "-MIT", "x" * 61),
    "repository_url": ("javascript:alert(1)", "ftp://x.de", "https://", "http://[", "https://x"),
    "documentation_url": ("//x.de", "https:///pfad"),
    "contact_mailbox": ("kein-at", "a@b", "a b@c.de", "a@c.de,b@c.de", LONG),
    "tags": ("x" * 61, "\n".join(f"Wort {n}" for n in range(31))),
    "technologies": ("x" * 121, "\n".join(f"Technik {n}" for n in range(31))),
}
BAD_ROWS = {
    "partners": ({"name": LONG}, {"role": "nur die Rolle"}, {"name": "a\x00b"}),
    "services": (
        {"leika_key": "123"},
        {"leika_key": "99012011001000", "maturity_scale": "1.1", "maturity_value": "5"},
        {"leika_key": "99012011001000", "maturity_scale": "3.0"},
        {"leika_key": "99012011001000", "maturity_value": "2"},
        {"leika_key": "99012011001000", "maturity_scale": "2.0", "maturity_value": "9" * 5000},
        {"leika_key": "99012011001000", "maturity_scale": "2.0", "maturity_value": "1.5"},
        {"leika_key": "99012011001000", "maturity_as_of": "irgendwann"},
    ),
    "links": (
        {"label": "Seite", "url": "javascript:alert(1)", "kind": "website"},
        {"label": "Seite", "url": "https://x.de"},
        {"label": "Seite", "url": "https://x.de", "kind": "blog"},
        {"url": "https://x.de", "kind": "website"},
    ),
}
BAD_ANSWERS = (
    {"lessons-0-text": LONG, "lessons-0-visibility": "public"},
    {"lessons-0-text": "Gut", "lessons-0-visibility": "alle"},
    {"lessons-0-text": "Gut"},
)


@pytest.fixture
def send(herne):
    """Posts to an address with a valid token; gives the status."""
    token = herne.page("/meine-kommune").one(".site-menu [name=csrf_token]").get("value")

    def post(address, data):
        pairs = [("csrf_token", token), *(data.items(multi=True) if isinstance(data, MultiDict) else data.items())]
        body = MultiDict([(key, value.encode("utf-8", "surrogatepass")) for key, value in pairs])
        return herne.post(address, data=body).status_code

    return post


@pytest.fixture
def project(world, make):
    return make(factories.draft, world.herne, **factories.everything())


def section_of(name):
    return next(part for part in SECTIONS if name in part.fields)


def test_bad_values_are_refused_field_by_field(send, project, saved):
    fields = ProjectSchema().fields
    before = saved(project).version
    for name, values in BAD_VALUES.items():
        address = f"/projekte/{project.slug}/bearbeiten/{section_of(name).slug}"
        for value in values:
            several = value.split(" ") if name in {"cooperation", "reuse"} else [value]
            data = MultiDict([("title", "Titel"), ("version", str(before)), *((name, one) for one in several)])
            assert send(address, data) == REFUSED, (name, value[:40])
        assert name in fields
    assert saved(project).version == before


def test_unshowable_and_endless_texts_are_refused_in_every_text_field(send, project, saved):
    before = saved(project).version
    for name, field in ProjectSchema().fields.items():
        if isinstance(field, Listing) or not hasattr(field, "max_length") or name == "phase_source_word":
            continue
        address = f"/projekte/{project.slug}/bearbeiten/{section_of(name).slug}"
        for value in BAD_TEXTS:
            status = send(address, {"title": "Titel", "version": str(before), name: value})
            # A lone surrogate cannot be sent: what arrives in its place is an ordinary character.
            allowed = {REFUSED, WELL, CONFLICT} if value == BAD_TEXTS[-1] else {REFUSED}
            assert status in allowed, (name, value[:10])


def test_bad_rows_are_refused_at_their_fields(send, project, saved):
    before = saved(project).version
    for name, rows in BAD_ROWS.items():
        address = f"/projekte/{project.slug}/bearbeiten/{section_of(name).slug}"
        for row in rows:
            data = {f"{name}-0-{column}": value for column, value in row.items()}
            assert send(address, {"version": str(before), **data}) == REFUSED, (name, row)
        many = {f"{name}-{n}-{column}": "1" for n in range(500) for column in rows[0]}
        assert send(address, {"version": str(before), **many}) == REFUSED, name
    for answer in BAD_ANSWERS:
        address = f"/projekte/{project.slug}/bearbeiten/erfahrungen"
        assert send(address, {"version": str(before), **answer}) == REFUSED, answer
    assert saved(project).version == before


def test_strange_names_of_fields_are_passed_over(send, project, saved):
    address = f"/projekte/{project.slug}/bearbeiten/kontakt"
    strange = {
        "links-": "x",
        "links-0": "x",
        "links-x-url": "x",
        "links--1-url": "x",
        "links-99999-url": "x",
        "links-٣-url": "x",
        "links-0-__class__": "x",
        "links-0-id": "1",
        "links\x00-0-url": "x",
        "publication": "published",
        "keeper_id": "2",
        "add_rows": "x",
        "keep-contact_mailbox": "vielleicht",
    }
    assert send(address, {"version": str(project.version), **strange}) in {WELL, CONFLICT}
    assert saved(project).publication.value == "draft"


def test_an_impossible_row_to_add_adds_none(send, project):
    for name in ("gibt-es-nicht", "title", "", LONG, "\x00"):
        assert send(f"/projekte/{project.slug}/bearbeiten/kontakt", {"add_row": name}) == 200


def test_a_conflict_can_be_sent_anything_too(send, project, saved):
    address = f"/projekte/{project.slug}/bearbeiten/kontakt"
    for data in (
        {"links-0-label": "</textarea><script>", "links-0-url": "https://x.de", "links-0-kind": "website"},
        {"links-7-label": "Seite", "links-7-url": "https://x.de", "links-7-kind": "website", "links-8-x\x1b": "\x00"},
        {"editorial_note": "x" * 5000, "keep-editorial_note": "\x00"},
    ):
        assert send(address, {"version": "0", **data}) == CONFLICT


def test_the_small_forms_refuse_in_words(send, world, make, project, saved):
    live = make(factories.published, world.herne)
    for version in ("", "abc", "-1", "1.5", "9" * 30, "\x00", "1"):
        for part in ("pruefen", "bestaetigen", "archivieren", "wiederherstellen", "loeschen"):
            status = send(f"/projekte/{live.slug}/{part}", {"version": version, "reason": "Grund"})
            assert status == CONFLICT, (part, version)
    for reason in ("", LONG, "a\x00b"):
        data = {"version": str(live.version), "reason": reason}
        assert send(f"/projekte/{live.slug}/archivieren", data) == REFUSED
    for title in ("", " \t ", LONG, "a\x00b"):
        assert send("/meine-kommune/projekte/neu", {"title": title, "organisation": "herne"}) == REFUSED
    for organisation in ("", "gibt-es-nicht", LONG, "a\x00b"):
        assert send("/meine-kommune/projekte/neu", {"title": "Titel", "organisation": organisation}) == REFUSED
    assert saved(live).publication.value == "published"


def test_too_much_at_once_is_refused(send, project):
    address = f"/projekte/{project.slug}/bearbeiten/grunddaten"
    assert send(address, {"description": "x" * SIGNED_IN}) == 413


def test_the_part_of_a_participant_is_checked_too(send, world, make):
    joint = make(factories.published, world.bochum, participants=["herne"])
    address = f"/projekte/{joint.slug}/beteiligung/herne"
    for data in (
        {"contact_mailbox": "kein-at"},
        {"department": LONG},
        {"offers": "a\x00b"},
        {"seeks": "x" * 5001},
    ):
        assert send(address, {"seen": "x", **data}) == REFUSED
    for seen in ("", LONG, "\x00"):
        assert send(address, {"seen": seen, "offers": "Wir zeigen es"}) == CONFLICT
