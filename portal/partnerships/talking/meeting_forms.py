"""The form in which dates are proposed."""

import re
from datetime import time
from typing import Any

from marshmallow import fields

from portal.partnerships.talking.meetings import FIELDS, SLOTS_MAX
from portal.partnerships.typed import form_of
from portal.text import N_
from portal.web.fields import Day, Listing, PortalSchema, Row
from portal.web.forms import Form


class Clock(fields.Field[Any]):
    """A time of day, as 10:00, 10.00 or 10."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte füllen Sie dieses Feld aus."),
        "null": N_("Bitte füllen Sie dieses Feld aus."),
        "clock": N_("Bitte geben Sie eine Uhrzeit an, zum Beispiel 10:00."),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> time:
        typed = value.strip() if isinstance(value, str) else ""
        if not typed:
            raise self.make_error("required")
        found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(?: ?Uhr)?", typed, re.ASCII)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise self.make_error("clock")
        return time(hour, minute)


class SlotSchema(PortalSchema):
    """One date: day and time in Berlin."""

    day = Day(required=True, metadata={"label": N_("Tag"), "hint": N_("Zum Beispiel 31.12.2026.")})
    clock = Clock(required=True, metadata={"label": N_("Beginn"), "hint": N_("Zum Beispiel 10:00.")})


def form() -> Form:
    """Return the form."""
    slots = Listing(
        Row(SlotSchema()),
        most=SLOTS_MAX,
        required=True,
        metadata={
            "label": N_("Termine"),
            "hint": N_("Schlagen Sie einen bis fünf Termine vor. Es gilt die Zeit in Deutschland."),
            "kind": "rows",
            "row": N_("Termin"),
        },
    )
    return form_of(FIELDS, {}, more={"slots": slots}, order=["slots", *(each.name for each in FIELDS)])
