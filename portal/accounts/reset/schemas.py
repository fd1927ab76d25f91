"""What people type when they have forgotten their password."""

from portal.accounts.models import EMAIL_MAX
from portal.text import N_
from portal.web.fields import Email, PortalSchema


class ForgottenSchema(PortalSchema):
    """Whose password it is."""

    email = Email(
        max_length=EMAIL_MAX,
        required=True,
        metadata={
            "label": N_("E-Mail-Adresse"),
            "hint": N_("Die Adresse, mit der Sie sich anmelden."),
            "kind": "email",
            "autocomplete": "username",
        },
    )
