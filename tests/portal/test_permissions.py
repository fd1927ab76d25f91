"""Who may do what with an entry: the whole policy as a table, walked through line by line."""

import pytest

from portal.access import ANYONE, Actor, allowed
from portal.accounts.models import PortalRole, Role
from portal.organisations.models import Organisation, OrganisationKind
from portal.projects import access
from portal.projects.models import Participation, Project
from portal.projects.vocabulary import ParticipationState, Provenance, Publication

KEEPER, LEAD, PARTICIPANT, DENIED, STRANGER = (
    Organisation(id=number, name=name, slug=name.lower(), kind=OrganisationKind.MUNICIPALITY)
    for number, name in enumerate(("Keeper", "Lead", "Participant", "Denied", "Stranger"), start=1)
)
COMPANY = Organisation(id=9, name="Firma", slug="firma", kind=OrganisationKind.COMPANY)


def editor(organisation):
    return Actor(account_id=organisation.id, roles={organisation.id: Role.EDITOR.value})


ROLES = {
    "anonymous": ANYONE,
    "keeper": editor(KEEPER),
    "lead": editor(LEAD),
    "participant": editor(PARTICIPANT),
    "denied": editor(DENIED),
    "stranger": editor(STRANGER),
    "administration": Actor(account_id=99, portal_role=PortalRole.ADMINISTRATION.value),
}
EVERYBODY = " ".join(ROLES)

STATES = {
    "draft": (KEEPER, Provenance.OWN, Publication.DRAFT),
    "published": (KEEPER, Provenance.OWN, Publication.PUBLISHED),
    "archived": (KEEPER, Provenance.OWN, Publication.ARCHIVED),
    "taken over": (KEEPER, Provenance.PUBLIC_SOURCE, Publication.PUBLISHED),
    "source": (None, Provenance.PUBLIC_SOURCE, Publication.PUBLISHED),
    "handed back": (None, Provenance.OWN, Publication.PUBLISHED),
}

# permission: who has it while a Kommune keeps the entry / while nobody does
#                 draft       published   archived    taken over  source                 handed back
TABLE = {
    access.VIEW: ("keeper", EVERYBODY, "keeper", EVERYBODY, EVERYBODY, EVERYBODY),
    access.EDIT: ("keeper", "keeper", "keeper", "keeper", "administration", "administration"),
    access.PUBLISH: ("keeper", "keeper", "keeper", "keeper", "administration", "administration"),
    access.CONFIRM: ("keeper", "keeper", "keeper", "keeper", "administration", "administration"),
    access.ARCHIVE: ("keeper", "keeper", "keeper", "keeper", "administration", "administration"),
    access.DELETE: ("keeper", "keeper", "keeper", "keeper", "administration", "administration"),
    access.HISTORY: ("keeper", "keeper", "keeper", "keeper", "administration", "administration"),
    access.TAKE_OVER: ("", "", "", "", "lead participant", ""),
    access.MOVE: ("administration",) * 6,
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
        participations=[Participation(organisation=o, organisation_id=o.id, state=s) for o, s in parts],
    )


def test_the_table_names_every_permission():
    assert list(TABLE) == list(access.PERMISSIONS)


@pytest.mark.parametrize(("permission", "state", "who"), CASES)
def test_exactly_these_roles_have_the_permission(permission, state, who):
    project = entry(state)
    having = {name for name, actor in ROLES.items() if allowed(actor, permission, project)}
    assert having == set(who.split())


@pytest.mark.parametrize(
    ("organisation", "who"), [(KEEPER, "keeper"), (STRANGER, "stranger"), (PARTICIPANT, "participant")]
)
def test_entries_are_started_by_the_own_editors_only(organisation, who):
    assert {name for name, actor in ROLES.items() if allowed(actor, access.CREATE, organisation)} == {who}


def test_a_company_starts_no_entries_even_with_an_editor():
    assert not allowed(editor(COMPANY), access.CREATE, COMPANY)


@pytest.mark.parametrize(("organisation", "who"), [(PARTICIPANT, "participant"), (DENIED, "denied")])
@pytest.mark.parametrize("state", STATES)
def test_only_the_participant_speaks_for_its_part(organisation, who, state):
    [part] = [part for part in entry(state).participations if part.organisation_id == organisation.id]
    assert {name for name, actor in ROLES.items() if allowed(actor, access.PARTICIPATE, part)} == {who}


def test_a_role_that_is_no_editor_edits_nothing():
    reader = Actor(account_id=7, roles={KEEPER.id: "reader"})
    assert not allowed(reader, access.EDIT, entry("published"))
    assert not allowed(reader, access.CREATE, KEEPER)
