"""Tells a person by mail that the security of the account changes, so that a stranger cannot do it unnoticed."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from portal.accounts.letters import SECURITY_CHANGED
from portal.accounts.models import Account
from portal.mail import post
from portal.text import N_

PASSWORD, STEP_ADDED, STEP_REMOVED, CODES_RENEWED = "password", "step-added", "step-removed", "codes-renewed"
ADDRESS_ASKED = "address-asked"


class Change(NamedTuple):
    """What a person reads about a change (German msgids)."""

    text: str
    subject: str = N_("Die Sicherheit Ihres Kontos wurde geändert")


CHANGES = {
    PASSWORD: Change(N_("Das Passwort Ihres Kontos wurde geändert. Alle Anmeldungen wurden beendet.")),
    STEP_ADDED: Change(N_("Für Ihr Konto wurde ein zweiter Schritt beim Anmelden eingerichtet.")),
    STEP_REMOVED: Change(N_("Ein zweiter Schritt beim Anmelden wurde von Ihrem Konto entfernt.")),
    CODES_RENEWED: Change(N_("Die Ersatzcodes Ihres Kontos wurden erneuert.")),
    ADDRESS_ASKED: Change(
        N_(
            "Ihr Konto bei Projektnachbarn soll eine andere E-Mail-Adresse bekommen. Noch ist nichts geändert: Die "
            "neue Adresse gilt erst, wenn sie bestätigt ist. Bis dahin können Sie das unter „Mein Konto“ zurücknehmen."
        ),
        N_("Ihre E-Mail-Adresse soll geändert werden"),
    ),
}


def tell(session: Session, account: Account, change: str) -> None:
    """Order the letter about a change, one of CHANGES, to the address the account has now."""
    post(session, SECURITY_CHANGED, to=account.email, account_id=account.id, change=change)
