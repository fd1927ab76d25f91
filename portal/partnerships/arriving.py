"""What waits for an organisation's first people: requests for which there was nobody to answer, or nobody any more."""

from collections.abc import Callable, Mapping

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.access import ANYONE, Role, at_least
from portal.accounts.models import Account
from portal.mail import LetterKind, post
from portal.members import queries as members
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.partnerships import letters, queries, service
from portal.partnerships import transitions as table
from portal.partnerships.models import Case, DutyNotice
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import WAITING, Notice, Side
from portal.settings import Duties

_OF = {Side.SENDER: Case.sender_id, Side.ADDRESSEE: Case.addressee_id}


def telling(duties: Duties) -> Callable[[Session, Account, Organisation, Role | None], None]:
    """Return who tells the first people of an organisation what waits; `duties` is the time they have from then on."""

    def tell(session: Session, account: Account, organisation: Organisation, before: Role | None) -> None:
        """Write to the first who can answer, having joined or risen just now, for each request that waits for them.

        Its deadlines begin anew, which both sides see, and the moderation no longer stands in.
        """
        if before in at_least(Role.EDITOR):
            return  # could answer already
        acting = Acting(ANYONE, utcnow(), duties)
        asked = ((Case.turn == side) & (of == organisation.id) for side, of in _OF.items())
        waiting = select(Case.id).where(Case.state.in_(WAITING), or_(*asked))
        for case_id in session.execute(waiting.order_by(Case.id)).scalars().all():
            case = queries.locked(session, case_id)
            if case is not None and case.turn is not None and _is_first(session, case, case.turn, account.id, before):
                kind, params = _what_waits(session, case)
                service.perform_by_portal(session, acting, table.ARRIVE, case_id)
                _forget_warning(session, case_id)
                post(session, kind, to=account.email, account_id=account.id, case_id=case_id, **params)

    return tell


def _what_waits(session: Session, case: Case) -> tuple[LetterKind, Mapping[str, int]]:
    """Return which letter says what waits, as it would have come had somebody been there: the sender has a proposal."""
    if case.turn is Side.ADDRESSEE:
        return letters.REQUEST, {}
    made = [each.number for each in queries.timeline(session, case.id) if each.transition == table.PROPOSE.name]
    return letters.STEP, {"number": made[-1]}


def _is_first(session: Session, case: Case, side: Side, account_id: int, before: Role | None) -> bool:
    """Return whether somebody can answer for a side who could not before, and nobody else could either."""
    entered = case.people(side)
    if before is not None and account_id in entered:
        return False
    able = {
        one.account_id
        for one in members.members(session, case.sides[side])
        if one.account.active and (one.role in at_least(Role.EDITOR) or one.account_id in entered)
    }
    return able == {account_id}


def _forget_warning(session: Session, case_id: int) -> None:
    """Let it be said again that the request lapses: nobody was there to read it."""
    warned = DutyNotice.case_id == case_id, DutyNotice.notice == Notice.LAPSE_SOON
    session.execute(delete(DutyNotice).where(*warned))
