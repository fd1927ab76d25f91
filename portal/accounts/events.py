"""What the log of decisions keeps of accounts: changes that concern their security, never a secret."""

from portal.audit import Event
from portal.text import N_

PASSWORD_CHANGED = Event("account.password-changed", N_("Passwort geändert"), {})
ADDRESS_CHANGED = Event("account.address-changed", N_("E-Mail-Adresse geändert"), {})
SESSIONS_ENDED = Event("account.sessions-ended", N_("Anmeldungen beendet"), {"count": N_("Zahl der Anmeldungen")})
CLOSED = Event("account.closed", N_("Konto geschlossen"), {})
KEPT = Event("account.kept", N_("Nach der Ankündigung des Löschens wieder angemeldet"), {})
REOPENED = Event("account.reopened", N_("Konto wieder geöffnet"), {})
