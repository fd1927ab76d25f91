"""Reads of invitations."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.access import Role
from portal.members.models import Invitation, InvitationState
from portal.orm import utcnow
from portal.text import fold

DECLINED_SHOWN = timedelta(days=30)


def by_id(session: Session, invitation_id: int) -> Invitation | None:
    """Return the invitation as it is in the database now, with organisation and who invited."""
    statement = (
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .options(joinedload(Invitation.organisation), joinedload(Invitation.invited_by))
    )
    return session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()


def open_for(session: Session, organisation_id: int, email: str) -> Invitation | None:
    """Return the open invitation of a mail address to the organisation, however it is cased."""
    statement = select(Invitation).where(
        Invitation.organisation_id == organisation_id,
        Invitation.email_folded == fold(email),
        Invitation.state == InvitationState.OPEN,
    )
    return session.execute(statement).scalar_one_or_none()


def to_coordinate(session: Session, organisation_id: int, inviter_id: int) -> Sequence[Invitation]:
    """Return the open invitations to coordinate the organisation that an account sent."""
    statement = select(Invitation).where(
        Invitation.organisation_id == organisation_id,
        Invitation.invited_by_id == inviter_id,
        Invitation.role == Role.COORDINATOR,
        Invitation.state == InvitationState.OPEN,
    )
    return session.execute(statement.order_by(Invitation.id)).scalars().all()


def shown(session: Session, organisation_id: int) -> Sequence[Invitation]:
    """Return the organisation's open invitations with who sent them, and those declined lately, the latest first."""
    declined_lately = (Invitation.state == InvitationState.DECLINED) & (
        Invitation.decided_at > utcnow() - DECLINED_SHOWN
    )
    statement = (
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.email != "",  # of an account that was erased
            or_(Invitation.state == InvitationState.OPEN, declined_lately),
        )
        .options(joinedload(Invitation.invited_by))
        .order_by(Invitation.id.desc())
    )
    return session.execute(statement).scalars().all()
