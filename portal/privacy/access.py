"""Who may end what is kept about others, as one table."""

from typing import Any

from portal.access import Permission, administration
from portal.text import N_

ERASE_CLOSED: Permission[Any] = Permission(
    "account.erase-closed",
    N_("Konten ohne Organisation und geschlossene Konten sehen, geschlossene endgültig löschen"),
    (administration(),),
)

PERMISSIONS = (ERASE_CLOSED,)
