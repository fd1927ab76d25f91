"""What the log of decisions tells of data protection."""

from portal.audit import Event
from portal.text import N_

ERASED = Event("account.erased", N_("Konto gelöscht"), {})
