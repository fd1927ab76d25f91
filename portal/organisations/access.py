"""Who may change what the portal says of an organisation, as one table."""

from portal.access import Permission, Role, administration, members
from portal.organisations.models import Organisation
from portal.text import N_


def _can_have_members(organisation: Organisation) -> bool:
    return organisation.can_have_members


CHANGE: Permission[Organisation] = Permission(
    "organisation.change",
    N_("Website, Postfach und Vorstellung einer Organisation ändern"),
    (
        members(Role.COORDINATOR, lambda organisation: (organisation.id,), N_("für die eigene Organisation")),
        administration(when=_can_have_members),
    ),
)
RENAME: Permission[Organisation] = Permission(
    "organisation.rename", N_("Den Namen einer Organisation berichtigen"), (administration(when=_can_have_members),)
)

PERMISSIONS = (CHANGE, RENAME)
