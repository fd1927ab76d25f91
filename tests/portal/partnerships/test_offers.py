"""An offer to a Gesuch is never called a request, nor the other way round."""

import pytest
from sqlalchemy import select

from portal.audit import AuditEntry
from portal.mail.models import Mail
from portal.partnerships import jobs, letters, offers, queries
from portal.partnerships import transitions as table
from portal.partnerships.cases.explaining import MEANINGS
from portal.partnerships.models import Case
from portal.partnerships.seeking import service as seeking
from portal.partnerships.vocabulary import State
from tests.portal.partnerships.playing import DUTIES, later
from tests.portal.partnerships.test_wanted_pages import offer, version, wanted_of
from tests.support.letters import composed

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
    for request, of_offer in offers.OF_OFFER.items():
        filled = dict.fromkeys(("who", "name", "day", "sender", "addressee", "subject"), "x")
        assert of_offer % filled
        assert ("{who}" in request) == ("{who}" in of_offer)
        assert ("%(day)s" in request) == ("%(day)s" in of_offer)


@pytest.mark.parametrize("met", [True, False])
@pytest.mark.parametrize("answered", [True, False])
def test_an_offer_has_a_last_word_also_where_the_gesuch_is_closed(portal, met, answered):
    """Whoever seeks answers it, else it lapses: either way it ends, and who offered hears of it."""
    wanted_id = wanted_of(portal)
    case = offer(portal, wanted_id)
    with portal.database.unit_of_work() as session:
        seeking.close(session, portal.world.acting("addressee editor"), wanted_id, version(portal, wanted_id), met=met)
    if answered:
        portal.take(case.id, table.TAKE_UP)
        portal.take(case.id, table.DECLINE)
    else:
        with portal.database.unit_of_work() as session:
            jobs.job(DUTIES).run(session, later(70))
    state, kind = (State.DECLINED, letters.STEP) if answered else (State.LAPSED, letters.LAPSED)
    assert portal.read(case.id).state is state
    with portal.database.reading() as session:
        to_offerer = Mail.account_id == portal.world.people["sender editor"].account_id
        [told] = session.execute(select(Mail).where(Mail.kind == kind.name, to_offerer)).scalars()
        assert "Angebot" in " ".join(str(block) for block in composed(portal.app, session, told).blocks)


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
