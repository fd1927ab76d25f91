"""What people read about tries, waiting, and other people."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import PORTAL_ROLE_LABELS
from portal.accounts import queries
from portal.accounts.models import Account
from portal.accounts.queries import Named
from portal.errors import Throttled


def please_wait(error: Throttled) -> str:
    """Return how long to wait, in minutes or hours."""
    minutes = -(-error.retry_after // 60)
    if minutes <= 90:
        return str(_("Zu viele Versuche. Bitte warten Sie %(minutes)s Minuten.", minutes=minutes))
    return str(_("Zu viele Versuche. Bitte warten Sie %(hours)s Stunden.", hours=-(-minutes // 60)))


def waiting_header(error: Throttled) -> dict[str, str]:
    """Return the header that tells programs the same."""
    return {"Retry-After": str(error.retry_after)}


def names(session: Session, account_ids: Iterable[int | None]) -> Mapping[int, str]:
    """Return what people read instead of the numbers of accounts."""
    return {account_id: name_of(named) for account_id, named in queries.names(session, account_ids).items()}


def name_of(named: Named) -> str:
    """Return the name, or where somebody came from whose account is erased."""
    if not named.erased:
        return named.name
    if named.former_organisation:
        return str(_("ehemaliges Mitglied von %(organisation)s", organisation=named.former_organisation))
    return str(_("ehemaliges Mitglied von Projektnachbarn"))


def sides(session: Session, account_ids: Iterable[int | None]) -> Mapping[int, str]:
    """Return what is told of accounts where it shall not be who it was: their role in the portal, or where from."""
    accounts = queries.by_ids(session, account_ids)
    erased = names(session, [account.id for account in accounts if account.erased_at])
    return {account.id: erased.get(account.id) or _side_of(account) for account in accounts}


def _side_of(account: Account) -> str:
    if account.portal_role:
        return str(_(PORTAL_ROLE_LABELS[account.portal_role]))
    organisations = ", ".join(each.name for each in queries.organisations_of(account))
    if not organisations:
        return str(_("Konto ohne Organisation"))
    return str(_("Mitglied von %(organisations)s", organisations=organisations))
