"""What the log keeps of secret addresses: that there is one or no longer, never which."""

from portal.audit import Event
from portal.text import N_

RENEWED = Event("account.calendar-renewed", N_("Kalender-Adresse angelegt"), {})
ENDED = Event("account.calendar-ended", N_("Kalender-Adresse abgeschaltet"), {})
