"""Reads of mail domains."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.accounts.free_mail import domain_of
from portal.members.models import MailDomain
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation


def listed(session: Session) -> Sequence[MailDomain]:
    """Return the confirmed domains by name with their organisations."""
    statement = select(MailDomain).options(selectinload(MailDomain.organisations)).order_by(MailDomain.domain)
    return session.execute(statement).scalars().all()


def by_id(session: Session, domain_id: int) -> MailDomain | None:
    """Return a domain with its organisations, as they are in the database now."""
    statement = select(MailDomain).where(MailDomain.id == domain_id).options(selectinload(MailDomain.organisations))
    return session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()


def by_name(session: Session, domain: str) -> MailDomain | None:
    """Return a confirmed domain with its organisations."""
    statement = select(MailDomain).where(MailDomain.domain == domain).options(selectinload(MailDomain.organisations))
    return session.execute(statement).scalar_one_or_none()


def served(session: Session, email: str) -> list[Organisation]:
    """Return the organisations whose people have addresses like this, by name; none for an unknown domain."""
    found = by_name(session, domain_of(email))
    return [one for one in found.organisations if one.can_have_members] if found else []


def likeliest(email: str, choices: Sequence[Organisation]) -> Organisation | None:
    """Return the only choice, or the one whose website has the domain of the address; None where that leaves it open.

    A town that shares its domain with a company of its own is meant more often.
    """
    own = [one for one in choices if _website_domain(one) == domain_of(email)]
    return next((few[0] for few in (choices, own) if len(few) == 1), None)


def proposed(session: Session) -> dict[str, list[Organisation]]:
    """Return domains that nobody has confirmed yet, by name: those of the verified websites of organisations."""
    known = set(session.execute(select(MailDomain.domain)).scalars())
    found: dict[str, list[Organisation]] = {}
    for organisation in organisations.with_members(session):
        domain = _website_domain(organisation)
        if organisation.website_verified and domain and domain not in known:
            found.setdefault(domain, []).append(organisation)
    return dict(sorted(found.items()))


def _website_domain(organisation: Organisation) -> str:
    host = urlsplit(organisation.website or "").hostname or ""
    return host.lower().removeprefix("www.")
