"""What organisations keep about their members, and how somebody goes who has the account erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session, joinedload

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.address.former import Addresses
from portal.accounts.models import Account
from portal.errors import Conflict, NotFound
from portal.members import queries, service
from portal.members.hooks import Hooks
from portal.members.models import Invitation, InvitationState, MailDomain, MembershipRequest, RequestState
from portal.organisations.service import forget_address
from portal.personal import Consequence, Holding
from portal.text import N_


def holding(hooks: Hooks) -> Holding:
    """Return what this domain keeps; whoever goes hands over what `hooks` name."""

    def erase(session: Session, account_id: int, now: datetime) -> None:
        _leave(session, hooks, _found(session, account_id))
        _forget(session, _found(session, account_id), now)

    return Holding("memberships", _export, erase, _hindrances, _consequences, _find_heirs, _begin)


def _begin(session: Session, account_id: int) -> None:
    """Take the turns of all organisations that know the account, then the account: nobody lets it in meanwhile.

    Raises Conflict where one was added in between.
    """
    turns = _places(session, account_id)
    service.take_turns(session, turns)
    account = accounts.by_id(session, account_id, for_update=True)
    if account is None:
        raise NotFound
    if not {each.organisation_id for each in account.memberships} <= turns:
        raise Conflict(
            N_("Gerade hat sich an den Organisationen des Kontos etwas geändert. Bitte versuchen Sie es noch einmal.")
        )


def _places(session: Session, account_id: int) -> set[int | None]:
    """Return the organisations the account belongs to, asks or is invited by; None where it asks one not known yet."""
    account = _found(session, account_id)
    found: set[int | None] = {each.organisation_id for each in account.memberships}
    found |= {each.organisation_id for each in _requests(session, MembershipRequest.account_id == account_id)}
    return found | {each.organisation_id for each in _invitations(session, account_id)}


def _export(session: Session, account_id: int) -> dict[str, Any]:
    made, decided = MembershipRequest.account_id == account_id, MembershipRequest.decided_by_id == account_id
    confirmed = select(MailDomain).where(MailDomain.confirmed_by_id == account_id).order_by(MailDomain.domain)
    return {
        "invitations": [_told(each) | {"email": each.email} for each in _invitations(session, account_id)],
        # Whom the person invited is told to nobody but that person.
        "invitations_sent": [_told(each) for each in _invitations_of(session, account_id)],
        "requests": [
            _told_of_request(each) | {"note": each.note, "reason": each.reason} for each in _requests(session, made)
        ],
        # Who asked, and what was answered, belongs to whoever asked.
        "requests_decided": [_told_of_request(each) for each in _requests(session, decided)],
        "mail_domains_confirmed": [
            {"at": each.confirmed_at.isoformat(), "domain": each.domain}
            for each in session.execute(confirmed).scalars()
        ],
    }


def _told(invitation: Invitation) -> dict[str, Any]:
    return {
        "at": invitation.created_at.isoformat(),
        "organisation": invitation.organisation.name,
        "role": invitation.role.value,
        "state": invitation.state.value,
    }


def _told_of_request(request: MembershipRequest) -> dict[str, Any]:
    return {
        "at": request.created_at.isoformat(),
        "organisation": request.organisation.name if request.organisation else None,
        "state": request.state.value,
        "passed_on_at": request.passed_on_at.isoformat() if request.passed_on_at else None,
        "reminded_at": request.reminded_at.isoformat() if request.reminded_at else None,
        "decided_at": request.decided_at.isoformat() if request.decided_at else None,
    }


def _requests(session: Session, which: ColumnElement[bool]) -> Sequence[MembershipRequest]:
    statement = select(MembershipRequest).where(which).options(joinedload(MembershipRequest.organisation))
    return session.execute(statement.order_by(MembershipRequest.id)).scalars().all()


def _invitations_of(session: Session, inviter_id: int) -> Sequence[Invitation]:
    statement = select(Invitation).where(Invitation.invited_by_id == inviter_id)
    statement = statement.options(joinedload(Invitation.organisation)).order_by(Invitation.id)
    return session.execute(statement).scalars().all()


def _hindrances(session: Session, account_id: int) -> Sequence[Conflict]:
    refused: list[Conflict] = [
        service.LastCoordinator(each.organisation)
        for each in accounts.memberships_of(_found(session, account_id))
        if queries.leaves_others_alone(session, each.organisation_id, account_id)
    ]
    if {one.id for one in queries.administrators(session)} == {account_id}:
        refused.append(service.LastAdministrator())
    return refused


def _consequences(session: Session, account_id: int) -> Sequence[Consequence]:
    deserted = N_("Danach gehört niemand mehr zu {organisation}. Auf die Einträge achtet dann die Moderation.")
    return [
        Consequence(deserted, {"organisation": each.organisation.name})
        for each in accounts.memberships_of(_found(session, account_id))
        if not queries.colleagues(session, each.organisation_id, account_id)
    ]


def _leave(session: Session, hooks: Hooks, account: Account) -> None:
    """Leave every organisation; a coordinator, or else the first colleague, takes over. Raises LastCoordinator."""
    actor = accounts.actor_of(account)
    memberships = sorted(account.memberships, key=lambda each: each.id)  # their turns are taken: see _begin
    if memberships:
        account.former_organisation_id = memberships[0].organisation_id
    for each in memberships:
        coordinators = [one.id for one in queries.coordinators(session, each.organisation_id)]
        colleagues = [one.id for one in queries.colleagues(session, each.organisation_id, account.id)]
        ready = [one for one in coordinators if one != account.id] or colleagues
        service.depart(session, actor, hooks, each.organisation, account.id, ready[0] if ready else None)


def _find_heirs(session: Session, account_id: int) -> None:
    """Let a colleague coordinate what the account alone coordinates."""
    for each in accounts.memberships_of(_found(session, account_id)):
        if queries.leaves_others_alone(session, each.organisation_id, account_id):
            first = queries.colleagues(session, each.organisation_id, account_id)[0]
            heir = queries.membership(session, each.organisation_id, first.id)
            assert heir is not None
            heir.role = Role.COORDINATOR
            service.tell_role(session, heir)
    session.flush()


def _forget(session: Session, account: Account, now: datetime) -> None:
    forget_address(session, Addresses(session, account.id).include)  # a field for the mailbox of an office
    for invitation in _invitations(session, account.id):
        if invitation.state is InvitationState.OPEN:
            invitation.state, invitation.decided_at = InvitationState.WITHDRAWN, now
        invitation.email = ""
        invitation.email_folded = f"erased:{invitation.id}"  # no address: these have an @
    own = MembershipRequest.account_id == account.id
    session.execute(delete(MembershipRequest).where(own, MembershipRequest.state == RequestState.WAITING))
    for request in session.execute(select(MembershipRequest).where(own)).scalars():
        request.note = request.reason = None
    session.flush()


def _invitations(session: Session, account_id: int) -> list[Invitation]:
    addresses = Addresses(session, account_id)
    statement = select(Invitation).options(joinedload(Invitation.organisation)).order_by(Invitation.id)
    found = session.execute(statement).scalars()
    return [each for each in found if each.account_id == account_id or addresses.include(each.email, each.created_at)]


def _found(session: Session, account_id: int) -> Account:
    account = accounts.by_id(session, account_id)
    if account is None:
        raise NotFound
    return account
