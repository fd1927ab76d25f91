"""Who answers for a case: the condition for lists says of everybody what `queries.at_home` says of one case."""

import pytest
from sqlalchemy import delete, select, update

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Membership
from portal.partnerships import charge, queries
from portal.partnerships.models import Case
from portal.partnerships.seeking import service as seeking
from portal.partnerships.seeking.service import Need
from portal.partnerships.vocabulary import BOTH, WAITING, Kind, State
from portal.projects.models import ProjectResponsible
from tests.portal.partnerships import playing

COORDINATORS = ("sender coordinator", "addressee coordinator")
PEOPLE = ("sender person", "addressee person", "responsible")
EDITORS = ("sender editor", "addressee editor", "of both")


def gone(*names):
    def change(session, world):
        of = [world.people[name].account_id for name in names]
        session.execute(delete(Membership).where(Membership.account_id.in_(of)))

    return change


def closed(*names):
    def change(session, world):
        of = [world.people[name].account_id for name in names]
        session.execute(update(Account).where(Account.id.in_(of)).values(active=False))

    return change


def kept_by_another(_session, world):
    world.project.keeper_id = world.hagen.id


def demoted(session, world):
    of = [world.people[name].account_id for name in (*PEOPLE, *COORDINATORS)]
    session.execute(update(Membership).where(Membership.account_id.in_(of)).values(role=Role.CONTRIBUTOR))


def about_a_wanted_one(session, world):
    """The cases answer a Gesuch that a contributor of the addressee looks after."""
    person_id = world.people["addressee contributor"].account_id
    need = Need(kind=Kind.REUSE, title="Gesucht", need="Hilfe", person_id=person_id)
    wanted = seeking.write(session, world.acting("addressee editor"), world.bochum, need)
    session.execute(update(Case).values(project_id=None, addressee_person_id=None, wanted_id=wanted.id))


def nobody_entered(session, _world):
    session.execute(update(Case).values(sender_person_id=None, addressee_person_id=None))
    session.execute(delete(ProjectResponsible))


CHANGES = {
    "as it is": (),
    "people gone": (gone(*PEOPLE),),
    "some gone": (gone("sender person", "responsible"),),
    "accounts closed": (closed(*PEOPLE),),
    "nobody entered": (nobody_entered,),
    "and no coordination": (nobody_entered, gone(*COORDINATORS)),
    "and a closed coordination": (nobody_entered, closed(*COORDINATORS)),
    "and nobody at all": (nobody_entered, gone(*COORDINATORS, *EDITORS)),
    "only contributors": (nobody_entered, demoted),
    "it is about a Gesuch": (about_a_wanted_one,),
    "the entry is kept by another": (kept_by_another,),
    "a stranger is entered": (
        lambda session, world: session.execute(
            update(Case).values(addressee_person_id=world.people["stranger"].account_id)
        ),
        lambda session, _world: session.execute(delete(ProjectResponsible)),
    ),
}


@pytest.mark.parametrize("state", [State.SENT, State.CLARIFYING, State.RUNNING])
@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_the_condition_says_of_everybody_what_is_said_of_one_case(session, world, changes, state):
    for each in (State.DECLINED, state):
        playing.case_in(session, world, each)
    for change in changes:
        change(session, world)
    session.flush()
    session.expire_all()
    cases = queries.by_ids(session, session.execute(select(Case.id)).scalars().all())
    sent = [case for case in cases if case.state is not State.DRAFT]
    answering = {case.id: {side: queries.at_home(session, case, side) for side in BOTH} for case in sent}
    for person in world.people.values():
        account = accounts.by_id(session, person.account_id) if person.account_id else None
        if account is None or not account.active:
            continue
        actor = accounts.actor_of(account)
        of = {each.id for each in sent if any(account in people for people in answering[each.id].values())}
        turn = {
            each.id for each in sent if each.state in WAITING and each.turn and account in answering[each.id][each.turn]
        }
        assert set(session.execute(select(Case.id).where(charge.in_charge(actor))).scalars()) == of
        assert set(session.execute(select(Case.id).where(charge.waits_for(actor))).scalars()) == turn
