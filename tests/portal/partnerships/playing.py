"""Three municipalities with people in every role, and cases led to any state by the table of steps itself."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from portal.access import ANYONE, Actor, PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Membership
from portal.organisations.models import Organisation
from portal.partnerships import conditions, queries, sending, service
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.fields import Form
from portal.partnerships.models import Case
from portal.partnerships.sending import Draft
from portal.partnerships.stepping import Acting
from portal.partnerships.transition import Transition
from portal.partnerships.vocabulary import Kind, Side, State
from portal.projects.models import Project
from portal.settings import Duties
from tests import factories

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DUTIES = Duties()

# Names of people: of which organisation, in which role. The first two of each look after the cases, see `World`.
MEMBERS = {
    "sender person": ("herne", Role.CONTRIBUTOR),
    "sender contributor": ("herne", Role.CONTRIBUTOR),
    "sender editor": ("herne", Role.EDITOR),
    "sender coordinator": ("herne", Role.COORDINATOR),
    "addressee person": ("bochum", Role.CONTRIBUTOR),
    "addressee contributor": ("bochum", Role.CONTRIBUTOR),
    "addressee editor": ("bochum", Role.EDITOR),
    "addressee coordinator": ("bochum", Role.COORDINATOR),
    "responsible": ("bochum", Role.CONTRIBUTOR),  # for the entry
    "stranger": ("hagen", Role.COORDINATOR),
}


@dataclass
class World:
    """Who is there. `herne` asks `bochum` about `project`; `hagen` has nothing to do with it."""

    herne: Organisation
    bochum: Organisation
    hagen: Organisation
    project: Project
    people: dict[str, Actor] = field(default_factory=dict)

    def acting(self, name: str, at: datetime = MONDAY) -> Acting:
        """Somebody who acts at a moment."""
        return Acting(self.people[name], at, DUTIES)


def build(session, *, fresh: bool = False, places: Sequence[Organisation] = ()) -> World:
    """Make them; `fresh` under names that nobody has yet; `places` are there already, in the order of the world."""
    number = f" {next(factories._numbers)}" if fresh else ""
    names = ("Herne", "Bochum", "Hagen")
    herne, bochum, hagen = places or [factories.organisation(session, f"{name}{number}") for name in names]
    places = {"herne": herne, "bochum": bochum, "hagen": hagen}
    people = {name: person(session, {places[of]: role}, name) for name, (of, role) in MEMBERS.items()}
    people["of both"] = person(session, {herne: Role.EDITOR, bochum: Role.EDITOR}, "of both")
    people["moderation"] = person(session, {}, "moderation", PortalRole.MODERATION)
    people["administration"] = person(session, {}, "administration", PortalRole.ADMINISTRATION)
    people["account"] = person(session, {}, "account")
    people["anonymous"] = ANYONE
    project = factories.published(session, bochum)
    project.responsibles = []
    session.flush()
    factories.be_responsible(session, people["responsible"], project)
    return World(herne, bochum, hagen, project, people)


def person(session, roles, name="Person", portal_role=None) -> Actor:
    made = Account(
        email=f"{name.replace(' ', '-')}-{len(name)}-{next(factories._numbers)}@stadt.example",
        display_name=name.title(),
        password_hash="",
        portal_role=portal_role,
        created_at=MONDAY,
        memberships=[Membership(organisation=of, role=role) for of, role in roles.items()],
    )
    session.add(made)
    session.flush()
    return accounts.actor_of(made)


def draft(world, *addressees, **values) -> Draft:
    stated = {"kind": Kind.REUSE, "wants": "Wir möchten Ihr Verfahren nachnutzen.", "offers": "Wir testen mit."}
    return Draft(**stated | values, addressees=addressees or (Addressee(world.bochum.id, world.project.id),))


def drafted(session, world, **values) -> Case:
    """A draft to Bochum that "sender person" looks after."""
    person_id = world.people["sender person"].account_id
    acting = world.acting("sender editor")
    written = sending.write(session, acting, world.herne, draft(world, person_id=person_id, **values))
    [case] = written.cases
    found = queries.by_id(session, case.id)
    assert found is not None
    return found


def send(session, world, case, at=MONDAY) -> Case:
    [sent] = sending.send(session, world.acting("sender editor", at), case.sending_id, case.sending.version)
    return sent


SAMPLES = {
    Form.TEXT: "Ein Satz.\n\nNoch einer.",
    Form.LINE: "nach den Ferien",
    Form.DAY: date(2026, 11, 2),
    Form.COUNT: 120,
    Form.YES_NO: True,
    Form.LINK: "https://rat.example/vorlage/1",
}


def sample(world, transition, side) -> dict:
    """Values that fit every field of a step."""
    values = {each.name: SAMPLES[each.form] for each in transition.fields if each.form in SAMPLES}
    values |= {each.name: next(iter(each.choices)) for each in transition.fields if each.choices}
    if side is Side.ADDRESSEE:  # who asks proposes nobody else
        values |= {each.name: world.hagen.id for each in transition.fields if each.form is Form.ORGANISATION}
    name = "sender coordinator" if side is Side.SENDER else "addressee coordinator"
    values |= {each.name: world.people[name].account_id for each in transition.fields if each.form is Form.COLLEAGUE}
    return values


# Who takes a step when it only matters that it is taken.
TYPICAL = {Side.SENDER: "sender editor", Side.ADDRESSEE: "addressee editor", Side.MODERATION: "moderation"}


def take(session, world, case, transition, *, side=None, at=MONDAY, given=None) -> Case:
    """Let somebody of the side take a step, or the portal; the values are samples unless given."""
    side = side or transition.by[0]
    if transition is table.SEND:
        return send(session, world, case, at)
    if side is Side.SYSTEM:
        acting = Acting(ANYONE, at, DUTIES)
        assert service.perform_by_portal(session, acting, transition, case.id)
        return case
    values = sample(world, transition, side) if given is None else given
    return service.perform(session, world.acting(TYPICAL[side], at), transition, case.id, case.version, values)


def account(world, name) -> int:
    return world.people[name].account_id


def perform(session, world, case, name, transition, at=MONDAY, **given) -> Case:
    """Let somebody by name take a step with these values."""
    return service.perform(session, world.acting(name, at), transition, case.id, case.version, given)


def path_to(state: State) -> list[Transition]:
    """The shortest way from a draft to a state by steps whose conditions hold while nobody proposes anything."""
    waiting: deque[tuple[State, list[Transition]]] = deque([(State.DRAFT, [])])
    seen = {State.DRAFT}
    while waiting:
        here, way = waiting.popleft()
        if here is state:
            return way
        for transition in table.TRANSITIONS:
            further = transition.after
            open_at_first = transition.needs in (None, conditions.NO_PROPOSAL)
            if here in transition.before and open_at_first and further and further not in seen:
                seen.add(further)
                waiting.append((further, [*way, transition]))
    raise AssertionError(f"no way leads to {state}")


def case_in(session, world, state: State, *, called: bool = False) -> Case:
    """A case in a state, looked after by "sender person" and "addressee person"."""
    case = drafted(session, world)
    for transition in path_to(state):
        take(session, world, case, transition)
    if called:
        take(session, world, case, table.CALL)
    case.addressee_person_id = world.people["addressee person"].account_id
    session.flush()
    found = queries.by_id(session, case.id)
    assert found is not None
    return found


def later(days: float) -> datetime:
    return MONDAY + timedelta(days=days)
