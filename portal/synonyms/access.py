"""Who may look after the synonyms, as one table."""

from typing import Any

from portal.access import Permission
from portal.accounts.access import is_administration
from portal.text import N_

MANAGE: Permission[Any] = Permission(
    "synonym.manage", N_("Synonyme der Suche ansehen, hinzufügen, ändern und löschen"), (is_administration,)
)
