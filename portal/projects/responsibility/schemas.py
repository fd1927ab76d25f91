"""What people choose on the page of who is responsible."""

from typing import Any

from marshmallow import fields

from portal.projects.schemas import about
from portal.text import N_
from portal.web.fields import Listing, Pattern, PortalSchema

RESPONSIBLES_MAX = 20


def _account(**options: Any) -> Pattern:
    """An account by its number, as a form sends it."""
    message = N_("Bitte wählen Sie eine Person aus der Liste.")
    return Pattern(r"[1-9][0-9]{0,17}", message=message, max_length=18, **options)


class ResponsibilitySchema(PortalSchema):
    """Who looks after an entry and whom staff of others may turn to."""

    responsibles: fields.Field[Any] = Listing(
        _account(),
        most=RESPONSIBLES_MAX,
        metadata=about(
            N_("Wer ist zuständig?"),
            N_("Diese Personen bittet das Portal, die Angaben zu prüfen. Ohne Auswahl bittet es die Koordination."),
            "checkboxes",
            choices="colleagues",
        ),
    )
    contact_person = _account(
        metadata=about(
            N_("Wer ist Ansprechperson für andere Kommunen?"),
            N_(
                "Name und Funktion sehen nur angemeldete Beschäftigte, und nur, solange die Person einverstanden ist. "
                "Wir fragen sie per Mail."
            ),
            "select",
            choices="contact_persons",
        ),
    )
