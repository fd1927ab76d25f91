"""Who is away is stood in for: by letter and in deed, for as long as it lasts, and nobody else sees it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from portal.access import ANYONE, allowed
from portal.accounts.models import Account, Membership
from portal.errors import Invalid
from portal.mail.models import Mail
from portal.orm import utcnow
from portal.partnerships import access, charge, personal, queries, sending, service
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.calendar import Calendar, day_of
from portal.partnerships.calendar_feeds import queries as feed_queries
from portal.partnerships.calendar_feeds import service as feeds
from portal.partnerships.cases.explaining import meanings
from portal.partnerships.digests import service as digests
from portal.partnerships.duties import absence, overdue
from portal.partnerships.duties.models import Absence
from portal.partnerships.lists import queries as lists
from portal.partnerships.seeking import service as seeking
from portal.partnerships.seeking.service import Need
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind, Side, State
from tests.portal.partnerships.playing import DUTIES, MONDAY, draft, drafted, later, send

FIRST, LAST = date(2026, 11, 23), date(2026, 12, 4)


def away(session, world, name="responsible", deputy="addressee contributor", first=FIRST, last=LAST, at=MONDAY):
    of = world.bochum.id if name == "responsible" or "addressee" in name else world.herne.id
    absence.enter(session, world.people[name], at, first, last, {of: world.people[deputy].account_id})


def standing_in(session, world, at=MONDAY, name="addressee contributor"):
    return absence.with_absent(session, world.people[name], at)


class TestStandingIn:
    def test_the_deputy_may_what_the_absent_may_as_long_as_it_lasts(self, app, session, world):
        case = send(session, world, drafted(session, world))
        away(session, world)
        assert not allowed(world.people["addressee contributor"], access.VIEW, case)
        deputy = standing_in(session, world)
        assert allowed(deputy, access.VIEW, case)
        with app.test_request_context():
            readers = (deputy, world.people["responsible"])
            told = {each.account_id: " ".join(meanings(table.TAKE_UP, case, each)) for each in readers}
        taken = service.perform(session, Acting(deputy, MONDAY, DUTIES), table.TAKE_UP, case.id, case.version, {})
        assert "Zuständig bleibt, wen Sie gerade vertreten." in told[deputy.account_id]
        assert "Zuständig sind dann Sie." in told[world.people["responsible"].account_id]
        # It stays with whoever is away, who has it again when he is back.
        entered = world.people["responsible"].account_id
        assert (taken.state, taken.addressee_person_id) == (State.CLARIFYING, entered)
        assert not standing_in(session, world, later(12)).stands_in_for
        assert not standing_in(session, world, MONDAY - timedelta(days=1)).stands_in_for

    def test_the_deputy_looks_after_gesuche_too(self, session, world):
        need = Need(kind=Kind.REUSE, title="Gesucht", need="Hilfe")
        wanted = seeking.write(session, world.acting("responsible"), world.bochum, need)
        assert not allowed(world.people["addressee contributor"], access.KEEP, wanted)
        away(session, world)
        assert allowed(standing_in(session, world), access.KEEP, wanted)

    def test_where_nobody_is_entered_the_deputy_of_the_coordination_answers(self, session, world):
        away(session, world, name="addressee coordinator")
        to_bochum = draft(world, Addressee(world.bochum.id))
        written = sending.write(session, world.acting("sender editor"), world.herne, to_bochum)
        [case] = sending.send(session, world.acting("sender editor"), written.id, written.version)
        told = [each.id for each in queries.at_home(session, case, Side.ADDRESSEE, MONDAY)]
        names = ("addressee contributor", "addressee coordinator")
        assert sorted(told) == sorted(world.people[name].account_id for name in names)
        deputy = standing_in(session, world)
        assert not allowed(world.people["addressee contributor"], access.VIEW, case)
        assert allowed(deputy, access.VIEW, case)
        waiting = select(queries.Case.id).where(charge.waits_for(deputy), queries.visible_to(deputy))
        assert session.execute(waiting).scalars().all() == [case.id]
        taken = service.perform(session, Acting(deputy, MONDAY, DUTIES), table.TAKE_UP, case.id, case.version, {})
        assert taken.addressee_person_id == deputy.account_id

    def test_but_not_where_somebody_else_is(self, session, world):
        away(session, world, name="addressee coordinator")
        case = send(session, world, drafted(session, world))
        assert not allowed(standing_in(session, world), access.VIEW, case)
        told = [each.id for each in queries.at_home(session, case, Side.ADDRESSEE, MONDAY)]
        assert told == [world.people["responsible"].account_id]

    def test_the_lists_of_the_deputy_have_it(self, session, world):
        case = send(session, world, drafted(session, world))
        away(session, world)

        def seen(actor):
            found = select(queries.Case.id).where(queries.visible_to(actor))
            return case.id in session.execute(found).scalars().all()

        assert (seen(world.people["addressee contributor"]), seen(standing_in(session, world))) == (False, True)
        assert lists.counts(session, standing_in(session, world)).groups[lists.Group.OURS] == 1

    def test_letters_go_to_both(self, session, world):
        away(session, world)
        send(session, world, drafted(session, world))
        overdue.carry_out(session, Acting(ANYONE, later(8), DUTIES))
        names = {actor.account_id: name for name, actor in world.people.items()}
        mails = session.execute(select(Mail).order_by(Mail.id)).scalars().all()
        assert [(mail.kind.removeprefix("partnership."), names[mail.account_id]) for mail in mails] == [
            ("request", "addressee contributor"),
            ("request", "responsible"),
            ("duty", "addressee contributor"),
            ("duty", "responsible"),
        ]
        case = session.execute(select(queries.Case).options(*queries.WHOLE)).scalar_one()
        after = queries.at_home(session, case, Side.ADDRESSEE, later(12))
        assert [names[one.id] for one in after] == ["responsible"]

    def test_the_digest_and_the_calendar_of_the_deputy_have_it(self, session, world):
        case = send(session, world, drafted(session, world))
        away(session, world)
        deputy = world.people["addressee contributor"]
        token = feeds.renew(session, deputy, MONDAY)
        assert digests.send_due(session, MONDAY, Calendar()) >= 1
        sent = session.execute(select(Mail.account_id).where(Mail.kind == "partnership.digest")).scalars().all()
        assert deputy.account_id in sent
        reader = feed_queries.reader_of(session, token, MONDAY)
        assert [each.id for each in feed_queries.under_way(session, reader)] == [case.id]
        later_reader = feed_queries.reader_of(session, token, later(12))
        assert feed_queries.under_way(session, later_reader) == []

    @pytest.mark.parametrize(
        ("deputy", "told"),
        [
            ("addressee editor", ["addressee coordinator", "addressee editor"]),
            # Who may not see the case gets no letter about it: who answers for it hears that it is late.
            ("addressee contributor", ["addressee coordinator", "responsible"]),
        ],
    )
    def test_what_is_late_is_told_to_who_stands_in_for_the_coordination(self, session, world, deputy, told):
        case = send(session, world, drafted(session, world))
        away(session, world, name="addressee coordinator", deputy=deputy)
        acting = Acting(ANYONE, later(10.5), DUTIES)
        case.answer_due_at = later(10)
        overdue.carry_out(session, acting)
        names = {actor.account_id: name for name, actor in world.people.items()}
        late = session.execute(select(Mail).where(Mail.kind == "partnership.duty")).scalars().all()
        assert {mail.params["notice"] for mail in late} == {"answer-late"}
        assert sorted(names[mail.account_id] for mail in late) == told

    def test_a_closed_account_stands_in_for_nobody(self, session, world):
        case = send(session, world, drafted(session, world))
        away(session, world)
        session.get_one(Account, world.people["addressee contributor"].account_id).active = False
        session.flush()
        there = queries.at_home(session, case, Side.ADDRESSEE, MONDAY)
        assert [one.id for one in there] == [world.people["responsible"].account_id]

    @pytest.mark.parametrize("who", ["responsible", "addressee contributor"])
    def test_it_ends_when_either_leaves(self, session, world, who):
        away(session, world)
        session.execute(delete(Membership).where(Membership.account_id == world.people[who].account_id))
        assert session.execute(select(Absence)).scalars().all() == []

    def test_it_is_forgotten_once_it_is_over(self, session, world):
        away(session, world)
        absence.forget_past(session, later(11))
        assert len(absence.of_account(session, world.people["responsible"].account_id)) == 1
        absence.forget_past(session, later(12))
        assert absence.of_account(session, world.people["responsible"].account_id) == []

    def test_both_find_it_in_their_own_data(self, session, world):
        away(session, world)
        days = [{"organisation": world.bochum.id, "from": "2026-11-23", "to": "2026-12-04"}]
        told = {
            name: personal.HOLDING.export(session, world.people[name].account_id)
            for name in ("responsible", "addressee contributor")
        }
        assert (told["responsible"]["absences"], told["responsible"]["deputy"]) == (days, [])
        assert told["addressee contributor"]["deputy"] == days


class TestEntering:
    @pytest.mark.parametrize(
        ("first", "last", "field"),
        [
            (LAST, FIRST, "last_day"),
            (FIRST - timedelta(days=9), FIRST - timedelta(days=1), "last_day"),
            (FIRST, FIRST + timedelta(days=400), "last_day"),
            (date(9000, 1, 1), date(9000, 1, 2), "last_day"),
        ],
    )
    def test_days_that_make_no_sense(self, session, world, first, last, field):
        with pytest.raises(Invalid) as refused:
            away(session, world, first=first, last=last)
        assert list(refused.value.errors) == [field]

    @pytest.mark.parametrize("deputy", ["responsible", "stranger", "sender person"])
    def test_who_cannot_stand_in(self, session, world, deputy):
        with pytest.raises(Invalid):
            away(session, world, deputy=deputy)

    def test_a_deputy_who_is_away_himself(self, session, world):
        away(session, world, name="addressee contributor", deputy="addressee editor", first=LAST)
        with pytest.raises(Invalid) as refused:
            away(session, world)
        assert list(refused.value.errors) == [f"deputy_{world.bochum.id}"]
        away(session, world, last=LAST - timedelta(days=1))

    def test_the_later_entry_counts(self, session, world):
        away(session, world)
        away(session, world, deputy="addressee person")
        [kept] = absence.of_account(session, world.people["responsible"].account_id)
        assert kept.deputy_id == world.people["addressee person"].account_id


class TestPages:
    def enter(self, portal, name="responsible", **given):
        today = day_of(utcnow())
        days = {"first_day": f"{today:%d.%m.%Y}", "last_day": f"{today + timedelta(days=9):%d.%m.%Y}"}
        deputy = {f"deputy_{portal.world.bochum.id}": str(portal.world.people["addressee contributor"].account_id)}
        page = portal.page(name, "/konto/abwesenheit")
        return page.submit("form[action$=abwesenheit]", **days | deputy | given)

    def test_entering_and_ending_it(self, portal):
        self.enter(portal)
        page = portal.page("responsible", "/konto/abwesenheit")
        assert "Ich bin wieder da" in page.text
        assert "Vom" in portal.page("responsible", "/konto").text
        page.submit("form[action$=beenden]")
        assert "Ich bin wieder da" not in portal.page("responsible", "/konto/abwesenheit").text

    def test_the_own_side_reads_who_stands_in_and_the_other_does_not(self, portal, clock):
        clock(utcnow())  # of today is what is entered
        case_id = portal.case(State.CLARIFYING)
        path = f"/partnerschaften/{case_id}"
        portal.page("addressee contributor", path, 404)
        self.enter(portal)
        assert "Responsible (vertreten durch Addressee Contributor)" in portal.page("addressee editor", path).text
        assert "vertreten durch" not in portal.page("sender editor", path).text
        assert "Anfrage annehmen" in portal.page("addressee contributor", path).text

    def test_without_anybody_to_stand_in_nothing_is_kept(self, portal):
        page = portal.page("responsible", "/konto/abwesenheit")
        answer = page.submit("form[action$=abwesenheit]", status=422, first_day="1.1.2027", last_day="3.1.2027")
        assert "Bitte wählen Sie mindestens eine Person" in answer.text
        assert answer.one("input[name=first_day]").get("value") == "1.1.2027"
