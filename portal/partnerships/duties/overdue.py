"""What happens by itself when nobody does anything: reminders go out, at last a request lapses, the moderation goes."""

from sqlalchemy.orm import Session

from portal.database import wait_for_turn
from portal.partnerships import charge, service
from portal.partnerships import transitions as table
from portal.partnerships.duties import due, reminding
from portal.partnerships.stepping import Acting


def carry_out(session: Session, acting: Acting) -> list[tuple[int, str]]:
    """Do everything that is due by itself at this moment; return the cases with what was done: a step or a notice."""
    wait_for_turn(session, "duties of requests")
    by_portal = (
        (table.LAPSE, due.lapses(acting)),
        (table.ESCALATE, charge.deserted()),
        (table.RELEASE, due.moderation_ends(acting)),
    )
    taken = [
        (case_id, step.name)
        for step, condition in by_portal
        for case_id in reminding.waiting(session, condition)
        if service.perform_by_portal(session, acting, step, case_id)
    ]
    return [*taken, *((case_id, notice.value) for case_id, notice in reminding.remind(session, acting))]
