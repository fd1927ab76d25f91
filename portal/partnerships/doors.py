"""What the pages of this domain share: who acts, and finding what an address names."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.access import Actor, allowed, ensure
from portal.errors import NotFound, Throttled
from portal.orm import LARGEST_ID, utcnow
from portal.partnerships import access, queries
from portal.partnerships.duties import absence
from portal.partnerships.models import Case, Sending
from portal.partnerships.sending import AlreadyAsked
from portal.partnerships.stepping import Acting
from portal.web import guards
from portal.work import reading

# What is written and the lists of it; the cases have a blueprint of their own.
blueprint = Blueprint("partnership_requests", __name__)


def current_actor() -> Actor:
    """Return who asks, with those he stands in for today."""
    if "standing_in" not in g:
        with reading() as session:
            g.standing_in = absence.with_absent(session, guards.current_actor(), utcnow())
    found: Actor = g.standing_in
    return found


def acting() -> Acting:
    """Return who asks, acting now."""
    return Acting(current_actor(), utcnow(), running.settings().duties)


def find(session: Session, case_id: int) -> Case:
    """Return a case the actor may see. Raises NotFound for any other: nobody else must know of it."""
    case = queries.by_id(session, case_id)
    if case is None or not allowed(current_actor(), access.VIEW, case):
        raise NotFound
    return case


def id_in(name: str) -> int:
    """Return the id a form, or the address that led to it, was sent with; 0 for none."""
    typed = request.values.get(name, "")
    return min(int(typed), LARGEST_ID) if typed.isascii() and typed.isdecimal() and len(typed) < 20 else 0


def please_wait(error: Throttled) -> str:
    """Return what somebody reads who has sent too much."""
    hours = max(1, -(-error.retry_after // 3600))
    return str(
        _("Ihre Organisation hat heute schon sehr viele Anfragen gesendet. Bitte warten Sie %(n)s Stunden.", n=hours)
    )


def visible(written: Sending) -> list[Case]:
    """Return the cases of a sending that the actor may see."""
    return [case for case in written.cases if allowed(current_actor(), access.VIEW, case)]


def find_sending(session: Session, sending_id: int) -> Sending:
    """Return a sending of which the actor may see something on the sender's side. Raises NotFound otherwise."""
    written = queries.sending_by_id(session, sending_id)
    if written is None or written.sender_id not in current_actor().organisation_ids or not visible(written):
        raise NotFound
    return written


def to_change(session: Session, sending_id: int) -> Sending:
    """Return a sending the actor could change while it was a draft. Raises NotFound, Forbidden."""
    written = find_sending(session, sending_id)
    ensure(current_actor(), access.EDIT, written)
    return written


def first_of(session: Session, asked: AlreadyAsked | None) -> dict[str, Any] | None:
    """Return the request that is already under way: what is said of it, and its address for who may see it."""
    if asked is None:
        return None
    case = queries.by_id(session, asked.case_id)
    seen = case is not None and allowed(current_actor(), access.VIEW, case)
    return {
        "text": _(asked.message).format(**asked.values),
        "url": url_for("partnerships.show", case_id=asked.case_id) if seen else "",
    }
