"""What people type about second steps."""

from portal.accounts.factors.models import PASSKEY_NAME_MAX
from portal.text import N_
from portal.web.fields import PortalSchema, Text


class AppCodeSchema(PortalSchema):
    """A code of the app."""

    code = Text(
        max_length=20,
        required=True,
        metadata={
            "label": N_("Code aus der App"),
            "hint": N_("Sechs Ziffern. Alle 30 Sekunden zeigt die App einen neuen."),
            "kind": "text",
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
        },
    )


class RecoveryCodeSchema(PortalSchema):
    """A recovery code."""

    code = Text(
        max_length=40,
        required=True,
        metadata={
            "label": N_("Ersatzcode"),
            "hint": N_("Zehn Zeichen in zwei Gruppen. Jeder Ersatzcode gilt nur einmal."),
            "kind": "text",
            "autocomplete": "off",
        },
    )


class PasskeySchema(PortalSchema):
    """What a passkey is called in the list."""

    name = Text(
        max_length=PASSKEY_NAME_MAX,
        required=True,
        metadata={
            "label": N_("Name des Passkeys"),
            "hint": N_("Damit Sie ihn wiedererkennen, zum Beispiel: Diensthandy."),
            "kind": "text",
            "autocomplete": "off",
        },
    )
