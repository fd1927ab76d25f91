"""Who may look after the synonyms, as one table."""

from typing import Any

from portal.access import Permission, administration
from portal.text import N_

MANAGE: Permission[Any] = Permission(
    "synonym.manage", N_("Synonyme der Suche ansehen, hinzufügen, ändern und löschen"), (administration(),)
)

PERMISSIONS = (MANAGE,)
