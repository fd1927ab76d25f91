"""Who may see what is out of date in the whole portal, as one table."""

from typing import Any

from portal.access import Permission, moderation
from portal.text import N_

SEE_OVERDUE: Permission[Any] = Permission(
    "freshness.overdue", N_("Alle veralteten Einträge sehen, und wie oft erinnert wurde"), (moderation(),)
)

PERMISSIONS = (SEE_OVERDUE,)
