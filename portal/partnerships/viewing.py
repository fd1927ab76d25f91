"""Whether somebody who does not act at this moment may see a case: before a letter about it goes out."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access import allowed
from portal.accounts import queries as accounts
from portal.orm import utcnow
from portal.partnerships import access
from portal.partnerships.duties import absence
from portal.partnerships.models import Case


def may_see(session: Session, case: Case, account_id: int, now: datetime | None = None) -> bool:
    """Return whether an account may see a case at a moment, also as who stands in for somebody then."""
    account = accounts.by_id(session, account_id)
    if account is None:
        return False
    return allowed(absence.with_absent(session, accounts.actor_of(account), now or utcnow()), access.VIEW, case)
