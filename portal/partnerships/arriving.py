"""What waits for an organisation's first people: requests that came before there was anybody to answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Role, at_least
from portal.accounts.models import Account
from portal.mail import post
from portal.organisations.models import Organisation
from portal.partnerships import letters, queries
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import Side, State


def tell(session: Session, account: Account, organisation: Organisation, before: Role | None) -> None:
    """Write to the first who can answer, having joined or risen just now, for each request that waits."""
    if before in at_least(Role.EDITOR):
        return  # could answer already
    waiting = select(Case).where(Case.addressee_id == organisation.id, Case.state == State.SENT).order_by(Case.id)
    for case in session.execute(waiting.options(*queries.WHOLE)).scalars():
        first = [one.id for one in queries.at_home(session, case, Side.ADDRESSEE)] == [account.id]
        if first and case.found_nobody:
            post(session, letters.REQUEST, to=account.email, account_id=account.id, case_id=case.id)
