"""What the log tells about accounts and roles that come from an identity provider."""

from portal.audit import Event
from portal.text import N_

_PROVIDER = {"provider": N_("Anmeldedienst")}
_ROLE = {"role": N_("Rolle")}

ACCOUNT_MADE = Event("sso.account-made", N_("Konto bei der ersten Anmeldung angelegt"), _PROVIDER)
LINKED = Event("sso.linked", N_("Konto mit einem Anmeldedienst verbunden"), _PROVIDER)
UNLINKED = Event("sso.unlinked", N_("Verbindung mit einem Anmeldedienst gelöst"), _PROVIDER)
ROLE_CHANGED = Event("sso.role-changed", N_("Rolle durch den Anmeldedienst geändert"), _PROVIDER | _ROLE)
ROLE_TAKEN = Event("sso.role-taken", N_("Rolle durch den Anmeldedienst verloren"), _PROVIDER | _ROLE)
ROLE_KEPT = Event(
    "sso.role-kept", N_("Rolle trotz des Anmeldedienstes behalten: letzte Koordination"), _PROVIDER | _ROLE
)
