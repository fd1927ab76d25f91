"""Verbs and reads of absences: who stands in for whom today, and entering it. They flush, never commit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.accounts.models import Account, Membership
from portal.database import wait_for_turn
from portal.errors import Forbidden, Invalid
from portal.partnerships.calendar import day_of
from portal.partnerships.colleagues import colleague
from portal.partnerships.duties.models import Absence
from portal.text import N_

LONGEST = timedelta(days=366)


def enter(session: Session, actor: Actor, now: datetime, first: date, last: date, deputies: Mapping[int, int]) -> None:
    """Keep when the actor is away, and who stands in, by organisation; what was kept before is gone.

    Raises Invalid for days that make no sense and for who cannot stand in.
    """
    today = day_of(now)
    if last < first:
        raise Invalid({"last_day": [N_("Der letzte Tag liegt vor dem ersten.")]})
    if last < today:
        raise Invalid({"last_day": [N_("Diese Tage sind schon vorbei.")]})
    if last - first > LONGEST or first - today > LONGEST:
        raise Invalid({"last_day": [N_("Bitte geben Sie höchstens ein Jahr an.")]})
    wait_for_turn(session, "absences")  # of two who choose each other at once the second is told
    end(session, actor)
    for organisation_id, deputy_id in deputies.items():
        field = f"deputy_{organisation_id}"
        if organisation_id not in actor.organisation_ids or deputy_id == actor.account_id:
            raise Invalid({field: [N_("Bitte wählen Sie eine andere Person aus Ihrer Organisation.")]})
        deputy = colleague(session, organisation_id, deputy_id, field)
        if session.execute(
            select(Absence.account_id).where(Absence.account_id == deputy.id, _within(first, last))
        ).first():
            message = N_("Diese Person ist in diesen Tagen selbst abwesend. Bitte wählen Sie jemand anderen.")
            raise Invalid({field: [message]})
        session.add(
            Absence(
                account_id=actor.account_id,
                organisation_id=organisation_id,
                deputy_id=deputy.id,
                first_day=first,
                last_day=last,
            )
        )
    try:
        session.flush()
    except IntegrityError:  # somebody has left, or the same was sent twice, at this very moment
        raise Invalid({"": [N_("Das hat sich gerade geändert. Bitte versuchen Sie es noch einmal.")]}) from None


def end(session: Session, actor: Actor) -> None:
    """Forget when the actor is away. Raises Forbidden for nobody."""
    if actor.account_id is None:
        raise Forbidden
    session.execute(delete(Absence).where(Absence.account_id == actor.account_id))


def forget_past(session: Session, now: datetime) -> None:
    """Forget absences that are over."""
    session.execute(delete(Absence).where(Absence.last_day < day_of(now)))


def of_account(session: Session, account_id: int | None) -> Sequence[Absence]:
    """Return what an account has entered, past days too."""
    statement = select(Absence).where(Absence.account_id == account_id).order_by(Absence.organisation_id)
    return session.execute(statement).scalars().all()


def as_deputy(session: Session, account_id: int) -> Sequence[Absence]:
    """Return where an account is entered as the deputy of others."""
    statement = select(Absence).where(Absence.deputy_id == account_id).order_by(Absence.organisation_id)
    return session.execute(statement).scalars().all()


def with_absent(session: Session, actor: Actor, now: datetime) -> Actor:
    """Return the actor as somebody who also stands in for those who are away today."""
    if not actor.organisation_ids:
        return actor
    held = (Membership.account_id == Absence.account_id) & (Membership.organisation_id == Absence.organisation_id)
    statement = select(Absence.organisation_id, Absence.account_id, Membership.role).join(Membership, held)
    found: dict[int, dict[int, Role]] = {}
    for of, whom, role in session.execute(statement.where(Absence.deputy_id == actor.account_id, _away(now))):
        found.setdefault(of, {})[whom] = role
    if not found:
        return actor
    ranks = list(Role)
    return replace(
        actor,
        stands_in_for={of: frozenset(roles) for of, roles in found.items()},
        stands_in_as={of: max(roles.values(), key=ranks.index) for of, roles in found.items()},
    )


def deputies(
    session: Session, organisation_id: int, account_ids: Collection[int], now: datetime
) -> Mapping[int, Account]:
    """Return who stands in today for each of these people that is away, by id."""
    statement = (
        select(Absence.account_id, Account)
        .join(Account, Account.id == Absence.deputy_id)
        .where(Absence.organisation_id == organisation_id, Absence.account_id.in_(account_ids))
        .where(_away(now), Account.active)
    )
    return dict(session.execute(statement).all())


def also_deputy(session: Session, account_id: int | None, first: date, last: date) -> bool:
    """Return whether the account stands in for somebody on one of these days."""
    statement = select(Absence.account_id).where(Absence.deputy_id == account_id, _within(first, last))
    return session.execute(statement).first() is not None


def _within(first: date, last: date) -> ColumnElement[bool]:
    return (Absence.first_day <= last) & (Absence.last_day >= first)


def _away(now: datetime) -> ColumnElement[bool]:
    return _within(day_of(now), day_of(now))
