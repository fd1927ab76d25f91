"""Letters about a request to join."""

from sqlalchemy.orm import Session

from portal.mail import post
from portal.members import letters
from portal.members.joining import queries
from portal.members.models import MembershipRequest, RequestState


def tell_deciders(session: Session, request: MembershipRequest) -> None:
    """Write to everybody who decides about the request now."""
    for account in queries.deciders(session, request):
        post(session, letters.REQUEST, to=account.email, account_id=account.id, request_id=request.id)


def tell_asker(session: Session, request: MembershipRequest) -> None:
    """Write to whoever asked what was decided."""
    kind = letters.ACCEPTED if request.state is RequestState.ACCEPTED else letters.DECLINED
    post(session, kind, to=request.account.email, account_id=request.account_id, request_id=request.id)
