"""Reads of invitations."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.members import queries as members
from portal.members.models import Invitation, InvitationState
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import fold_address

ENDED_SHOWN = timedelta(days=30)


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
        Invitation.email_folded == fold_address(email),
        Invitation.state == InvitationState.OPEN,
    )
    return session.execute(statement).scalar_one_or_none()


def sent_by(session: Session, organisation_id: int, inviter_id: int) -> Sequence[Invitation]:
    """Return the open invitations to the organisation that an account sent."""
    statement = select(Invitation).where(
        Invitation.organisation_id == organisation_id,
        Invitation.invited_by_id == inviter_id,
        Invitation.state == InvitationState.OPEN,
    )
    return session.execute(statement.order_by(Invitation.id)).scalars().all()


def places(session: Session, inviter_id: int) -> Sequence[Organisation]:
    """Return the organisations to which an account sent invitations that are open."""
    statement = select(Organisation).where(
        Organisation.id.in_(
            select(Invitation.organisation_id).where(
                Invitation.invited_by_id == inviter_id, Invitation.state == InvitationState.OPEN
            )
        )
    )
    return session.execute(statement).scalars().all()


def shown(session: Session, organisation_id: int) -> Sequence[Invitation]:
    """Return the organisation's open invitations with who sent them, and some that ended lately, the latest first.

    These are the declined ones, and those withdrawn of which the sender may no longer invite: others can renew them.
    """
    coordination = [one.id for one in members.coordinators(session, organisation_id)]
    sender_stays = Invitation.invited_by.has(Account.active & Account.portal_role.is_not(None))
    left = (
        (Invitation.state == InvitationState.WITHDRAWN) & Invitation.invited_by_id.not_in(coordination) & ~sender_stays
    )
    declined = Invitation.state == InvitationState.DECLINED
    ended_lately = or_(declined, left) & (Invitation.decided_at > utcnow() - ENDED_SHOWN)
    statement = (
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.email != "",  # of an account that was erased
            or_(Invitation.state == InvitationState.OPEN, ended_lately),
        )
        .options(joinedload(Invitation.invited_by))
        .order_by(Invitation.id.desc())
    )
    return session.execute(statement).scalars().all()
