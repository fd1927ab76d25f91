"""Verbs on requests to join: ask, assign, accept, decline. They flush, never commit."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import audit, throttle
from portal.access import ANYONE, Actor, Role, ensure
from portal.accounts import queries as accounts
from portal.accounts.free_mail import domain_of
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid, NotFound
from portal.members import access, events, service
from portal.members import queries as members
from portal.members.hooks import Hooks
from portal.members.joining import queries
from portal.members.joining.telling import tell_asker, tell_deciders
from portal.members.models import REASON_MAX, MembershipRequest, RequestState
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_

WINDOW = timedelta(days=1)
REQUESTS_PER_ACCOUNT = 10

BY_REQUEST = N_("Anfrage")


class Decided(Conflict):
    """Somebody else has decided about the request already."""

    message = N_("Über diese Anfrage hat schon jemand entschieden.")


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
    throttle.ensure_below(session, bucket, REQUESTS_PER_ACCOUNT)
    throttle.count(session, bucket, WINDOW)
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
            session.flush()
            tell_deciders(session, request)


def accept(
    session: Session,
    actor: Actor,
    hooks: Hooks,
    request_id: int,
    role: Role,
    organisation: Organisation | None = None,
) -> MembershipRequest:
    """Take somebody in, and write so; `organisation` says which one where the request does not.

    Raises Forbidden, NotFound, Decided, Invalid without an organisation that can have members.
    """
    actor, request = _to_decide(session, actor, request_id)
    wanted = request.organisation or organisation
    if wanted is None:
        raise Invalid({"organisation": [N_("Bitte wählen Sie eine Organisation aus der Liste.")]})
    if request.organisation is None:
        actor, team = service.take_turn(session, actor, wanted)
        ensure(actor, access.DECIDE, team)
    request.state, request.decided_at, request.decided_by_id = RequestState.ACCEPTED, utcnow(), actor.account_id
    request.organisation_id = wanted.id
    session.flush()
    service.admit(session, actor, hooks, request.account, wanted, role, by=BY_REQUEST)
    tell_asker(session, request)
    return request


def decline(session: Session, actor: Actor, request_id: int, reason: str) -> MembershipRequest:
    """Refuse to take somebody in, with a reason that is mailed. Raises Forbidden, NotFound, Decided, Invalid."""
    actor, request = _to_decide(session, actor, request_id)
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


def _to_decide(session: Session, actor: Actor, request_id: int) -> tuple[Actor, MembershipRequest]:
    request = queries.by_id(session, request_id)
    if request is None:
        raise NotFound
    concerned = request.organisation_id
    actor, team = service.take_turn(session, actor, request.organisation)
    ensure(actor, access.DECIDE, team)
    session.refresh(request)  # as it is now that nobody else decides
    if request.state is not RequestState.WAITING or request.organisation_id != concerned:
        raise Decided
    return actor, request
