"""How an invitation ends, and what the log says of one: for whoever sends, answers or withdraws, and for who goes."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal import audit
from portal.access import ROLE_LABELS, Actor
from portal.audit import Event
from portal.members import events
from portal.members.invitations import queries
from portal.members.models import Invitation, InvitationState
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_

INVITER_GONE = N_("Wer eingeladen hat, betreut die Mitglieder nicht mehr")


def end(invitation: Invitation, state: InvitationState) -> None:
    """Let an invitation be over from now on."""
    invitation.state, invitation.decided_at = state, utcnow()


def record(session: Session, actor: Actor, event: Event, invitation: Invitation, **more: str) -> None:
    """Note in the log what became of an invitation; `more` are further fields of the event."""
    audit.record(
        session,
        actor,
        event,
        ("invitation", invitation.id),
        organisation_id=invitation.organisation_id,
        after={"role": ROLE_LABELS[invitation.role]} | more,
    )


def run_out(session: Session, now: datetime) -> int:
    """Let every invitation that can be taken run out now, and be renewed by who looks after it; return how many.

    For a backup that was restored: some were answered or withdrawn since.
    """
    could_be_taken = (Invitation.state == InvitationState.OPEN) & (Invitation.expires_at > now)
    ended = update(Invitation).where(could_be_taken).values(expires_at=now)
    return len(session.execute(ended.returning(Invitation.id)).all())


def withdraw_sent(session: Session, actor: Actor, organisation: Organisation, account_id: int) -> None:
    """Take back the open invitations to the organisation that an account sent, which has to go."""
    for invitation in queries.sent_by(session, organisation.id, account_id):
        end(invitation, InvitationState.WITHDRAWN)
        record(session, actor, events.INVITATION_WITHDRAWN, invitation, why=INVITER_GONE)
    session.flush()
