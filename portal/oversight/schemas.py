"""What people choose to find entries of the log."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.oversight.events import EVENTS
from portal.oversight.log import Asked
from portal.partial_date import PartialDate
from portal.text import N_
from portal.web.fields import OneOf, Partial, Pattern, PortalSchema

SEND, DISCARD = "senden", "verwerfen"


class LogSchema(PortalSchema):
    """The filter of the log; its names stand in the address."""

    ereignis = OneOf([*EVENTS], metadata={"label": N_("Was geschehen ist"), "kind": "select", "choices": "events"})
    von = Partial(day=True, metadata={"label": N_("Von"), "kind": "date"})
    bis = Partial(day=True, metadata={"label": N_("Bis"), "kind": "date"})


class HeldSchema(PortalSchema):
    """What becomes of mails that waited in a restored backup: of one by its number, without one of all."""

    decision = OneOf([SEND, DISCARD], required=True, metadata={"label": N_("Entscheidung")})
    mail = Pattern(r"[1-9][0-9]{0,17}", message=N_("Diese Mail gibt es nicht."), max_length=18)


def asked(chosen: Mapping[str, Any], organisation_id: int | None) -> Asked:
    """Return what the filter asks for; a month or a year counts with all its days."""
    first, last = chosen.get("von"), chosen.get("bis")
    return Asked(
        organisation_id=organisation_id,
        event=chosen.get("ereignis"),
        first_day=date(first.year, first.month or 1, first.day or 1) if first else None,
        last_day=_last_day(last) if last else None,
    )


def _last_day(until: PartialDate) -> date:
    if until.day and until.month:
        return date(until.year, until.month, until.day)
    following = date(until.year, until.month, 28) + timedelta(days=4) if until.month else date(until.year + 1, 1, 1)
    return following.replace(day=1) - timedelta(days=1)
