"""Verbs on invitations: send, renew, withdraw, accept, decline. They flush, never commit.

Whoever holds the link of an invitation may answer it: it was sent to the invited address only. What the link still
counts for is said by the row.
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal import throttle
from portal.access import ANYONE, Actor, Role, ensure
from portal.accounts import queries as accounts
from portal.accounts import service as accounting
from portal.accounts.models import Account
from portal.errors import Conflict, Forbidden, Invalid, NotFound
from portal.mail import post
from portal.members import access, events, letters, queries, service
from portal.members.hooks import Hooks
from portal.members.invitations import queries as invitations
from portal.members.invitations.ending import end, record
from portal.members.invitations.links import Key, key_of
from portal.members.models import INVITATION_LASTS, Invitation, InvitationState
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_, fold_address

MAILS_WINDOW = timedelta(days=1)
MAILS_PER_ADDRESS = 5
MAILS_PER_ORGANISATION = 100

_WITHDRAWN = frozenset({InvitationState.OPEN})
_RENEWED = _WITHDRAWN | {InvitationState.WITHDRAWN}

BY_INVITATION = N_("Einladung")


class Ended(Conflict):
    """The invitation no longer waits for an answer. `invitation` is as it stands now."""

    message = N_("Diese Einladung gilt nicht mehr.")

    def __init__(self, invitation: Invitation) -> None:
        super().__init__()
        self.invitation = invitation


def invite(session: Session, actor: Actor, organisation: Organisation, email: str, role: Role) -> Invitation:
    """Invite a mail address to the organisation in a role.

    Raises Forbidden, Invalid for an address that belongs to it or has an open invitation, Throttled.
    """
    actor, team = service.take_turn(session, actor, organisation)
    ensure(actor, access.INVITE, team)
    _ensure_wanted(session, organisation, email)
    now = utcnow()
    invitation = Invitation(
        organisation_id=organisation.id,
        email=email,
        role=role,
        invited_by_id=actor.account_id,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    session.add(invitation)
    session.flush()
    _send(session, invitation)
    record(session, actor, events.INVITED, invitation)
    return invitation


def renew(session: Session, actor: Actor, organisation: Organisation, invitation_id: int) -> Invitation:
    """Send an invitation again, now in the actor's name; it lasts as long as a new one, and earlier links end.

    One that was withdrawn because its sender had to go is open again. Raises Forbidden, NotFound, Ended, Invalid where
    the address belongs to the organisation or was invited anew, Throttled.
    """
    actor, invitation = _to_manage(session, actor, organisation, invitation_id, _RENEWED)
    if invitation.state is InvitationState.WITHDRAWN:
        _ensure_wanted(session, organisation, invitation.email)
        invitation.state, invitation.decided_at = InvitationState.OPEN, None
    invitation.invited_by_id = actor.account_id
    invitation.expires_at = utcnow() + INVITATION_LASTS
    _send(session, invitation)
    record(session, actor, events.INVITATION_RENEWED, invitation)
    return invitation


def withdraw(session: Session, actor: Actor, organisation: Organisation, invitation_id: int) -> Invitation:
    """Take an open invitation back. Raises Forbidden, NotFound, Ended."""
    actor, invitation = _to_manage(session, actor, organisation, invitation_id, _WITHDRAWN)
    end(invitation, InvitationState.WITHDRAWN)
    record(session, actor, events.INVITATION_WITHDRAWN, invitation)
    return invitation


def accept(session: Session, actor: Actor, hooks: Hooks, key: Key) -> Invitation:
    """Make the actor a member. Raises NotFound, Ended, Forbidden for an invitation to another address."""
    invitation = _to_answer(session, key)
    account = accounts.by_actor(session, actor)
    if account.email_folded != invitation.email_folded:
        raise Forbidden(N_("Diese Einladung ging an eine andere Adresse als die Ihres Kontos."))
    _admit(session, hooks, account, invitation)
    return invitation


def accept_as_new(session: Session, hooks: Hooks, key: Key, display_name: str, password: str) -> Account:
    """Make an account for the invited address, which the link has proved, and a member of it.

    Raises NotFound, Ended, Conflict when there is an account by now, Invalid for a bad password.
    """
    accounting.hold_address(session, _found(session, key.invitation_id).email)
    invitation = _to_answer(session, key)
    account = accounting.create_account(session, email=invitation.email, display_name=display_name, password=password)
    _admit(session, hooks, account, invitation)
    return account


def decline(session: Session, key: Key) -> Invitation:
    """Say no to an invitation. Raises NotFound, Ended."""
    invitation = _to_answer(session, key)
    end(invitation, InvitationState.DECLINED)
    record(session, ANYONE, events.INVITATION_DECLINED, invitation)
    return invitation


def ensure_waiting(invitation: Invitation, key: Key) -> None:
    """Raise Ended unless the invitation can be answered now, by this link."""
    if invitation.state is not InvitationState.OPEN or invitation.expired or key != key_of(invitation):
        raise Ended(invitation)


def _ensure_wanted(session: Session, organisation: Organisation, email: str) -> None:
    account = accounts.by_email(session, email)
    if account is not None and queries.membership(session, organisation.id, account.id) is not None:
        raise Invalid({"email": [N_("Diese Person gehört schon zur Organisation.")]})
    if invitations.open_for(session, organisation.id, email) is not None:
        raise Invalid({"email": [N_("Für diese Adresse gibt es schon eine Einladung. Sie können sie erneuern.")]})


def _to_manage(
    session: Session, actor: Actor, organisation: Organisation, invitation_id: int, states: frozenset[InvitationState]
) -> tuple[Actor, Invitation]:
    actor, team = service.take_turn(session, actor, organisation)
    ensure(actor, access.INVITE, team)
    invitation = invitations.by_id(session, invitation_id)
    if invitation is None or invitation.organisation_id != organisation.id:
        raise NotFound
    if invitation.state not in states or not invitation.email:  # none: erased meanwhile
        raise Ended(invitation)
    return actor, invitation


def _found(session: Session, invitation_id: int) -> Invitation:
    invitation = invitations.by_id(session, invitation_id)
    if invitation is None:
        raise NotFound
    return invitation


def _to_answer(session: Session, key: Key) -> Invitation:
    service.take_turn(session, ANYONE, _found(session, key.invitation_id).organisation)
    invitation = _found(session, key.invitation_id)  # as it is now that nobody else can change it, if it still is
    ensure_waiting(invitation, key)
    return invitation


def _admit(session: Session, hooks: Hooks, account: Account, invitation: Invitation) -> None:
    actor = accounts.actor_of(account)
    service.admit(session, actor, hooks, account, invitation.organisation, invitation.role, by=BY_INVITATION)


def _send(session: Session, invitation: Invitation) -> None:
    for limit, bucket in (
        (MAILS_PER_ADDRESS, throttle.bucket("invitation", fold_address(invitation.email))),
        (MAILS_PER_ORGANISATION, throttle.bucket("invitation of", str(invitation.organisation_id))),
    ):
        throttle.count_within(session, bucket, limit, MAILS_WINDOW)
    post(session, letters.INVITATION, to=invitation.email, invitation_id=invitation.id)
