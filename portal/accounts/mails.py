"""Writes the letters of this domain."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import running
from portal.accounts import letters, marks, queries
from portal.accounts.address import queries as addresses
from portal.accounts.address import service as address
from portal.accounts.notices import CHANGES
from portal.accounts.reset import service as reset
from portal.links import Links
from portal.mail import Button, Content, LetterKind, Paragraph
from portal.mail.composing import Composer


def _reset(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    account = queries.by_id(session, params["for_account"])
    if account is None or not account.active or marks.of_both(account) != params.get("mark"):
        return None  # the mail would go to a former address, or the password is set already
    return Content(
        subject=_("Passwort neu setzen"),
        blocks=(
            Paragraph(_("Jemand möchte für Ihr Konto bei Projektnachbarn ein neues Passwort setzen.")),
            Button(_("Neues Passwort setzen"), links.url(f"/passwort-neu/{reset.token_for(account, links)}")),
            Paragraph(_("Der Link gilt eine Stunde und nur einmal.")),
            Paragraph(_("Waren Sie das nicht? Dann brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.")),
        ),
        why=_("Sie bekommen diese Mail, weil jemand auf der Seite „Passwort vergessen“ Ihre Adresse eingegeben hat."),
    )


def _confirm_address(session: Session, params: Mapping[str, Any], links: Links) -> Content | None:
    change = addresses.by_id(session, params["change_id"])
    if change is None:
        return None
    why = _("Sie bekommen diese Mail, weil jemand diese Adresse bei Projektnachbarn für sein Konto angegeben hat.")
    if queries.by_email(session, change.new_address) is not None:
        return Content(
            subject=_("Diese E-Mail-Adresse hat schon ein Konto"),
            blocks=(
                Paragraph(_("Jemand möchte diese Adresse für sein Konto bei Projektnachbarn verwenden.")),
                Paragraph(_("Zu ihr gibt es aber schon ein Konto. Deshalb bleibt alles, wie es ist.")),
            ),
            why=why,
        )
    return Content(
        subject=_("Neue E-Mail-Adresse bestätigen"),
        blocks=(
            Paragraph(_("Mit dieser Adresse soll sich künftig jemand bei Projektnachbarn anmelden.")),
            Button(_("Adresse bestätigen"), links.url(f"/adresse-bestaetigen/{address.token_for(change, links)}")),
            Paragraph(_("Dafür müssen Sie im Portal angemeldet sein. Der Link gilt zwei Stunden und nur einmal.")),
            Paragraph(_("Waren Sie das nicht? Dann brauchen Sie nichts zu tun.")),
        ),
        why=why,
    )


def _address_changed(_session: Session, _params: Mapping[str, Any], _links: Links) -> Content:
    return Content(
        subject=_("Ihre E-Mail-Adresse wurde geändert"),
        blocks=(
            Paragraph(_("Ihr Konto bei Projektnachbarn hat jetzt eine andere E-Mail-Adresse. Diese gilt nicht mehr.")),
            Paragraph(_was_it_you()),
        ),
        why=_("Sie bekommen diese Mail, weil diese Adresse bisher zu Ihrem Konto gehörte."),
    )


def _security_changed(_session: Session, params: Mapping[str, Any], links: Links) -> Content:
    change = CHANGES[params["change"]]
    return Content(
        subject=_(change.subject),
        blocks=(
            Paragraph(_(change.text)),
            Paragraph(_was_it_you()),
            Button(_("Mein Konto ansehen"), links.url("/konto")),
        ),
        why=_("Sie bekommen diese Mail, damit niemand unbemerkt etwas an Ihrem Konto ändern kann."),
    )


def _was_it_you() -> str:
    operator = running.settings().operator.email
    if operator:
        return str(_("Waren Sie das nicht? Dann schreiben Sie bitte sofort an %(address)s.", address=operator))
    return str(_("Waren Sie das nicht? Dann melden Sie sich bitte sofort bei der Portalverwaltung."))


COMPOSERS: Mapping[LetterKind, Composer] = {
    letters.RESET: _reset,
    letters.CONFIRM_ADDRESS: _confirm_address,
    letters.ADDRESS_CHANGED: _address_changed,
    letters.SECURITY_CHANGED: _security_changed,
}
