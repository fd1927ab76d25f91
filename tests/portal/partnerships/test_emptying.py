"""What has been over for long loses words and people, and nothing else; what is under way loses nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts import queries as accounts
from portal.audit import AuditEntry
from portal.partnerships import emptying, jobs, queries, sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.cases import showing
from portal.partnerships.duties import figures
from portal.partnerships.lists.unseen import something_new
from portal.partnerships.models import Case, Meeting, MeetingSlot, Message, Sending, Step, Wanted
from portal.partnerships.seeking import moderating
from portal.partnerships.seeking import service as seeking
from portal.partnerships.talking import seen
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.models import Seen
from portal.partnerships.vocabulary import Kind, Side, State, WantedState
from portal.web.presentation import german_date
from tests.portal.members.conftest import overlapping
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import drafted, later, take
from tests.portal.partnerships.test_hidden_wanted import hide
from tests.portal.partnerships.test_meetings import propose
from tests.portal.partnerships.test_seeking import need
from tests.portal.partnerships.test_wanted_pages import wanted_of

YEARS = timedelta(days=1825)
DAY = timedelta(days=1)


def carry_out(session, now):
    """Do as the job does on that day; return how much there was to do."""
    todo = jobs.retention(YEARS.days).parts(session, now)
    for part in todo:
        part(session, now)
    session.expire_all()
    return len(todo)


def count(session, model):
    return session.execute(select(func.count()).select_from(model)).scalar_one()


@pytest.fixture
def ended(session, world):
    """A partnership that has come to its end, with messages and dates on the way, in which both sides have read."""
    case = playing.case_in(session, world, State.CLARIFYING)
    talking.say(session, world.acting("sender editor"), case.id, "Ruf mich an, Anna Muster.")
    propose(session, world, case)
    for step in (table.ACCEPT, table.CONCLUDE, table.START):
        take(session, world, case, step)
    take(session, world, case, table.SHOW, side=Side.SENDER)
    take(session, world, case, table.SHOW, side=Side.ADDRESSEE)
    take(session, world, case, table.FINISH, at=later(10))
    return queries.by_id(session, case.id)


def test_words_and_people_go_and_the_timeline_stays(session, world, ended):
    steps = [(step.number, step.transition, step.at, step.side) for step in queries.timeline(session, ended.id)]
    assert 0 not in [count(session, model) for model in (Message, Meeting, MeetingSlot, Seen)]
    assert carry_out(session, later(10) + YEARS) == 1

    case = queries.by_id(session, ended.id)
    assert (case.state, case.kind, case.decided_at) == (ended.state, ended.kind, ended.decided_at)
    assert (case.sender_person_id, case.addressee_person_id, case.outcome, case.wished_time) == (None,) * 4
    assert (case.sending.wants, case.sending.offers, case.sending.person_id) == ("", None, None)
    assert [count(session, model) for model in (Message, Meeting, MeetingSlot, Seen)] == [0] * 4
    after = queries.timeline(session, ended.id)
    assert [(step.number, step.transition, step.at, step.side) for step in after] == steps
    assert {(step.account_id, str(step.details)) for step in after} == {(None, "{}")}
    assert case in queries.public(session), "who, what kind and how far is still shown"
    assert carry_out(session, later(11) + YEARS) == 0


def test_nothing_of_it_is_new_to_anybody(session, world, ended):
    carry_out(session, later(10) + YEARS)
    case = queries.by_id(session, ended.id)
    coordinator = world.people["addressee coordinator"]
    assert not seen.new_in(session, coordinator, [case])[case.id].steps
    assert session.execute(select(Case.id).where(something_new(coordinator, None))).scalars().all() == []


def test_what_happens_afterwards_is_new(session, world, ended):
    carry_out(session, later(10) + YEARS)
    now = later(11) + YEARS
    message = talking.say(session, world.acting("sender editor", now), ended.id, "Wissen Sie noch?")
    take(session, world, queries.by_id(session, ended.id), table.HIDE, side=Side.SENDER, at=now)
    coordinator = world.people["addressee coordinator"]
    case = queries.by_id(session, ended.id)
    found = seen.new_in(session, coordinator, [case])[case.id]
    assert ([step.transition for step in found.steps], found.messages) == (["hide"], (message.id,))
    told = select(Case.id).where(something_new(coordinator, None))
    assert session.execute(told).scalars().all() == [case.id]


@pytest.mark.parametrize("days", [9, 1000])
def test_it_waits_its_time_from_the_last_word_on(session, world, ended, days):
    assert carry_out(session, later(9) + YEARS) == 0
    talking.say(session, world.acting("sender editor", later(days)), ended.id, "Noch etwas.")
    assert carry_out(session, later(10) + YEARS) == (1 if days == 9 else 0)
    assert carry_out(session, later(1000) + YEARS) == (0 if days == 9 else 1)


@pytest.mark.parametrize("how", [talking.say, talking.note])
def test_a_word_that_comes_later_keeps_all_words_for_its_time(session, world, ended, how):
    how(session, world.acting("sender editor", later(1000)), ended.id, "Noch etwas.")
    assert carry_out(session, later(999) + YEARS) == 0
    assert carry_out(session, later(1000) + YEARS) == 1


def test_a_word_that_comes_later_goes_in_its_time(session, world, ended):
    carry_out(session, later(10) + YEARS)
    talking.say(session, world.acting("sender editor", later(11) + YEARS), ended.id, "Wissen Sie noch?")
    assert carry_out(session, later(12) + YEARS) == 0
    assert carry_out(session, later(11) + 2 * YEARS) == 1
    assert count(session, Message) == 0


@pytest.mark.parametrize("state", [State.SENT, State.RUNNING])
def test_what_is_under_way_stays(session, world, state):
    case = playing.case_in(session, world, state)
    assert carry_out(session, later(1) + 2 * YEARS) == 0
    assert session.get(Sending, case.sending_id).wants


def test_drafts_nobody_touches_are_discarded(session, world):
    request = drafted(session, world).sending_id
    wanted = seeking.write(session, world.acting("addressee editor"), world.bochum, need()).id
    assert carry_out(session, later(0) + YEARS - DAY) == 0
    assert carry_out(session, later(0) + YEARS) == 2
    assert (session.get(Sending, request), session.get(Wanted, wanted), count(session, Case)) == (None, None, 0)


def test_a_draft_that_is_touched_meanwhile_stays(session, world):
    wanted = seeking.write(session, world.acting("addressee editor"), world.bochum, need())
    todo = emptying.parts(session, later(0))
    seeking.rewrite(session, world.acting("addressee editor", later(1)), wanted.id, wanted.version, need())
    for part in todo:
        part(session, later(1))
    assert (len(todo), session.get(Wanted, wanted.id)) == (1, wanted)


def test_what_was_written_to_several_stays_until_all_are_over(session, world):
    acting = world.acting("sender editor")
    addressees = [Addressee(each.id, None) for each in (world.bochum, world.hagen)]
    written = sending.write(session, acting, world.herne, playing.draft(world, *addressees))
    one, other = sending.send(session, acting, written.id, written.version)
    take(session, world, one, table.WITHDRAW)
    assert carry_out(session, later(1) + YEARS) == 1
    assert session.get(Sending, written.id).wants
    take(session, world, queries.by_id(session, other.id), table.WITHDRAW, at=later(5))
    assert carry_out(session, later(5) + YEARS) == 1
    assert not session.get(Sending, written.id).wants


def test_what_was_written_to_several_goes_though_two_workers_empty_the_last_two_at_once(database):
    with database.unit_of_work() as session:
        world = playing.build(session)
        addressees = [Addressee(each.id, None) for each in (world.bochum, world.hagen)]
        written = sending.write(session, world.acting("sender editor"), world.herne, playing.draft(world, *addressees))
        for case in sending.send(session, world.acting("sender editor"), written.id, written.version):
            take(session, world, case, table.WITHDRAW)
    with database.reading() as session:
        parts = emptying.parts(session, later(1))

    assert overlapping(database, *(lambda session, part=part: part(session, later(1) + YEARS) for part in parts)) == []
    assert len(parts) == 2
    with database.reading() as session:
        assert not session.get(Sending, written.id).wants


def test_the_figures_stay_as_they_were(session, world):
    for kind in list(Kind)[:5]:
        case = playing.send(session, world, drafted(session, world, kind=kind))
        take(session, world, case, table.TAKE_UP)
        take(session, world, case, table.DECLINE)
    now = later(1) + YEARS
    before = figures.answering(session, world.bochum.id, now)
    assert carry_out(session, now) == 5
    assert figures.answering(session, world.bochum.id, now) == before


def test_a_gesuch_keeps_its_title(session, world):
    acting = world.acting("addressee editor")
    open_one, closed = (seeking.write(session, acting, world.bochum, need()) for _ in range(2))
    for each in (open_one, closed):
        seeking.publish(session, acting, each.id, each.version)
    seeking.close(session, acting, closed.id, closed.version, met=True)
    assert carry_out(session, later(1) + YEARS) == 1
    assert (closed.need, closed.gives, closed.person_id) == ("", None, None)
    assert closed.title == open_one.title
    assert open_one.need


def gone(session, world, **words):
    """A Gesuch that was closed on the first day."""
    made = seeking.write(session, world.acting("addressee editor"), world.bochum, need(**words))
    seeking.publish(session, world.acting("addressee editor"), made.id, made.version)
    seeking.close(session, world.acting("addressee editor", later(1)), made.id, made.version, met=True)
    return made


def test_whoever_looked_after_a_gesuch_is_not_named_in_its_title_either(session, world):
    person = accounts.by_id(session, world.people["addressee editor"].account_id)
    person.display_name = "Anna Muster"
    made = gone(session, world, title=f"Wer hilft ANNA MUSTER ({person.email})?")
    carry_out(session, later(1) + YEARS)
    assert (made.title, made.person_id) == ("Wer hilft … (…)?", None)


def test_the_reason_for_hiding_a_gesuch_goes_in_its_own_time(session, world):
    made = gone(session, world)
    moderation = world.acting("moderation", later(10))
    moderating.hide(session, moderation, made.id, made.version, "Werbung von Anna Muster.")
    assert carry_out(session, later(1) + YEARS) == 1
    assert (made.need, made.hidden_reason) == ("", "Werbung von Anna Muster.")
    assert carry_out(session, later(9) + YEARS) == 0
    assert carry_out(session, later(10) + YEARS) == 1
    assert (made.hidden, made.hidden_reason) == (True, None)


def test_an_open_gesuch_that_stays_hidden_is_emptied_and_closed(session, world):
    made = seeking.write(session, world.acting("addressee editor"), world.bochum, need())
    seeking.publish(session, world.acting("addressee editor"), made.id, made.version)
    moderating.hide(session, world.acting("moderation", later(1)), made.id, made.version, "Das ist Werbung.")
    assert carry_out(session, later(1) + YEARS - DAY) == 0
    assert carry_out(session, later(1) + YEARS) == 2, "its words, and the reason"
    assert (made.state, made.need, made.person_id, made.hidden_reason) == (WantedState.CLOSED, "", None, None)
    assert carry_out(session, later(2) + YEARS) == 0
    logged = session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().all()
    assert [each.event for each in logged] == ["wanted.decided", "wanted.hidden", "wanted.decided"]
    assert (logged[-1].account_id, logged[-1].organisation_id) == (None, world.bochum.id)
    assert logged[-1].changes == {"wanted": [None, made.id], "state": ["Offen", "Geschlossen"]}
    assert made.title not in str([each.changes for each in logged]), "it may name somebody, and the log stays"


def test_the_version_of_a_reuse_goes_and_what_is_shown_stays_a_sentence(app, session, world, ended):
    ended.reuse_version, ended.reuse_since = "wie bei Anna Muster", later(0).date()
    ended.reuse_confirmed_at = later(0)
    session.flush()
    carry_out(session, later(10) + YEARS)
    case = queries.by_id(session, ended.id)
    assert (case.reuse_version, case.is_confirmed_reuse) == (None, True)
    with app.test_request_context():
        assert showing.announced(case, confirmed=True).reuse == f"Im Einsatz seit {german_date(later(0).date())}"


def test_the_page_says_so(portal, clock):
    case_id = portal.case(State.DECLINED)
    with portal.app.extensions["database"].unit_of_work() as session:
        carry_out(session, later(1) + YEARS)
        assert not session.execute(select(Step.account_id).where(Step.account_id.is_not(None))).first()
    page = portal.page("sender editor", f"/partnerschaften/{case_id}")
    assert "Diese Anfrage ist lange zu Ende." in page.text
    assert "Herne hat die Anfrage gesendet" in page.text


def test_the_pages_of_a_hidden_gesuch_do_without_the_reason(portal):
    made = wanted_of(portal)
    hide(portal, made)
    with portal.database.unit_of_work() as session:
        session.get(Wanted, made).hidden_reason = None
    assert "Von der Moderation ausgeblendet." in portal.page("anonymous", f"/gesuche/{made}", 410).text
    for page in (f"/gesuche/{made}", "/verwaltung/ausgeblendete-gesuche"):
        text = portal.page("moderation", page).text
        assert "usgeblendet" in text
        assert "None" not in text
