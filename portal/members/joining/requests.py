"""Verbs on requests to join: ask, assign, accept, decline, withdraw. They flush, never commit."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import audit, throttle
from portal.access import ANYONE, Actor, Permission, Role, ensure
from portal.accounts import queries as accounts
from portal.accounts.free_mail import domain_of
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid, NotFound
from portal.members import access, events, service
from portal.members import queries as members
from portal.members.access import Team
from portal.members.hooks import Hooks
from portal.members.joining import queries
from portal.members.joining.telling import pass_on, tell_asker, tell_deciders
from portal.members.models import REASON_MAX, MembershipRequest, RequestState
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_

WINDOW = timedelta(days=1)
REQUESTS_PER_ACCOUNT = 10

BY_REQUEST = N_("Anfrage")


class Decided(Conflict):
    """Somebody else has decided about the request already, or it was withdrawn."""

    message = N_("Über diese Anfrage hat schon jemand entschieden, oder sie ist zurückgezogen.")


class NotDirected(Conflict):
    """It is not known yet which organisation the request concerns."""

    message = N_("Bitte ordnen Sie die Anfrage zuerst einer Organisation zu.")


def ask(session: Session, actor: Actor, organisation: Organisation | None, note: str | None) -> MembershipRequest:
    """Ask to take the actor in; without an organisation the portal administration finds out which one is meant.

    Those who decide get a mail. Raises Invalid for an organisation that cannot have members, has the actor as one or
    was asked already, and without organisation for a missing note; Throttled.
    """
    account = accounts.by_actor(session, actor)
    if organisation is None and not note:
        raise Invalid({"note": [N_("Bitte schreiben Sie, für welche Organisation Sie arbeiten.")]})
    if organisation is not None and not organisation.can_have_members:
        raise Invalid({"organisation": [N_("Bitte wählen Sie eine Organisation aus der Liste.")]})
    wait_for_turn(session, f"requests of {account.id}")
    if organisation is not None and members.membership(session, organisation.id, account.id) is not None:
        raise Invalid({"organisation": [N_("Sie gehören schon zu dieser Organisation.")]})
    if queries.waiting_of(session, account.id, organisation.id if organisation else None) is not None:
        raise Invalid({"organisation": [N_("Ihre Anfrage dazu wartet schon auf eine Entscheidung.")]})
    bucket = throttle.bucket("membership request", str(account.id))
    throttle.count_within(session, bucket, REQUESTS_PER_ACCOUNT, WINDOW)
    request = MembershipRequest(
        account_id=account.id,
        organisation_id=organisation.id if organisation else None,
        note=note,
        created_at=utcnow(),
    )
    session.add(request)
    session.flush()
    audit.record(session, actor, events.ASKED, ("account", account.id), organisation_id=request.organisation_id)
    tell_deciders(session, request)
    return request


def assign(session: Session, domain: str, organisations: Sequence[Organisation]) -> None:
    """Hand requests from addresses of a domain, so far for nobody known, to the only organisation it serves."""
    if len(organisations) != 1:
        return
    [organisation] = organisations
    service.take_turn(session, ANYONE, None)
    for request in queries.waiting_for_nobody_known(session):
        if domain_of(request.account.email) != domain:
            continue
        if members.membership(session, organisation.id, request.account_id) is not None:
            continue
        if queries.waiting_of(session, request.account_id, organisation.id) is None:
            request.organisation_id = organisation.id
            pass_on(session, request)


def direct(session: Session, actor: Actor, request_id: int, organisation: Organisation) -> MembershipRequest:
    """Hand a request to the organisation it concerns; who decides there gets a mail.

    Raises Forbidden, NotFound, Decided, Invalid for an organisation that cannot have members, has the person as one or
    was asked already.
    """
    actor, request = _waiting(session, actor, request_id, access.DIRECT)
    before = request.organisation.name if request.organisation else None
    if not organisation.can_have_members:
        raise Invalid({"organisation": [N_("Bitte wählen Sie eine Organisation aus der Liste.")]})
    if members.membership(session, organisation.id, request.account_id) is not None:
        raise Invalid({"organisation": [N_("Die Person gehört schon zu dieser Organisation.")]})
    if queries.waiting_of(session, request.account_id, organisation.id) is not None:
        raise Invalid({"organisation": [N_("Dort wartet schon eine Anfrage dieser Person.")]})
    request.organisation_id = organisation.id
    session.flush()
    session.refresh(request, ("organisation",))
    audit.record(
        session,
        actor,
        events.DIRECTED,
        ("account", request.account_id),
        organisation_id=organisation.id,
        before={"organisation": before},
        after={"organisation": organisation.name},
    )
    pass_on(session, request)
    return request


def accept(session: Session, actor: Actor, hooks: Hooks, request_id: int, role: Role) -> MembershipRequest:
    """Take somebody in, and write so. Raises Forbidden, NotFound, Decided, NotDirected."""
    actor, request = _waiting(session, actor, request_id, access.DECIDE)
    if request.organisation is None:
        raise NotDirected
    request.state, request.decided_at, request.decided_by_id = RequestState.ACCEPTED, utcnow(), actor.account_id
    session.flush()
    service.admit(session, actor, hooks, request.account, request.organisation, role, by=BY_REQUEST)
    tell_asker(session, request)
    return request


def decline(session: Session, actor: Actor, request_id: int, reason: str) -> MembershipRequest:
    """Refuse to take somebody in, with a reason that is mailed. Raises Forbidden, NotFound, Decided, Invalid."""
    actor, request = _waiting(session, actor, request_id, access.DECIDE)
    if not reason.strip() or len(reason) > REASON_MAX:
        raise Invalid({"reason": [N_("Bitte nennen Sie den Grund in höchstens 500 Zeichen.")]})
    request.state, request.decided_at, request.decided_by_id = RequestState.DECLINED, utcnow(), actor.account_id
    request.reason = reason
    session.flush()
    audit.record(
        session, actor, events.DECLINED, ("account", request.account_id), organisation_id=request.organisation_id
    )
    tell_asker(session, request)
    return request


def withdraw(session: Session, actor: Actor, request_id: int) -> MembershipRequest:
    """Take the actor's own request back; what waits to be mailed about it is not sent. Raises NotFound, Decided."""
    request = queries.by_id(session, request_id)
    if request is None or request.account_id != actor.account_id:
        raise NotFound
    concerned = request.organisation_id
    service.take_turn(session, actor, request.organisation)
    _refresh(session, request, concerned)
    _withdraw(session, actor, request)
    return request


def withdraw_all_of(session: Session, actor: Actor, account_id: int) -> None:
    """Take back what an account that is closed asked for; the turns of the organisations must have been taken."""
    for request in queries.all_waiting_of(session, account_id):
        _withdraw(session, actor, request)


def _withdraw(session: Session, actor: Actor, request: MembershipRequest) -> None:
    request.state, request.decided_at = RequestState.WITHDRAWN, utcnow()
    session.flush()
    audit.record(
        session, actor, events.WITHDRAWN, ("account", request.account_id), organisation_id=request.organisation_id
    )


def _waiting(session: Session, actor: Actor, request_id: int, may: Permission[Team]) -> tuple[Actor, MembershipRequest]:
    """Return a request that still waits, kept to this transaction, with the actor as the database knows him now."""
    request = queries.by_id(session, request_id)
    if request is None:
        raise NotFound
    concerned = request.organisation_id
    actor, team = service.take_turn(session, actor, request.organisation)
    ensure(actor, may, team)
    _refresh(session, request, concerned)
    return actor, request


def _refresh(session: Session, request: MembershipRequest, concerned: int | None) -> None:
    if queries.by_id(session, request.id) is None:  # as it is now that nobody else decides
        raise NotFound
    if request.state is not RequestState.WAITING or request.organisation_id != concerned:
        raise Decided
