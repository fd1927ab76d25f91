"""Somebody whose name stands wherever a form of the portal could put it."""

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.address import service as address
from portal.accounts.address.models import AddressChange
from portal.accounts.factors.models import Passkey
from portal.accounts.models import Account
from portal.contact import service as contact
from portal.feedback import service as feedback
from portal.freshness.letters import REVIEW
from portal.mail import posting
from portal.mail.letters import TEST
from portal.mail.unsubscribing import switch
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.organisations import service as organising
from portal.orm import utcnow
from portal.projects import service as projects
from portal.projects.models import Participation
from portal.sso.models import AccountIdentity
from tests import factories

MARK = "qxzjwv"  # long enough that no random token has it
NAME, EMAIL = "Qxzjwvname", "qxzjwvadresse@herne.example"
FORMER, WAITING = "Qxzjwvfrueher@herne.example", "qxzjwvneu@herne.example"


def leave_everywhere(session, links):
    """Make the person, who has been everywhere in the portal, with the former address first; return the account."""
    herne, bochum = (factories.organisation(session, name) for name in ("Herne", "Bochum"))
    account = factories.account(session, herne, role=Role.COORDINATOR, email=FORMER)
    factories.account(session, herne, role=Role.COORDINATOR)
    account.display_name, account.position, account.phone = NAME, f"Leitung {NAME}", f"02323 {NAME}"
    _write(session, account, herne, bochum)
    session.add(AddressChange(account_id=account.id, new_address=EMAIL, requested_at=utcnow()))
    session.flush()
    [change] = session.query(AddressChange)
    address.confirm(session, accounts.actor_of(account), address.token_for(change, links), links)
    _write(session, account, herne, bochum)
    address.request(session, accounts.actor_of(account), WAITING, utcnow())
    _prove(session, account)
    switch(session, account.id, REVIEW, wanted=False)
    return account


def _write(session, account: Account, herne, bochum) -> None:
    """Leave the present address, and the name beside it, in every form that takes one."""
    actor, email = accounts.actor_of(account), account.email
    entry = projects.create(session, actor, herne, factories.complete(participants=["bochum"]))
    projects.publish(session, actor, entry, entry.version)
    factories.be_contact_person(session, account, entry)
    [part] = session.query(Participation).filter_by(project_id=entry.id)
    entry.contact_mailbox = part.contact_mailbox = email  # from before the portal looked at whose it is
    for each in (WAITING, email):  # changed once: the log tells of both
        organising.change(session, actor, herne, {"mailbox": each}, seen=str(herne.version))
    source = factories.from_public_source(session, herne)
    text = f"Stimmt nicht, sagt {NAME}."
    feedback.report_mistake(
        session, actor, source, field="title", message=text, email=email.upper(), address="192.0.2.1"
    )
    feedback.report_barrier(session, actor, page=f"/{NAME}", message=text, email=email, address="192.0.2.1")
    open_entry = factories.published(session, bochum)
    factories.account(session, bochum, role=Role.COORDINATOR)
    for confirmed in (False, True):
        written = contact.write(
            session, actor, open_entry, name=NAME, email=email, message=f"Gruß, {NAME}", address="192.0.2.1"
        )
        written.project = open_entry
        if confirmed:
            contact.confirm(session, written)
    now = utcnow()
    for state in (InvitationState.OPEN, InvitationState.DECLINED):
        session.add(
            Invitation(
                organisation=bochum, email=email, role=Role.EDITOR, created_at=now, expires_at=now, state=state,
                decided_at=None if state is InvitationState.OPEN else now,
            )
        )  # fmt: skip
    for state in (RequestState.WAITING, RequestState.DECLINED):
        session.add(
            MembershipRequest(
                account_id=account.id, organisation=bochum, note=f"Ich bin {NAME}.", created_at=now, state=state,
                reason=None if state is RequestState.WAITING else f"{NAME} kennt hier niemand.",
                decided_at=None if state is RequestState.WAITING else now,
            )
        )  # fmt: skip
    posting.post(session, TEST, to=email).last_error = f"550 <{email}>: unknown"
    posting.post(session, TEST, to=email, account_id=account.id)
    session.flush()


def _prove(session, account: Account) -> None:
    """Leave what proves who somebody is."""
    session.add(
        Passkey(
            account_id=account.id,
            name=f"Schlüssel {NAME}",
            credential_id="a",
            public_key="b",
            user_handle="c",
            sign_count=0,
            created_at=utcnow(),
        )
    )
    session.add(AccountIdentity(account_id=account.id, issuer="https://sso.example", subject=NAME, created_at=utcnow()))
    session.flush()


def columns_saying(database, tables, mark=MARK):
    """Return (table, column) of everything in the database that says the mark, in any case."""
    found = set()
    with database.reading() as session:
        for table in tables:
            for row in session.execute(table.select()).mappings():
                found |= {(table.name, name) for name, value in row.items() if mark in str(value).lower()}
    return found
