"""What people type to change their address."""

from portal.accounts.models import EMAIL_MAX
from portal.text import N_
from portal.web.fields import Email, PortalSchema


class AddressSchema(PortalSchema):
    """The new address."""

    email = Email(
        max_length=EMAIL_MAX,
        required=True,
        metadata={
            "label": N_("Neue E-Mail-Adresse"),
            "hint": N_("An sie schicken wir einen Link zum Bestätigen."),
            "kind": "email",
            "autocomplete": "email",
        },
    )
