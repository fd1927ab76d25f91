"""Who may see what the moderation has hidden in the whole portal, as one table."""

from typing import Any

from portal.access import Permission, moderation
from portal.text import N_

SEE_HIDDEN: Permission[Any] = Permission(
    "project.see-hidden", N_("Alle ausgeblendeten Einträge sehen"), (moderation(),)
)

PERMISSIONS = (SEE_HIDDEN,)
