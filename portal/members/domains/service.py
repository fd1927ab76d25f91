"""Verbs on mail domains: confirm, change, remove. They flush, never commit."""

from collections.abc import Sequence
from textwrap import shorten

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, ensure
from portal.accounts.free_mail import is_free_mail
from portal.audit import Event
from portal.database import wait_for_turn
from portal.errors import Invalid, NotFound
from portal.members import access, events
from portal.members.domains import queries
from portal.members.joining import requests
from portal.members.models import MailDomain
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_

_LONGEST_LISTED = 200  # characters the log takes


def confirm(session: Session, actor: Actor, domain: str, organisations: Sequence[Organisation]) -> MailDomain:
    """Let addresses of a domain propose these organisations; requests that waited for that go to the only one.

    Raises Forbidden, and Invalid for a known domain, one of free mail, or without organisations that can have members.
    """
    ensure(actor, access.DOMAINS, None)
    _take_turn(session)
    _ensure_fit(session, domain, organisations, None)
    confirmed = MailDomain(
        domain=domain,
        confirmed_at=utcnow(),
        confirmed_by_id=actor.account_id,
        organisations=list(organisations),
    )
    session.add(confirmed)
    session.flush()
    _record(session, actor, events.DOMAIN_CONFIRMED, confirmed, after=_values(confirmed))
    requests.assign(session, domain, organisations)
    return confirmed


def change(
    session: Session, actor: Actor, domain_id: int, domain: str, organisations: Sequence[Organisation]
) -> MailDomain:
    """Write a domain and its organisations anew. Raises like `confirm`, and NotFound."""
    ensure(actor, access.DOMAINS, None)
    _take_turn(session)
    changed = _find(session, domain_id)
    _ensure_fit(session, domain, organisations, changed)
    before = _values(changed)
    changed.domain, changed.organisations = domain, list(organisations)
    session.flush()
    after = _values(changed)
    if before != after:
        _record(session, actor, events.DOMAIN_CHANGED, changed, before=before, after=after)
        requests.assign(session, domain, organisations)
    return changed


def remove(session: Session, actor: Actor, domain_id: int) -> str:
    """Let a domain propose nothing any more; return its name. Members stay members. Raises Forbidden, NotFound."""
    ensure(actor, access.DOMAINS, None)
    _take_turn(session)
    removed = _find(session, domain_id)
    _record(session, actor, events.DOMAIN_REMOVED, removed, before=_values(removed))
    session.delete(removed)
    session.flush()
    return removed.domain


def _take_turn(session: Session) -> None:
    wait_for_turn(session, "mail domains")


def _find(session: Session, domain_id: int) -> MailDomain:
    found = queries.by_id(session, domain_id)
    if found is None:
        raise NotFound
    return found


def _ensure_fit(
    session: Session, domain: str, organisations: Sequence[Organisation], changed: MailDomain | None
) -> None:
    if is_free_mail(domain):
        raise Invalid(
            {"domain": [N_("Adressen dieser Domain kann sich jeder anlegen. Sie belegen keine Zugehörigkeit.")]}
        )
    known = queries.by_name(session, domain)
    if known is not None and known is not changed:
        raise Invalid({"domain": [N_("Diese Domain ist schon bestätigt.")]})
    if not organisations or not all(one.can_have_members for one in organisations):
        raise Invalid({"organisations": [N_("Bitte wählen Sie mindestens eine Organisation aus der Liste.")]})


def _values(domain: MailDomain) -> dict[str, str]:
    names = ", ".join(sorted(one.name for one in domain.organisations))
    return {"domain": domain.domain, "organisations": shorten(names, _LONGEST_LISTED, placeholder=" …")}


def _record(
    session: Session,
    actor: Actor,
    event: Event,
    domain: MailDomain,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    audit.record(session, actor, event, ("mail-domain", domain.id), before=before, after=after)
