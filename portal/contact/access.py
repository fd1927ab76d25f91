"""Who may write to whoever looks after an entry, as one table."""

from portal.access import Permission, anyone
from portal.projects.models import Project
from portal.projects.vocabulary import Publication
from portal.text import N_


def takes_messages(project: Project) -> bool:
    """Return whether the entry is published and names no mailbox one could write to directly."""
    return project.publication is Publication.PUBLISHED and not project.contact_mailbox


WRITE: Permission[Project] = Permission(
    "contact.write",
    N_("Der Stelle schreiben, die einen Eintrag pflegt"),
    (anyone(N_("wenn der Eintrag kein Funktionspostfach nennt"), takes_messages),),
)

PERMISSIONS = (WRITE,)
