"""Who may do what about members, as a table of role, permission and state of the organisation."""

import pytest

from portal.access import ANYONE, Actor, PortalRole, Role, allowed
from portal.members import access
from portal.members.access import Team
from portal.organisations.models import Organisation, OrganisationKind

HERNE, BOCHUM = (
    Organisation(id=number, name=name, slug=name.lower(), kind=OrganisationKind.MUNICIPALITY)
    for number, name in enumerate(("Herne", "Bochum"), start=1)
)
ROLES = {
    "anonymous": ANYONE,
    "account": Actor(account_id=70),
    "contributor": Actor(account_id=71, roles={HERNE.id: Role.CONTRIBUTOR}),
    "editor": Actor(account_id=72, roles={HERNE.id: Role.EDITOR}),
    "coordinator": Actor(account_id=73, roles={HERNE.id: Role.COORDINATOR}),
    "stranger": Actor(account_id=74, roles={BOCHUM.id: Role.COORDINATOR}),
    "moderation": Actor(account_id=75, portal_role=PortalRole.MODERATION),
    "administration": Actor(account_id=76, portal_role=PortalRole.ADMINISTRATION),
}
STATES = {"coordinated": Team(HERNE, True), "headless": Team(HERNE, False), "unknown": Team(None, False)}
MEMBERS = "contributor editor coordinator"
MANAGE = ("coordinator", "coordinator administration", "administration")
# permission: who has it while there is a coordination, while there is none, and for no known organisation
TABLE = {
    access.VIEW: (f"{MEMBERS} administration", f"{MEMBERS} administration", "administration"),
    access.INVITE: MANAGE,
    access.DECIDE: MANAGE,
    access.CHANGE_ROLE: MANAGE,
    access.REMOVE: MANAGE,
    access.LEAVE: (MEMBERS, MEMBERS, ""),
}
CASES = [
    pytest.param(permission, state, who, id=f"{permission.name} {state}")
    for permission, line in TABLE.items()
    for state, who in zip(STATES, line, strict=True)
]


def having(permission, subject):
    return {name for name, actor in ROLES.items() if allowed(actor, permission, subject)}


def test_the_table_names_every_permission():
    assert list(TABLE) == list(access.PERMISSIONS)


@pytest.mark.parametrize(("permission", "state", "who"), CASES)
def test_exactly_these_roles_have_the_permission(permission, state, who):
    assert having(permission, STATES[state]) == set(who.split())


@pytest.mark.parametrize("permission", access.ADMINISTRATION, ids=lambda permission: permission.name)
def test_the_administration_looks_after_the_whole(permission):
    also = {"moderation"} if permission is access.SEE_WAITING else set()
    assert having(permission, None) == {"administration"} | also
