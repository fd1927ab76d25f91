"""What people type about themselves."""

from typing import Any

from portal.accounts.models import DISPLAY_NAME_MAX, PHONE_MAX, POSITION_MAX
from portal.text import N_
from portal.web.fields import Pattern, PortalSchema, Text


def _about(label: str, hint: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "hint": hint, "kind": "text", **more}


class DetailsSchema(PortalSchema):
    """Name, position and phone number."""

    display_name = Text(
        max_length=DISPLAY_NAME_MAX,
        required=True,
        metadata=_about(
            N_("Name"), N_("So nennt Sie das Portal bei Ihren Kolleginnen und Kollegen."), autocomplete="name"
        ),
    )
    position = Text(
        max_length=POSITION_MAX,
        metadata=_about(
            N_("Funktion"), N_("Zum Beispiel: Digitalisierung, Stabsstelle 13."), autocomplete="organization-title"
        ),
    )
    phone = Pattern(
        r"\+?[0-9][0-9 ()/.-]{3,}",
        message=N_("Bitte geben Sie eine Telefonnummer an, zum Beispiel 02323 16 0."),
        max_length=PHONE_MAX,
        metadata=_about(N_("Telefon"), N_("Ihre dienstliche Nummer."), kind="tel", autocomplete="work tel"),
    )
