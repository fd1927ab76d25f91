"""What is written to others: drafts, who can be asked, and that nobody is asked twice for the same thing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.errors import Forbidden, Invalid, NotFound, Throttled
from portal.mail.models import Mail
from portal.organisations.models import OrganisationKind
from portal.partnerships import queries, sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee, could_be_asked
from portal.partnerships.models import Case, Sending
from portal.partnerships.sending import AlreadyAsked, Changed, Draft
from portal.partnerships.vocabulary import Kind, Side, State
from portal.projects import service as projects
from portal.projects.vocabulary import Cooperation
from tests import factories
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import MONDAY, draft, drafted, later, send, take


def mails(session):
    return [(mail.kind, mail.account_id) for mail in session.execute(select(Mail).order_by(Mail.id)).scalars()]


def ids(world, *names):
    return [world.people[name].account_id for name in names]


def write(session, world, *addressees, by="sender editor", **values):
    return sending.write(session, world.acting(by), world.herne, draft(world, *addressees, **values))


def test_to_several_at_once_each_has_a_case_of_its_own(session, world):
    written = write(session, world, Addressee(world.bochum.id, world.project.id), Addressee(world.hagen.id))
    first, second = sending.send(session, world.acting("sender editor"), written.id, written.version)
    assert (first.addressee_id, second.addressee_id) == (world.bochum.id, world.hagen.id)
    assert {(case.state, case.turn, case.version) for case in (first, second)} == {(State.SENT, Side.ADDRESSEE, 1)}
    take(session, world, first, table.TAKE_UP)
    assert second.state is State.SENT


def test_the_deadlines_are_fixed_when_it_is_sent(session, world):
    case = send(session, world, drafted(session, world))
    assert (case.sent_at, case.answer_due_at.isoformat(), case.decision_due_at.isoformat()) == (
        MONDAY,
        "2026-12-02T23:00:00+00:00",
        "2027-01-08T23:00:00+00:00",
    )


def test_whoever_answers_gets_it_by_mail_whole(session, world):
    send(session, world, drafted(session, world))
    assert mails(session) == [("partnership.request", *ids(world, "responsible"))]


def test_without_somebody_responsible_the_coordination_gets_it(session, world):
    world.project.responsibles = []
    send(session, world, drafted(session, world))
    assert mails(session) == [("partnership.request", *ids(world, "addressee coordinator"))]


@pytest.mark.parametrize("role", [None, Role.CONTRIBUTOR])
def test_an_organisation_without_anybody_who_may_answer_is_looked_after_by_the_moderation(session, world, role):
    empty = factories.organisation(session, "Wetter")
    if role:
        playing.person(session, {empty: role})
    written = write(session, world, Addressee(empty.id))
    [case] = sending.send(session, world.acting("sender editor"), written.id, written.version)
    assert case.found_nobody
    assert [step.transition for step in queries.timeline(session, case.id)] == ["send", "escalate"]
    assert mails(session) == [("partnership.moderation", *ids(world, "moderation"))]
    assert queries.at_home(session, case, Side.ADDRESSEE) == []


def test_an_entry_from_a_public_source_goes_to_the_coordination(session, world):
    source = factories.from_public_source(session, world.bochum, lead="bochum")
    session.flush()
    written = write(session, world, Addressee(world.bochum.id, source.id))
    sending.send(session, world.acting("sender editor"), written.id, written.version)
    assert mails(session) == [("partnership.request", *ids(world, "addressee coordinator"))]


class TestRefused:
    """Each a clear answer, and nothing is lost: what was written before is as it was."""

    def refused(self, session, world, *addressees, field="addressees", **values):
        with pytest.raises(Invalid) as refusal:
            write(session, world, *addressees, **values)
        assert list(refusal.value.errors) == [field]
        return refusal.value.errors[field][0]

    def test_oneself(self, session, world):
        assert "eigene Organisation" in self.refused(session, world, Addressee(world.herne.id))

    def test_a_company(self, session, world):
        company = factories.organisation(session, "Firma", OrganisationKind.COMPANY)
        assert "Bitte wählen" in self.refused(session, world, Addressee(company.id))

    @pytest.mark.parametrize("number", [0, -1, 987_654])
    def test_nobody(self, session, world, number):
        self.refused(session, world, Addressee(number))
        self.refused(session, world, Addressee(world.bochum.id, number))
        self.refused(session, world, Addressee(world.bochum.id, None, number))

    def test_an_archived_entry(self, session, world):
        actor = world.people["addressee editor"]
        projects.archive(session, actor, world.project, world.project.version, "Vorbei")
        assert "archiviert" in self.refused(session, world)

    def test_a_draft_of_others(self, session, world):
        hidden = factories.draft(session, world.bochum)
        self.refused(session, world, Addressee(world.bochum.id, hidden.id))

    def test_an_entry_that_takes_no_requests(self, session, world):
        closed = factories.published(session, world.bochum, cooperation=[Cooperation.NO_REQUESTS])
        assert "keine Anfragen" in self.refused(session, world, Addressee(world.bochum.id, closed.id))

    def test_an_organisation_that_has_nothing_to_do_with_the_entry(self, session, world):
        assert "nicht beteiligt" in self.refused(session, world, Addressee(world.hagen.id, world.project.id))

    def test_nobody_at_all_twice_the_same_and_too_many(self, session, world):
        twice = Addressee(world.hagen.id)
        self.refused(session, world, twice, twice)
        many = [Addressee(factories.organisation(session).id) for _ in range(54)]
        self.refused(session, world, *many)
        nobody = Draft(Kind.VISIT, "Gern.", ())
        with pytest.raises(Invalid):
            sending.write(session, world.acting("sender editor"), world.herne, nobody)

    @pytest.mark.parametrize("text", ["", "  \n ", "x" * 1_000_000])
    def test_no_words_and_a_million(self, session, world, text):
        self.refused(session, world, field="wants", wants=text)

    def test_an_own_project_of_others(self, session, world):
        self.refused(session, world, field="own_project", own_project_id=world.project.id)
        own = factories.published(session, world.herne)
        assert write(session, world, own_project_id=own.id).own_project_id == own.id

    def test_a_person_of_others_or_one_who_is_gone(self, session, world):
        self.refused(session, world, field="person", person_id=world.people["stranger"].account_id)

    @pytest.mark.parametrize("by", ["stranger", "account", "anonymous", "moderation", "addressee coordinator"])
    def test_by_who_does_not_belong_to_the_sender(self, session, world, by):
        with pytest.raises(Forbidden):
            write(session, world, by=by)

    def test_a_contributor_writes_and_an_editor_sends(self, session, world):
        written = write(session, world, by="sender contributor")
        with pytest.raises(Forbidden):
            sending.send(session, world.acting("sender contributor"), written.id, written.version)
        assert written.sent_at is None
        assert sending.send(session, world.acting("sender editor"), written.id, written.version)


class TestTheSameThing:
    def test_a_second_request_leads_to_the_first(self, session, world):
        first = send(session, world, drafted(session, world))
        with pytest.raises(AlreadyAsked) as refusal:
            write(session, world)
        assert refusal.value.case is first

    def test_two_drafts_of_it_and_the_second_is_not_sent(self, session, world):
        one, other = drafted(session, world), drafted(session, world)
        send(session, world, one)
        with pytest.raises(AlreadyAsked):
            send(session, world, other)
        assert other.state is State.DRAFT

    @pytest.mark.parametrize("other", ["kind", "project", "addressee", "sender"])
    def test_another_kind_entry_or_organisation_is_another_thing(self, session, world, other):
        send(session, world, drafted(session, world))
        here = Addressee(world.bochum.id, world.project.id)
        if other == "kind":
            written = write(session, world, here, kind=Kind.VISIT)
        elif other == "project":
            written = write(session, world, Addressee(world.bochum.id))
        elif other == "addressee":
            written = write(session, world, Addressee(world.hagen.id))
        else:
            written = sending.write(session, world.acting("stranger"), world.hagen, draft(world, here))
        assert written.id

    def test_what_is_over_can_be_asked_for_anew(self, session, world):
        case = send(session, world, drafted(session, world))
        take(session, world, case, table.WITHDRAW)
        assert send(session, world, drafted(session, world)).state is State.SENT


class TestDrafts:
    def test_are_changed_until_they_are_sent(self, session, world):
        case = drafted(session, world)
        acting = world.acting("sender person", later(1))
        changed = draft(world, Addressee(world.hagen.id), kind=Kind.VISIT, wants="Dürfen wir kommen?")
        written = sending.rewrite(session, acting, case.sending_id, case.sending.version, changed)
        [only] = written.cases
        assert (only.addressee_id, only.kind, written.wants) == (world.hagen.id, Kind.VISIT, "Dürfen wir kommen?")
        assert session.execute(select(Case)).scalars().all() == [only]
        send(session, world, queries.by_id(session, only.id))
        with pytest.raises(Changed):
            sending.rewrite(session, acting, written.id, written.version, changed)
        with pytest.raises(Changed):
            sending.discard(session, acting, written.id, written.version)

    def test_of_two_who_change_one_the_second_hears_of_it(self, session, world):
        case = drafted(session, world)
        acting, seen = world.acting("sender person"), case.sending.version
        sending.rewrite(session, acting, case.sending_id, seen, draft(world, wants="Anders."))
        with pytest.raises(Changed):
            sending.rewrite(session, acting, case.sending_id, seen, draft(world, wants="Noch anders."))
        with pytest.raises(Changed):
            sending.send(session, world.acting("sender editor"), case.sending_id, seen)

    def test_are_thrown_away(self, session, world):
        case = drafted(session, world)
        sending.discard(session, world.acting("sender person"), case.sending_id, case.sending.version)
        assert session.execute(select(Sending)).first() is session.execute(select(Case)).first() is None

    @pytest.mark.parametrize("by", ["sender contributor", "addressee editor", "stranger", "moderation", "anonymous"])
    def test_are_nobody_elses(self, session, world, by):
        case = drafted(session, world)
        with pytest.raises(NotFound):
            sending.discard(session, world.acting(by), case.sending_id, case.sending.version)

    def test_one_that_can_no_longer_be_answered_is_kept(self, session, world):
        case = drafted(session, world)
        actor = world.people["addressee editor"]
        projects.archive(session, actor, world.project, world.project.version, "Vorbei")
        with pytest.raises(Invalid):
            send(session, world, case)
        assert (case.state, session.get(Sending, case.sending_id).sent_at) == (State.DRAFT, None)


def test_an_organisation_cannot_flood_the_others(session, world, monkeypatch):
    monkeypatch.setattr(sending, "CASES_PER_DAY", 1)
    send(session, world, drafted(session, world))
    written = write(session, world, Addressee(world.hagen.id))
    with pytest.raises(Throttled):
        sending.send(session, world.acting("sender editor", MONDAY + timedelta(1)), written.id, written.version)


def test_who_can_be_asked_about_an_entry(session, world):
    assert could_be_asked(world.project) == [world.bochum]
    joint = factories.published(session, world.bochum, participants=["hagen"])
    assert could_be_asked(joint) == [world.bochum, world.hagen]
