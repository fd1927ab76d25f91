"""Texts to begin with: filled from the case, offered where they fit, and nothing typed is lost for them."""

import pytest

from portal.partnerships.vocabulary import PARTNERSHIP, State
from tests.portal.partnerships.test_meeting_pages import ACCEPT, SECOND, send

INTENT, MINUTES = "absichtserklaerung", "protokoll"
BEGINNING = "Guten Tag,"


@pytest.mark.parametrize("state", [State.SENT, State.CLARIFYING, State.ACCEPTED, State.RUNNING, State.DECLINED])
def test_they_are_offered_where_they_fit_and_nowhere_else(portal, state):
    address = f"/partnerschaften/{portal.case(state)}"
    offered = {INTENT: state in PARTNERSHIP, MINUTES: state in (State.CLARIFYING, *PARTNERSHIP)}
    page = portal.page("addressee editor", address)
    for name, fits in offered.items():
        assert bool(page.all(f"a[href$={name}]")) is fits
        portal.page("addressee editor", f"{address}/vorlagen/{name}", 200 if fits else 404)


def test_page_and_file_hold_the_same_text_with_what_the_case_says(portal):
    address = f"/partnerschaften/{portal.case(State.ACCEPTED)}/vorlagen/{INTENT}"
    page = portal.page("sender editor", address)
    text = page.one("textarea").text.strip()
    for word in ("Herne", "Bochum", portal.world.project.title):
        assert word in text
    assert page.one("textarea").get("readonly") is not None
    assert "keine Rechtsberatung" in page.text
    response = portal.browser("sender editor").get(f"{address}.txt")
    assert response.mimetype == "text/plain"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.text.strip() == text


def test_minutes_say_when_and_where_people_met_and_name_nobody(portal):
    address = f"/partnerschaften/{portal.case(State.CLARIFYING)}"
    send(portal, address)
    portal.page("addressee person", address).submit(ACCEPT, number="2")
    text = portal.page("sender editor", f"{address}/vorlagen/{MINUTES}").one("textarea").text
    assert f"Termin: {SECOND}" in text
    assert "Ort: Rathaus Herne / https://konferenz.example/raum" in text
    for name in ("Klara", "Sender Editor", "Addressee Person"):
        assert name not in text


@pytest.mark.parametrize("name", ["rechnung", "protokoll.pdf", "..", "%00"])
def test_others_there_are_none(portal, name):
    portal.page("sender editor", f"/partnerschaften/{portal.case(State.ACCEPTED)}/vorlagen/{name}", 404)


@pytest.mark.parametrize("name", ["stranger", "moderation"])
def test_strangers_read_none(portal, name):
    portal.page(name, f"/partnerschaften/{portal.case(State.ACCEPTED)}/vorlagen/{MINUTES}", 404)


class TestFirstMessage:
    FORM = "form[action$=neu]"

    def begin(self, portal):
        return portal.page("sender editor", "/anfragen/neu", projekt=portal.world.project.slug)

    def test_it_fills_the_empty_field_and_leaves_the_others(self, portal):
        page = self.begin(portal).submit(self.FORM, vorlage="1", offers="Kuchen", kind="reuse")
        wants = page.one("[name=wants]").text
        assert BEGINNING in wants
        assert portal.world.project.title in wants
        assert "Herne" in wants
        assert page.one("[name=offers]").text.strip() == "Kuchen"
        assert page.all("button[name=vorlage]") == []
        assert page.all(".error-summary") == []

    def test_it_never_replaces_what_somebody_typed(self, portal):
        page = self.begin(portal).submit(self.FORM, vorlage="1", wants="Eigene Worte.")
        assert page.one("[name=wants]").text.strip() == "Eigene Worte."

    def test_it_keeps_nothing(self, portal):
        before = portal.page("sender editor", "/anfragen").texts("main li")
        self.begin(portal).submit(self.FORM, vorlage="1")
        assert portal.page("sender editor", "/anfragen").texts("main li") == before
