"""Counter-proposals: who may make which, what they change, until when they are to be answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access import ANYONE
from portal.errors import Conflict, Invalid
from portal.mail.models import Mail
from portal.partnerships import queries
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.models import Case
from portal.partnerships.seeking import service as seeking
from portal.partnerships.sending import AlreadyAsked
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind, Side, State
from portal.projects import service as projects
from tests import factories
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import DUTIES, MONDAY, account, drafted, later, perform, send, take


def test_another_kind_and_time_count_once_the_other_side_agrees(session, world, clarifying):
    perform(
        session,
        world,
        clarifying,
        "addressee person",
        table.PROPOSE,
        proposed_kind=Kind.VISIT,
        proposed_time="im Mai",
        words="Kommen Sie erst einmal vorbei.",
    )
    assert (clarifying.kind, clarifying.turn) == (Kind.REUSE, Side.SENDER)
    with pytest.raises(Conflict):
        perform(session, world, clarifying, "addressee person", table.AGREE)
    perform(session, world, clarifying, "sender person", table.AGREE)
    assert (clarifying.state, clarifying.kind, clarifying.wished_time) == (State.ACCEPTED, Kind.VISIT, "im Mai")
    assert clarifying.proposed_by is clarifying.proposed_kind is None


def test_a_new_one_takes_the_place_of_the_first(session, world, clarifying):
    perform(session, world, clarifying, "addressee person", table.PROPOSE, proposed_kind=Kind.VISIT, words="Besuch?")
    perform(session, world, clarifying, "sender person", table.PROPOSE, proposed_time="2028", words="Später!")
    assert (clarifying.proposed_by, clarifying.proposed_kind, clarifying.proposed_time) == (
        Side.SENDER,
        None,
        "2028",
    )


def test_another_partner_is_asked_instead(session, world, clarifying):
    perform(
        session,
        world,
        clarifying,
        "addressee person",
        table.PROPOSE,
        proposed_partner_id=world.hagen.id,
        words="Hagen kann das besser.",
    )
    with pytest.raises(Conflict):
        perform(session, world, clarifying, "sender editor", table.AGREE)
    perform(session, world, clarifying, "sender editor", table.REDIRECT, later(3))
    assert clarifying.state is State.WITHDRAWN
    [further] = session.execute(select(Case).where(Case.id != clarifying.id)).scalars()
    assert further.sending_id == clarifying.sending_id
    assert (further.addressee_id, further.state, further.sent_at) == (world.hagen.id, State.SENT, later(3))
    written_to = {(mail.kind, mail.account_id) for mail in session.execute(select(Mail)).scalars()}
    assert ("partnership.request", account(world, "stranger")) in written_to


def test_a_partner_who_is_asked_already_leads_to_that_case(session, world, clarifying):
    to_hagen = Addressee(world.hagen.id)
    acting = world.acting("sender editor")
    written = playing.sending.write(session, acting, world.herne, playing.draft(world, to_hagen))
    [first] = playing.sending.send(session, acting, written.id, written.version)
    given = {"proposed_partner_id": world.hagen.id, "words": "Fragen Sie Hagen."}
    take(session, world, clarifying, table.PROPOSE, side=Side.ADDRESSEE, given=given)
    with pytest.raises(AlreadyAsked) as refusal:
        take(session, world, clarifying, table.REDIRECT, given={})
    assert refusal.value.case is first


@pytest.mark.parametrize("partner", ["herne", "bochum", "company", "nobody"])
def test_the_partner_is_somebody_else(session, world, clarifying, partner):
    company = factories.organisation(session, "Firma", factories.OrganisationKind.COMPANY)
    number = {"herne": world.herne.id, "bochum": world.bochum.id, "company": company.id, "nobody": 0}[partner]
    version = clarifying.version
    with pytest.raises(Invalid):
        perform(session, world, clarifying, "addressee editor", table.PROPOSE, proposed_partner_id=number, words="Die!")
    assert len(queries.timeline(session, clarifying.id)) == version


def test_whoever_asks_proposes_nobody_else_nor_does_anybody_about_an_offer(session, world, clarifying):
    """The one can ask others anyhow, and an offer is of use to nobody else: neither leads anywhere."""
    instead = {"proposed_partner_id": world.hagen.id, "words": "Lieber Hagen."}
    with pytest.raises(Invalid) as refusal:
        perform(session, world, clarifying, "sender editor", table.PROPOSE, **instead)
    assert list(refusal.value.errors) == ["proposed_partner_id"]
    need = seeking.Need(kind=Kind.VISIT, title="Besuch gesucht", need="Wir wollen lernen.")
    clarifying.wanted_id = seeking.write(session, world.acting("addressee editor"), world.bochum, need).id
    with pytest.raises(Invalid):
        perform(session, world, clarifying, "addressee editor", table.PROPOSE, **instead)


def test_with_another_partner_the_time_goes_along(session, world, clarifying):
    given = {"proposed_partner_id": world.hagen.id, "proposed_time": "ab Mai", "words": "Lieber Hagen."}
    perform(session, world, clarifying, "addressee editor", table.PROPOSE, **given)
    perform(session, world, clarifying, "sender editor", table.REDIRECT)
    [further] = session.execute(select(Case).where(Case.id != clarifying.id)).scalars()
    assert further.wished_time == "ab Mai"


def test_whoever_accepts_says_which_of_the_two(session, world, clarifying):
    given = {"proposed_kind": Kind.VISIT, "words": "Erst einmal ein Besuch?"}
    perform(session, world, clarifying, "addressee person", table.PROPOSE, **given)
    with pytest.raises(Conflict):
        perform(session, world, clarifying, "addressee person", table.ACCEPT)
    perform(session, world, clarifying, "addressee person", table.ACCEPT_ORIGINAL)
    assert (clarifying.state, clarifying.kind, clarifying.proposed_kind) == (State.ACCEPTED, Kind.REUSE, None)


def test_whoever_is_asked_anew_has_the_whole_time(session, world, clarifying):
    given = {"proposed_time": "2028", "words": "Später."}
    perform(session, world, clarifying, "addressee person", table.PROPOSE, later(40), **given)
    whole = Acting(ANYONE, MONDAY, DUTIES).calendar.end_after_workdays
    assert clarifying.decision_due_at == whole(later(40), DUTIES.decision_workdays)
    perform(session, world, clarifying, "sender person", table.REJECT, later(50))
    assert clarifying.decision_due_at == whole(later(50), DUTIES.decision_workdays)
    assert (clarifying.turn, clarifying.proposed_by, clarifying.state) == (Side.ADDRESSEE, None, State.CLARIFYING)
    perform(session, world, clarifying, "addressee person", table.ACCEPT, later(51))


def test_nobody_proposes_anew_while_the_own_proposal_waits(session, world, clarifying):
    given = {"proposed_time": "2028", "words": "Später."}
    perform(session, world, clarifying, "addressee person", table.PROPOSE, **given)
    with pytest.raises(Conflict, match="Ihr Gegenvorschlag liegt schon vor"):
        perform(session, world, clarifying, "addressee editor", table.PROPOSE, later(1), **given)
    assert clarifying.decision_due_at < later(50)
    perform(session, world, clarifying, "sender person", table.PROPOSE, later(2), **given)


def test_proposals_put_a_decision_off_for_twice_its_time_and_no_longer(session, world, clarifying):
    given = {"proposed_time": "2028", "words": "Später."}
    last = Acting(ANYONE, MONDAY, DUTIES).calendar.end_after_workdays(
        clarifying.answer_due_at - timedelta(hours=1), 2 * DUTIES.decision_workdays
    )
    for day, name in ((40, "addressee person"), (80, "sender person"), (97, "addressee person")):
        perform(session, world, clarifying, name, table.PROPOSE, later(day), **given)
    assert clarifying.decision_due_at == last
    perform(session, world, clarifying, "sender person", table.REJECT, later(120))
    assert clarifying.decision_due_at == last, "it is overdue, and stays so"


def test_the_other_kind_is_what_is_then_under_way(session, world, clarifying):
    given = {"proposed_kind": Kind.VISIT, "words": "Erst einmal ein Besuch?"}
    perform(session, world, clarifying, "addressee person", table.PROPOSE, **given)
    perform(session, world, clarifying, "sender person", table.AGREE)
    with pytest.raises(AlreadyAsked):
        drafted(session, world, kind=Kind.VISIT)
    assert drafted(session, world, kind=Kind.REUSE)


def test_a_kind_that_is_under_way_already_is_not_agreed_to(session, world, clarifying):
    first = send(session, world, drafted(session, world, kind=Kind.VISIT))
    given = {"proposed_kind": Kind.VISIT, "words": "Erst einmal ein Besuch?"}
    perform(session, world, clarifying, "addressee person", table.PROPOSE, **given)
    with pytest.raises(AlreadyAsked) as refusal:
        perform(session, world, clarifying, "sender person", table.AGREE)
    assert (refusal.value.case, clarifying.state) == (first, State.CLARIFYING)


def test_proposes_something(session, world, clarifying):
    with pytest.raises(Invalid) as refusal:
        perform(session, world, clarifying, "sender editor", table.PROPOSE, words="Nur Worte.")
    assert list(refusal.value.errors) == ["proposed_kind"]


@pytest.mark.parametrize("day", [71, 95])
def test_never_brings_a_promised_deadline_forward(session, world, clarifying, day):
    """As for somebody who came late, and to whom the whole time was promised anew."""
    take(session, world, clarifying, table.ARRIVE, at=later(70))
    promised = clarifying.decision_due_at
    perform(
        session, world, clarifying, "addressee person", table.PROPOSE, later(day), proposed_time="2028", words="Später."
    )
    assert clarifying.decision_due_at == promised


class TestAskingInstead:
    """A sending to several about a joint entry, and one of them proposes another."""

    @pytest.fixture
    def joint(self, session, world):
        return factories.published(session, world.bochum, participants=[world.hagen.slug])

    def ask(self, session, world, project, *others):
        about = [Addressee(each.id, project.id) for each in (world.bochum, *others)]
        acting = world.acting("sender editor")
        written = playing.sending.write(session, acting, world.herne, playing.draft(world, *about))
        cases = playing.sending.send(session, acting, written.id, written.version)
        take(session, world, cases[0], table.TAKE_UP)
        return cases

    def propose_hagen(self, session, world, case, **given):
        given |= {"proposed_partner_id": world.hagen.id, "words": "Fragen Sie Hagen."}
        take(session, world, case, table.PROPOSE, side=Side.ADDRESSEE, given=given)

    @pytest.mark.parametrize("given", [{}, {"proposed_kind": Kind.VISIT}], ids=["as it is", "of another kind"])
    def test_whoever_has_the_same_request_already_is_not_asked_twice(self, session, world, joint, given):
        to_bochum, to_hagen = self.ask(session, world, joint, world.hagen)
        self.propose_hagen(session, world, to_bochum, **given)
        with pytest.raises(AlreadyAsked) as refusal:
            take(session, world, to_bochum, table.REDIRECT, given={})
        assert refusal.value.case is to_hagen

    def test_whoever_has_turned_it_down_can_be_asked_once_more(self, session, world, joint):
        to_bochum, to_hagen = self.ask(session, world, joint, world.hagen)
        take(session, world, to_hagen, table.WITHDRAW)
        self.propose_hagen(session, world, to_bochum, proposed_kind=Kind.VISIT)
        take(session, world, to_bochum, table.REDIRECT, given={})
        assert to_bochum.state is State.WITHDRAWN

    def test_whoever_takes_part_in_the_entry_is_asked_about_it(self, session, world, joint):
        [to_bochum] = self.ask(session, world, joint)
        self.propose_hagen(session, world, to_bochum)
        take(session, world, to_bochum, table.REDIRECT, given={})
        [further] = session.execute(select(Case).where(Case.addressee_id == world.hagen.id)).scalars()
        assert (further.state, further.project_id) == (State.SENT, joint.id)

    @pytest.mark.parametrize("archived", [False, True], ids=["takes no part", "is archived"])
    def test_of_an_entry_that_cannot_be_asked_about_nothing_is_said(self, session, world, joint, archived):
        [to_bochum] = self.ask(session, world, joint if archived else world.project)
        self.propose_hagen(session, world, to_bochum)
        if archived:
            projects.archive(session, world.people["addressee editor"], joint, joint.version, "Vorbei")
        take(session, world, to_bochum, table.REDIRECT, given={})
        [further] = session.execute(select(Case).where(Case.addressee_id == world.hagen.id)).scalars()
        assert (further.state, further.project_id) == (State.SENT, None)
