"""An offer to a Gesuch is never called a request, nor the other way round."""

import pytest
from sqlalchemy import select

from portal.audit import AuditEntry
from portal.partnerships import offers, queries
from portal.partnerships import transitions as table
from portal.partnerships.cases.explaining import MEANINGS
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import State
from tests.portal.partnerships.test_wanted_pages import wanted_of

# An offer cannot be put to somebody else instead.
NOT_OF_OFFERS = (table.REDIRECT,)


def of_steps():
    for each in table.TRANSITIONS:
        if each not in NOT_OF_OFFERS:
            yield from (each.label, each.told, *MEANINGS.get(each.name, ()))


@pytest.mark.parametrize("text", [each for each in of_steps() if "Anfrage" in each])
def test_what_a_step_says_of_a_request_it_says_of_an_offer_too(text):
    assert "Anfrage" not in offers.OF_OFFER[text]


def test_both_have_the_same_places_to_fill_in():
    for request, offer in offers.OF_OFFER.items():
        filled = dict.fromkeys(("who", "name", "day", "sender", "addressee", "subject"), "x")
        assert offer % filled
        assert ("{who}" in request) == ("{who}" in offer)
        assert ("%(day)s" in request) == ("%(day)s" in offer)


@pytest.mark.parametrize("state", [State.SENT, State.CLARIFYING, State.DECLINED, State.WITHDRAWN, State.LAPSED])
def test_the_page_of_a_case_calls_it_what_it_is(portal, state):
    case_id = portal.case(state)
    wanted_id = wanted_of(portal)
    with portal.database.unit_of_work() as session:
        case = session.get(Case, case_id)
        case.wanted_id, case.project_id = wanted_id, None
    for name in ("sender editor", "addressee editor"):
        page = portal.page(name, f"/partnerschaften/{case_id}")
        told = "".join(page.one("main").itertext())
        assert "Angebot" in told
        assert "die Anfrage" not in told
        assert "Die Anfrage" not in told


def test_what_the_moderation_closed_did_not_lapse(portal):
    case_id = portal.case(State.SENT)
    portal.take(case_id, table.CALL)
    portal.take(case_id, table.CLOSE)
    page = portal.page("sender editor", f"/partnerschaften/{case_id}")
    assert "Die Moderation hat die Anfrage am 23.11.2026 geschlossen" in page.text
    assert "erfallen" not in "".join(page.one("main").itertext())
    with portal.database.reading() as session:
        case = queries.by_id(session, case_id)
        assert case.state is State.LAPSED
        logged = session.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).scalars().first()
        assert logged.changes["state"] == ["Gesendet", "Geschlossen"]
    for path in ("/anfragen?liste=erledigt", "/anfragen/uebersicht/tabelle", f"/anfragen/{case.sending_id}"):
        assert portal.page("sender editor", path).texts("tbody .label") == ["Geschlossen"], path
    for path in ("/anfragen.csv?liste=erledigt", "/anfragen/uebersicht.csv"):
        [_headings, line] = portal.browser("sender editor").get(path).text.strip().splitlines()
        assert ";Geschlossen;" in line
        assert "erfallen" not in line
