"""What the log of decisions tells of data protection and of backups."""

from portal.audit import Event
from portal.text import N_

# Which state counts now: of when the backup was made, where it says so.
RESTORED = Event("portal.restored", N_("Sicherung eingespielt"), {"made_at": N_("Stand der Sicherung")})
ERASED = Event("account.erased", N_("Konto gelöscht"), {})
