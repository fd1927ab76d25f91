"""An open Gesuch that nobody touches: its people are asked once, then it is closed; with the clock moved."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from portal.access import ANYONE, allowed
from portal.accounts.models import Membership
from portal.mail.models import Mail
from portal.members import queries as members
from portal.partnerships import access, leaving, letters
from portal.partnerships.calendar import BERLIN, end_after_days, end_of
from portal.partnerships.seeking import fading, moderating
from portal.partnerships.seeking import service as seeking
from portal.partnerships.seeking.service import Changed
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import WantedState
from tests.portal.partnerships.playing import DUTIES, MONDAY, later
from tests.portal.partnerships.test_seeking import need
from tests.support.letters import composed, path

MOMENT = timedelta(microseconds=1)
ASKED = end_after_days(MONDAY, DUTIES.wanted_ask_days)
CLOSED = end_after_days(ASKED, DUTIES.wanted_close_days)


@pytest.fixture
def session(database):
    with database.sessions() as session:
        yield session
        session.rollback()


@pytest.fixture
def wanted(session, world):
    """A Gesuch of Bochum that "addressee contributor" looks after."""
    made = seeking.write(session, world.acting("addressee contributor"), world.bochum, need())
    return seeking.publish(session, world.acting("addressee editor"), made.id, made.version)


def look(session, at):
    return [name for _, name in fading.carry_out(session, Acting(ANYONE, at, DUTIES))]


def mails(session):
    return [(mail.kind, mail.account_id) for mail in session.execute(select(Mail).order_by(Mail.id)).scalars()]


def test_it_is_asked_once_and_then_closed_with_a_letter(session, world, wanted):
    person = world.people["addressee contributor"].account_id
    assert look(session, ASKED - MOMENT) == []
    assert look(session, ASKED) == ["wanted.asked"]
    assert (look(session, ASKED), look(session, CLOSED - MOMENT)) == ([], [])
    assert wanted.state is WantedState.OPEN
    assert look(session, CLOSED) == ["wanted.closed"]
    assert (wanted.state, wanted.closed_at) == (WantedState.CLOSED, CLOSED)
    assert look(session, CLOSED + timedelta(1000)) == []
    assert mails(session) == [("wanted.asked", person), ("wanted.closed", person)]


def test_however_late_the_worker_looks_it_is_asked_first(session, wanted):
    late = ASKED + timedelta(200)
    assert look(session, late) == ["wanted.asked"]
    assert look(session, late) == []
    assert look(session, end_after_days(late, DUTIES.wanted_close_days)) == ["wanted.closed"]


@pytest.mark.parametrize("touch", ["confirm", "rewrite"])
def test_whoever_touches_it_keeps_it_open(session, world, wanted, touch):
    look(session, ASKED)
    acting = world.acting("addressee editor", ASKED + timedelta(1))
    if touch == "confirm":
        seeking.confirm(session, acting, wanted.id, wanted.version)
    else:
        seeking.rewrite(session, acting, wanted.id, wanted.version, need(title="Neu"))
    assert look(session, CLOSED) == []
    assert look(session, end_after_days(acting.at, DUTIES.wanted_ask_days)) == ["wanted.asked"]


def test_a_draft_and_what_is_over_are_left_alone(session, world, wanted):
    seeking.write(session, world.acting("addressee editor"), world.bochum, need())
    seeking.close(session, world.acting("addressee editor"), wanted.id, wanted.version, met=True)
    assert look(session, later(1000)) == []
    with pytest.raises(Changed):
        seeking.confirm(session, world.acting("addressee editor"), wanted.id, wanted.version)


def test_where_the_person_has_left_the_coordination_is_asked(session, world, wanted):
    gone = world.people["addressee contributor"].account_id
    [thing] = leaving.things(session, leaving.keys(session, world.bochum.id, gone), gone)
    assert (thing.title, thing.path) == (wanted.title, f"/gesuche/{wanted.id}")
    others = world.people["addressee coordinator"].account_id
    assert not leaving.things(session, leaving.keys(session, world.bochum.id, gone), others)
    leaving.move(session, ANYONE, world.bochum.id, gone, None)
    session.delete(members.membership(session, world.bochum.id, gone))
    session.flush()
    look(session, ASKED)
    assert mails(session) == [("wanted.asked", world.people["addressee coordinator"].account_id)]


def test_where_nobody_is_left_the_moderation_reads_what_it_can_do(app, session, world, wanted):
    session.execute(delete(Membership).where(Membership.organisation_id == world.bochum.id))
    look(session, ASKED)
    [asked] = session.execute(select(Mail).where(Mail.account_id == world.people["moderation"].account_id)).scalars()
    letter = composed(app, session, asked)
    assert path(letter) == f"/gesuche/{wanted.id}"
    assert letter.why == "Sie bekommen diese Mail, weil Sie das Portal moderieren."
    look(session, CLOSED)
    closed = session.execute(select(Mail).order_by(Mail.id.desc())).scalars().first()
    assert closed.kind == letters.WANTED_CLOSED.name
    assert path(composed(app, session, closed)) == f"/gesuche/{wanted.id}"
    assert allowed(world.people["moderation"], access.READ, wanted)


def test_what_is_hidden_is_not_asked_about(session, world, wanted):
    moderation = world.acting("moderation", ASKED)
    moderating.hide(session, moderation, wanted.id, wanted.version, "Werbung")
    assert look(session, CLOSED) == []
    moderating.show(session, world.acting("moderation", CLOSED), wanted.id, wanted.version)
    assert look(session, CLOSED + timedelta(1)) == []


@pytest.mark.parametrize(
    ("asked", "last_day"),
    [
        (datetime(2026, 9, 29, 0, 10, tzinfo=BERLIN), "29.10.2026"),
        (datetime(2027, 3, 10, 23, 10, tzinfo=BERLIN), "09.04.2027"),
    ],
)
def test_the_last_day_that_is_told_is_the_last_day_also_where_the_clocks_change(app, session, wanted, asked, last_day):
    asked = asked.astimezone(UTC)  # as the database keeps it
    wanted.updated_at = asked - timedelta(days=DUTIES.wanted_ask_days + 2)
    look(session, asked)
    said = composed(app, session, session.execute(select(Mail)).scalar_one())
    assert f"bestätigen Sie das bitte bis {last_day}." in " ".join(str(block) for block in said.blocks)
    end = end_of(datetime.strptime(f"{last_day} 12 +0000", "%d.%m.%Y %H %z").date())
    assert look(session, end - MOMENT) == []
    assert look(session, end) == ["wanted.closed"]


def test_the_letters_say_what_is_to_do_and_are_dropped_once_it_is_done(app, session, world, wanted):
    look(session, ASKED)
    mail = session.execute(select(Mail)).scalar_one()
    letter = composed(app, session, mail)
    assert path(letter) == f"/gesuche/{wanted.id}/noch-aktuell"
    assert wanted.title in letter.subject
    seeking.confirm(session, world.acting("addressee editor", ASKED), wanted.id, wanted.version)
    assert composed(app, session, mail) is None
    assert mail.kind == letters.WANTED_ASKED.name
