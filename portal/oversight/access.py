"""Who may look over the portal, as one table."""

from typing import Any

from portal.access import Permission, Role, administration, members, moderation
from portal.organisations.models import Organisation
from portal.text import N_

OVERSEE: Permission[Any] = Permission("portal.oversee", N_("Die Übersicht der Verwaltung sehen"), (moderation(),))
READ_LOG: Permission[Organisation] = Permission(
    "log.read",
    N_("Das Protokoll der Entscheidungen einer Organisation lesen und herunterladen"),
    (
        members(Role.COORDINATOR, lambda organisation: (organisation.id,), N_("für die eigene Organisation")),
        administration(),
    ),
)
READ_WHOLE_LOG: Permission[Any] = Permission(
    "log.read-whole", N_("Das Protokoll des ganzen Portals lesen und herunterladen"), (administration(),)
)

MAILS: Permission[Any] = Permission(
    "mail.oversee",
    N_("Nicht zugestellte und angehaltene Mails ansehen und senden, eine Testmail senden"),
    (administration(),),
)

READ_SETTINGS: Permission[Any] = Permission(
    "settings.read", N_("Lesen, wie das Portal eingerichtet ist"), (administration(),)
)

PERMISSIONS = (OVERSEE, READ_LOG, READ_WHOLE_LOG, MAILS, READ_SETTINGS)
