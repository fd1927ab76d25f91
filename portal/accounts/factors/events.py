"""What the log of decisions keeps of second steps."""

from portal.audit import Event
from portal.text import N_

_KIND = {"kind": N_("Art")}

ADDED = Event("account.second-step-added", N_("Zweiter Schritt eingerichtet"), _KIND)
REMOVED = Event("account.second-step-removed", N_("Zweiter Schritt entfernt"), _KIND)
CODES_RENEWED = Event("account.recovery-codes-renewed", N_("Ersatzcodes erneuert"), {})

APP, PASSKEY = "app", "passkey"
