"""What becomes of requests and partnerships when the entry they are about is merged into another."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.partnerships import queries
from portal.partnerships.models import Case, Sending
from portal.partnerships.sending import wait_for_sender


def follow(session: Session, merged_id: int, stays_id: int) -> None:
    """Let all that was about the first entry be about the second, in its transaction.

    Where the same was asked about both, both cases stay as they are under way; only from then on it is one thing.
    The caller has locked both entries.
    """
    about_it = select(Case).where(Case.project_id == merged_id).order_by(Case.id).with_for_update()
    cases = session.execute(about_it).scalars().all()
    for sender_id in sorted({case.sender_id for case in cases}):
        wait_for_sender(session, sender_id)
    for case in cases:
        about = case.about.replace(f"project={merged_id} ", f"project={stays_id} ")
        first = queries.same_thing(session, case.sender_id, case.addressee_id, about)
        # Each row is written once: the second time PostgreSQL would lock its sending too, and whoever changes a draft
        # has locked that before the entry.
        case.project_id = stays_id
        if first is None:
            case.about = about
    session.execute(update(Sending).where(Sending.own_project_id == merged_id).values(own_project_id=stays_id))
    session.flush()
