"""Verbs on accounts: create, recognise, change the password."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, PortalRole, Role
from portal.accounts import notices, passwords, queries
from portal.accounts.address.models import AddressChange
from portal.accounts.events import CLOSED, KEPT, PASSWORD_CHANGED, REOPENED
from portal.accounts.models import Account, Membership
from portal.accounts.sessions import service as sessions
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_, fold_address


class AddressTaken(Conflict):
    """Another account has the mail address."""

    heading = N_("Diese Adresse ist vergeben")
    message = N_("Zu dieser E-Mail-Adresse gibt es schon ein Konto.")


def hold_address(session: Session, email: str) -> None:
    """Wait until nobody else gives this mail address to an account, and keep others waiting until this is done.

    Whoever also takes the turn of an organisation does that afterwards: two must not wait for each other.
    """
    wait_for_turn(session, f"account of {fold_address(email)}")


def claim_address(session: Session, email: str) -> None:
    """Make sure that this transaction alone may give the mail address to an account. Raises AddressTaken."""
    hold_address(session, email)
    if queries.by_email(session, email) is not None:
        raise AddressTaken


def create_account(
    session: Session,
    *,
    email: str,
    display_name: str,
    password: str,
    organisation: Organisation | None = None,
    role: Role = Role.EDITOR,
    portal_role: PortalRole | None = None,
) -> Account:
    """Create an account, with the role in the organisation if one is given.

    Raises AddressTaken for a known mail address, Invalid for a bad password (see passwords.check) and for an
    organisation that cannot have members.
    """
    known = [email, display_name, *([organisation.name] if organisation else [])]
    passwords.check(password, words=known)
    if organisation is not None and not organisation.can_have_members:
        raise Invalid({"organisation": [N_("Diese Organisation kann keine Mitglieder haben.")]})
    claim_address(session, email)
    account = Account(
        email=email,
        display_name=display_name,
        password_hash=passwords.hashed(password),
        portal_role=portal_role,
        created_at=utcnow(),
        memberships=[Membership(organisation=organisation, role=role)] if organisation else [],
    )
    session.add(account)
    session.flush()
    return account


def recognise(session: Session, email: str, password: str) -> Account | None:
    """Return the open account that mail address and password fit, else None. Reads only.

    Nothing in answer or duration tells whether the account exists.
    """
    account = queries.by_email(session, email)
    kept = account.password_hash if account is not None and account.active else None
    return account if passwords.fits(kept, password) else None


def strengthen(session: Session, account: Account, password: str) -> Account:
    """Keep the password that was just given with today's effort, if its hash is of former times.

    Return the account as it is then; as it was when it has another password by now, so that nobody takes the old one
    for the new.
    """
    if not passwords.is_outdated(account.password_hash):
        return account
    found = queries.by_id(session, account.id, for_update=True)
    if found is None or found.password_hash != account.password_hash:
        return account
    found.password_hash = passwords.hashed(password)
    session.flush()
    return found


def set_password(session: Session, actor: Actor, account: Account, password: str, *, least: int) -> None:
    """Give the account another password, and end all its sign-ins and what they began. Raises Invalid for a bad one.

    `least` is how many characters it needs (passwords.LEAST, or fewer where a second step is asked).
    """
    passwords.check(password, least=least, words=words_about(account))
    account.password_hash = passwords.hashed(password)
    sessions.end_all(session, account.id)
    # Whoever knew the old password must not still take the account along to an address of his own.
    session.execute(delete(AddressChange).where(AddressChange.account_id == account.id))
    audit.record(session, actor, PASSWORD_CHANGED, ("account", account.id))
    notices.tell(session, account, notices.PASSWORD)
    session.flush()


def close(session: Session, actor: Actor, account: Account) -> None:
    """Keep somebody out: no sign-in works any more, and what the account coordinates counts as without coordination."""
    account.active = False
    sessions.end_all(session, account.id)
    audit.record(session, actor, CLOSED, ("account", account.id))
    session.flush()


def reopen(session: Session, actor: Actor, account: Account) -> None:
    """Let somebody in again whose account was closed, with the password and the roles it still has."""
    account.active = True
    audit.record(session, actor, REOPENED, ("account", account.id))
    session.flush()


def keep(session: Session, account: Account) -> None:
    """Note that an account whose owner was warned is in use: the time without use begins anew."""
    if account.warned_at is not None:
        account.warned_at = None
        audit.record(session, Actor(account.id), KEPT, ("account", account.id))


def words_about(account: Account) -> list[str]:
    """Return what others know of a person and would try as a password; the account with its memberships."""
    named = [each.organisation.name for each in account.memberships]
    return [account.email, account.display_name, *named]
