"""What nobody can know after a backup was restored: it is told to those who can look, once for each of them."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.access import PortalRole, Role
from portal.accounts.models import Account, Membership
from portal.mail import post
from portal.members import letters
from portal.text import N_

OF_ORGANISATIONS = (
    N_("Wer seit der Sicherung gegangen ist oder entfernt wurde, steht wieder bei den Mitgliedern. Entfernen Sie ihn."),
    N_("Wer seit der Sicherung dazukam, fehlt. Laden Sie die Person noch einmal ein."),
    N_("Rollen sind so, wie sie zur Zeit der Sicherung waren. Stellen Sie richtig, was sich seither geändert hat."),
    N_("Anfragen zur Aufnahme, über die seither entschieden wurde, warten wieder. Entscheiden Sie noch einmal."),
    N_("Offene Einladungen sind abgelaufen. Erneuern Sie die, die Sie noch brauchen."),
)
OF_THE_PORTAL = (
    N_("Konten, die seit der Sicherung geschlossen wurden, sind wieder offen. Schließen Sie sie noch einmal."),
    N_("Rollen für das ganze Portal sind so, wie sie zur Zeit der Sicherung waren."),
    N_(
        "Es gelten wieder die Passwörter, Adressen und zweiten Schritte von damals. Bitten Sie alle, die sie seither "
        "geändert haben, das noch einmal zu tun."
    ),
    N_("Mails, die in der Sicherung warteten, sind angehalten. Geben Sie sie frei, oder verwerfen Sie sie."),
)


def tell(session: Session, made_at: datetime | None) -> int:
    """Write to the coordination of every organisation and to the portal administration; return to how many people."""
    told = made_at.isoformat() if made_at else None
    coordinates = Account.memberships.any(Membership.role == Role.COORDINATOR)
    looks = or_(coordinates, Account.portal_role == PortalRole.ADMINISTRATION)
    people = session.execute(select(Account).where(Account.active, looks).order_by(Account.id)).scalars().all()
    for account in people:
        params = {"for_account": account.id, "made_at": told}
        post(session, letters.RESTORED, to=account.email, account_id=account.id, **params)
    return len(people)
