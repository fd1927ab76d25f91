"""Reads of the members of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.access import PortalRole, Role
from portal.accounts.models import Account, Membership
from portal.members.access import Team
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.organisations.models import WITH_MEMBERS, Organisation
from portal.orm import utcnow
from portal.text import sort_key

_RANKS = {role: rank for rank, role in enumerate(reversed(Role))}


@dataclass(frozen=True)
class Line:
    """An organisation with how many belong to it, coordinate it, are invited to do so and wait to join it."""

    organisation: Organisation
    members: int
    coordinators: int
    invited: int
    waiting: int


def members(session: Session, organisation_id: int) -> list[Membership]:
    """Return who belongs to the organisation, those with the highest role first, then by name."""
    statement = select(Membership).where(Membership.organisation_id == organisation_id)
    found = session.execute(statement.options(joinedload(Membership.account))).scalars()
    return sorted(found, key=lambda one: (_RANKS[one.role], sort_key(one.account.display_name), one.account_id))


def membership(session: Session, organisation_id: int, account_id: int) -> Membership | None:
    """Return the membership as it is in the database now, with account and organisation."""
    statement = (
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.account_id == account_id)
        .options(joinedload(Membership.account), joinedload(Membership.organisation))
    )
    return session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()


def colleagues(session: Session, organisation_id: int, account_id: int) -> list[Account]:
    """Return the open accounts of the organisation beside one, in the order of `members`."""
    others = [one.account for one in members(session, organisation_id) if one.account_id != account_id]
    return [account for account in others if account.active]


def coordinators(session: Session, organisation_id: int) -> Sequence[Account]:
    """Return the open accounts that coordinate the organisation."""
    statement = (
        select(Account)
        .join(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.role == Role.COORDINATOR, Account.active)
        .order_by(Account.id)
    )
    return session.execute(statement).scalars().all()


def coordinated(session: Session) -> frozenset[int]:
    """Return the ids of the organisations that somebody with an open account coordinates."""
    statement = select(Membership.organisation_id).join(Account).where(Membership.role == Role.COORDINATOR)
    return frozenset(session.execute(statement.where(Account.active)).scalars())


def is_only_coordinator(session: Session, organisation_id: int, account_id: int) -> bool:
    """Return whether the account is the whole coordination of the organisation."""
    return {one.id for one in coordinators(session, organisation_id)} == {account_id}


def leaves_others_alone(session: Session, organisation_id: int, account_id: int) -> bool:
    """Return whether colleagues would stay without a coordination if this account left."""
    last = is_only_coordinator(session, organisation_id, account_id)
    return last and bool(colleagues(session, organisation_id, account_id))


def administrators(session: Session) -> Sequence[Account]:
    """Return the open accounts of the portal administration."""
    statement = select(Account).where(Account.portal_role == PortalRole.ADMINISTRATION, Account.active)
    return session.execute(statement.order_by(Account.id)).scalars().all()


def with_portal_role(session: Session) -> list[Account]:
    """Return the accounts with a role for the whole portal, by name."""
    found = session.execute(select(Account).where(Account.portal_role.is_not(None))).scalars()
    return sorted(found, key=lambda account: (sort_key(account.display_name), account.id))


def team(session: Session, organisation: Organisation | None) -> Team:
    """Return what permissions ask of an organisation's members."""
    return Team(organisation, organisation is not None and bool(coordinators(session, organisation.id)))


def overview(session: Session) -> list[Line]:
    """Return all organisations that can have members, by name, in one query."""
    belong = (
        select(func.count(Membership.id))
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.organisation_id == Organisation.id, Account.active)
    )
    invited = select(func.count(Invitation.id)).where(
        Invitation.organisation_id == Organisation.id,
        Invitation.role == Role.COORDINATOR,
        Invitation.state == InvitationState.OPEN,
        Invitation.expires_at > utcnow(),
    )
    waiting = select(func.count(MembershipRequest.id)).where(
        MembershipRequest.organisation_id == Organisation.id, MembershipRequest.state == RequestState.WAITING
    )
    rows = session.execute(
        select(
            Organisation,
            belong.scalar_subquery(),
            belong.where(Membership.role == Role.COORDINATOR).scalar_subquery(),
            invited.scalar_subquery(),
            waiting.scalar_subquery(),
        )
        .where(Organisation.kind.in_(WITH_MEMBERS))
        .order_by(Organisation.name_sort)
    )
    return [Line(*row) for row in rows]
