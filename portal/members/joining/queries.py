"""Reads of requests to join."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.members import queries as members
from portal.members.models import MembershipRequest, RequestState

_WHOLE = (joinedload(MembershipRequest.account), joinedload(MembershipRequest.organisation))


def by_id(session: Session, request_id: int) -> MembershipRequest | None:
    """Return the request as it is in the database now, with account and organisation."""
    statement = select(MembershipRequest).where(MembershipRequest.id == request_id).options(*_WHOLE)
    return session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()


def waiting_for(session: Session, organisation_id: int) -> Sequence[MembershipRequest]:
    """Return the requests that wait for an organisation's decision, the oldest first."""
    return _waiting(session, organisation_id)


def waiting_for_nobody_known(session: Session) -> Sequence[MembershipRequest]:
    """Return the requests of which it is not known yet whom they concern, the oldest first."""
    return _waiting(session, None)


def waiting(session: Session) -> Sequence[MembershipRequest]:
    """Return all requests that wait, the oldest first."""
    statement = select(MembershipRequest).where(MembershipRequest.state == RequestState.WAITING)
    return session.execute(statement.options(*_WHOLE).order_by(MembershipRequest.id)).scalars().all()


def count_waiting(session: Session, organisation_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many requests wait for each of these organisations, by id; none where nobody waits."""
    if not organisation_ids:
        return {}
    statement = (
        select(MembershipRequest.organisation_id, func.count())
        .where(
            MembershipRequest.organisation_id.in_(organisation_ids),
            MembershipRequest.state == RequestState.WAITING,
        )
        .group_by(MembershipRequest.organisation_id)
    )
    return {each: count for each, count in session.execute(statement) if each is not None}


def count_all_waiting(session: Session) -> int:
    """Return how many requests wait anywhere."""
    statement = select(func.count()).where(MembershipRequest.state == RequestState.WAITING)
    return session.execute(statement).scalar_one()


def of_account(session: Session, account_id: int) -> Sequence[MembershipRequest]:
    """Return what an account has asked for, the latest first."""
    statement = select(MembershipRequest).where(MembershipRequest.account_id == account_id).options(*_WHOLE)
    return session.execute(statement.order_by(MembershipRequest.id.desc())).scalars().all()


def waiting_of(session: Session, account_id: int, organisation_id: int | None) -> MembershipRequest | None:
    """Return the account's waiting request to join an organisation, or one that is not known yet."""
    statement = select(MembershipRequest).where(
        MembershipRequest.account_id == account_id,
        MembershipRequest.organisation_id == organisation_id,
        MembershipRequest.state == RequestState.WAITING,
    )
    return session.execute(statement.limit(1)).scalar_one_or_none()


def all_waiting_of(session: Session, account_id: int) -> Sequence[MembershipRequest]:
    """Return what an account has asked for and nobody has decided, as it is now, the oldest first."""
    statement = select(MembershipRequest).where(
        MembershipRequest.account_id == account_id, MembershipRequest.state == RequestState.WAITING
    )
    statement = statement.order_by(MembershipRequest.id).execution_options(populate_existing=True)
    return session.execute(statement).scalars().all()


def deciders(session: Session, request: MembershipRequest) -> Sequence[Account]:
    """Return who decides about a request: the coordination, or where there is none the portal administration."""
    found = members.coordinators(session, request.organisation_id) if request.organisation_id else []
    return found or members.administrators(session)


def _waiting(session: Session, organisation_id: int | None) -> Sequence[MembershipRequest]:
    statement = select(MembershipRequest).where(
        MembershipRequest.organisation_id == organisation_id, MembershipRequest.state == RequestState.WAITING
    )
    return session.execute(statement.options(*_WHOLE).order_by(MembershipRequest.id)).scalars().all()
