"""What happens by itself when nobody does anything: reminders go out, and at last a request lapses."""

from sqlalchemy.orm import Session

from portal.database import wait_for_turn
from portal.partnerships import service
from portal.partnerships import transitions as table
from portal.partnerships.duties import due, reminding
from portal.partnerships.stepping import Acting


def carry_out(session: Session, acting: Acting) -> list[tuple[int, str]]:
    """Do everything that is due by itself at this moment; return the cases with what was done: a step or a notice."""
    wait_for_turn(session, "duties of requests")
    lapsed = [
        (case_id, table.LAPSE.name)
        for case_id in reminding.waiting(session, due.lapses(acting))
        if service.perform_by_portal(session, acting, table.LAPSE, case_id)
    ]
    return [*lapsed, *((case_id, notice.value) for case_id, notice in reminding.remind(session, acting))]
