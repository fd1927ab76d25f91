"""Two at the same moment on two connections: of what can happen once only, one happens, and one timeline tells it."""

import pytest
from sqlalchemy import select

from portal.access import ANYONE
from portal.errors import Invalid
from portal.mail.models import Mail
from portal.partnerships import queries, sending, service
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.duties import overdue
from portal.partnerships.merged_entries import follow
from portal.partnerships.models import Case
from portal.partnerships.seeking import moderating
from portal.partnerships.seeking import service as seeking
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind, Refusal, Side, State
from portal.projects import queries as projects
from portal.projects import service as entries
from portal.projects.moderation import merging
from tests import factories
from tests.portal.members.conftest import both, overlapping
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, case_in, drafted, later


@pytest.fixture
def world(database):
    with database.unit_of_work() as session:
        return playing.build(session)


def made(database, world, state):
    with database.unit_of_work() as session:
        case = case_in(session, world, state)
        return case.id, case.version


def stepping(world, name, transition, of, *, at=playing.MONDAY, **given):
    case_id, version = of
    return lambda session: service.perform(session, world.acting(name, at), transition, case_id, version, given)


def told(database, case_id):
    with database.reading() as session:
        return [each.transition for each in queries.timeline(session, case_id)]


@pytest.mark.parametrize("_again", range(3))
@pytest.mark.parametrize(
    ("state", "one", "other"),
    [
        (State.SENT, ("addressee editor", table.TAKE_UP, {}), ("addressee coordinator", table.TAKE_UP, {})),
        (State.SENT, ("addressee editor", table.TAKE_UP, {}), ("sender person", table.WITHDRAW, {})),
        (
            State.CLARIFYING,
            ("addressee editor", table.ACCEPT, {}),
            ("addressee person", table.DECLINE, {"refusal": Refusal.LAW, "words": "Nein."}),
        ),
        (
            State.CLARIFYING,
            ("addressee editor", table.PROPOSE, {"proposed_time": "2027", "words": "Später."}),
            ("sender person", table.PROPOSE, {"proposed_time": "2028", "words": "Noch später."}),
        ),
    ],
    ids=lambda value: value.value if isinstance(value, State) else f"{value[0]} {value[1].name}",
)
def test_of_two_steps_one_is_taken(database, world, state, one, other, _again):
    of = made(database, world, state)
    refused = both(database, *(stepping(world, name, step, of, **given) for name, step, given in (one, other)))
    assert [type(each) for each in refused] == [service.Stale]
    steps = told(database, of[0])
    assert len(steps) == of[1] + 1
    assert steps[-1] in {one[1].name, other[1].name}


@pytest.mark.parametrize("_again", range(3))
def test_one_draft_is_sent_once(database, world, _again):
    with database.unit_of_work() as session:
        case = drafted(session, world)
        case_id, sending_id, version = case.id, case.sending_id, case.sending.version

    def go(session):
        sending.send(session, world.acting("sender editor"), sending_id, version)

    assert [type(each) for each in both(database, go, go)] == [sending.Changed]
    assert told(database, case_id) == ["send"]
    with database.reading() as session:
        assert len(session.execute(select(Mail)).scalars().all()) == 1


@pytest.mark.parametrize("_again", range(3))
def test_of_two_drafts_about_the_same_thing_one_is_sent(database, world, _again):
    with database.unit_of_work() as session:
        drafts = [(case.sending_id, case.sending.version) for case in (drafted(session, world) for _ in range(2))]

    def going(which):
        return lambda session: sending.send(session, world.acting("sender editor"), *which)

    assert [type(each) for each in both(database, *map(going, drafts))] == [sending.AlreadyAsked]
    with database.reading() as session:
        assert sorted(case.state.value for case in session.execute(select(Case)).scalars()) == ["draft", "sent"]


@pytest.mark.parametrize("_again", range(3))
def test_two_workers_and_somebody_who_answers_at_the_last_moment(database, world, _again):
    of = made(database, world, State.SENT)

    def look(session):
        overdue.carry_out(session, Acting(ANYONE, later(70), DUTIES))

    refused = both(database, look, look, stepping(world, "addressee editor", table.TAKE_UP, of, at=later(70)))
    steps = told(database, of[0])
    assert steps in (["send", "lapse"], ["send", "take-up"])
    assert len(refused) == (1 if steps[-1] == "lapse" else 0)
    with database.reading() as session:
        kinds = [mail.kind for mail in session.execute(select(Mail)).scalars()]
    assert kinds.count("partnership.lapsed") == (3 if steps[-1] == "lapse" else 0)


def test_a_side_agrees_to_show_it_once(database, world):
    of = made(database, world, State.RUNNING)
    pressing = stepping(world, "sender person", table.SHOW, of)
    assert [type(each) for each in both(database, pressing, pressing)] == [service.Stale]
    with database.reading() as session:
        assert queries.by_id(session, of[0]).sides_that_show == {Side.SENDER}


class TestWhatIsAskedAbout:
    """An entry and a Gesuch as they are when a request is sent, not as they were just before."""

    def sending_of(self, database, world, addressee, **values):
        """Herne writes; return what sends it."""
        with database.unit_of_work() as session:
            written = sending.write(
                session, world.acting("sender editor"), world.herne, playing.draft(world, addressee, **values)
            )
            of = written.id, written.version
        return lambda session: sending.send(session, world.acting("sender editor"), *of)

    def archiving(self, world):
        def archive(session):
            project = projects.by_slug(session, world.project.slug, for_update=True)
            entries.archive(session, world.people["addressee editor"], project, project.version, "Vorbei")

        return archive

    def test_an_entry_that_is_being_archived_is_not_asked_about(self, database, world):
        send = self.sending_of(database, world, Addressee(world.bochum.id, world.project.id))
        assert [type(each) for each in overlapping(database, self.archiving(world), send)] == [Invalid]

    def test_nor_when_another_is_asked_instead(self, database, world):
        with database.unit_of_work() as session:
            joint = factories.published(session, world.bochum, participants=[world.hagen.slug])
            world.project = joint
            case = case_in(session, world, State.CLARIFYING)
            given = {"proposed_partner_id": world.hagen.id, "words": "Fragen Sie Hagen."}
            playing.take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE, given=given)
            of = case.id, case.version
        instead = stepping(world, "sender editor", table.REDIRECT, of)
        assert overlapping(database, self.archiving(world), instead) == []
        with database.reading() as session:
            [further] = session.execute(select(Case).where(Case.addressee_id == world.hagen.id)).scalars()
            assert (further.state, further.project_id) == (State.SENT, None)

    def test_a_gesuch_that_is_being_hidden_is_not_answered(self, database, world):
        with database.unit_of_work() as session:
            acting = world.acting("addressee editor")
            need = seeking.Need(kind=Kind.VISIT, title="Besuch gesucht", need="Wir wollen lernen.")
            wanted = seeking.write(session, acting, world.bochum, need)
            wanted = seeking.publish(session, acting, wanted.id, wanted.version)
            of = wanted.id, wanted.version
        send = self.sending_of(database, world, Addressee(world.bochum.id, wanted_id=of[0]), kind=Kind.VISIT)

        def hide(session):
            moderating.hide(session, world.acting("moderation"), *of, "Werbung.")

        assert [type(each) for each in overlapping(database, hide, send)] == [Invalid]


class TestMerging:
    """Two entries become one while something is asked about the one that stays, of which the same is asked already."""

    @pytest.fixture
    def stays(self, database, world):
        with database.unit_of_work() as session:
            return factories.published(session, world.bochum, title="Bleibt")

    @pytest.fixture
    def merge(self, world, stays):
        def carry_out(session):
            duplicate, other = merging.lock(session, world.project.id, stays.id)
            seen = duplicate.version, other.version
            merging.merge(session, world.people["moderation"], duplicate, other, seen, (follow,))

        return carry_out

    @pytest.fixture
    def first(self, database, world):
        """What is under way about the duplicate."""
        return made(database, world, State.CLARIFYING)

    @pytest.fixture
    def send(self, database, world, stays, first):
        with database.unit_of_work() as session:
            about = playing.draft(world, Addressee(world.bochum.id, stays.id))
            written = sending.write(session, world.acting("sender editor"), world.herne, about)
            of = written.id, written.version
        return lambda session: sending.send(session, world.acting("sender editor"), *of)

    @pytest.fixture
    def agree(self, database, world, stays, first):
        """To what makes it the same as the first: until then it is about another kind."""
        with database.unit_of_work() as session:
            about = playing.draft(world, Addressee(world.bochum.id, stays.id), kind=Kind.VISIT)
            acting = world.acting("sender editor")
            written = sending.write(session, acting, world.herne, about)
            [case] = sending.send(session, acting, written.id, written.version)
            playing.take(session, world, case, table.TAKE_UP)
            given = {"proposed_kind": Kind.REUSE, "words": "Lieber gleich so."}
            playing.take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE, given=given)
            of = case.id, case.version
        return stepping(world, "sender editor", table.AGREE, of)

    @pytest.mark.parametrize("what", ["send", "agree"])
    def test_what_comes_later_is_led_to_the_first(self, request, database, merge, first, what):
        refused = overlapping(database, merge, request.getfixturevalue(what))
        assert [(type(each), each.case_id) for each in refused] == [(sending.AlreadyAsked, first[0])]

    @pytest.mark.parametrize("what", ["send", "agree"])
    def test_what_comes_first_goes_on_beside_it(self, request, database, merge, stays, what):
        assert overlapping(database, request.getfixturevalue(what), merge) == []
        with database.reading() as session:
            cases = session.execute(select(Case)).scalars().all()
            assert {case.project_id for case in cases} == {stays.id}
            assert len({case.about for case in cases}) == len(cases) == 2

    @pytest.mark.parametrize("_again", range(3))
    def test_neither_waits_for_the_other_for_ever(self, database, world, merge, first, _again):
        with database.unit_of_work() as session:
            case = queries.by_id(session, first[0])
            given = {"proposed_kind": Kind.VISIT, "words": "Erst einmal ein Besuch?"}
            playing.take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE, given=given)
            of = case.id, case.version
        assert both(database, merge, stepping(world, "sender editor", table.AGREE, of)) == []

    @pytest.mark.parametrize("_again", range(3))
    @pytest.mark.parametrize("verb", [sending.rewrite, sending.discard])
    def test_nor_does_who_changes_a_draft(self, database, world, merge, first, verb, _again):
        about = playing.draft(world, Addressee(world.bochum.id, world.project.id), kind=Kind.VISIT)
        with database.unit_of_work() as session:
            acting = world.acting("sender editor")
            written = sending.write(session, acting, world.herne, about)
            of = written.id, written.version
        given = (about,) if verb is sending.rewrite else ()
        refused = both(database, merge, lambda session: verb(session, acting, *of, *given))
        assert {type(each) for each in refused} <= {Invalid}
