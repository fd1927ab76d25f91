"""What the log tells about organisations."""

from portal.audit import Event
from portal.text import N_

CHANGED = Event(
    "organisation.changed",
    N_("Angaben der Organisation geändert"),
    {
        "name": N_("Name"),
        "about": N_("Vorstellung"),
        "mailbox": N_("Funktionspostfach"),
        "office_url": N_("Seite der Digitalstelle"),
        "website": N_("Website"),
    },
)
