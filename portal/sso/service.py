"""Verbs on identities: recognise, make the account, link, let go. They flush, never commit."""

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.accounts import queries as accounts
from portal.accounts import service as accounting
from portal.accounts.models import Account
from portal.errors import Conflict, Forbidden, Invalid, NotFound
from portal.orm import utcnow
from portal.sso import events, queries, roles
from portal.sso.models import AccountIdentity
from portal.sso.person import Person
from portal.sso.roles import Source
from portal.text import N_, fold_address


class AlreadyLinked(Conflict):
    """The identity belongs to another account."""

    heading = N_("Schon verbunden")
    message = N_("Diese Anmeldung gehört schon zu einem anderen Konto.")


def recognise(session: Session, source: Source, person: Person) -> Account | None:
    """Return the account of somebody who has come before, with the roles of today; None for somebody new.

    The account may be closed, or belong to no organisation any more.
    """
    found = queries.identity(session, person.issuer, person.subject)
    if found is None:
        return None
    if found.account.active:
        roles.bring_up_to_date(session, source, found, found.account, person.roles)
    return accounts.by_id(session, found.account_id, fresh=True)


def make_account(session: Session, source: Source, person: Person) -> Account:
    """Make an account without a password for somebody new, with the roles of the provider.

    Raises Forbidden where no role is meant for the person, AddressTaken when the address has an account by now.
    """
    if not roles.meant(session, person.roles):
        raise Forbidden
    accounting.hold_address(session, person.email)
    known = recognise(session, source, person)
    if known is not None:
        return known  # the form was sent twice
    accounting.claim_address(session, person.email)
    account = Account(
        email=person.email, display_name=person.name, password_hash="", created_at=utcnow(), memberships=[]
    )
    session.add(account)
    session.flush()
    return _attach(session, source, person, account, events.ACCOUNT_MADE)


def link(session: Session, actor: Actor, source: Source, person: Person) -> Account:
    """Let the person sign in to the actor's own account from now on; the actor has just proved to own it.

    Raises Forbidden for an account of another address, AlreadyLinked.
    """
    account = accounts.by_actor(session, actor)
    if account.email_folded != fold_address(person.email):
        raise Forbidden
    accounting.hold_address(session, person.email)
    found = queries.identity(session, person.issuer, person.subject)
    if found is None:
        return _attach(session, source, person, account, events.LINKED)
    if found.account_id != account.id:
        raise AlreadyLinked
    return account


def unlink(session: Session, actor: Actor, identity_id: int) -> None:
    """End the way in by one identity of the actor's own; memberships stay, as if given by colleagues.

    Raises NotFound for any other, Invalid where it is the only way in.
    """
    account = accounts.by_actor(session, actor)
    own = queries.identities(session, account.id)
    found = next((each for each in own if each.id == identity_id), None)
    if found is None:
        raise NotFound
    if len(own) == 1 and not account.password_hash:
        raise Invalid({"": [N_("Legen Sie zuerst ein Passwort fest. Sonst kommen Sie nicht mehr in Ihr Konto.")]})
    audit.record(session, actor, events.UNLINKED, ("account", account.id), before={"provider": found.issuer[:200]})
    session.delete(found)
    session.flush()


def _attach(session: Session, source: Source, person: Person, account: Account, event: audit.Event) -> Account:
    identity = AccountIdentity(
        account_id=account.id, issuer=person.issuer, subject=person.subject, created_at=utcnow(), given=[]
    )
    session.add(identity)
    session.flush()
    audit.record(session, Actor(account.id), event, ("account", account.id), after={"provider": source.provider})
    roles.bring_up_to_date(session, source, identity, account, person.roles)
    found = accounts.by_id(session, account.id, fresh=True)
    assert found is not None
    return found
