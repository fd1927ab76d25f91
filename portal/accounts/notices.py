"""Tells a person by mail that the security of the account has changed, so that a stranger cannot do it unnoticed."""

from sqlalchemy.orm import Session

from portal.accounts.letters import SECURITY_CHANGED
from portal.accounts.models import Account
from portal.mail import post
from portal.text import N_

PASSWORD, STEP_ADDED, STEP_REMOVED, CODES_RENEWED = "password", "step-added", "step-removed", "codes-renewed"

CHANGES = {
    PASSWORD: N_("Das Passwort Ihres Kontos wurde geändert. Alle Anmeldungen wurden beendet."),
    STEP_ADDED: N_("Für Ihr Konto wurde ein zweiter Schritt beim Anmelden eingerichtet."),
    STEP_REMOVED: N_("Ein zweiter Schritt beim Anmelden wurde von Ihrem Konto entfernt."),
    CODES_RENEWED: N_("Die Ersatzcodes Ihres Kontos wurden erneuert."),
}


def tell(session: Session, account: Account, change: str) -> None:
    """Order the letter about a change, one of CHANGES."""
    post(session, SECURITY_CHANGED, to=account.email, account_id=account.id, change=change)
