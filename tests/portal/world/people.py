"""Somebody in each role, and those whom others decide about."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.access import Actor, PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts.address import service as addresses
from portal.accounts.address.models import AddressChange
from portal.accounts.factors import queries as factors
from portal.accounts.factors import service as factor_service
from portal.accounts.factors.models import Passkey
from portal.accounts.models import Account
from portal.accounts.reset import service as reset
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.devices import device_of
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.members import service as members
from portal.members.hooks import Hooks
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.sso.models import AccountIdentity
from tests import factories
from tests.portal.roles import (
    ADMINISTRATION,
    COORDINATOR,
    EVERYONE,
    FAR_COORDINATOR,
    FAR_MEMBERS,
    MEMBERS,
    SIGNED_IN,
    STAFF,
    WITH_APP,
)
from tests.portal.world.world import World
from tests.support.authenticator import App

# Who takes over from somebody that leaves.
SUCCESSORS = dict.fromkeys(MEMBERS | {"member", "second-coordinator"}, "contact") | dict.fromkeys(
    FAR_MEMBERS, "second-far-coordinator"
)


def people(world: World, session: Session, herne: Organisation, bochum: Organisation, herten: Organisation) -> None:
    """Make everybody of `roles.py`, and whom they decide about."""
    of_herne, of_bochum = MEMBERS | ADMINISTRATION, FAR_MEMBERS | ADMINISTRATION
    _person(world, session, "responsible", of_herne, COORDINATOR, herne, Role.CONTRIBUTOR)
    _person(world, session, "colleague", of_herne, COORDINATOR, herne, Role.CONTRIBUTOR)
    _person(world, session, "editor", of_herne, COORDINATOR, herne, Role.EDITOR)
    _person(world, session, "coordinator", of_herne, COORDINATOR, herne, Role.COORDINATOR)
    _person(world, session, "far-contributor", of_bochum, FAR_COORDINATOR, bochum, Role.CONTRIBUTOR)
    _person(world, session, "far-editor", of_bochum, FAR_COORDINATOR, bochum, Role.EDITOR)
    _person(world, session, "far-coordinator", of_bochum, FAR_COORDINATOR, bochum, Role.COORDINATOR)
    _person(world, session, "outsider", COORDINATOR | ADMINISTRATION, EVERYONE)  # the link of an invitation shows it
    for role in PortalRole:  # what the moderation decides about an entry of Herne stands in Herne's log
        _person(world, session, role.value, ADMINISTRATION | COORDINATOR, ADMINISTRATION, portal_role=role)
    # So that nobody is the last one.
    _person(world, session, "second-coordinator", of_herne, COORDINATOR, herne, Role.COORDINATOR)
    _person(world, session, "second-far-coordinator", of_bochum, FAR_COORDINATOR, bochum, Role.COORDINATOR)
    _person(world, session, "spare", ADMINISTRATION, ADMINISTRATION, portal_role=PortalRole.ADMINISTRATION)
    # Whom others decide about.
    _person(world, session, "member", of_herne, COORDINATOR, herne, Role.CONTRIBUTOR)
    _person(world, session, "contact", STAFF, STAFF, herne, Role.EDITOR)
    _person(world, session, "headless-member", ADMINISTRATION, ADMINISTRATION, herten, Role.CONTRIBUTOR)
    _person(world, session, "closed", ADMINISTRATION, ADMINISTRATION)
    session.get_one(Account, world.facts["closed"]["account_id"]).active = False
    _person(world, session, "asker", COORDINATOR | ADMINISTRATION, COORDINATOR | ADMINISTRATION)
    _person(world, session, "stray", ADMINISTRATION, ADMINISTRATION)
    _person(world, session, "headless-asker", ADMINISTRATION, ADMINISTRATION)
    # Whose links are used here by everybody.
    _person(world, session, "reader", EVERYONE, EVERYONE)
    for name, successor in SUCCESSORS.items():
        world.facts[name]["successor"] = world.facts[successor]["account_id"]
    members.change_role(
        session,
        actor_of(world, session, "coordinator"),
        Hooks(),
        herne,
        world.facts["member"]["account_id"],
        Role.EDITOR,
    )


def _person(
    world: World,
    session: Session,
    name: str,
    readers: frozenset[str],
    readers_of_address: frozenset[str],
    organisation: Organisation | None = None,
    role: Role = Role.EDITOR,
    *,
    portal_role: PortalRole | None = None,
) -> None:
    """Somebody with a sign-in in two browsers, a passkey, and an app that is set up or begun."""
    own = frozenset({name}) & SIGNED_IN
    email = f"{world.plant(f'mail {name}', readers_of_address | own)}@stadt.example"
    account = factories.account(session, organisation, role=role, email=email)
    account.display_name = world.plant(f"name {name}", readers | own)
    account.portal_role = portal_role
    device, now = device_of("Firefox/140.0 (X11; Linux)"), utcnow()
    if own:
        world.tokens[name] = sessions.begin(session, account.id, SignInMethod.PASSWORD, device, now)
    sessions.begin(session, account.id, SignInMethod.PASSWORD, device, now)
    other = session.query(AccountSession).order_by(AccountSession.id.desc()).limit(1).one()
    passkey = Passkey(
        account_id=account.id, name=world.plant(f"passkey {name}", own), credential_id=f"{account.id:08}",
        public_key="AAAA", user_handle=f"{account.id:08}", sign_count=0, created_at=now,
    )  # fmt: skip
    change = AddressChange(
        account_id=account.id,
        new_address=world.plant(f"new {name}", own or readers) + "@stadt.example",
        requested_at=now,
    )
    identity = AccountIdentity(account_id=account.id, issuer="https://sso.example", subject=name, created_at=now)
    session.add_all([passkey, change, identity])
    session.flush()
    links = world.app.extensions["links"]
    if name == "reader":
        world.facts["new address"] = {"token": addresses.token_for(change, links)}
        world.facts["forgotten password"] = {"token": reset.token_for(account, links)}
    world.facts[name] = {
        "slug": organisation.slug if organisation else "keine",
        "account_id": account.id,
        "email": email,
        "session_id": other.id,
        "passkey_id": passkey.id,
        "identity_id": identity.id,
        "password": factories.PASSWORD,
        "successor": "",
        "token": addresses.token_for(change, links),
    }
    _begin_app(world, session, account, name)


def _begin_app(world: World, session: Session, account: Account, name: str) -> None:
    sealing, past = world.app.extensions["sealing"], utcnow() - timedelta(minutes=3)
    actor = accounts.actor_of(account)
    factor_service.begin_app(session, actor, sealing, past)
    found = factors.authenticator(session, account.id)
    assert found is not None
    world.apps[name] = App(factor_service.key_of(found, sealing) or "")
    if name in WITH_APP:
        factor_service.confirm_app(session, actor, sealing, world.apps[name].code(past), past)


def actor_of(world: World, session: Session, name: str) -> Actor:
    """Return somebody as the one who asks, with the roles of now."""
    found = accounts.by_id(session, world.facts[name]["account_id"], fresh=True)
    assert found is not None
    return accounts.actor_of(found)
