"""What waits for somebody in cases, in words: what exactly, for which side, and until when if it is due."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.partnerships import charge
from portal.partnerships.calendar import Calendar
from portal.partnerships.cases import telling
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import Side, Task
from portal.text import N_

_WITHOUT_DEADLINE = {
    Task.DATES: N_("Bitte antworten Sie für %(own)s auf den Terminvorschlag von %(other)s."),
    Task.REUSE: N_("Bitte sagen Sie für %(own)s, ob die Angaben von %(other)s zur Nachnutzung stimmen."),
    Task.SHOW: N_("Bitte sagen Sie für %(own)s Ja oder Nein: %(other)s möchte die Partnerschaft öffentlich zeigen."),
}


def in_words(
    session: Session, actor: Actor, cases: Sequence[Case], now: datetime, calendar: Calendar
) -> Mapping[int, str]:
    """Return what waits for the actor in each of these cases, as far as something does; one query."""
    by_id = {case.id: case for case in cases}
    asked = charge.tasks(session, actor, by_id.keys(), now)
    return {
        case_id: " ".join(_text(by_id[case_id], task, side, now, calendar) for task, side in tasks)
        for case_id, tasks in asked.items()
    }


def _text(case: Case, task: Task, side: Side, now: datetime, calendar: Calendar) -> str:
    if task is Task.ANSWER:
        return telling.deadline(case, now, calendar)
    sender, addressee = case.sender.name, case.addressee.name
    own, other = (sender, addressee) if side is Side.SENDER else (addressee, sender)
    return str(_(_WITHOUT_DEADLINE[task], own=own, other=other))
