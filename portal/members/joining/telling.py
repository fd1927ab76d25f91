"""Letters about a request to join."""

from sqlalchemy.orm import Session

from portal.access import Role
from portal.accounts.models import Account
from portal.mail import LetterKind, post
from portal.members import letters
from portal.members import queries as members
from portal.members.joining import queries
from portal.members.models import MembershipRequest, RequestState
from portal.organisations.models import Organisation
from portal.orm import utcnow


def tell_deciders(session: Session, request: MembershipRequest) -> None:
    """Write to everybody who decides about the request now."""
    _tell(session, letters.REQUEST, request)


def pass_on(session: Session, request: MembershipRequest) -> None:
    """Write to others who decide about it from now on; they have a week until they are reminded."""
    request.passed_on_at, request.reminded_at = utcnow(), None
    session.flush()
    tell_deciders(session, request)


def pass_on_to_first(session: Session, account: Account, organisation: Organisation, _before: Role | None) -> None:
    """Hand what waits to the first coordination of an organisation, which decides from now on: see `Hooks.risen`."""
    coordination = [each.id for each in members.coordinators(session, organisation.id)]
    if coordination != [account.id]:
        return
    for request in queries.waiting_for(session, organisation.id):
        if request.account_id != account.id:  # the own one is settled with the role
            pass_on(session, request)


def remind_deciders(session: Session, request: MembershipRequest) -> None:
    """Write to them once more."""
    _tell(session, letters.REQUEST_REMINDER, request)


def tell_asker(session: Session, request: MembershipRequest) -> None:
    """Write to whoever asked what was decided."""
    kind = letters.ACCEPTED if request.state is RequestState.ACCEPTED else letters.DECLINED
    post(session, kind, to=request.account.email, account_id=request.account_id, request_id=request.id)


def _tell(session: Session, kind: LetterKind, request: MembershipRequest) -> None:
    for account in queries.deciders(session, request):
        post(session, kind, to=account.email, account_id=account.id, request_id=request.id)
