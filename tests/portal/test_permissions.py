"""Who may do what with an entry: the whole policy as a table, walked through line by line."""

import pytest

from portal.access import ANYONE, Actor, PortalRole, Role, allowed, at_least
from portal.organisations.models import Organisation, OrganisationKind
from portal.projects import access
from portal.projects.models import Participation, Project, ProjectResponsible
from portal.projects.vocabulary import ParticipationState, Provenance, Publication

KEEPER, LEAD, PARTICIPANT, DENIED, STRANGER = (
    Organisation(id=number, name=name, slug=name.lower(), kind=OrganisationKind.MUNICIPALITY)
    for number, name in enumerate(("Keeper", "Lead", "Participant", "Denied", "Stranger"), start=1)
)
COMPANY = Organisation(id=9, name="Firma", slug="firma", kind=OrganisationKind.COMPANY)


def member(organisation, role, account_id):
    return Actor(account_id=account_id, roles={organisation.id: role})


MADE_BY = 71  # the account that is responsible for each entry below
ROLES = {
    "anonymous": ANYONE,
    "account": Actor(account_id=70),
    "own": member(KEEPER, Role.CONTRIBUTOR, MADE_BY),
    "colleague": member(KEEPER, Role.CONTRIBUTOR, 72),
    "keeper": member(KEEPER, Role.EDITOR, 73),
    "coordination": member(KEEPER, Role.COORDINATOR, 74),
    "left": member(STRANGER, Role.CONTRIBUTOR, MADE_BY),
    "lead-own": member(LEAD, Role.CONTRIBUTOR, 75),
    "lead": member(LEAD, Role.EDITOR, 76),
    "lead-coordination": member(LEAD, Role.COORDINATOR, 77),
    "participant": member(PARTICIPANT, Role.EDITOR, 78),
    "denied": member(DENIED, Role.EDITOR, 79),
    "stranger": member(STRANGER, Role.COORDINATOR, 80),
    "moderation": Actor(account_id=81, portal_role=PortalRole.MODERATION),
    "administration": Actor(account_id=82, portal_role=PortalRole.ADMINISTRATION),
}
EVERYBODY = " ".join(ROLES)
STAFF = " ".join(name for name in ROLES if name not in {"anonymous", "account"})
KEEPS = "own keeper coordination"

STATES = {
    "draft": (KEEPER, Provenance.OWN, Publication.DRAFT),
    "published": (KEEPER, Provenance.OWN, Publication.PUBLISHED),
    "archived": (KEEPER, Provenance.OWN, Publication.ARCHIVED),
    "taken over": (KEEPER, Provenance.PUBLIC_SOURCE, Publication.PUBLISHED),
    "source": (None, Provenance.PUBLIC_SOURCE, Publication.PUBLISHED),
    "handed back": (None, Provenance.OWN, Publication.PUBLISHED),
    "hidden": (KEEPER, Provenance.OWN, Publication.ARCHIVED),
    "merged": (KEEPER, Provenance.OWN, Publication.ARCHIVED),
}

# permission: who has it while a Kommune keeps the entry / while nobody does
#                 draft  published  archived  taken over  source  handed back  hidden  merged
WHOEVER_KEEPS = (KEEPS, KEEPS, KEEPS, KEEPS, "administration", "administration", KEEPS, "")
MODERATION = "moderation administration"
TABLE = {
    access.VIEW: (KEEPS, EVERYBODY, KEEPS, EVERYBODY, EVERYBODY, EVERYBODY, f"{KEEPS} {MODERATION}", ""),
    access.EDIT: WHOEVER_KEEPS,
    access.PUBLISH: WHOEVER_KEEPS,
    access.CONFIRM: WHOEVER_KEEPS,
    access.ARCHIVE: WHOEVER_KEEPS,
    access.DELETE: WHOEVER_KEEPS,
    access.HISTORY: WHOEVER_KEEPS,
    access.ASSIGN: (*("keeper coordination",) * 4, "", "", "keeper coordination", ""),
    access.SEE_CONTACT: (STAFF,) * len(STATES),
    access.TAKE_OVER: ("", "", "", "", "lead lead-coordination participant", "", "", ""),
    access.HIDE: (MODERATION,) * len(STATES),
    access.MERGE: (MODERATION,) * len(STATES),
    access.MOVE: ("administration",) * len(STATES),
}
CASES = [
    pytest.param(permission, state, who, id=f"{permission.name} {state}")
    for permission, line in TABLE.items()
    for state, who in zip(STATES, line, strict=True)
]


def entry(state):
    keeper, provenance, publication = STATES[state]
    parts = [(PARTICIPANT, ParticipationState.NAMED), (DENIED, ParticipationState.DENIED)]
    return Project(
        title="Bauantrag",
        keeper=keeper,
        keeper_id=keeper.id if keeper else None,
        lead=LEAD,
        lead_id=LEAD.id,
        provenance=provenance,
        publication=publication,
        hidden=state == "hidden",
        merged_into_id=99 if state == "merged" else None,
        responsibles=[ProjectResponsible(account_id=MADE_BY)],
        participations=[Participation(organisation=o, organisation_id=o.id, state=s) for o, s in parts],
    )


def test_the_table_names_every_permission():
    assert list(TABLE) == list(access.PERMISSIONS)


@pytest.mark.parametrize(("permission", "state", "who"), CASES)
def test_exactly_these_roles_have_the_permission(permission, state, who):
    assert having(permission, entry(state)) == set(who.split())


@pytest.mark.parametrize(
    ("organisation", "who"),
    [
        (KEEPER, "own colleague keeper coordination"),
        (STRANGER, "left stranger"),
        (PARTICIPANT, "participant"),
    ],
)
def test_entries_are_started_by_the_own_members_only(organisation, who):
    assert having(access.CREATE, organisation) == set(who.split())


def test_a_company_starts_no_entries_even_with_an_editor():
    assert not allowed(member(COMPANY, Role.EDITOR, 90), access.CREATE, COMPANY)


@pytest.mark.parametrize(("organisation", "who"), [(PARTICIPANT, "participant"), (DENIED, "denied")])
@pytest.mark.parametrize("state", STATES)
def test_only_the_participant_speaks_for_its_part(organisation, who, state):
    [part] = [part for part in entry(state).participations if part.organisation_id == organisation.id]
    assert having(access.PARTICIPATE, part) == {who}


def test_roles_include_those_below():
    assert at_least(Role.CONTRIBUTOR) == set(Role)
    assert at_least(Role.EDITOR) == {Role.EDITOR, Role.COORDINATOR}
    assert at_least(Role.COORDINATOR) == {Role.COORDINATOR}


def having(permission, subject):
    return {name for name, actor in ROLES.items() if allowed(actor, permission, subject)}
